"""Rows → finished values of the catalogue."""
