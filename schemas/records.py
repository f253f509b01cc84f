"""The records that travel between stages: frozen, typed, without behaviour of their own.

    RawDocument --parse--> Document --clean--> Article --tag--> Tags --load--> Loaded

Offsets (`start`, `end`) are Unicode code points into the named field, end exclusive, and
`field_text[start:end] == text` always holds. Times are aware UTC; what is only a day stays a `date`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Field = Literal["headline", "standfirst", "body"]
Label = Literal["PERSON", "ORG", "PLACE", "FACILITY", "EVENT", "GROUP", "WORK"]
# Why a name stands for another thing than itself, or for one in its article alone; docs/entities.md tells each.
JoinRule = Literal["spelling", "kind", "acronym", "editor", "ambiguous", "bare"]
Stage = Literal["fetch", "clean", "tag", "load"]
Action = Literal["add", "remove"]  # what an editor decides: an article has a topic, or has it not
Precision = Literal["second", "minute", "day"]
Kind = Literal["article", "stub", "live_blog"]  # stub: what is shown outside a paywall or in front of a cookie wall

TAGGED = 200_000  # characters of each field; no news article is longer, and more would take minutes and gigabytes
FIELDS: tuple[Field, ...] = ("headline", "standfirst", "body")
SILENCE = timedelta(minutes=5)  # after which a run was killed; one that goes on gives a sign of life every minute


class FetchOutcome(StrEnum):
    """How a fetch ended."""

    FETCHED = "fetched"
    NOT_MODIFIED = "not_modified"
    GONE = "gone"
    BLOCKED = "blocked"
    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    TIMED_OUT = "timed_out"
    FAILED = "failed"


class Outcome(StrEnum):
    """How a document ended. Documents parsed = the sum of the six."""

    LOADED = "loaded"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    DROPPED = "dropped"
    QUARANTINED = "quarantined"


# -- fetch


class Exchange(Struct, frozen=True):
    """What a web server answered, as far as it matters later."""

    url: str  # where the answer came from, behind all redirects; normalised
    status: int
    headers: tuple[tuple[str, str], ...] = ()  # names in lower case; none of how the body was sent
    received: int = 0  # bytes of the body on their way
    seconds: float = 0.0  # from the request to the end of the answer
    guid: str | None = None  # of the feed's entry that led there
    listed_date: str | None = None  # of publication, as that entry printed it


class RawDocument(Struct, frozen=True):
    """Bytes as they came, before anything is done to them.

    One line of a .jsonl file is one document, and so is one row of a .csv file: the header's bytes, then the row's.
    """

    source: str
    uri: str  # what was asked for: a URL, or file:///... (a line of a file: file:///...#line=7)
    media_type: str  # text/plain, text/html, application/json (a line of a .jsonl file), text/csv (a header and a row)
    content: bytes
    sha256: str  # of `content`, hex
    fetched_at: datetime
    charset: str | None = None  # as the transport declared it; of a row, as it was detected from its whole file
    exchange: Exchange | None = None  # None unless it came from a web server
    collection: str | None = None  # the source that collects it, if it is named after another
    landed: RawLocation | None = None  # where it stands already, in WARC files of our own; an absolute path
    let_go: int = 0  # bytes of the content that nobody needs any more, so that it is empty

    @property
    def size(self) -> int:
        """Bytes of the content, also when that was let go."""
        return self.let_go or len(self.content)

    def light(self) -> RawDocument:
        """Without its content, once that has landed and was cleaned."""
        return replace(self, content=b"", let_go=self.size)


class FetchFailure(Struct, frozen=True):
    """A document that could not be had, or did not have to be because it is as it was."""

    source: str
    uri: str
    outcome: FetchOutcome
    reason: str  # one sentence
    fetched_at: datetime
    exchange: Exchange | None = None  # None unless a web server answered


class Bookmark(Struct, frozen=True):
    """How far an archive was read: what begins before `offset` has been handed on."""

    source: str  # who collects it
    uri: str  # file:///..., or its address
    asked: str  # what of it was asked for; asked for something else, it is read from its beginning
    first_record: str  # its id, or what its server calls this state of it: by this another of the same name is known
    size: int  # bytes
    modified_at: datetime
    began: int  # where this reading began
    offset: int
    step: int  # bytes since the last bookmark
    passed: Mapping[tuple[str, str], int] = {}  # records since then that are no documents, by outcome and reason

    @property
    def is_first(self) -> bool:
        """Whether it stands where this reading began."""
        return self.step == self.offset == self.began


Fetched = RawDocument | FetchFailure | Bookmark


class RawLocation(Struct, frozen=True):
    """Where a raw document stands in the raw store."""

    file: str  # relative to the raw store's folder
    offset: int  # bytes, of the record's gzip member


# -- parse


class Encoding(Struct, frozen=True):
    """How bytes became text."""

    name: str  # as Python names the codec
    method: Literal["bom", "declared", "detected", "json"]
    repaired: bool  # mojibake was found in the text and mended


class Key(Struct, frozen=True):
    """A name under which an article is found again; unique within its source."""

    kind: Literal["guid", "url", "file"]
    value: str


class Timestamp(Struct, frozen=True):
    """A time with what is known of it. A bare date stays a `date`; nothing is made up."""

    value: datetime | date  # aware UTC, or the day as printed
    precision: Precision
    method: str  # what it was read from: row, json-ld, meta, page, text, ...


class Given(Struct, frozen=True):
    """What a row says of its article in fields of its own; it wins over what is read from the text."""

    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()  # as printed
    published_at: Timestamp | None = None
    modified_at: Timestamp | None = None
    language: str | None = None  # ISO 639-1
    method: Literal["row", "feed"] = "row"  # where it says so


class Document(Struct, frozen=True):
    """One document as text, ready to be cleaned."""

    keys: tuple[Key, ...]  # at least one, the strongest first
    kind: Literal["html", "text"]
    content: str
    encoding: Encoding
    url: str | None = None
    given: Given = Given()
    listed_at: Timestamp | None = None  # when it was published, as its feed said; the page's own word counts more


# -- clean


class Removed(Struct, frozen=True):
    """A piece of text that cleaning took away."""

    text: str
    reason: str  # kind:rule, as in `boilerplate:social-follow`


class Article(Struct, frozen=True):
    """One article. `body`: paragraphs with one blank line between; the other parts are not in it."""

    body: str
    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None  # as printed
    authors: tuple[str, ...] = ()
    published_at: Timestamp | None = None
    modified_at: Timestamp | None = None
    language: str | None = None  # ISO 639-1
    canonical_url: str | None = None
    kind: Kind = "article"
    section: str | None = None
    keywords: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()  # that are credited, by the names in config/boilerplate/agencies.toml
    headline_method: str | None = None  # row, feed, json-ld, meta, title, page, text or selector
    authors_method: str | None = None  # the same of the authors
    captions: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    removed: tuple[Removed, ...] = ()


# -- tag


class Span(Struct, frozen=True):
    """A stretch of one field's text."""

    field: Field
    start: int
    end: int
    text: str


class Mention(Span, frozen=True):
    """A proper name where it stands."""

    label: Label
    title: str | None = None  # what the text beside it says that a person is: "Home Secretary"


class Entity(Struct, frozen=True):
    """A thing that an article names, under all its names there."""

    name: str  # the fullest form
    label: Label
    mentions: tuple[int, ...]  # indices into `Tags.mentions`, ascending
    wikidata: str | None = None  # only from the gazetteer


class Evidence(Span, frozen=True):
    """Why a topic was given."""

    rule: str
    weight: float


class TopicTag(Struct, frozen=True):
    """A topic that reached its threshold."""

    topic: str
    score: float
    threshold: float
    evidence: tuple[Evidence, ...]  # never empty


class Quote(Span, frozen=True):
    """Reported words, without the outer quotation marks."""

    speaker: int | None  # index into `Tags.entities`; None when nobody is named
    cue: str | None  # the verb as printed


class Figure(Span, frozen=True):
    """A number that could be charted. `low` = `high` unless the text prints a range."""

    low: float
    high: float
    unit: str  # the counted noun as printed, an ISO 4217 code, or "percent"
    qualifier: str | None  # "more than", "up to", "an estimated"


class Tags(Struct, frozen=True):
    """All that tagging found in one article; mentions in reading order (headline, standfirst, body)."""

    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()  # every mention is in exactly one
    topics: tuple[TopicTag, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()


CLEANER, TOPIC = "clean", "topic/"  # a processor's name, and what some begin with


class Processor(Struct, frozen=True):
    """What made a result: a part of a stage, its version, and the hash of the config and models it used."""

    name: str  # clean, entities, topic/strike, quotes, figures
    version: str  # of the code, and the model if there is one: 1+en_core_web_sm
    config_hash: str

    @property
    def is_topic(self) -> bool:
        """Whether it looks for a topic, which takes the text alone and no model of the language."""
        return self.name.startswith(TOPIC)


class Processors(Struct, frozen=True):
    """What makes results now: those of every article, and besides those of the articles in one language."""

    of_all: tuple[Processor, ...]
    of_language: Mapping[str | None, tuple[Processor, ...]] = {}  # None: of articles whose language is not known

    def of(self, language: str | None) -> tuple[Processor, ...]:
        """All that make the results of an article in that language."""
        return (*self.of_all, *self.of_language.get(language, ()))

    @property
    def each(self) -> tuple[Processor, ...]:
        """All, each once."""
        return tuple(dict.fromkeys((*self.of_all, *chain.from_iterable(self.of_language.values()))))

    @property
    def taggers(self) -> Processors:
        """Without the cleaner."""
        return self._only(lambda each: each.name != CLEANER)

    def named(self, names: Collection[str]) -> Processors:
        """Those alone that have one of these names."""
        return self._only(lambda each: each.name in names)

    def _only(self, wanted: Callable[[Processor], bool]) -> Processors:
        of_language = {code: tuple(filter(wanted, made_by)) for code, made_by in self.of_language.items()}
        return Processors(tuple(filter(wanted, self.of_all)), of_language)


# -- load


class Failure(Struct, frozen=True):
    """A document that a stage could not digest; it goes to quarantine and its neighbours go on."""

    stage: Stage
    error: str  # one sentence


class Loaded(Struct, frozen=True):
    """How one document ended, and where it went."""

    outcome: Outcome
    reason: str
    article_id: int | None = None
    revision_id: int | None = None


class Quarantined(Struct, frozen=True):
    """What waits to be tried again, or came through since."""

    id: int
    source: str
    stage: Stage  # that could not digest it when it was last tried
    uri: str
    error: str  # one sentence
    attempts: int  # runs that tried it
    run_id: int  # the last of them
    created_at: datetime  # when it first failed
    replayed_at: datetime | None  # when it came through
    kept: KeptBytes | None  # None if its bytes were never had


class KeptBytes(Struct, frozen=True):
    """The bytes of a document that waits, or of a revision, as they were last fetched."""

    location: RawLocation
    size: int
    media_type: str
    fetched_at: datetime


class Stale(Struct, frozen=True):
    """An article whose current results were not all made by what cleans and tags now."""

    article_id: int
    revision_id: int  # the current one
    source: str
    uri: str  # where its text was last found; its key if that is not known
    kept: KeptBytes | None  # what stood there; None if it is not there any more
    raw_document_id: int | None
    text: str = ""  # what its text is known by: a hash


class Renewal(Struct, frozen=True):
    """What an article is according to what cleans and tags now."""

    stale: Stale
    article: Article
    tags: Tags | None  # None: its text is what it was, and nobody looked


class Cause(StrEnum):
    """Why something was removed for good."""

    FORGOTTEN = "forgotten"  # an article was taken down
    EXPIRED = "expired"  # texts had been kept as long as their source allows


class Tombstone(Struct, frozen=True):
    """That something was removed for good."""

    source: str
    cause: Cause
    reason: str  # one sentence
    removed_at: datetime


class Renewed(Struct, frozen=True):
    """What became of an article that was to be renewed."""

    stale: Stale
    changed: bool = False  # it has another text than before
    failure: str | None = None  # one sentence; it is as it was
