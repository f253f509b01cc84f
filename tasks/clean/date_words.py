"""Dates as many languages print them, found in a line and put into English."""

from __future__ import annotations

import re

# Names and abbreviations as dates print them; each stands for one month only.
MONTHS = {
    "Jan": "januar jänner jan janvier janv enero ene gennaio gen janeiro januari stycznia styczeń sty января янв січня"
    " ocak oca tammikuuta ledna ianuarie sausio",
    "Feb": "februar feber februari février févr fév febrero febbraio feb fevereiro fev lutego luty февраля фев лютого"
    " şubat şub helmikuuta února februarie vasario",
    "Mar": "märz mrz mär mars marzo março maart mrt marca marzec марта мар березня mart maaliskuuta března martie kovo",
    "Apr": "april avril avr abril abr aprile kwietnia kwiecień kwi апреля апр квітня nisan nis huhtikuuta dubna aprilie"
    " balandžio",
    "May": "mai mayo maggio mag maio mei maj maja мая травня mayıs toukokuuta května gegužės",
    "Jun": "juni juin junio giugno giu junho czerwca czerwiec cze июня июн червня haziran haz kesäkuuta června iunie"
    " birželio",
    "Jul": "juli juillet juil julio luglio lug julho lipca lipiec июля июл липня temmuz tem heinäkuuta července iulie"
    " liepos",
    "Aug": "august août agosto ago augustus augusti sierpnia sierpień sie августа авг серпня ağustos ağu elokuuta srpna"
    " rugpjūčio",
    "Sep": "september septembre septiembre sept settembre setembro września wrzesień wrz сентября сен вересня eylül eyl"
    " syyskuuta září septembrie rugsėjo",
    "Oct": "oktober okt octobre octubre ottobre ott outubro października październik paź октября окт жовтня ekim eki"
    " lokakuuta října octombrie spalio",
    "Nov": "november novembre noviembre novembro listopada listopad lis ноября ноя листопада kasım kas marraskuuta"
    " listopadu noiembrie lapkričio",
    "Dec": "dezember dez décembre déc diciembre dic dicembre dezembro december grudnia grudzień gru декабря дек грудня"
    " aralık ara joulukuuta prosince decembrie gruodžio",
    " ": "um uhr à de del den der kl klo le il alle ore às o om at",
}
ENGLISH = {word: english for english, words in MONTHS.items() for word in words.split()}
FOREIGN = re.compile(rf"\b(?:{'|'.join(sorted(ENGLISH, key=len, reverse=True))})\b", re.IGNORECASE)
DOTTED_CLOCK = re.compile(r"\b(\d{1,2})\.(\d{2})(?=\s*(?:Uhr|h)\b)|\bkl(?:\.|o)?\s?(\d{1,2})\.(\d{2})\b", re.IGNORECASE)
HOUR_H = re.compile(r"\b(\d{1,2})\s?[hH](\d{2})\b")
ORDINAL = re.compile(r"(?<=\d)(?:er|re|º|ª)\b|(?<=\d{4}\.\d\d\.\d\d)\.")
EAST_ASIAN_DAY = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
EAST_ASIAN_CLOCK = re.compile(r"(午前|上午|오전|午後|下午|오후)?\s*(\d{1,2})\s*(?:[時时点시]\s*|:)(\d{2})\s*[分분]?")
AFTERNOON = frozenset(("午後", "下午", "오후"))
SIGNS = re.compile(r"\s[-–—]\s|[·•⋅|@–—]|\(|\)")

MOST_WORDS = 16  # of a line in which a date is looked for
LONGEST_LINE = 200  # characters
YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
NTH = r"(?:st|nd|rd|th)?"
DAYS = (
    rf"{YEAR.pattern}([-./])\s?\d{{1,2}}\1\s?\d{{1,2}}(?!\d)",
    rf"\d{{1,2}}([-./])\s?\d{{1,2}}\2\s?{YEAR.pattern}",
    rf"\d{{1,2}}{NTH}\.?[ -]{MONTH},?[ -]{YEAR.pattern}",
    rf"{MONTH}\s\d{{1,2}}{NTH},?\s{YEAR.pattern}",
)
ZONE = r"(?-i:\s?(?:Z\b|[A-Z]{2,5}\b(?:[+-]\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2}))"
HALF = r"\s?[ap]\.?m\b\.?"
CLOCK = rf"(?:\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:\.\d+)?)?(?:{HALF})?|\d{{1,2}}{HALF})(?:{ZONE})?"
# A number in front is no clock, and may be a day: "12 - 14 May 2015" is none.
STRETCH = re.compile(
    rf"(?<!\d)(?<!\d\s)(?:{CLOCK},?\s(?:[a-z]{{2,9}},?\s)?)?(?:{'|'.join(DAYS)})(?:(?:,?\s|T){CLOCK})?", re.IGNORECASE
)


def printed_date(line: str) -> str | None:
    """The first day, with the clock beside it, that a short line prints; in English."""
    if len(line) > LONGEST_LINE or len(line.split()) > MOST_WORDS or not YEAR.search(line):
        return None
    found = STRETCH.search(in_english(line))
    return found[0] if found else None


def in_english(text: str) -> str:
    """A date with English month names and a clock with a colon, without the small words around them."""
    text = DOTTED_CLOCK.sub(lambda clock: f" {clock[1] or clock[3]}:{clock[2] or clock[4]}", text)
    text = ORDINAL.sub("", HOUR_H.sub(r"\1:\2", text))
    if not text.isascii():
        text = EAST_ASIAN_CLOCK.sub(_clock, EAST_ASIAN_DAY.sub(r"\1-\2-\3 ", text))
    text = FOREIGN.sub(lambda word: ENGLISH[word[0].lower()], text)
    return " ".join(SIGNS.sub(" ", text).split())


def _clock(found: re.Match[str]) -> str:
    half = "" if not found[1] else " PM" if found[1] in AFTERNOON else " AM"
    return f" {found[2]}:{found[3]}{half}"
