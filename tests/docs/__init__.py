"""What the documentation says is run, and its output compared."""
