"""Digits as news prints them: 12,500 and 12 500, 1,25,000, 3½ and 7-1/2. Every part is bounded."""

from __future__ import annotations

import re
import unicodedata

VULGAR = "½⅓⅔¼¾⅛⅜⅝⅞"
GAP = "[ \u00a0\u2009\u202f'’]"  # between thousands, where no comma is
GAPPED = rf"(?<!\d[ -])\d{{1,3}}(?P<gap>{GAP})\d{{3}}(?:(?P=gap)\d{{3}}){{0,5}}(?!\d|(?P=gap)\d|-\d)"  # no phone number
INDIAN = r"\d{1,2}(?:,\d{2}){1,4},\d{3}(?![\d,]\d)"
GROUPED = r"\d{1,3}(?:,\d{3}){1,6}(?![\d,]\d)"
PLAIN = r"\d{1,15}(?!\d)"
FRACTION = rf"[ -]?[{VULGAR}]|[ -](?:1/2|[12]/3|[13]/4|[1357]/8)(?![\d/])"
DIGITS = rf"(?:{INDIAN}|{GROUPED}|{GAPPED}|{PLAIN})(?:(?:\.\d{{1,9}})(?!\d)|{FRACTION})?|[{VULGAR}]"
PARTS = re.compile(rf"(.*?)(?:[ -]?([{VULGAR}])|[ -](\d)/(\d))?")
BETWEEN = re.compile(f"{GAP}|,")


def value_of(printed: str) -> float:
    """The number that `DIGITS` matched."""
    if printed.isascii() and printed.isdigit():
        return float(printed)
    parts = PARTS.fullmatch(printed)
    whole, vulgar, over, under = parts.groups("") if parts else (printed, "", "", "")
    part = unicodedata.numeric(vulgar) if vulgar else int(over or 0) / int(under or 1)
    return float(BETWEEN.sub("", whole) or 0) + part
