"""The desk of interpretations (解读工作台): the pages of the staff."""
