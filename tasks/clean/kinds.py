"""What kind of thing a page is: an article, the stub that a paywall or a cookie wall leaves of one, or a live blog."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemas.records import Kind
from tasks.clean.folding import count_words
from tasks.clean.json_ld import kinds, texts
from tasks.clean.rules import CleaningRules
from tasks.clean.told import Told

# Measured on pages that sell what they show: whole articles have 380 words and more, what is left of others 60 to 120.
STUB_WORDS = 120
STUB_SHARE = 0.5  # of the words that the page says the article has
COOKIE_WALL_WORDS = 40
FEWEST_SAID = 100  # words; of a shorter article, half is not worth a wall
LABEL_WORDS = 2  # a line of so few may be a label: "Premium"


class Said(Struct, frozen=True):
    """What a page's markup says about the kind of its article."""

    live: bool = False  # it calls itself a live blog
    sold: bool = False  # it is not free to all
    words: int = 0  # so many words it has; 0 if nothing is said


def is_live(told: Told) -> bool:
    """Whether the page calls itself a live blog."""
    return any(kind.endswith("LiveBlogPosting") for kind in kinds(told.article))


def is_sold(told: Told) -> bool:
    """Whether the page says that its article is not free to all."""
    said = [node["isAccessibleForFree"] for node in told.nodes if "isAccessibleForFree" in node]
    said += [*told.meta("isaccessibleforfree")]
    free = {str(value).rpartition("/")[2].strip().lower() for value in said}
    return "false" in free or any(tier == "locked" for tier in told.meta("article:content_tier"))


def said_words(told: Told) -> int:
    """How many words the page says that its article has; 0 if it does not."""
    said = told.article.get("wordCount")
    digits = next(iter(texts(said)), "") if isinstance(said, str | list) else str(said)
    return int(digits) if digits.isdecimal() and len(digits) < len("1000000") else 0


def article_kind(
    body: str, rules: CleaningRules, said: Said, *, behind: Iterable[str] = (), shown: Iterable[str] = ()
) -> Kind:
    """What a document is.

    Args:
        body: the article's, as far as it was found.
        rules: know the lines of paywalls and cookie walls.
        said: what its markup says; nothing, if it has none.
        behind: lines behind the body, or taken out of it, where a paywall speaks.
        shown: all lines, where a cookie wall speaks.
    """
    words = count_words(body)
    cut = words < STUB_SHARE * said.words if said.words >= FEWEST_SAID else words < STUB_WORDS
    if cut and (said.sold or _shows(behind, "paywall", rules)):
        return "stub"
    if words < COOKIE_WALL_WORDS and _shows(shown, "cookie", rules):
        return "stub"
    return "live_blog" if said.live else "article"


def _shows(lines: Iterable[str], kind: str, rules: CleaningRules) -> bool:
    long_enough = (line for line in lines if line.count(" ") >= LABEL_WORDS)
    found = (rules.find(line, edge=True) for line in long_enough)
    return any(rule is not None and rule.kind == kind for rule in found)
