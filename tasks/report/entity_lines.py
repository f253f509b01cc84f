"""The entities of an explanation: their names, what the text says that persons are, and why a name is whose it is."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.counted import counted
from schemas.records import Entity, JoinRule, Tags
from tasks.load.fold import fold
from tasks.report.context import in_context
from tasks.report.explanation import Bearing, Explanation, Known
from tasks.report.page import Line, Mark, Piece, line, note

RULES: dict[JoinRule, str] = {
    "spelling": "the same name, spelt another way",
    "kind": "the same full name, which most articles have as what it is here",
    "acronym": "other articles have both",
    "ambiguous": "stays apart, as other articles have it for several names",
    "bare": "in this article alone, as there is no full name",
}


def entity_lines(explanation: Explanation) -> Iterator[Line]:
    """The section about entities."""
    tags, made_by = explanation.tags, explanation.made_by("entities")
    if not tags.entities:
        yield line(note("none"), indent=2)
    found = zip(tags.entities, explanation.known, strict=True)
    for entity, told in sorted(found, key=lambda each: (-len(each[0].mentions), each[0].name)):
        yield _entity(entity, tags, made_by)
        yield from _titles(entity, tags)
        yield from _why_one(entity, told)


def mention_lines(explanation: Explanation) -> Iterator[Line]:
    """The section about mentions: each in its sentence, with its label, whose name it is, and what found it."""
    tags, made_by = explanation.tags, explanation.made_by("entities")
    if not tags.mentions:
        yield line(note("none"), indent=2)
    whose = {index: entity.name for entity in tags.entities for index in entity.mentions}
    for index, mention in enumerate(tags.mentions):
        yield in_context(explanation.article, mention, f"{mention.label} {whose[index]}, by {made_by}")


def _entity(entity: Entity, tags: Tags, made_by: str) -> Line:
    names = dict.fromkeys(" ".join(tags.mentions[index].text.split()) for index in entity.mentions)
    others = ", ".join(name for name in names if name != entity.name)
    wikidata = f" {entity.wikidata}" if entity.wikidata else ""
    also = note(f"  also {others}") if others else ""
    return line(
        Piece(entity.name, Mark.TITLE),
        f"  {entity.label}{wikidata}",
        f"  {counted(len(entity.mentions), 'mention')}",
        also,
        note(f"  [{made_by}]"),
        indent=2,
    )


def _titles(entity: Entity, tags: Tags) -> Iterator[Line]:
    """What the text says that a person is."""
    titles = dict.fromkeys(title for index in entity.mentions if (title := tags.mentions[index].title))
    if titles:
        yield line(note("called    "), "; ".join(titles), indent=4)


def _why_one(entity: Entity, known: Known) -> Iterator[Line]:
    """Why names are names of this thing, or of nothing else, and what else it is called in other articles."""
    for bearing in known.bearings:
        if bearing.rule or fold(bearing.name) != fold(entity.name):
            yield line(note("joined    "), f"{_name_here(bearing, entity)}: ", note(_rule(bearing, entity)), indent=4)
    if known.elsewhere:
        yield line(note("elsewhere "), ", ".join(known.elsewhere), indent=4)


def _name_here(bearing: Bearing, entity: Entity) -> str:
    return bearing.name if bearing.found_as == entity.label else f"{bearing.name} ({bearing.found_as})"


def _rule(bearing: Bearing, entity: Entity) -> str:
    if bearing.rule == "editor":
        return f"by config/entities.csv, line {bearing.line}"
    return RULES[bearing.rule] if bearing.rule else f"has the same Wikidata number, {entity.wikidata}"
