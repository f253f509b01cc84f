"""What an editor does with models of topics: learn one, drop it again, look at what there is."""

from __future__ import annotations

import sys
from pathlib import Path

from schemas.config import read_edited
from schemas.errors import InputError
from schemas.overrides import load_overrides
from schemas.settings import settings
from schemas.topic import TopicDefinition
from schemas.topic_model import hash_of, learned_path, write_model
from schemas.topics import Topics, load_topics
from schemas.wording import nearest
from tasks.link.io import edited_alone, write_edited
from tasks.link.store import count_days, link_overrides, read_candidates
from tasks.link.topic_adoption import with_model, without_model
from tasks.link.topic_learning import Learned, learn, need_sklearn
from tasks.link.topic_lessons import Taken, lessons, some
from tasks.load.store import Ledger, open_existing
from tasks.report.query import Format
from tasks.report.topic_models import worth, write_learned, write_topics

APPLY = "newsledger retag applies it to what is stored"
SEEN_IN = 5  # articles, at least, in which a word must stand
ASKED = 20  # articles on which an editor is asked to decide


def list_topics(form: Format, limit: int | None) -> None:
    """Print every topic with its rules, its model and its version.

    Raises:
        NewsledgerError: a topic's file, or its model, is not valid.
    """
    write_topics(load_topics(_folder()), sys.stdout, form, limit)


def learn_topic(key: str) -> None:
    """Learn a model of the topic from the ledger, print what it is worth, and adopt it if it beats the rules.

    Raises:
        NewsledgerError: there is no such topic, too little to learn from, or nothing to learn with; nothing is changed.
    """
    need_sklearn()
    folder = _folder()
    topics = load_topics(folder, models=False)
    definition = _defined(topics, key)
    with open_existing(settings().database_url) as ledger:
        _apply_overrides(ledger, folder)
        taken = some(lessons(topics, definition, read_candidates(ledger, key)))
    learned = learn(key, definition.threshold, [each.lesson for each in taken], SEEN_IN)
    write_learned(learned, _tagged(taken), _to_ask(taken, learned, definition), sys.stdout)
    if learned.better:
        _adopt(folder, learned)
        sys.stdout.write(f"adopted in {folder / key}.toml; {APPLY}\n")
    else:
        sys.stdout.write(f"not adopted; {folder / key}.toml is as it was\n")


def _apply_overrides(ledger: Ledger, folder: Path) -> None:
    """What editors have decided by hand counts from now on, as after a run."""
    link_overrides(ledger, load_overrides(folder.parent, None), folder.absolute().parents[1])
    count_days(ledger)


def drop_model(key: str) -> None:
    """Let the topic's rules decide alone again.

    Raises:
        NewsledgerError: there is no such topic, or it has no model.
    """
    folder = _folder()
    definition = _defined(load_topics(folder, models=False), key)
    path = folder / f"{key}.toml"
    if definition.learned is None:
        raise InputError(f"{path} names no model: its rules decide alone")
    with edited_alone(folder.parent):
        write_edited(path, _edited(path, without_model(read_edited(path))))
        learned_path(folder, key).unlink(missing_ok=True)
    sys.stdout.write(f"the model is taken out of {path}; {APPLY}\n")


def _folder() -> Path:
    return settings().config_folder() / "topics"


def _defined(topics: Topics, key: str) -> TopicDefinition:
    known = {each.key: each for each in topics.definitions}
    if key not in known:
        listed = f"; topics are {', '.join(known)}"
        raise InputError(f"there is no topic {key!r}{nearest(key, known, listed)}")
    return known[key]


def _adopt(folder: Path, learned: Learned) -> None:
    content, key = write_model(learned.model), learned.model.topic
    path = folder / f"{key}.toml"
    with edited_alone(folder.parent):
        text = _edited(path, with_model(read_edited(path), hash_of(content), worth(learned)))
        write_edited(learned_path(folder, key), content.decode())
        write_edited(path, text)


def _edited(path: Path, text: str | None) -> str:
    if text is None:
        raise InputError(f"{path} names its model in a way that a command cannot undo: take it out by hand")
    return text


def _tagged(taken: list[Taken]) -> int:
    return sum(each.lesson.given if each.lesson.label is None else each.lesson.label for each in taken)


def _to_ask(taken: list[Taken], learned: Learned, definition: TopicDefinition) -> list[tuple[Taken, bool]]:
    """Articles on which nobody has decided: half nearest to the threshold, half from all the others."""
    scores = [each.lesson.score + part for each, part in zip(taken, learned.parts, strict=True)]
    asked = [n for n, each in enumerate(taken) if each.lesson.found and each.lesson.label is None]
    ranked = sorted(asked, key=lambda n: -scores[n])
    near = sorted(asked, key=lambda n: abs(scores[n] - definition.threshold))[: ASKED // 2]
    others = [n for n in ranked if n not in near]
    chosen = {*near, *(others[step * len(others) // (ASKED // 2)] for step in range(ASKED // 2) if others)}
    return [(taken[n], scores[n] >= definition.threshold) for n in ranked if n in chosen]
