"""Tagging as a Prefect task: one call a batch, in any process."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from schemas.records import Article, Failure, Tags
from schemas.travel import Parcel, Recipe
from tasks.tag.batch import tag_batch
from tasks.tag.tagger import Tagger


@task(name="tag", cache_policy=NO_CACHE, persist_result=False)  # the default policy would hash a whole model
def tag_articles(
    articles: Parcel[Sequence[Article]], tagger: Recipe[Tagger], topics: Collection[str] | None = None
) -> Parcel[list[Tags | Failure]]:
    """The tags of each article of a batch, in order; an article that cannot be tagged is a `Failure`.

    With `topics`, only these are looked for, and nothing else.
    """
    return Parcel(tag_batch(articles.content, tagger.tool, topics))
