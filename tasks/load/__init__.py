"""Tagged article -> rows: decide, then store."""
