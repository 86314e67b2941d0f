"""The public pages of interpretations and enquiries (解读公开页面)."""
