"""PURE: the canonical form, the code, and what holds of a signed file."""
