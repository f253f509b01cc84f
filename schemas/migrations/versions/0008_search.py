"""Full text: the words of each article's current revision."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

CURRENT = """\
SELECT revisions.id AS id, revisions.headline AS headline, revisions.standfirst AS standfirst, revisions.body AS body
FROM articles JOIN revisions ON revisions.id = articles.current_revision_id"""

# The index keeps no text of its own: it is told a revision's text when it enters, and the same when it leaves.
SQLITE = (
    f"CREATE VIEW current_texts AS\n{CURRENT}",
    """\
CREATE VIRTUAL TABLE revision_words USING fts5(
    headline, standfirst, body, content = 'current_texts', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 2")""",
    """\
CREATE TRIGGER revision_words_gone BEFORE DELETE ON revisions
WHEN EXISTS (SELECT 1 FROM revision_words_docsize WHERE id = old.id) BEGIN
    INSERT INTO revision_words (revision_words, rowid, headline, standfirst, body)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.body);
END""",
    "INSERT INTO revision_words (revision_words) VALUES ('rebuild')",
)
ADD = "INSERT INTO revision_words (revision_id, words) VALUES (:id, CAST(:words AS tsvector))"
PORTION = 500

# As tasks/load/words.py had it.
WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
ACCENTS = re.compile("[\u0300-\u036f]+")


def upgrade() -> None:
    """Takes in what is stored."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
        return
    op.create_table(
        "revision_words",
        sa.Column("revision_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.dialects.postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revisions.id"], name="fk_revision_words_revision_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", name="pk_revision_words"),
    )
    # In the row up to a page: fetched one by one from beside the table, the words of many articles take ten times as
    # long.
    op.execute("ALTER TABLE revision_words SET (toast_tuple_target = 8160)")
    # What SQLite reads from the index on published_on: the latest first, and undated ones at the end.
    op.execute("CREATE INDEX revision_words_latest ON revisions (published_on DESC NULLS LAST)")
    for rows in _portions(connection):
        connection.execute(sa.text(ADD), rows)
    op.create_index("ix_revision_words_words", "revision_words", ["words"], postgresql_using="gin")


def _portions(connection: sa.Connection) -> Iterator[list[dict[str, object]]]:
    last = 0
    while found := connection.execute(
        sa.text(f"{CURRENT} WHERE revisions.id > :last ORDER BY revisions.id LIMIT {PORTION}"), {"last": last}
    ).all():
        yield [{"id": id_, "words": _vector(fields)} for id_, *fields in found]
        last = found[-1][0]


def _vector(fields: list[str | None]) -> str:
    places: defaultdict[str, list[int]] = defaultdict(list)
    place = size = 0
    for field in fields:
        place += 1
        for found in WORD.findall(field or ""):
            word = ACCENTS.sub("", unicodedata.normalize("NFD", found)).lower()[:200]
            place += 1
            size += 2 if word in places else len(word.encode()) + 5
            if size > 900_000:
                break
            if word:
                places[word].append(min(place, 16_383))
    return " ".join(f"'{word}':{','.join(map(str, where))}" for word, where in places.items())
