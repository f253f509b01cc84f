"""Topics on the page of an article: those it has, or all about some, given or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from schemas.errors import InputError
from schemas.records import FIELDS, Article, Evidence, Processor, TopicTag
from schemas.topics import Topics
from schemas.wording import nearest
from tasks.report.context import in_context
from tasks.report.explanation import Explanation
from tasks.report.page import Line, Mark, Piece, heading, line, note
from tasks.tag.topic_rules import Assessment, Blocked
from tasks.tag.topics import TopicTagger

SHOWN = 30  # phrases that do not count
ACTIONS = {"add": "added", "remove": "removed"}
STALE = "what is stored was made by other rules; what follows is by those of now, which newsledger retag applies"


class Judged(Struct, frozen=True):
    """What the rules of now say about one topic in one article, as it is stored."""

    topic: str
    language: str  # that the topic is read in
    processor: Processor
    assessment: Assessment | None  # None: the article is in another language


def judge(article: Article, topics: Topics) -> list[Judged]:
    """Every topic that is defined, tried on the article."""
    tagger = TopicTagger(topics)
    found = {each.topic: each for each in tagger.assess(article)}
    processors = {each.name.removeprefix("topic/"): each for each in tagger.processors_for(None)}
    return [Judged(each.key, each.language, processors[each.key], found.get(each.key)) for each in topics.definitions]


def given_topics(explanation: Explanation, judged: Sequence[Judged]) -> Iterator[Line]:
    """The topics that rules and models gave, and those on which an editor has decided."""
    yield from heading("Topics")
    now = {each.topic: each for each in judged}
    given = [tag.topic for tag in explanation.tags.topics]
    shown = dict.fromkeys([*given, *(decision.topic for decision in explanation.decisions)])
    if not shown:
        none = "none reached its threshold"
        yield line(note(none if explanation.ran("topic") else explanation.unread("no topic is defined for")), indent=2)
    for topic in shown:
        tag, against = _tag(explanation, topic), _against(explanation, now.get(topic))
        yield from _title(explanation, topic, _score(tag))
        yield from _pieces(explanation.article, (*tag.evidence, *against) if tag else ())


def asked_topics(explanation: Explanation, judged: Sequence[Judged], topics: Sequence[str]) -> Iterator[Line]:
    """All about these topics, given or not.

    Raises:
        InputError: one of them is not defined.
    """
    yield from heading("Topics")
    now = {each.topic: each for each in judged}
    for topic in dict.fromkeys(topics):
        if topic not in now:
            listed = f"; topics are {', '.join(now)}"
            raise InputError(f"there is no topic {topic!r}{nearest(topic, now, listed)}")
        yield from _all_about(explanation, now[topic])


def _all_about(explanation: Explanation, now: Judged) -> Iterator[Line]:
    tag, found = _tag(explanation, now.topic), now.assessment
    as_stored = _made_by(explanation, now.processor)
    yield from _title(explanation, now.topic, _score(tag or (found if as_stored else None)))
    if not found:
        said = f"it is read in {now.language}, and the article is in {explanation.article.language}"
        yield line(note(said), indent=4)
        return
    if not as_stored:
        yield line(note(f"{STALE}: {_score(found)}"), indent=4)
    yield from _pieces(explanation.article, (*found.evidence, *found.against))
    yield from _blocked(explanation.article, found.blocked)
    if not (found.evidence or found.against or found.blocked):
        yield line(note("none of its phrases stands in the article"), indent=4)


def _title(explanation: Explanation, topic: str, score: str) -> Iterator[Line]:
    """The topic with its score, and who has decided it otherwise."""
    decision = next((each for each in explanation.decisions if each.topic == topic), None)
    given = _tag(explanation, topic) is not None
    state = f"{ACTIONS[decision.action]} by an editor" if decision else "" if given else "not given"
    made_by = explanation.made_by(f"topic/{topic}") if given else ""
    by = note(f"  [{made_by}]") if made_by else ""
    yield line(Piece(topic, Mark.TITLE), f"  {'; '.join(filter(None, (state, score)))}", by, indent=2)
    if decision:
        where = note(f"  [config/overrides.csv: {decision.name}]")
        yield line(note(f"{ACTIONS[decision.action]} by "), f"{decision.who}: {decision.why}", where, indent=4)


def _score(found: TopicTag | Assessment | None) -> str:
    return f"score {found.score:.3g}, threshold {found.threshold:g}" if found else ""


def _pieces(article: Article, found: Sequence[Evidence]) -> Iterator[Line]:
    for evidence in found:
        yield in_context(article, evidence, f"{evidence.rule} {evidence.weight:+.3g}")


def _blocked(article: Article, found: Sequence[Blocked]) -> Iterator[Line]:
    in_order = sorted(found, key=lambda each: (FIELDS.index(each.span.field), each.span.start))
    for each in in_order[:SHOWN]:
        yield in_context(article, each.span, f"{each.rule} does not count: {each.reason}")
    if len(found) > SHOWN:
        yield line(note(f"and {len(found) - SHOWN:,} more that do not count"), indent=4)


def _against(explanation: Explanation, now: Judged | None) -> tuple[Evidence, ...]:
    """What spoke against a topic, which is not stored: known as long as the rules are those that gave it."""
    if now is None or now.assessment is None or not _made_by(explanation, now.processor):
        return ()
    return now.assessment.against


def _tag(explanation: Explanation, topic: str) -> TopicTag | None:
    return next((tag for tag in explanation.tags.topics if tag.topic == topic), None)


def _made_by(explanation: Explanation, processor: Processor) -> bool:
    return processor in explanation.processors
