"""Day snapshots (行为日快照): several texts as they stood on a day, signed, to be confirmed by a code."""
