"""Cleaning as a Prefect task: one call a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from prefect import task
from prefect.cache_policies import NO_CACHE

from schemas.records import Failure, RawDocument
from schemas.sources import Source
from tasks.clean.batch import Cleaned, clean_batch
from tasks.clean.rules import CleaningRules


@task(name="clean", cache_policy=NO_CACHE, persist_result=False)
def clean_documents(
    raws: Sequence[RawDocument], rules: CleaningRules, sources: Mapping[str, Source]
) -> list[Cleaned | Failure]:
    """Articles in the documents' order; a document that cannot be cleaned is a `Failure`."""
    return list(clean_batch(raws, rules, sources))
