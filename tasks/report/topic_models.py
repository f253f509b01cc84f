"""`newsledger topics learn`: what was learned of a topic, and what it is worth; `topics list`: every topic's state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from schemas.counted import counted
from schemas.topic import TopicDefinition
from schemas.topic_model import TopicModel
from schemas.topics import Topics
from tasks.link.topic_classroom import LABELLED, OF_A_KIND, Tally
from tasks.link.topic_learning import Learned
from tasks.link.topic_lessons import Taken
from tasks.report.answer import Answer, Row
from tasks.report.page import Block, line, note, show
from tasks.report.query import Format, write
from tasks.tag.topics import TopicTagger

COLUMNS = ("topic", "label", "rules", "threshold", "model", "version")
ASKED = ("id", "rules", "with_model", "headline")
WORDS = 12  # of either kind that are shown
YES_NO = {True: "yes", False: "no"}
TOO_FEW = (
    f"whether that beats the rules cannot be said: it takes {LABELLED} articles that editors have decided on, at least "
    f"{OF_A_KIND} with the topic and {OF_A_KIND} without"
)


def write_topics(topics: Topics, out: TextIO, form: Format, limit: int | None) -> None:
    """Every topic with its rules, its model, and the version that results are known by."""
    versions = {each.name: f"{each.version} {each.config_hash}" for each in TopicTagger(topics).processors_for(None)}
    rows = (_row(each, topics.models.get(each.key), versions[f"topic/{each.key}"]) for each in topics.definitions)
    write(Answer(COLUMNS, rows), out, form, limit)


def _row(topic: TopicDefinition, model: TopicModel | None, version: str) -> Row:
    learned = f"{counted(len(model.words), 'word')} from {counted(model.articles, 'article')}" if model else "none"
    return topic.key, topic.label, len(topic.rules), topic.threshold, learned, version


def write_learned(learned: Learned, tagged: int, asked: Sequence[tuple[Taken, bool]], out: TextIO) -> None:
    """What was learned, what it is worth, and which articles an editor should decide on next."""
    show(_told(learned, tagged), out)
    if asked:
        decide = f"newsledger override add|remove ID {learned.model.topic} --who NAME --why TEXT"
        show([line(note(f"to know more, decide on these ({decide}), and learn again:"))], out)
        rows = ((one.id, YES_NO[one.lesson.given], YES_NO[given], one.headline) for one, given in asked)
        write(Answer(ASKED, rows), out, Format.TABLE)


def worth(learned: Learned) -> str:
    """Why a model was adopted, in a few words."""
    judged = f"on {learned.labelled:,} that editors have decided on"
    f1s = f"F1 {learned.both.f1:.2f} with it, {learned.rules.f1:.2f} by the rules alone"
    return f"from {counted(learned.model.articles, 'article')}; {judged} {f1s}"


def _told(learned: Learned, tagged: int) -> Iterator[Block]:
    model = learned.model
    yield line(f"{model.topic}: learned from {counted(model.articles, 'article')}, {tagged:,} of them with the topic")
    ranked = sorted(model.words, key=lambda word: model.words[word])
    yield line(note("for      "), ", ".join(reversed(ranked[-WORDS:])), indent=2)
    yield line(note("against  "), ", ".join(ranked[:WORDS]), indent=2)
    if not learned.enough:
        without = learned.labelled - learned.with_topic
        yield line(f"{TOO_FEW}; so far there are {learned.with_topic:,} with and {without:,} without")
        return
    yield line(f"on {counted(learned.labelled, 'article')} on which editors have decided, by cross-validation:")
    yield _tallied("the rules alone", learned.rules)
    yield _tallied("with the model ", learned.both)


def _tallied(what: str, tally: Tally) -> Block:
    said = f"F1 {tally.f1:.3f}: {tally.right:,} right, {tally.wrong:,} wrong, {tally.missed:,} missed"
    return line(note(f"{what}  "), said, indent=2)
