"""Cutting a recognised span down to the name itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from msgspec import Struct

from schemas.records import Label
from tasks.tag.lexicon import INSIDE_BODIES, NameWords

WORD = re.compile(r"\S+")
EDGE = " \t\n\"'.,;:!?()[]{}<>|*_-–—…•/\\&"
ABBREVIATED = re.compile(r"(?:\b\w\.){2,}$")  # U.S. keeps its last full stop
LONGEST = 120  # characters; no name is longer
# No name runs over a line's end, a colon, a bracket, a score, a dash between spaces, or a slash before another name.
BETWEEN = re.compile(r"[\n()\[\]<>|]|:(?= )|/(?<=\w\w\w/)(?=[A-Z]\w)| (?=[-–—]+ )| \d{1,2}[-–]\d{1,2} (?=[A-Z])")
QUOTED = re.compile(r"(?<= )(?P<mark>['\"])[^'\"]+(?P=mark) (?=\w)")  # a nickname, between first name and surname
QUOTE = re.compile(r"(?<= )['\"](?=\w)|(?<=\w)['\"](?= )")  # one that opens or ends
NOT_IN_NAMES = re.compile(r"\d[.,]\d|[@#]|[$£€¥](?:\d|$)|\w\.\w+/|\w/\w+\.|://")  # amounts and addresses
SCORE = re.compile(r"\d+[-–]\d+")
OPENING = re.compile(r"(?:^|[.!?\n] ?|[\"'])\Z")  # of a line, sentence or quotation
WHOLE = re.compile(r"[,.!?]?[\"']")  # closes what is quoted
ARTICLES = frozenset({"the", "The", "a", "A", "an", "An"})  # of what opens sentences, works begin with the rest
AT = re.compile(r" at (?=[A-Z])")  # no team's or place's name goes on behind it: Brentford at Selhurst Park
SOMEWHERE = frozenset({"ORG", "PLACE", "FACILITY"})
ACRONYM = re.compile(r"[A-Z]{2,6} ")
OWNING = "'s "
LEAST = 3  # letters of a word in lower case that ends no person's name; shorter ones may (Kim Jong un)
LINK = frozenset({"of", "for", "at", "to", "from", "with", "by"})  # after a role: General Manager of Guildhall Bank
CODE = re.compile(r"[A-Z0-9.& ]{1,12}\Z")  # between angle brackets: a share's code
FIRST_AND_LAST = 2  # words behind a title that the model's "work" is then a person of: Representative Ada Marsh
NUMBERED = re.compile(r"(?:[A-Z]|[IVX]+|[\d.]+)\b")  # what may follow a word such as Class or Article


class Candidate(Struct, frozen=True):
    """What may be a name, in one field."""

    start: int
    end: int
    label: Label
    titled: bool = False  # a title before it says that it is a person


def trim(plain: str, candidate: Candidate, words: NameWords) -> Iterator[Candidate]:
    """The names in a candidate: one for each line, without titles, roles, articles and marks around it."""
    start, end = candidate.start, candidate.end
    if plain[start:end].isalpha() and plain[start].isupper():  # half of all: nothing to cut off
        if _may_stand(plain, start, end, words) and not _is_code(plain, start, end):
            yield Candidate(start, end, candidate.label)
        return
    for start, end in _parts(plain, candidate, words):
        if not _is_code(plain, start, end):
            for part in _people_apart(plain, start, end, candidate.label, words):
                yield from _trim_line(plain, *part, words)


def _parts(plain: str, candidate: Candidate, words: NameWords) -> Iterator[tuple[int, int]]:
    start, end = candidate.start, candidate.end
    name = plain[start:end]
    marks = [mark.span() for mark in BETWEEN.finditer(plain, start, end)]
    if candidate.label == "PERSON" and ("'" in name or '"' in name) and not QUOTED.search(plain, start, end):
        marks = sorted([*marks, *(mark.span() for mark in QUOTE.finditer(plain, start, end))])
    at = AT.search(plain, start, end) if " at " in name and candidate.label in SOMEWHERE else None
    if at and not _has_kind(plain[start : at.start()], words):
        marks = sorted([*marks, at.span()])
    for mark, after in marks:
        yield start, mark
        start = after
    yield start, end


def _has_kind(name: str, words: NameWords) -> bool:
    """Whether a name has a word for what it is, so that it may go on with "at": University of Texas at Austin."""
    return any(map(words.is_kind_word, name.split()))


def _people_apart(plain: str, start: int, end: int, label: Label, words: NameWords) -> Iterator[tuple[int, int, Label]]:
    """A body or place and the person behind it: Harbour Board | Mr Hale, HFS | Captain Hale, Tidewell's | Ada Marsh."""
    within = None
    if label == "PERSON" and (body := ACRONYM.match(plain, start, end)) and _is_ranked(plain[start:end], words):
        within, label = body.end(), "ORG"
    elif (owner := plain.find(OWNING, start, end)) > start and words.is_person(plain[owner:end].split()[1:]):
        within, label = owner + len(OWNING), "ORG"
    elif honorific := next(words.honorific.finditer(plain, start + 1, end), None):
        if label == "PERSON":
            start = honorific.start()
        elif label in SOMEWHERE:
            within = honorific.start()
    yield start, within or end, label
    if within:
        yield within, end, "PERSON"


def _is_ranked(name: str, words: NameWords) -> bool:
    """Whether the second word of a name begins the title of a person that is named behind it: HFS Captain Ada Marsh."""
    acronym, *rest = name.split()
    if acronym in words.all_roles or acronym in words.not_names:
        return False
    return 0 < words.leading(rest, words.titles) < len(rest)


def _is_code(plain: str, start: int, end: int) -> bool:
    """Whether text stands between angle brackets as the code of a share does: <BAB>."""
    return plain[start - 1 : start] == "<" and plain[end : end + 1] == ">" and CODE.match(plain[start:end]) is not None


def _trim_line(plain: str, start: int, end: int, label: Label, words: NameWords) -> Iterator[Candidate]:
    start, end = _strip_marks(plain, start, end)
    if prefix := words.prefix.match(plain, start, end) or _elision(plain, start, end, label, words):
        start = prefix.end()
    spans = [match.span() for match in WORD.finditer(plain, start, end)]
    tokens = [plain[a:b] for a, b in spans]
    openers = ARTICLES if label == "WORK" and _is_title(plain, start, end) else words.openers
    opening = _opens_with_noun(plain, start, tokens, words)
    front, titled = _front(tokens[opening:], label, openers, words)
    front += opening
    kept = tokens[front : len(tokens) - _open_end(tokens[front:], label, words)]
    kept = kept[: len(kept) - _back(kept, words.roles if label == "PERSON" else words.all_roles, words)]
    while kept and (SCORE.match(kept[-1]) or _begins_title(plain, *spans[front + len(kept) - 1], words)):
        kept.pop()
    if not kept:
        return
    start, end = _strip_marks(plain, spans[front][0], spans[front + len(kept) - 1][1])
    if start < end and (titled or _may_stand(plain, start, end, words)):
        yield Candidate(start, end, "PERSON" if titled else label, titled)


def _elision(plain: str, start: int, end: int, label: Label, words: NameWords) -> re.Match[str] | None:
    """What of a word before it is glued to a name, but for a surname's own: d'Anvers, d'Anna Hale, not d'Estaing."""
    found = words.elision.match(plain, start, end)
    is_surname = found and label == "PERSON" and not words.is_first_name(plain[found.end() : end].partition(" ")[0])
    return None if is_surname else found


def _opens_with_noun(plain: str, start: int, tokens: list[str], words: NameWords) -> bool:
    """Whether the first word only has its capital as a sentence's first: Regulator | Ofwat."""
    is_noun = len(tokens) > 1 and tokens[0] in words.bodies_opening
    return is_noun and OPENING.search(plain, max(0, start - 3), start) is not None


def _is_title(plain: str, start: int, end: int) -> bool:
    """Whether a work begins with its first word, whatever that is: within a sentence, behind "the", or quoted alone."""
    if plain.startswith(("The ", "the "), start) or not OPENING.search(plain, max(0, start - 3), start):
        return True
    return plain[start - 1 : start] in ("'", '"') and WHOLE.match(plain, end) is not None


def _front(tokens: list[str], label: Label, openers: frozenset[str], words: NameWords) -> tuple[int, bool]:
    """How many words to leave out at the front, and whether one of them was a person's title."""
    front, titled = _before_name(tokens, words), False
    while (rest := tokens[front:]) and words.may_lead(rest[0]):
        honorific = words.leading(rest, words.honorifics)
        title = words.leading(rest, words.titles) if _may_be_titled(rest, label, words) else 0
        other = 1 if rest[0] in openers else words.leading(rest, words.roles) or _office(rest, words)
        size = honorific or title or (other if len(rest) > 1 else 0)
        if not size or size == len(rest):
            break
        front, titled = front + size, bool(honorific or title)
    return front, titled


def _before_name(tokens: list[str], words: NameWords) -> int:
    """How many words at the front are no part: fiancé | Ryan Hale, but not of al Qaeda or port of Dover."""
    before = takewhile(lambda word: word.isalpha() and word.islower() and word not in words.particles, tokens)
    size = sum(1 for _ in before)
    if not size:
        return 0
    joined = tokens[size : size + 1] in (["&"], []) or words.small.issuperset(tokens[1:2])
    return 0 if joined or any(map(words.elision.match, tokens[1:2])) else size


def _open_end(tokens: list[str], label: Label, words: NameWords) -> int:
    """How many words at the end are none of the name, as they would join another word to it or are in lower case.

    Harbour School of |, Cape of Sarn after |, Anna Hale ton |.
    """
    if not tokens or not tokens[-1][0].islower():
        return 0
    return sum(1 for _ in takewhile(lambda word: _joins(word, label, words), reversed(tokens)))


def _joins(word: str, label: Label, words: NameWords) -> bool:
    if word in LINK or word in words.small:
        return True
    is_lower = word.isalpha() and word.islower()
    return is_lower and (word.capitalize() in words.openers or (label == "PERSON" and len(word) >= LEAST))


def _office(rest: list[str], words: NameWords) -> int:
    """How many words name an office at what follows: Chief Constable of | Wessex Police."""
    size = words.leading(rest, words.titles)
    return size + 1 if 0 < size < len(rest) - 1 and rest[size] in LINK else 0


def _may_be_titled(rest: list[str], label: Label, words: NameWords) -> bool:
    of_two = label == "WORK" and len(rest) - words.leading(rest, words.titles) == FIRST_AND_LAST
    return label == "PERSON" or of_two or any(words.is_first_name(token) for token in rest[1:])


def _back(tokens: list[str], roles: frozenset[str], words: NameWords) -> int:
    back = 0
    while len(tokens) - back > 1 and (size := words.trailing(tokens[: len(tokens) - back], roles)):
        if size >= len(tokens) - back or _is_surname(tokens, back + size, words) or _is_society(tokens, words):
            break
        if tokens[-back - size - 1] in INSIDE_BODIES:  # School of Government
            break
        back += size
    return back


def _is_surname(tokens: list[str], back: int, words: NameWords) -> bool:
    """Whether what looks like a role is the surname: Rita Boxer, but not Rita Hale MP."""
    first, *others = tokens[: len(tokens) - back]
    return not others and words.is_first_name(first) and tokens[1].istitle() and not words.titles.issuperset(tokens[1:])


def _is_society(tokens: list[str], words: NameWords) -> bool:
    """Whether a name tells whose body it is, and so ends in them: Union of Postal Workers."""
    return any(word in words.societies and after in INSIDE_BODIES for word, after in pairwise(tokens))


def _strip_marks(plain: str, start: int, end: int) -> tuple[int, int]:
    """Without quotation marks, punctuation and the possessive at the edges."""
    while start < end and plain[start] in EDGE:
        start += 1
    while start < end and (cut := _tail(plain, start, end)):
        end -= cut
    return start, end


def _tail(plain: str, start: int, end: int) -> int:
    if plain.endswith("'s", start, end):
        return len("'s")
    last = plain[end - 1]
    return 1 if last in EDGE and not (last == "." and ABBREVIATED.search(plain[start:end])) else 0


def _may_stand(plain: str, start: int, end: int, words: NameWords) -> bool:
    return _is_name(plain[start:end], words) and not _is_cut(plain, start, end, words)


def _is_name(text: str, words: NameWords) -> bool:
    return (
        len(text) <= LONGEST
        and text not in words.not_names
        and text not in words.all_roles
        and any(map(str.isupper, text))
        and not NOT_IN_NAMES.search(text)
        and not _is_numbered(text, words)
        and not words.furniture.issuperset(text.lower().split())
    )


def _is_cut(plain: str, start: int, end: int, words: NameWords) -> bool:
    """Whether a name is only a part of something else: of an address, or of a title that goes on behind it."""
    return plain[start - 1 : start] in {"@", "#"} or _begins_title(plain, start, end, words)


def _begins_title(plain: str, start: int, end: int, words: NameWords) -> bool:
    """Whether a name's words make a title with the next: Royal Navy Rear | Admiral."""
    following = (
        WORD.match(plain, end + 1) if plain[end : end + 1] == " " and plain[end + 1 : end + 2].isupper() else None
    )
    return following is not None and f"{plain[start:end]} {following[0].rstrip(',.')}" in words.titles


def _is_numbered(text: str, words: NameWords) -> bool:
    """Whether a name is a common noun with a number or a letter: Phase 4, Grade C, Article I."""
    noun, _, rest = text.partition(" ")
    return noun in words.numbered and NUMBERED.match(rest) is not None
