"""Rows → finished values of consultations; `visibility` is the one rule of which are public."""
