"""What checking reads (核对取数): the names of all instruments, and those cited with their lives and texts."""
