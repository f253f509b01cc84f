"""News agencies that an article is credited to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.boilerplate import Agency
from tasks.clean.folding import fold

INITIALS = 5  # characters; a name of so few may be a person's or a word, unless it is written as the agency writes it
BETWEEN = re.compile(r"\s*[/,;+&|]\s*|\s+(?:and|und|et|y|e|og|och)\s+")
PICTURE = re.compile(
    r"\b(?:photos?|photograph\w*|pictures?|images?|fotos?|bild\w*|grafik|video|getty|shutterstock)\b", re.IGNORECASE
)
DATELINE, LAST_LINE = 120, 60  # characters in which one may stand


@dataclass(frozen=True, slots=True)
class AgencyReader:
    """Finds agencies by their names. Build it with `agency_reader`."""

    as_written: Mapping[str, str]  # any name -> the one that it is reported by
    folded: Mapping[str, str]  # the same for names that are no mere initials
    within: re.Pattern[str]  # any name
    dateline: re.Pattern[str]  # "LONDON (Reuters) - "
    ending: re.Pattern[str]  # "(dpa)", "dpa/lno" or "© AFP" at the end of an article

    def named(self, name: str) -> str | None:
        """The agency whose name this is."""
        return self.as_written.get(name) or self.folded.get(fold(name))

    def among(self, names: Iterable[str]) -> Iterator[str]:
        """The agencies among the names of authors or publishers, which may stand together: "dpa/AFP"."""
        for name in names:
            found = (self.named(part) for part in (name, *BETWEEN.split(name)))
            yield from filter(None, found)

    def in_text(self, authors: Iterable[str], credited: Iterable[str], body: str) -> Iterator[str]:
        """The agencies that a text names as where it is from: as authors, in its credits, in its body."""
        yield from self.among(authors)
        yield from self.in_credits(credited)
        yield from self.in_body(body)

    def in_credits(self, lines: Iterable[str]) -> Iterator[str]:
        """The agencies that lines credit with more than a picture: "With material from dpa"."""
        for line in lines:
            if not PICTURE.search(line):
                yield from (self.as_written[name] for name in self.within.findall(line))

    def in_body(self, body: str) -> Iterator[str]:
        """The agencies in the body's dateline and in its last words."""
        found = (self.dateline.match(body[:DATELINE]), self.ending.search(body[-LAST_LINE:]))
        for stretch in filter(None, found):
            yield from (self.as_written[name] for name in self.within.findall(stretch[stretch.lastindex or 0]))


def agency_reader(agencies: Iterable[Agency]) -> AgencyReader:
    """A reader that knows these agencies."""
    as_written = {name: agency.name for agency in agencies for name in (agency.name, *agency.others)}
    longest_first = sorted(as_written, key=len, reverse=True)
    name = "|".join(map(re.escape, longest_first)) or "(?!)"
    more = rf"(?:{name})\b[^()\n]{{0,40}}"
    return AgencyReader(
        as_written=as_written,
        folded={fold(name): reported for name, reported in as_written.items() if len(name) > INITIALS},
        within=re.compile(rf"(?<!\w)(?:{name})(?!\w)"),
        dateline=re.compile(rf"[^!?\n()]{{0,60}}\(({more})\)\s*(?:[-–—:_.]|$)"),
        ending=re.compile(
            rf"(?:^|[\s.])[(\[]({more})[)\]]\.?$|(?:\n|^)[©\s—–-]*((?:{name})(?:[/,-]\S{{0,20}}|\s*[/,]\s*(?:{name}))*)$"
        ),
    )
