"""config/overrides.csv: what is read of it, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.errors import ConfigError
from schemas.overrides import Override, load_overrides

TOPICS = ("strike", "traffic")
HEADING = "article,topic,action,who,why\n"
URL = "https://coast.example/queue"


def read(folder: Path, text: str) -> tuple[Override, ...]:
    (folder / "overrides.csv").write_bytes(text.encode())
    return load_overrides(folder, TOPICS)


def test_decisions_come_in_the_order_of_the_file_with_their_lines(tmp_path: Path) -> None:
    first = f'{URL},strike,remove,Ada,"only ""strikes"" a deal,\nas ever"'
    assert read(tmp_path, f"{HEADING}# ours\n\n{first}\nnews/a.txt, traffic ,add,Tom,#1\n") == (
        Override(
            article=URL, topic="strike", action="remove", who="Ada", why='only "strikes" a deal,\nas ever', line=4
        ),
        Override(article="news/a.txt", topic="traffic", action="add", who="Tom", why="#1", line=6),
    )


def test_a_spreadsheet_may_have_written_it(tmp_path: Path) -> None:
    text = f"\ufeff{HEADING}{URL},strike,add,Ada,because\n".replace("\n", "\r\n")
    assert [override.line for override in read(tmp_path, text)] == [2]


@pytest.mark.parametrize("text", [None, "", "\n# nothing yet\n", HEADING])
def test_there_may_be_none(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "overrides.csv").write_text(text)
    assert load_overrides(tmp_path, TOPICS) == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (f"{URL},strkie,add,Ada,x", "overrides.csv:3: topic: there is no topic 'strkie'; did you mean 'strike'?"),
        (
            f"{URL},housing,add,Ada,x",
            "overrides.csv:3: topic: there is no topic 'housing'; put its file back under config/topics, or take this",
        ),
        (f"{URL},strike,ad,Ada,x", "overrides.csv:3: action: must be 'add' or 'remove', not 'ad'; did you mean 'add'?"),
        (f"{URL},strike,add, ,x", "overrides.csv:3: who: must not be empty"),
        (f"{URL},strike,add,Ada,", "overrides.csv:3: why: must not be empty"),
        (f"{URL},strike,add,Ada", "overrides.csv:3: must have 5 cells, not 4"),
        (f"{URL},strike,add,Ada,no, really", "overrides.csv:3: must have 5 cells, not 6: a cell with a comma needs"),
        ("17,strike,add,Ada,x", "overrides.csv:3: article: '17' is a number that only one ledger knows"),
        (f"{URL},strike,add,Ada,\0", "overrides.csv:3: holds a NUL character"),
        (f'{URL},strike,add,Ada,"x', "overrides.csv:3: is not CSV: unexpected end of data"),
        (
            f"{URL},strike,add,Ada,x\n{URL},traffic,add,Ada,x\n{URL},strike,remove,Tom,y",
            f"overrides.csv:5: '{URL}' and 'strike' are decided in line 3: keep one of the two",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(rows: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, f"{HEADING}# a comment\n{rows}\n")
    assert said in str(refused.value)


def test_other_columns_and_other_encodings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"csv:1: the first line must be article,topic,action,who,why"):
        read(tmp_path, f"article;topic;action;who;why\n{URL};strike;add;Ada;x\n")
    (tmp_path / "overrides.csv").write_bytes(HEADING.encode() + "é".encode("latin-1"))
    with pytest.raises(ConfigError, match="csv: cannot be read: "):
        load_overrides(tmp_path, TOPICS)
