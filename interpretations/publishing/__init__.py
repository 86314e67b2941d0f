"""Publishing interpretations (解读发布): verbs from plan to publication; they never commit."""
