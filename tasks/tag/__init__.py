"""Article -> tagged article."""
