"""Inflections: one phrase in the file, all of its forms in the text."""

from __future__ import annotations

import pytest

from schemas.topic import Irregular
from tasks.tag.inflect import forms

IRREGULAR = Irregular(verbs={"strike": ("strikes", "striking", "struck")}, nouns={"seaman": ("seamen",)})


@pytest.mark.parametrize(
    ("phrase", "others"),
    [
        ("ballot (verb)", ["ballots", "balloting", "balloted"]),
        ("close (verb)", ["closes", "closing", "closed"]),
        ("block (verb)", ["blocks", "blocking", "blocked"]),
        ("stop (verb)", ["stops", "stopping", "stopped"]),
        ("carry (verb)", ["carries", "carrying", "carried"]),
        ("delay (verb)", ["delays", "delaying", "delayed"]),
        ("clash (verb)", ["clashes", "clashing", "clashed"]),
        ("free (verb)", ["frees", "freeing", "freed"]),
        ("queue (verb)", ["queues", "queuing", "queued"]),
        ("fix (verb)", ["fixes", "fixing", "fixed"]),
        ("clear (verb)", ["clears", "clearing", "cleared"]),
        ("walk out (verb)", ["walks out", "walking out", "walked out"]),
        ("strike (verb)", ["strikes", "striking", "struck"]),
        ("rail strike (noun)", ["rail strikes"]),
        ("ferry (noun)", ["ferries"]),
        ("quay (noun)", ["quays"]),
        ("bus (noun)", ["buses"]),
        ("seaman (noun)", ["seamen"]),
    ],
)
def test_forms_of_a_marked_phrase(phrase: str, others: list[str]) -> None:
    base = phrase.rpartition(" ")[0]
    assert forms(phrase, IRREGULAR) == (base, *others)


def test_an_unmarked_phrase_stays_as_written() -> None:
    assert forms("work to rule", IRREGULAR) == ("work to rule",)
