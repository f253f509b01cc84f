"""Cleaning as a Prefect task: one call a batch, in any process."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from schemas.records import Failure, RawDocument
from schemas.travel import Parcel, Recipe
from tasks.clean.batch import Cleaned, clean_batch
from tasks.clean.io import Cleaner


@task(name="clean", cache_policy=NO_CACHE, persist_result=False)
def clean_documents(raws: Parcel[Sequence[RawDocument]], cleaner: Recipe[Cleaner]) -> Parcel[list[Cleaned | Failure]]:
    """Articles in the documents' order; a document that cannot be cleaned is a `Failure`."""
    tool = cleaner.tool
    return Parcel(list(clean_batch(raws.content, tool.rules, tool.sources)))
