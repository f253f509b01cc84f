"""What was removed for good: enough to know it again should it come once more, and no more."""

from __future__ import annotations

from sqlalchemy import Index, PrimaryKeyConstraint, Table, Text

from schemas.records import Cause
from schemas.tables.base import UtcTime, metadata, needed, one_of, reference, row_id

tombstones = Table(
    "tombstones",
    metadata,
    row_id(),
    reference("sources", "the source whose articles they were"),
    needed(
        "cause",
        Text,
        "forgotten: an article was taken down; expired: texts were kept as long as their source allows",
    ),
    needed("reason", Text, "why, as given to newsledger forget; what the source allows"),
    needed("removed_at", UtcTime, "when"),
    one_of("cause", [each.value for each in Cause]),
    Index(None, "source_id"),
    comment="articles that were taken down, and texts that were kept long enough: their bytes are not taken in again",
)

tombstone_keys = Table(
    "tombstone_keys",
    metadata,
    needed(
        "digest",
        Text,
        "sha256, in hex, of a key of the article with its source, or of its bytes' own sha256 with or without",
    ),
    reference("tombstones", "what it is known again as", delete="CASCADE"),
    PrimaryKeyConstraint("digest"),
    Index(None, "tombstone_id"),
    comment="by what an article or its bytes are known again; says nothing to who does not have them",
)
