"""Rows -> rows: what depends on more than one article."""
