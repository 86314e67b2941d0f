"""Renditions (呈现): consultations as pages, programs, feeds and calendars show them."""
