"""What the rest of an article says about a name: other places where it stands, and the label that most agree on."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence

import ahocorasick
from msgspec.structs import replace

from schemas.records import Field, Label
from tasks.tag.aliases import fold, initials
from tasks.tag.gazetteer import is_whole
from tasks.tag.labels import cue
from tasks.tag.lexicon import NameWords
from tasks.tag.mentions import Name
from tasks.tag.spans import without_overlap
from tasks.tag.text import Text, as_titled

FULL = 3  # votes that a full name is worth for the surname, or for the company without its form
NAMED = 8  # the same of a full name that begins with a known first name
PARTS = 2  # what a person's first name or surname, so often alone, is worth for the full name
OPENING = re.compile(r"(?:^|\n|[.!?][\"')]* )[\"'(]*\Z", re.MULTILINE)  # the beginning of a line or sentence
WORD = re.compile(r"\w+")
ACRONYM = 3  # letters; longer capitals may be a word shouted
DOING = "ing"
FIRST_AND_LAST = 2  # words
SHARE_CODE = 16  # code points around a name that may hold its exchange or code
SHORTEST = 3  # letters; a shorter form is not looked for elsewhere


def without_words(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """Without what has its capitals only from where it stands.

    That is a single word whose lower case the text has too, or that is a common noun or labels a caption and is no
    part of another name, and any unsure name in a line where all words have a capital, unless it stands elsewhere in
    the article: `spread` then finds it in that line again.
    """
    elsewhere = {name.plain for name in names if not texts[name.field].in_title_case(name.start)}
    first = [name for name in names if _may_be_word(name, texts[name.field])]
    found = {name for name in first if _is_word(name.plain, texts)}
    found.update(_nouns(first, names, texts, words))
    return [
        name
        for name in names
        if name not in found
        and (name.sure or name.plain in elsewhere or not elsewhere or _may_stay(name, texts[name.field]))
    ]


def without_share_codes(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names but for the codes of shares and the exchanges before them: (NYSE: QRW)."""
    return [
        name for name in names if not (name.plain.isupper() and _in_share_code(name, texts[name.field].plain, words))
    ]


def _in_share_code(name: Name, plain: str, words: NameWords) -> bool:
    found = words.share_code.finditer(plain, max(0, name.start - SHARE_CODE), name.end + SHARE_CODE)
    return any(code.start() < name.start and name.end <= code.end() for code in found)


def _nouns(
    first: Sequence[Name], names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords
) -> Iterator[Name]:
    """Of single words that stand first, common nouns, and those that label what follows or tell what somebody does."""
    suspects = [name for name in first if _is_noun(name, words) or _is_label(name, texts[name.field].plain)]
    if suspects:
        others = {part for name in names if name not in first for part in name.plain.split()}
        yield from (name for name in suspects if name.plain not in others)


def _is_noun(name: Name, words: NameWords) -> bool:
    """Whether a word is none that is a name by its form or its neighbours: Turnout, Chilling."""
    common = name.plain.istitle() and not name.cued and name.plain.lower() in words.common
    return common or name.plain.endswith(DOING)


def _is_label(name: Name, plain: str) -> bool:
    return plain.startswith((": ", "!"), name.end)


def _may_stay(name: Name, text: Text) -> bool:
    return not text.in_title_case(name.start) or (name.cued and not text.in_capitals(name.start))


def _may_be_word(name: Name, text: Text) -> bool:
    if name.sure or not name.plain.isalpha():
        return False
    if name.plain.isupper() and len(name.plain) > ACRONYM:
        return True
    return text.in_title_case(name.start) or bool(OPENING.search(text.plain, max(0, name.start - 4), name.start))


def _is_word(plain: str, texts: Mapping[Field, Text]) -> bool:
    lower = plain.lower()
    return any(lower in text.plain and re.search(rf"\b{re.escape(lower)}\b", text.plain) for text in texts.values())


def agree(names: Sequence[Name], words: NameWords) -> list[Name]:
    """Every name with the label that the document gives its form."""
    votes = _votes(names, words)
    elected = {form: max(count, key=count.__getitem__) for form, count in votes.items()}
    return [_with_label(name, elected[fold(name.plain)]) for name in names]


def _with_label(name: Name, label: Label) -> Name:
    return name if name.sure or name.label == label else replace(name, label=label)


def spread(names: Sequence[Name], texts: Mapping[Field, Text], words: NameWords) -> list[Name]:
    """The names, with those occurrences of the same forms that were missed or taken for a part of themselves."""
    forms = _forms(names, words)
    found = {(name.field, name.start, name.end) for name in names}
    in_capitals = _in_capitals(forms, texts, words) if any(text.capitals for text in texts.values()) else {}
    missed = [
        name
        for field, text in texts.items()
        for name in _occurrences(field, text, forms, in_capitals if text.capitals else {}, words, found)
    ]
    return [name for field in texts for name in without_overlap([*_of(field, names), *_of(field, missed)])]


def _of(field: Field, names: Sequence[Name]) -> list[Name]:
    return [name for name in names if name.field == field]


def _votes(names: Sequence[Name], words: NameWords) -> dict[str, dict[Label, int]]:
    """Each name votes for its form, a full name for its short forms, and a titled surname for the full names."""
    votes: defaultdict[str, dict[Label, int]] = defaultdict(lambda: defaultdict(int))
    titled = {name.plain for name in names if name.titled}
    alone = Counter(name.plain for name in names if name.label == "PERSON" and " " not in name.plain)
    guessed = Counter(name.plain for name in names if name.votes == 1 and " " not in name.plain)
    for name in names:
        own, tokens = votes[fold(name.plain)], name.plain.split()
        own[name.label] += name.votes
        if len(tokens) < FIRST_AND_LAST:
            continue
        if tokens[0] in titled or tokens[-1] in titled:
            own["PERSON"] += FULL
        elif alone.get(tokens[0], 0) >= PARTS or alone.get(tokens[-1], 0) >= PARTS:
            own["PERSON"] += PARTS
        for short, label in _short_forms(name, tokens, words):
            likely = NAMED if label == "PERSON" and words.is_first_name(tokens[0]) else FULL
            votes[fold(short)][label] += max(likely, guessed[short] if label == "PERSON" else 0)
    return dict(votes)


def _short_forms(name: Name, tokens: Sequence[str], words: NameWords) -> Iterator[tuple[str, Label]]:
    if name.label == "PERSON" and len(tokens) > 1:
        yield from ((tokens[0], "PERSON"), (tokens[-1], "PERSON"))
    elif short := words.without_company(name.plain):
        yield short, "ORG"


def _forms(names: Sequence[Name], words: NameWords) -> dict[str, Name]:
    """The forms to look for: each name as found, each surname, and the short forms of bodies."""
    forms = {name.plain: name for name in reversed(names) if _can_spread(name.plain, words)}
    for name in names:
        for short in _short_of_body(name, words):
            forms.setdefault(short, replace(name, plain=short, known=None))
        surname = name.plain.rpartition(" ")[2]
        if surname in forms or name.label != "PERSON":
            continue
        if _can_spread(surname, words) and surname not in words.word_surnames:
            forms[surname] = replace(name, plain=surname)
    return forms


def _short_of_body(name: Name, words: NameWords) -> Iterator[str]:
    """A company without its form, and the acronym of a body with a long name."""
    if name.label != "ORG" or " " not in name.plain:
        return
    short = words.without_company(name.plain)
    if " " in short or _can_spread(short, words):
        yield from (short,) if short else ()
    yield from (letters.upper() for letters in initials(name.plain, words.small) if len(letters) > SHORTEST - 1)


def _can_spread(form: str, words: NameWords) -> bool:
    return len(form) >= SHORTEST and form[0].isupper() and form not in words.not_names


def _in_capitals(forms: Mapping[str, Name], texts: Mapping[Field, Text], words: NameWords) -> dict[str, Name]:
    """The forms as they are where capitals say nothing, but for those that may be words there."""
    others = ((form, name) for form, name in forms.items() if not form.istitle() and form not in words.capital_words)
    changed = {as_titled(form): name for form, name in others}
    small = {word for text in texts.values() for word in WORD.findall(text.plain)} if changed else set()
    return {form: name for form, name in changed.items() if form not in forms and not _is_small(form, small, texts)}


def _is_small(form: str, small: Container[str], texts: Mapping[Field, Text]) -> bool:
    """Whether a form stands in the text in lower case, as a word or words do; `small` are the single ones."""
    return form.lower() in small if form.isalpha() else _is_word(form, texts)


def _occurrences(
    field: Field,
    text: Text,
    forms: Mapping[str, Name],
    in_capitals: Mapping[str, Name],
    words: NameWords,
    found: set[tuple[Field, int, int]],
) -> Iterator[Name]:
    if not forms:
        return
    automaton = ahocorasick.Automaton()
    for form in (*forms, *in_capitals):
        automaton.add_word(form, form)
    automaton.make_automaton()
    for last, form in automaton.iter(text.plain):
        start, end = last + 1 - len(form), last + 1
        name = forms.get(form) or (in_capitals[form] if text.in_capitals(start) else None)
        if name and (field, start, end) not in found and is_whole(text.plain, start, end):
            yield _occurrence(name, field, start, text, words)


def _occurrence(name: Name, field: Field, start: int, text: Text, words: NameWords) -> Name:
    """The same form elsewhere, where its neighbours may speak for another label."""
    end = start + len(name.plain)
    told = None if name.known else cue(text.plain, start, end, name.label, words)
    cued = name.cued or told is not None
    return replace(name, field=field, start=start, end=end, label=told or name.label, titled=False, cued=cued)
