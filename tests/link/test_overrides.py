"""Which articles decisions are about, and which decision holds."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from schemas.overrides import Override
from schemas.records import Action
from tasks.link.overrides import Keyed, names_of, stand

ROOT = Path("/desk")
URL = "https://coast.example/queue"
ARTICLES = [
    Keyed(1, "gazette", "url", URL),
    Keyed(1, "gazette", "guid", "7"),
    Keyed(2, "echo", "url", URL),
    Keyed(3, "echo", "guid", "7"),
    Keyed(4, "desk", "file", "file:///desk/news/a%20b.txt"),
]
NAMES = (URL, f"{URL}?utm_source=x", "gazette guid:7", "guid:7", "news/a b.txt", "news/none.txt", f"echo url:{URL}")


def decision(article: str, line: int = 2, action: Action = "add", topic: str = "strike") -> Override:
    return Override(article=article, topic=topic, action=action, who="Ada", why="because", line=line)


def named(*articles: str) -> list[set[int]]:
    overrides = [decision(article, line) for line, article in enumerate(articles, 2)]
    return [set(each.named) for each in stand(overrides, names_of(overrides, ROOT), ARTICLES)]


def test_an_article_is_named_by_address_path_or_key() -> None:
    assert named(*NAMES) == [{1, 2}, {1, 2}, {1}, {1, 3}, {4}, set(), {2}]


def test_of_two_about_the_same_the_later_line_holds() -> None:
    overrides = [decision(URL, 2), decision(f"echo url:{URL}", 3, "remove"), decision(URL, 4, topic="traffic")]
    standing = stand(overrides, names_of(overrides, ROOT), ARTICLES)
    assert [set(each.decided) for each in standing] == [{1}, {2}, {1, 2}]


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["strike", "traffic"])), unique=True),
    st.permutations(ARTICLES),
)
def test_the_order_in_which_articles_came_does_not_matter(given: list[tuple[str, str]], found: list[Keyed]) -> None:
    overrides = [decision(name, line, topic=topic) for line, (name, topic) in enumerate(given, 2)]
    names = names_of(overrides, ROOT)
    standing = stand(overrides, names, found)
    assert standing == stand(overrides, names, ARTICLES)
    decided = [(id_, each.override.topic) for each in standing for id_ in each.decided]
    assert len(decided) == len(set(decided))
    assert {(id_, each.override.topic) for each in standing for id_ in each.named} == set(decided)
