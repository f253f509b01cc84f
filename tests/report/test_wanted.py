import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.report.wanted import LONGEST, MOST, for_postgresql, for_sqlite, read


@pytest.mark.parametrize(
    ("typed", "sqlite", "postgresql"),
    [
        ("ferry strike", '("ferry") AND ("strike")', "(('ferry')) & (('strike'))"),
        ("Café", '("Café")', "(('cafe'))"),
        ('"ferry strike" again', '("ferry strike") AND ("again")', "(('ferry' <-> 'strike')) & (('again'))"),
        ("“ferry strike”", '("ferry strike")', "(('ferry' <-> 'strike'))"),
        ("ferry OR lorry strike", '("ferry" OR "lorry") AND ("strike")', "(('ferry') | ('lorry')) & (('strike'))"),
        ("ferry AND strike", '("ferry") AND ("strike")', "(('ferry')) & (('strike'))"),
        ("strike -ferry", '(("strike")) NOT ("ferry")', "(('strike')) & !(('ferry'))"),
        ("strike NOT ferry", '(("strike")) NOT ("ferry")', "(('strike')) & !(('ferry'))"),
        ('strike -"a b" -c*', '(("strike")) NOT ("a b" OR "c" *)', "(('strike')) & !(('a' <-> 'b') | ('c':*))"),
        ("lorr*", '("lorr" *)', "(('lorr':*))"),
        ('"port of h*"', '("port of h" *)', "(('port' <-> 'of' <-> 'h':*))"),
        ('"port of h"*', '("port of h" *)', "(('port' <-> 'of' <-> 'h':*))"),
        ("Port-au-Prince", '("Port au Prince")', "(('port' <-> 'au' <-> 'prince'))"),
        ("union's", '("union s")', "(('union' <-> 's'))"),
        ('"left open', '("left open")', "(('left' <-> 'open'))"),
        ("OR ferry OR", '("ferry")', "(('ferry'))"),
        ("or not and", '("or") AND ("not") AND ("and")', "(('or')) & (('not')) & (('and'))"),
        ("ferry & | ! <-> () : strike", '("ferry") AND ("strike")', "(('ferry')) & (('strike'))"),
        ("body:ferry NEAR(a", '("body ferry") AND ("NEAR a")', "(('body' <-> 'ferry')) & (('near' <-> 'a'))"),
        ("ferry\0; DROP --", '("ferry") AND ("DROP")', "(('ferry')) & (('drop'))"),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_what_each_database_reads(typed: str, sqlite: str, postgresql: str) -> None:
    assert for_sqlite(read(typed)) == sqlite
    assert for_postgresql(read(typed)) == postgresql


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "there is no word in the search"),
        ("* \"\" '' — 🙂", "there is no word in the search"),
        ("-ferry", "there are only words to be left out in the search"),
        ("x" * (LONGEST + 1), "at most 1,000 characters"),
        ("a " * (MOST + 1), "at most 50 words and phrases"),
    ],
)
def test_what_cannot_be_searched_for_is_one_sentence(typed: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(typed)


@given(st.text(alphabet="ab\"'*-()|&!:<>^{}[]\\/;%_ \n\0\ud800éOR“”", max_size=80))
def test_nothing_but_words_reaches_a_database(typed: str) -> None:
    try:
        wanted = read(typed)
    except InputError:
        return
    for term in (*wanted.terms, *wanted.without):
        assert all(word.isalnum() for word in (*term.words, *term.printed.split(" ")))
