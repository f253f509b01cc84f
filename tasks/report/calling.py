"""What a decision calls the article that an editor means: a name that other ledgers know, too."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from schemas.errors import InputError
from schemas.overrides import Override
from tasks.fetch.urls import normalise_url
from tasks.link.store import find_standing
from tasks.load.fold import scrubbed
from tasks.load.names import article_id, possible_uris, shortest, written
from tasks.load.store import Ledger
from tasks.report.explanation import ArticleKeys
from tasks.report.names_store import find_keys

LISTED = "newsledger query 'SELECT article_id, source, headline FROM v_articles' lists them"


class Called(Struct, frozen=True):
    """An article as config/overrides.csv calls it."""

    name: str
    article_id: int | None  # None: the ledger does not have it


def call(ledger: Ledger, asked: str, folder: Path, root: Path) -> Called:
    """What to call the article that `asked` names, from `folder`, in a file whose relative paths begin at `root`.

    A number must be an article's; any other name may be that of an article which is still to come.

    Raises:
        InputError: no article has that number, or several have that name.
    """
    found = find_keys(ledger, asked, folder)
    if found:
        return Called(_own_name(ledger, found, root), found.article_id)
    if article_id(asked) is not None:
        raise InputError(f"no article {asked!r} in the ledger; {LISTED}")
    is_file = os.path.exists(folder / asked)  # noqa: PTH110 -- pathlib's raises if the name is too long for a file
    name = shortest("file", possible_uris(asked, folder)[-1], "", root) if is_file else normalise_url(asked)
    return Called(scrubbed(name or asked).strip(), None)


def _own_name(ledger: Ledger, found: ArticleKeys, root: Path) -> str:
    """What the article alone is called; its source stands before it where others are called likewise."""
    key = found.keys[0]
    name = shortest(key.kind, key.value, found.source, root)
    probe = Override(article=name, topic="any", action="add", who="any", why="any")
    (standing,) = find_standing(ledger, [probe], root)
    return name if standing.named == {found.article_id} else written(key.kind, key.value, found.source)
