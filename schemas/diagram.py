"""docs/schema.svg, drawn from the tables themselves: `make schema`, which needs Graphviz."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import wrap

from sqlalchemy import Table

from schemas.tables import metadata

# Where a table stands in the picture and in docs/schema.md: by what its rows tell, in the order in which they are made.
GROUPS = {
    "What came in": (
        "runs",
        "sources",
        "fetches",
        "raw_documents",
        "quarantine",
        "tombstones",
        "tombstone_keys",
        "places",
        "hosts",
        "archives",
        "archive_records",
        "breaches",
    ),
    "What the articles say": (
        "articles",
        "article_keys",
        "revisions",
        "revision_authors",
        "revision_keywords",
        "revision_agencies",
        "captions",
        "credits",
        "removed_spans",
        "repeating_lines",
    ),
    "What was found in them": (
        "processors",
        "processings",
        "mentions",
        "entities",
        "entity_aliases",
        "linkings",
        "quotes",
        "figures",
        "article_topics",
        "topic_evidence",
        "overrides",
        "topics",
        "topic_iptc",
    ),
    "What is counted by the day": ("topic_daily", "entity_daily", "entity_pair_daily", "days_to_count"),
}
COLOURS = (  # of names and lines, of the ground
    ("#1e40af", "#eff6ff"),
    ("#166534", "#f0fdf4"),
    ("#92400e", "#fffbeb"),
    ("#6b21a8", "#faf5ff"),
)
DARK = {name: dark for names, (dark, _) in zip(GROUPS.values(), COLOURS, strict=True) for name in names}
LINE = 32  # characters of a table's further columns in a line
STYLE = """\
  graph [rankdir=RL, nodesep=0.2, ranksep=0.8, fontname="Helvetica,Arial,sans-serif", fontsize=18, bgcolor=white]
  node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=11]
  edge [arrowsize=0.7]"""


def dot() -> str:
    """The picture in Graphviz's language: each reference leads from its column to the table that it names."""
    return "\n".join(["digraph ledger {", STYLE, *_groups(), *_references(), "}\n"])


def _groups() -> Iterator[str]:
    for number, ((title, names), (dark, light)) in enumerate(zip(GROUPS.items(), COLOURS, strict=True)):
        yield f'  subgraph cluster_{number} {{\n    label="{title}"; labeljust=r; fontcolor="{dark}"'
        yield f'    color="{dark}"; bgcolor="{light}"'
        yield from (f"    {name} [label=<{_box(metadata.tables[name])}>]" for name in names)
        yield "  }"


def _box(table: Table) -> str:
    colour = DARK[table.name]
    cells = [f'<TD PORT="table" BGCOLOR="{colour}"><FONT COLOR="white"><B> {table.name} </B></FONT></TD>']
    keys = [column.name for column in table.c if column.foreign_keys]
    cells += [f'<TD PORT="{name}" ALIGN="LEFT">{name}  </TD>' for name in keys]
    others = ", ".join(column.name for column in table.c if column.name not in keys)
    lines = "".join(f'{line}   <BR ALIGN="LEFT"/>' for line in wrap(others, LINE))
    cells += [f'<TD ALIGN="LEFT"><FONT COLOR="#475569">{lines}</FONT></TD>'] if lines else []
    rows = "".join(f"<TR>{cell}</TR>" for cell in cells)
    return f'<TABLE COLOR="{colour}" BGCOLOR="white" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">{rows}</TABLE>'


def _references() -> Iterator[str]:
    """Those that may be null are dashed, and don't decide what stands left of what."""
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_key_constraints, key=lambda each: tuple(each.column_keys)):
            to, optional = key.referred_table.name, any(table.c[name].nullable for name in key.column_keys)
            style = ", style=dashed, constraint=false" if optional else ""
            yield f'  {table.name}:{key.column_keys[-1]} -> {to}:table [color="{DARK[to]}"{style}]'


if __name__ == "__main__":
    sys.stdout.write(dot())
