"""Rows -> what people look at."""
