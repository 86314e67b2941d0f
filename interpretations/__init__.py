"""Interpretations (解读): who drafts, explains; enquiries on the clock; passing down to the grass roots."""
