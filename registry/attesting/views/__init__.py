"""The public pages of day snapshots: choosing, the snapshot, confirming it."""
