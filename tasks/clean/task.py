"""Cleaning as a Prefect task: one call a batch."""

from __future__ import annotations

from collections.abc import Sequence

from prefect import task

from schemas.records import Failure, RawDocument
from tasks.clean.batch import Cleaned, clean_batch
from tasks.clean.rules import CleaningRules


@task(name="clean", persist_result=False)
def clean_documents(raws: Sequence[RawDocument], rules: CleaningRules) -> list[Cleaned | Failure]:
    """Articles in the documents' order; a document that cannot be cleaned is a `Failure`."""
    return list(clean_batch(raws, rules))
