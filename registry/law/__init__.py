"""The law's own rules, pure: dates and texts in, answers out. README.md is the contract."""
