"""What tagging found, and what found it: processors, entities, mentions, topics, quotes, figures."""

from __future__ import annotations

from typing import get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from schemas.records import FIELDS, Action, JoinRule, Label
from schemas.tables.base import Id, metadata, needed, one_of, optional, reference, result_of, row_id, span

processors = Table(
    "processors",
    metadata,
    row_id(),
    needed("name", Text, "clean, entities, topic/strike, quotes, figures, ..."),
    needed("version", Text, "of the code"),
    needed("config_hash", Text, "of the config and models it used"),
    UniqueConstraint("name", "version", "config_hash"),
    comment="what made a result",
)

processings = Table(
    "processings",
    metadata,
    reference("revisions", "the revision", delete="CASCADE"),
    reference("processors", "what ran over it"),
    needed("found", Integer, "how many results; 0 says that it ran and found nothing"),
    needed("is_current", Boolean, "whether its results count: of each processor's versions, one does at most"),
    optional("switched", Text, "in, out: they began, or ceased, to count at the last switch-over; null: neither"),
    PrimaryKeyConstraint("revision_id", "processor_id"),
    one_of("switched", ("in", "out")),
    Index(None, "processor_id"),
    comment="which processors have run over which revision",
)

NUMBERED = text("wikidata IS NOT NULL")

entities = Table(
    "entities",
    metadata,
    row_id(),
    needed("label", Text, "PERSON, ORG, PLACE, FACILITY, EVENT, GROUP or WORK"),
    needed("folded", Text, "the name without accents and case, and its scope if it has one: with the label, the key"),
    needed("name", Text, "the name to show, chosen from the aliases"),
    optional("wikidata", Text, "Q-number; only from the gazetteer"),
    optional("scope", Text, "the article, or the editor's place, in which alone the name stands for it; null: in all"),
    optional("likeness", Text, "letters and digits of the name: what is alike may be one thing; null: not yet linked"),
    Column(
        "thing_id", Id, ForeignKey("entities.id"), nullable=True,
        comment="the thing it is one with, as linking found; null: it is a thing of its own",
    ),
    optional("rule", Text, "why it is one with that, or apart: spelling, kind, acronym, editor, ambiguous, bare"),
    optional("line", Integer, "of config/entities.csv, if an editor decided"),
    optional("given_wikidata", Text, "Q-number of a thing from config/entities.csv"),
    UniqueConstraint("label", "folded"),
    one_of("label", get_args(Label)),
    one_of("rule", get_args(JoinRule)),
    Index(None, "folded"),
    Index(None, "name"),
    Index(None, "likeness"),
    Index(None, "thing_id"),
    Index(None, "wikidata", sqlite_where=NUMBERED, postgresql_where=NUMBERED),
    comment="the names of people, organisations, places and other things, each with the thing that it stands for",
)  # fmt: skip

UNLINKED = text("linked_mentions IS NULL OR linked_mentions <> mentions")

entity_aliases = Table(
    "entity_aliases",
    metadata,
    reference("entities", "the thing", delete="CASCADE"),
    needed("surface", Text, "a name it goes by in the text"),
    needed("mentions", Integer, "how often, over all revisions"),
    optional("linked_mentions", Integer, "mentions when the entity was last linked; null if they have changed since"),
    Column(
        "revisions", Integer, nullable=False, server_default=text("0"), comment="in how many revisions it goes by it"
    ),
    PrimaryKeyConstraint("entity_id", "surface"),
    Index(None, "surface"),
    Index("ix_entity_aliases_unlinked", "entity_id", sqlite_where=UNLINKED, postgresql_where=UNLINKED),
    comment="the names under which articles mention an entity",
)

linkings = Table(
    "linkings",
    metadata,
    Column("name", Text, primary_key=True, comment="what is linked: entities"),
    needed("config_hash", Text, "of the rules and the editors' lines that it was last linked by"),
    comment="what linking last went by; by anything else, all is linked anew",
)

mentions = result_of(
    "mentions",
    "proper names where they stand",
    *span(),
    needed("label", Text, "as found here; the entity's label may be better informed"),
    reference("entities", "the name, which leads to the thing"),
    optional("title", Text, "what the text beside it says that a person is: Home Secretary"),
    one_of("field", FIELDS),
    one_of("label", get_args(Label)),
    Index(None, "entity_id"),
)

topics = Table(
    "topics",
    metadata,
    row_id(),
    needed("name", Text, "from the controlled list under config/topics/"),
    optional("label", Text, "what people call it, as its file said at the last run or retag; null if it had no file"),
    UniqueConstraint("name"),
    comment="the topics that articles are tagged with",
)

topic_iptc = Table(
    "topic_iptc",
    metadata,
    reference("topics", "the topic", delete="CASCADE"),
    needed("iptc_id", Text, "IPTC Media Topic id, as in 20000530"),
    needed("release", Text, "the release of the vocabulary it was taken from"),
    PrimaryKeyConstraint("topic_id", "iptc_id"),
    comment="what a topic is in the IPTC's vocabulary",
)

article_topics = Table(
    "article_topics",
    metadata,
    Column("revision_id", Id, primary_key=True, autoincrement=False, comment="the revision"),
    Column("processor_id", Id, primary_key=True, autoincrement=False, comment="the processor that gave the topic"),
    Column(
        "topic_id", Id, ForeignKey("topics.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False,
        comment="the topic",
    ),
    needed("score", Float, "how sure"),
    needed("threshold", Float, "the score it had to reach"),
    ForeignKeyConstraint(
        ["revision_id", "processor_id"], ["processings.revision_id", "processings.processor_id"], ondelete="CASCADE"
    ),
    CheckConstraint("score >= threshold", name="reached"),
    Index(None, "topic_id"),
    comment="the topics of a revision",
)  # fmt: skip

topic_evidence = Table(
    "topic_evidence",
    metadata,
    Column("revision_id", Id, primary_key=True, autoincrement=False, comment="the revision"),
    Column("processor_id", Id, primary_key=True, autoincrement=False, comment="the processor that gave the topic"),
    Column("topic_id", Id, primary_key=True, autoincrement=False, comment="the topic"),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="its place, from 0"),
    *span(),
    needed("rule", Text, "the rule or feature that fired"),
    needed("weight", Float, "what it added to the score"),
    ForeignKeyConstraint(
        ["revision_id", "processor_id", "topic_id"],
        ["article_topics.revision_id", "article_topics.processor_id", "article_topics.topic_id"],
        ondelete="CASCADE",
    ),
    one_of("field", FIELDS),
    comment="why a topic was given: the text that each rule matched",
)

overrides = Table(
    "overrides",
    metadata,
    reference("articles", "the article", delete="CASCADE"),
    reference("topics", "the topic"),
    needed("action", Text, "add or remove: the article has the topic, or has it not, whatever the rules say"),
    needed("who", Text, "who decided it"),
    needed("why", Text, "why"),
    needed("name", Text, "what config/overrides.csv calls the article"),
    PrimaryKeyConstraint("article_id", "topic_id"),
    one_of("action", get_args(Action)),
    Index(None, "topic_id"),
    comment="editors' decisions on topics: config/overrides.csv as the last run, retag or override found its articles",
)

quotes = result_of(
    "quotes",
    "reported words, without the outer quotation marks",
    *span(),
    reference("entities", "who said it; null when nobody is named", name="speaker_id", null=True),
    optional("cue", Text, "the verb as printed"),
    one_of("field", FIELDS),
    Index(None, "speaker_id"),
)

figures = result_of(
    "figures",
    "numbers that could be charted",
    *span(),
    needed("low", Float, "the number, or the lower end of a printed range"),
    needed("high", Float, "the number, or the upper end of a printed range"),
    needed("unit", Text, "the counted noun as printed, an ISO 4217 code, or percent"),
    optional("qualifier", Text, "more than, up to, an estimated, ..."),
    one_of("field", FIELDS),
    CheckConstraint("low <= high", name="range"),
)
