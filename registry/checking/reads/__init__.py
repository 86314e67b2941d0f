"""What checking reads (核对取数): all names, and what is cited with its life and texts."""
