"""What `newsledger forget` says: what is known of an article, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.counted import counted
from tasks.fetch.places import shown
from tasks.load.store import Known
from tasks.report.page import Block, Mark, Piece, heading, line, note

ELSEWHERE = "What lies outside stays: the documents themselves, exports that were made, backups, Prefect's logs."


def render_known(known: Known, decisions: Sequence[int]) -> Iterator[Block]:
    """What will go."""
    yield line(Piece(known.headline or "(no headline)", Mark.TITLE))
    yield line(note(f"article {known.article_id} · {known.source}"))
    yield from heading("To be removed for good")
    yield line(f"{counted(len(known.versions), 'version')} of its text, with all that was found in them", indent=2)
    alone = len(known.raws) - len(known.sharers)
    yield line(f"{counted(alone, 'raw document')}, and what else the raw store has from its places", indent=2)
    yield line(f"what it was in {counted(known.fetches, 'look')} at its places; that they were made stays", indent=2)
    for place in sorted(known.places):
        yield line(note("place  "), shown(place), indent=2)
    for kind, value in known.keys:
        yield line(note("key    "), f"{kind}:{value}", indent=2)
    if known.owners or decisions:
        yield from heading("To stay")
    for source, others in _sharers(known):
        yield line(
            f"the same bytes stand as article {' and '.join(map(str, others))} of {source}: forget that too", indent=2
        )
    for number in decisions:
        yield line(f"config/overrides.csv, line {number}, which names it: take it out yourself", indent=2)


def _sharers(known: Known) -> Iterator[tuple[str, list[int]]]:
    """Other articles that came with bytes of its own, source by source."""
    for source in sorted(set(known.owners.values())):
        yield source, sorted(id_ for id_, owner in known.owners.items() if owner == source)


def render_forgotten(erased: int, left: str) -> Iterator[Block]:
    """What is done, and in one sentence what could not be."""
    yield line()
    yield line(f"Removed, and {counted(erased, 'record')} in the raw store overwritten. {ELSEWHERE}")
    if left:
        yield line(Piece(left, Mark.WARNING))
