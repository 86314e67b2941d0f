"""The public pages (公开页面): what a reader asks of the registry, and what it answers."""
