"""What an editor does with topics that are wrong: decide them, take that back, look at what is decided."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from schemas.config import read_edited
from schemas.counted import counted
from schemas.csv_file import without_rows
from schemas.errors import InputError
from schemas.overrides import FILE, Override, parse_overrides
from schemas.records import Action
from schemas.settings import settings
from schemas.topics import load_topics
from schemas.wording import nearest
from tasks.link.io import edited_alone, write_edited
from tasks.link.overrides import Standing
from tasks.link.overriding import with_override
from tasks.link.store import count_days, find_standing, link_overrides
from tasks.load.fold import scrubbed
from tasks.load.names import name_of
from tasks.load.store import Ledger, open_existing
from tasks.report.calling import Called, call
from tasks.report.overrides import came_to, write_standing
from tasks.report.printable import printable
from tasks.report.query import Format

DONE = {"add": "added to", "remove": "removed from"}


class Desk(Struct, frozen=True):
    """The ledger, the file of decisions, and the topics that are defined."""

    ledger: Ledger
    path: Path
    topics: tuple[str, ...]

    @property
    def root(self) -> Path:
        """Where relative paths in the file begin."""
        return self.path.absolute().parents[1]

    def call(self, article: str) -> Called:
        """What the file calls the article."""
        return call(self.ledger, article, Path.cwd(), self.root)

    def standing(self, text: str, topics: tuple[str, ...] | None) -> list[Standing]:
        """What the decisions of the file's text come to; with `topics`, all must be of these."""
        return find_standing(self.ledger, parse_overrides(text, self.path, topics), self.root)

    def about(self, called: Called, topic: str, standing: list[Standing]) -> list[Standing]:
        """Those on the article and the topic."""
        name = name_of(called.name, self.root)
        of_topic = [each for each in standing if each.override.topic == topic]
        named = (
            called.article_id in each.named or name_of(each.override.article, self.root) == name for each in of_topic
        )
        return [each for each, is_named in zip(of_topic, named, strict=True) if is_named]

    def without(self, text: str, gone: list[Standing]) -> str:
        """The file's text without these decisions."""
        return without_rows(text, [each.override.line for each in gone], self.path)

    def apply(self, text: str) -> list[Standing]:
        """Put it into the file, and what it decides into the ledger."""
        decided = parse_overrides(text, self.path, None)
        write_edited(self.path, text)
        standing = link_overrides(self.ledger, decided, self.root)
        count_days(self.ledger)
        return standing


@contextmanager
def _desk() -> Iterator[Desk]:
    config = settings()
    folder = config.config_folder()
    topics = tuple(each.key for each in load_topics(folder / "topics").definitions)
    with open_existing(config.database_url) as ledger:
        yield Desk(ledger, folder / FILE, topics)


def list_overrides(form: Format, limit: int | None) -> None:
    """Print the decisions of the file, and what each comes to.

    Raises:
        NewsledgerError: the ledger or the file cannot be read.
    """
    with _desk() as desk:
        write_standing(desk.standing(read_edited(desk.path), desk.topics), sys.stdout, form, limit)


def decide(article: str, topic: str, action: Action, who: str, why: str) -> None:
    """Write a decision into the file, in the place of those on just this article and the topic, and apply it.

    Raises:
        NewsledgerError: the topic is not defined, the article's name means several or is a number that no article
            has, or the file is not valid or cannot be written; nothing is decided.
    """
    with _desk() as desk, edited_alone(desk.path.parent):
        _refuse(topic, who, why, desk.topics)
        called, text = desk.call(article), read_edited(desk.path)
        about = desk.about(called, topic, desk.standing(text, desk.topics))
        text = desk.without(text, [each for each in about if len(each.named) <= 1])
        override = Override(article=called.name, topic=topic, action=action, who=scrubbed(who), why=scrubbed(why))
        *_, done = desk.apply(with_override(text, override, desk.path))
        said = f"{topic} {DONE[action]} {called.name} in {desk.path}; {came_to(done)}"
    sys.stdout.write(f"{printable(said)}\n")


def drop(article: str, topic: str) -> None:
    """Take what is decided of an article and a topic out of the file, and apply that.

    Raises:
        NewsledgerError: nothing is, or the file is not valid or cannot be written; nothing is dropped.
    """
    with _desk() as desk, edited_alone(desk.path.parent):
        text = read_edited(desk.path)
        about = desk.about(desk.call(article), topic, desk.standing(text, None))
        if not about:
            said = f"nothing is decided about {article!r} and {topic!r}"
            raise InputError(f"{said}; newsledger override list shows what is")
        desk.apply(desk.without(text, about))
        said = f"{counted(len(about), 'decision')} taken out of {desk.path}"
    sys.stdout.write(f"{said}; rules and models have their say again\n")


def _refuse(topic: str, who: str, why: str, topics: tuple[str, ...]) -> None:
    if topic not in topics:
        listed = f"; topics are {', '.join(topics)}"
        raise InputError(f"there is no topic {topic!r}{nearest(topic, topics, listed)}")
    for name, said in (("who", who), ("why", why)):
        if not said.strip():
            raise InputError(f"--{name} must not be empty")
