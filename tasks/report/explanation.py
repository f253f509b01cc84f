"""What the ledger knows of one article, gathered for `newsledger explain`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from schemas.records import Action, Article, Encoding, JoinRule, Key, Label, Processor, RawLocation, Tags


class Section(StrEnum):
    """What stands below a page's head, in the order in which it is shown."""

    TOPICS = "topics"
    REMOVED = "removed"
    CAPTIONS = "captions"
    CREDITS = "credits"
    ENTITIES = "entities"
    MENTIONS = "mentions"  # only if asked for, as they are many
    QUOTES = "quotes"
    FIGURES = "figures"
    HISTORY = "history"
    PROCESSORS = "processors"
    ORIGIN = "origin"


class Event(Struct, frozen=True):
    """What happened to the article once, and why."""

    at: datetime
    outcome: str
    reason: str


class Origin(Struct, frozen=True):
    """Where the text came from, byte for byte."""

    uri: str
    fetched_at: datetime
    sha256: str
    location: RawLocation | None  # None when the raw document is not in the raw store
    encoding: Encoding | None


class Decision(Struct, frozen=True):
    """What an editor has decided about one topic."""

    topic: str
    action: Action
    who: str
    why: str
    name: str  # what config/overrides.csv calls the article


class Bearing(Struct, frozen=True):
    """A name that the article gives an entity, and why it is a name of this one."""

    name: str  # in full
    found_as: Label
    rule: JoinRule | None  # None for the entity's own name
    line: int | None  # of the editors' file


class Known(Struct, frozen=True):
    """What more than this article tells of an entity."""

    bearings: tuple[Bearing, ...] = ()
    elsewhere: tuple[str, ...] = ()  # its names in other articles, the most frequent first


class Explanation(Struct, frozen=True):
    """An article's current revision, everything found in it, and where all of it came from."""

    article_id: int
    source: str
    keys: tuple[Key, ...]
    revision: int  # counted from 1
    revisions: int
    events: tuple[Event, ...]  # oldest first
    article: Article
    tags: Tags  # as rules and models gave them, whatever editors decide
    decisions: tuple[Decision, ...]
    known: tuple[Known, ...]  # of each of the tags' entities
    processors: tuple[Processor, ...]
    origin: Origin | None

    def ran(self, name: str) -> bool:
        """Whether what has that name, or begins with it and a slash, has looked at the article."""
        return any(made.name.partition("/")[0] == name for made in self.processors)

    def made_by(self, name: str) -> str:
        """What has that name with its version, as a remark on what it has found; empty if it has not looked."""
        return next((f"{made.name} {made.version}" for made in self.processors if made.name == name), "")

    def unread(self, why: str) -> str:
        """What stands where nothing was looked for, because there is nothing for the article's language."""
        return f"not looked for: {why} its language, {self.article.language}"


class ArticleKeys(Struct, frozen=True):
    """What an article is called, here and in every ledger."""

    article_id: int
    source: str
    keys: tuple[Key, ...]  # URLs before guids before files


class Candidate(Struct, frozen=True):
    """An article that a name could mean."""

    article_id: int
    source: str
    key: str
    headline: str | None
