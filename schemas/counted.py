"""A number and what it counts, as people say it."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """1 row, 2,000 rows; the noun is given in the singular, and its plural ends in s."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
