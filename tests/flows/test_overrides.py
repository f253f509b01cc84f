"""`newsledger override`: what an editor decides, and what becomes of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from flows.cli import main
from flows.kit import decided_by_now, load_kit
from flows.overrides import decide
from schemas.records import Key
from schemas.settings import settings
from tasks.link.io import edited_alone
from tasks.load.store import Staleness, open_ledger
from tests.load.making import begin, document, load, rows, some_tags
from tests.prefects import copy_home

CONFIG = Path(__file__).parents[2] / "config"
FILE = Path("config/overrides.csv")
URL = "https://coast.example/queue"
HEADING = "article,topic,action,who,why\n"
BECAUSE = ("--who", "Ada", "--why", "because")
ELSEWHERE, DESK, ENTRY, ROW = "1", "3", "4", "6"  # ids, by sources and keys in the order of the alphabet
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, migrated_sqlite: Path, capsys: pytest.CaptureFixture[str]
) -> Run:
    """The command line, in a folder with a copy of the configuration and a ledger of five articles on strikes."""
    shutil.copytree(CONFIG, tmp_path / "config")
    shutil.copy(migrated_sqlite, tmp_path / "newsledger.db")
    monkeypatch.chdir(tmp_path)
    for name in ("NEWSLEDGER_CONFIG_DIR", "NEWSLEDGER_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    load_kit.cache_clear()
    items = [
        document(0, "A file.", uri=f"{tmp_path.as_uri()}/desk/a%20b.txt"),
        document(1, "A row.", keys=[Key("guid", "7")], source="rows"),
        document(2, "An entry.", keys=[Key("guid", "g"), Key("url", URL)]),
        document(3, "Elsewhere.", uri="file:///elsewhere/a.txt"),
        document(4, "The same address.", keys=[Key("url", f"{URL}/b")]),
        document(5, "The same address elsewhere.", keys=[Key("url", f"{URL}/b")], source="echo"),
    ]
    with open_ledger(settings().database_url) as ledger:
        load(ledger, begin(ledger), items, some_tags)

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["newsledger", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), "".join(capsys.readouterr())

    return run


def decided() -> list[str]:
    """The rows of the file, without their last two cells."""
    return [row.rsplit(",", 2)[0] for row in FILE.read_text().partition(HEADING)[2].splitlines()]


def striking() -> list[int]:
    with open_ledger(settings().database_url) as ledger:
        found = rows(ledger, "SELECT article_id FROM v_article_topics WHERE topic = 'strike' ORDER BY 1")
    return [id_ for (id_,) in found]


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("desk/a b.txt", "desk/a b.txt"),
        (DESK, "desk/a b.txt"),
        (ROW, "rows guid:7"),
        ("guid:7", "rows guid:7"),
        (ENTRY, URL),
        (f"{URL}?utm_source=x#top", URL),
        ("g", URL),
        ("/elsewhere/a.txt", "file:///elsewhere/a.txt"),
        (ELSEWHERE, f"echo url:{URL}/b"),
    ],
)
def test_an_article_is_called_what_every_ledger_calls_it(run: Run, article: str, name: str) -> None:
    status, said = run("override", "remove", article, "strike", *BECAUSE)
    assert (status, said) == (0, f"strike removed from {name} in {FILE}; it counts for 1 article in the ledger\n")
    assert decided() == [f"{name},strike,remove"]
    assert len(striking()) == 5


def test_a_decision_is_changed_and_dropped(run: Run) -> None:
    FILE.write_text(f"# ours\n{HEADING}desk/a b.txt,traffic,add,Tom,y\n")
    run("override", "remove", DESK, "strike", *BECAUSE)
    run("override", "remove", ENTRY, "strike", *BECAUSE)
    assert striking() == [1, 2, 5, 6]
    run("override", "add", "desk/a b.txt", "strike", *BECAUSE)
    assert decided() == ["desk/a b.txt,traffic,add", f"{URL},strike,remove", "desk/a b.txt,strike,add"]
    assert striking() == [1, 2, 3, 5, 6]
    said = f"1 decision taken out of {FILE}; rules and models have their say again\n"
    assert run("override", "drop", URL, "strike") == (0, said)
    assert run("override", "drop", DESK, "strike") == (0, said)
    assert FILE.read_text() == f"# ours\n{HEADING}desk/a b.txt,traffic,add,Tom,y\n"
    assert striking() == [1, 2, 3, 4, 5, 6]


def test_the_list_says_what_each_comes_to(run: Run) -> None:
    assert run("override", "list") == (0, "No topic is decided by an editor.\n")
    FILE.write_text(
        f"{HEADING}{URL}/b,strike,remove,Tom,x\necho url:{URL}/b,strike,add,Ada,y\nnews/later.txt,strike,add,Ada,z\n"
        f"{URL},strike,remove,Tom,x\nguid:g,strike,add,Ada,y\n"
    )
    assert run("override", "list", "--format", "csv")[1].splitlines() == [
        "line,state,articles,article,topic,action,who,why",
        f"2,in force,1,{URL}/b,strike,remove,Tom,x",
        f"3,in force,1,echo url:{URL}/b,strike,add,Ada,y",
        "4,waiting,0,news/later.txt,strike,add,Ada,z",
        f"5,overruled,0,{URL},strike,remove,Tom,x",
        "6,in force,1,guid:g,strike,add,Ada,y",
    ]
    assert "newsledger override drop" in run("override", "list")[1]


def test_a_decision_about_several_is_not_undone_by_one_about_one_of_them(run: Run) -> None:
    FILE.write_text(f"{HEADING}{URL}/b,strike,remove,Tom,x\n")
    run("override", "add", ELSEWHERE, "strike", *BECAUSE)
    assert decided() == [f"{URL}/b,strike,remove", f"echo url:{URL}/b,strike,add"]
    assert striking() == [1, 2, 3, 4, 6]


def test_an_article_may_still_be_to_come(run: Run) -> None:
    Path("later.txt").write_text("Later.")
    waits = "it waits: the ledger has no article of that name"
    for article, name in (
        ("later.txt", "later.txt"),
        ("HTTPS://Later.example/?utm_id=x", "https://later.example/"),
        ("soon guid:9", "soon guid:9"),
        ("x" * 300, "x" * 300),
    ):
        said = f"strike added to {name} in {FILE}; {waits}\n"
        assert run("override", "add", article, "strike", *BECAUSE) == (0, said)
    assert run("override", "drop", "https://later.example/#top", "strike")[0] == 0
    assert len(decided()) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "1", "strke", *BECAUSE], "there is no topic 'strke'; did you mean 'strike'?"),
        (["add", "99", "strike", *BECAUSE], "no article '99' in the ledger; newsledger query"),
        (["add", f"{URL}/b", "strike", *BECAUSE], f"'{URL}/b' names 2 articles; choose one by its id: 1 (echo"),
        (["add", "1", "strike", "--who", " ", "--why", "x"], "--who must not be empty"),
        (["drop", "1", "strike"], "nothing is decided about '1' and 'strike'; newsledger override list shows what is"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_nothing_is_decided(run: Run, arguments: list[str], said: str) -> None:
    status, printed = run("override", *arguments)
    assert (status, printed.count("\n")) == (2, 1)
    assert said in printed
    assert not FILE.exists()


def test_a_file_that_is_not_valid_is_left_as_it_is(run: Run) -> None:
    FILE.write_text(before := f'{HEADING}a.txt,strike,add,Ada,"x\n')
    for arguments in (["add", "1", "strike", *BECAUSE], ["drop", "1", "strike"], ["list"]):
        status, said = run("override", *arguments)
        assert (status, FILE.read_text()) == (2, before)
        assert "overrides.csv:2: is not CSV: " in said


def test_a_topic_that_is_gone_stops_a_run_before_it_begins_and_can_be_dropped(run: Run) -> None:
    FILE.write_text(f"{HEADING}desk/a b.txt,fishing,add,Ada,x\n")
    Path("own.txt").write_text("Text.")
    said = "overrides.csv:2: topic: there is no topic 'fishing'; put its file back under config/topics, or take this"
    for arguments in (["ingest", "own.txt"], ["retag"], ["retag", "--dry-run"], ["override", "list"]):
        status, printed = run(*arguments)
        assert (status, printed.count("\n")) == (2, 1)
        assert said in printed
    with open_ledger(settings().database_url) as ledger:
        assert rows(ledger, "SELECT count(*) FROM runs") == [(1,)]
    assert run("override", "drop", DESK, "fishing")[0] == 0
    assert decided() == []


def test_the_page_says_who_has_decided_and_why_not(run: Run) -> None:
    run("override", "add", DESK, "traffic", *BECAUSE)
    status, page = run("explain", "desk/a b.txt", "--topic", "traffic", "--topic", "strike")
    assert status == 0
    assert "  traffic  added by an editor\n    added by Ada: because  [config/overrides.csv: desk/a b.txt]\n" in page
    assert "  strike  score 3, threshold 2  [topic/strike 1]\n    what is stored was made by other rules; " in page
    assert "Quotes" not in page
    status, page = run("explain", DESK, "--topic", "strke")
    assert (status, page) == (2, "newsledger: there is no topic 'strke'; did you mean 'strike'?\n")


def test_the_page_can_be_read_without_the_rules(run: Run) -> None:
    whole = run("explain", DESK)
    shutil.rmtree("config")
    assert run("explain", DESK) == whole
    status, said = run("explain", DESK, "--topic", "strike")
    assert (status, said.count("\n")) == (2, 1)
    assert "there is no folder config" in said


def test_a_decision_outlives_a_retag_in_which_nothing_else_is_to_do(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was edited by hand counts at once, and no run is begun for it."""
    FILE.write_text(f"{HEADING}desk/a b.txt,strike,remove,Tom,x\nlater.txt,strike,add,Tom,y\n")
    monkeypatch.setattr("tasks.load.store.find_staleness", lambda *_: Staleness(6, [], {}))
    said = "Overrides: 1 in force, 1 waiting\n"
    assert run("retag", "--dry-run")[1].endswith("now.\n")
    assert len(striking()) == 6
    assert run("retag")[1].endswith(said)
    assert len(striking()) == 5


def test_two_who_decide_at_once_both_have_their_say(run: Run) -> None:
    said = ("strike", "remove", "Ada", "because")
    other = Thread(target=decide, args=(URL, *said))
    with edited_alone(FILE.parent):
        other.start()
        other.join(timeout=1)
        assert other.is_alive(), "it does not wait"
        text = FILE.read_text() if FILE.exists() else HEADING
        FILE.write_text(f"{text}{URL}/b,strike,add,Ben,ours\n")
    other.join()
    assert decided() == [f"{URL}/b,strike,add", f"{URL},strike,remove"]


def test_what_is_decided_while_a_run_goes_on_is_not_undone_at_its_end(run: Run) -> None:
    kit = load_kit(settings())
    run("override", "add", URL, "strike", *BECAUSE)
    run("entities", "merge", "Rowan Tern", "Rowan Tern", "--label", "PERSON")
    later = decided_by_now(kit)
    assert [each.article for each in later.overrides] == [URL]
    assert later.decisions.names == {("PERSON", "rowan tern"): "Rowan Tern"}
    assert replace(later, overrides=kit.overrides, decisions=kit.decisions) == kit
    FILE.write_text("is not valid\n")
    assert decided_by_now(kit) is kit


@pytest.mark.full
def test_a_run_goes_by_what_is_decided_at_its_end(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    (tmp_path / "queue.txt").write_text("Queues at the harbour\n\nLorries waited for two hours on Monday.\n")
    (tmp_path / "run.py").write_text(
        "import sys; from pathlib import Path; from flows.cli import main; from flows.kit import load_kit\n"
        "from schemas.settings import settings\n"
        "load_kit(settings())  # as it was when the run began\n"
        f"Path({str(FILE)!r}).write_text({HEADING + 'queue.txt,strike,add,Ada,because' + chr(10)!r})\n"
        "sys.argv[1:] = ['ingest', 'queue.txt']; main()\n"
    )
    ours = {key: value for key, value in os.environ.items() if not key.startswith(("PREFECT_", "NEWSLEDGER_"))}
    environment = ours | {"PREFECT_HOME": str(copy_home(tmp_path / "prefect"))}
    subprocess.run([sys.executable, "run.py"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    with open_ledger(f"sqlite:///{tmp_path / 'newsledger.db'}") as ledger:
        assert rows(ledger, "SELECT topic, action FROM v_overrides") == [("strike", "add")]
