"""Source definitions."""

import re
from datetime import date
from pathlib import Path

import pytest

from schemas.errors import ConfigError, InputError
from schemas.sources import Archives, Fields, Files, Pages, Selectors, load_sources, of_group

PROJECT = Path(__file__).parents[2]


def config(folder: Path, **files: str) -> Path:
    sources = folder / "config" / "sources"
    sources.mkdir(parents=True)
    for name, text in files.items():
        (sources / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder / "config"


def test_sources_come_by_file_name_with_absolute_paths(tmp_path: Path) -> None:
    config_dir = config(
        tmp_path,
        b='kind = "files"\nname = "wire"\npaths = ["/archive/**/*.html"]\n[selectors]\nbody = ["div.story > p"]',
        a='kind = "files"\nname = "gazette"\npaths = ["incoming", "../old/*.txt"]\ntimezone = "Europe/London"',
    )
    assert load_sources(config_dir) == [
        Files(
            name="gazette",
            paths=(str(tmp_path / "incoming"), str(tmp_path.parent / "old" / "*.txt")),
            timezone="Europe/London",
        ),
        Files(name="wire", paths=("/archive/**/*.html",), selectors=Selectors(body=("div.story > p",))),
    ]


def test_no_folder_is_no_source(tmp_path: Path) -> None:
    assert load_sources(tmp_path / "config") == []


@pytest.mark.parametrize(
    ("text", "number", "message"),
    [
        ('kind = "feed"\nurls = ["ftp://a.example/"]', 3, "'ftp://a.example/' is not an address, such as https://"),
        ('kind = "feed"\nurls = ["https://me:pw@a.example/"]', 3, "has credentials in it: name environment variables"),
        ('kind = "feed"\nurl = ["https://a.example/"]', 3, "unknown key 'url'; did you mean 'urls'?"),
        ('kind = "feed"\nurls = []', 3, "urls: must not be empty"),
        ('kind = "pages"', None, 'say which pages: urls = ["https://..."], or file = "pages.txt"'),
        ('kind = "sitemap"\nurls = ["https://a.example/"]\ndays = 0', 4, "days: must be 1 or more"),
        ('kind = "feed"\nurls = ["https://a.example/"]\n[auth]\nuser_env = "A"', 4, "name user_env and password_env"),
        ('kind = "feed"\nurls = ["https://a.example/"]\n[auth]\nuser_env = "A B"', 5, "auth.user_env: must have"),
    ],
)
def test_a_mistake_in_a_source_on_the_web_is_named_with_its_line(
    tmp_path: Path, text: str, number: int | None, message: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)) as error:
        load_sources(config(tmp_path, a=f'name = "gazette"\n{text}\n'))
    assert error.value.line == number


def test_a_file_of_pages_stands_beside_the_configuration(tmp_path: Path) -> None:
    (source,) = load_sources(config(tmp_path, a='kind = "pages"\nname = "gazette"\nfile = "pages.txt"'))
    assert source == Pages(name="gazette", file=str(tmp_path / "pages.txt"))


@pytest.mark.parametrize(
    ("line", "number", "message"),
    [
        ('paths = ["a"]\nzone = "UTC"', 4, "unknown key 'zone'"),
        ('paths = ["a"]\ntimezone = "Kent"', 4, "timezone: 'Kent' is not a time zone, such as Europe/London"),
        ("paths = []", 3, "paths: must not be empty"),
        ('paths = ["a"]\n[selectors]\nbody = ["p["]', 5, "selectors.body 1: 'p[' is not a CSS selector"),
        ('paths = ["a"]\n[selectors]\nbodies = ["p"]', 5, "did you mean 'body'?"),
        ('paths = ["a"]\n[expect]\narticles = 5', 5, "unknown key 'articles'; did you mean 'articles_a_day'?"),
        ('paths = ["a"]\n[expect]\ndated = 95', 5, "expect.dated: must be 1 or less"),
        ('paths = ["a"]\n[expect]\nquiet_days = ["sundays"]', 5, "did you mean 'sunday'?"),
        ('paths = ["a"]\n[expect]\nmedian_words = [900, 150]', 4, "the lower number comes first, as in [150, 900]"),
        ('paths = ["a"]\n[expect]\nmedian_words = 150', 5, "expect.median_words: must be a list"),
        (
            'paths = ["a"]\n[fields]\ntext = "T"\nheadlin = "H"',
            6,
            "fields: unknown key 'headlin'; did you mean 'headline'?",
        ),
        ('paths = ["a"]\n[fields]\nid = "ID"', 4, 'fields: say which column holds the article: text = "..."'),
        ('paths = ["a"]\n[fields]\ntext = 5', 5, "fields.text: is the name of a column, or several of them"),
        ('paths = ["a"]\n[fields]\ntext = ["T", " "]', 5, "fields.text: is the name of a column, or several of them"),
        ('paths = ["a"]\n[fields]\ntext = "T"\ndate_format = "%d.%m."', 6, "does not say year, month and day"),
        ('paths = ["a"]\n[fields]\ntext = "T"\ndate_format = "%d.%Q"', 6, "is not a date format, such as %d/%m/%Y"),
        ('paths = ["a"]\n[fields]\ntext = "T"\ndate_format = ["%d.%m.%Y", "%d"]', 6, "'%d' does not say year, month"),
        ('paths = ["a"]\n[fields]\ntext = "T"\ndate_format = 5', 6, "is a date format, or several of them, as in"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, line: str, number: int, message: str) -> None:
    config_dir = config(tmp_path, a=f'kind = "files"\nname = "gazette"\n{line}\n')
    with pytest.raises(ConfigError, match=re.escape(message)) as error:
        load_sources(config_dir)
    assert error.value.line == number


def test_a_kind_that_is_not_known_is_one_plain_sentence(tmp_path: Path) -> None:
    config_dir = config(tmp_path, a='kind = "file"\nname = "gazette"\npaths = ["a"]')
    said = "a.toml:1: kind: must be 'files', 'feed', 'pages', 'sitemap' or 'archive', not 'file'; did you mean 'files'?"
    with pytest.raises(ConfigError, match=re.escape(said)):
        load_sources(config_dir)


def test_a_name_belongs_to_one_source(tmp_path: Path) -> None:
    text = 'kind = "files"\nname = "gazette"\npaths = ["a"]'
    with pytest.raises(ConfigError, match=r"b\.toml:2: name: 'gazette' is taken by a\.toml"):
        load_sources(config(tmp_path, a=text, b=text))


def test_the_documented_example_is_valid(tmp_path: Path) -> None:
    readme = (PROJECT / "config" / "sources" / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", readme, re.DOTALL)
    assert example
    [source] = load_sources(config(tmp_path, example=example[1]))
    assert source.selectors
    assert set(Selectors.model_fields) == source.selectors.model_fields_set
    assert source.fields
    assert set(Fields.model_fields) == source.fields.model_fields_set


def test_fields_name_one_column_or_several(tmp_path: Path) -> None:
    fields = '[fields]\nid = "ID"\ntext = ["Text", "Body"]\ndate_format = "%d.%m.%y %H:%M"'
    (source,) = load_sources(config(tmp_path, a=f'kind = "files"\nname = "wire"\npaths = ["a"]\n{fields}'))
    assert source.fields == Fields(id=("ID",), text=("Text", "Body"), date_format=("%d.%m.%y %H:%M",))


def test_the_documented_archives_work(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "config" / "sources" / "README.md").read_text(encoding="utf-8")
    text = next(
        text for text in re.findall(r"```toml\n(.*?)```", readme, re.DOTALL) if "archive" in text.split("\n")[0]
    )
    (source,) = load_sources(config(tmp_path, a=text))
    assert isinstance(source, Archives)
    assert (source.source, source.hosts, source.languages) == ("host", ("marport.example",), ("en", "de"))
    assert source.paths == (str(tmp_path / "crawl" / "CC-NEWS-2025*.warc.gz"),)
    assert (source.since, source.until) == (date(2025, 3, 1), date(2025, 3, 31))


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ('hosts = ["https://marport.example/"]', "'https://marport.example/' is not a host, such as news.example"),
        ('hosts = ["www."]', "is not a host"),
        ('languages = ["English"]', "languages"),
        ('source = "page"', "source"),
        ('source = "host"\nlate_after_hours = 9', "late_after_hours goes by name"),
        ("since = 2025-03-02\nuntil = 2025-03-01", "nothing was published both since 2025-03-02 and until 2025-03-01"),
    ],
)
def test_what_is_asked_of_archives_is_checked(tmp_path: Path, said: str, wrong: str) -> None:
    with pytest.raises(ConfigError, match=wrong):
        load_sources(config(tmp_path, a=f'kind = "archive"\nname = "crawl"\npaths = ["a"]\n{said}\n'))


def test_archives_are_of_this_machine_or_of_servers_or_of_both(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="say which archives"):
        load_sources(config(tmp_path / "neither", a='kind = "archive"\nname = "crawl"\n'))
    said = 'kind = "archive"\nname = "crawl"\nurls = ["https://crawl.example/a.warc.gz"]\n'
    (source,) = load_sources(config(tmp_path / "urls", a=f'{said}[auth]\nheader = "X-Key"\nvalue_env = "KEY"\n'))
    assert isinstance(source, Archives)
    assert source.paths == ()
    with pytest.raises(ConfigError, match="max_pages"):
        load_sources(config(tmp_path / "pages", a=f"{said}max_pages = 9\n"))


def test_sources_are_chosen_by_group_and_a_misspelt_one_is_an_error(tmp_path: Path) -> None:
    main = Files(name="gazette", paths=("a",))
    wires = Files(name="wire", group="wires", paths=("b",))
    assert of_group([main, wires], "main") == [main]
    assert of_group([main, wires], "wires") == [wires]
    assert of_group([main, wires], None) == [main, wires]
    assert of_group([], "main") == []  # that there is no source at all is said elsewhere
    with pytest.raises(InputError, match=re.escape("is in the group 'wire'; did you mean 'wires'?")):
        of_group([main, wires], "wire")


def test_what_was_usual_is_learned_of_an_archive_only_if_its_file_says_so() -> None:
    said = [{"dated": 0.9}, {"dated": 0.9, "learned": True}, {}]
    learned = [Archives.model_validate({"name": "a", "paths": ["x"], "expect": each}).expect.learned for each in said]
    assert learned == [False, True, False]
