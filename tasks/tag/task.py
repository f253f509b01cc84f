"""Tagging as a Prefect task."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import task

from schemas.records import Article, Tags
from tasks.tag.tagger import Tagger


@task(name="tag")
def tag_batch(articles: Sequence[Article], tagger: Tagger) -> list[Tags]:
    """The tags of each article of a batch, in order."""
    return list(tagger.tag(articles))
