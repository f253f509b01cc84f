"""Tagging as a Prefect task."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from schemas.records import Article, Tags
from tasks.tag.tagger import Tagger


@task(name="tag", cache_policy=NO_CACHE)  # the default policy would hash a whole model
def tag_batch(articles: Sequence[Article], tagger: Tagger) -> list[Tags]:
    """The tags of each article of a batch, in order."""
    return list(tagger.tag(articles))
