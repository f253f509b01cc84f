"""Cleaning as a Prefect task: one call a batch, in any process."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from prefect import task
from prefect.cache_policies import NO_CACHE

from schemas.records import Failure, RawDocument
from schemas.travel import Parcel, Recipe
from tasks.clean.batch import Cleaned, clean_batch
from tasks.clean.io import Cleaner


@task(name="clean", cache_policy=NO_CACHE, persist_result=False)
def clean_documents(raws: Parcel[Sequence[RawDocument]], cleaner: Recipe[Cleaner]) -> Parcel[list[Cleaned | Failure]]:
    """Articles in the documents' order; a document that cannot be cleaned is a `Failure`.

    Documents come without their content, which nobody needs from here on.
    """
    tool = cleaner.tool
    return Parcel([_light(each) for each in clean_batch(raws.content, tool.rules, tool.sources)])


def _light(each: Cleaned | Failure) -> Cleaned | Failure:
    return replace(each, document=replace(each.document, content="")) if isinstance(each, Cleaned) else each
