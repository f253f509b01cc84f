from itertools import takewhile

from msgspec.structs import replace

from schemas.records import Article, Figure, Quote, Tags
from tasks.report.explain import ambiguous, explain, unknown
from tasks.report.explanation import Bearing, Candidate, Explanation, Known, Section
from tasks.report.page import plain
from tests.report.articles import ARTICLE, BODY, EXPLANATION, TAGS, place

HEAD = [*takewhile(bool, plain(explain(EXPLANATION)))]


def page(explanation: Explanation = EXPLANATION) -> str:
    return "\n".join(plain(explain(explanation)))


def test_every_evidence_stands_in_its_sentence_with_rule_and_weight() -> None:
    shown = page()
    assert "strike  score 5.5, threshold 3" in shown
    assert "headline: Tugboat >>strike<< [bold]halts[/bold] ferries  [strike/headline +3]" in shown
    assert "body: Tugboat crews >>walked out on strike<< at Harwich on Monday.  [strike/walkout +2.5]" in shown


def test_every_removed_piece_has_its_reason() -> None:
    assert "  Tap here to follow  [boilerplate:social-follow]" in page().splitlines()


def test_captions_and_credits_are_shown() -> None:
    shown = page()
    assert "Captions\n  Ferries at anchor off Harwich" in shown
    assert "Credits\n  Additional reporting by Tom Reed" in shown


def test_entities_have_their_names_and_counts_the_most_named_first() -> None:
    shown = page().splitlines()
    ada = shown.index("  Ada Marsh  PERSON Q1  2 mentions  also Ms Marsh  [entities 1]")
    assert shown[ada + 1] == "  Harwich  PLACE  1 mention  [entities 1]"


def test_every_mention_stands_in_its_sentence_if_that_is_asked_for() -> None:
    shown = [*plain(explain(EXPLANATION, [Section.MENTIONS]))]
    assert shown[len(HEAD) :] == [
        "",
        "Mentions",
        "    body: Tugboat crews walked out on strike at >>Harwich<< on Monday.  [PLACE Harwich, by entities 1]",
        (
            "    body: “We had no other choice,” said >>Ada Marsh<< of the crews' union.  "
            "[PERSON Ada Marsh, by entities 1]"
        ),
        "    body: >>Ms Marsh<< thanked the public.  [PERSON Ada Marsh, by entities 1]",
    ]


def test_text_behind_what_is_tagged_is_told_of() -> None:
    said = "tagged   the first 200,000 characters of the body; nothing behind them"
    longer = replace(EXPLANATION, article=replace(ARTICLE, body=BODY + "\n\n" + "Rain. " * 40_000))
    assert said in page(longer).splitlines()
    assert "tagged   " not in page()
    untagged = replace(longer, tags=Tags(), processors=())
    assert said not in page(untagged).splitlines()


def test_what_was_not_looked_for_is_not_said_to_be_absent() -> None:
    german = replace(EXPLANATION, article=Article("Frieden", language="de"), tags=Tags(), processors=())
    shown = page(german)
    assert "Entities\n  not looked for: no model is installed for its language, de\n" in shown
    assert "Topics\n  not looked for: no topic is defined for its language, de\n" in shown
    assert "Quotes\n  not looked for: there is no lexicon for its language, de\n" in shown
    assert "Figures\n  not looked for: " in shown
    found_nothing = page(replace(EXPLANATION, tags=Tags(), known=()))
    assert "Entities\n  none\n" in found_nothing
    assert "not looked for" not in found_nothing
    assert "Quotes" not in found_nothing


def test_a_quote_has_speaker_and_cue() -> None:
    shown = page()
    assert (
        "  Ada Marsh, said\n    body: “>>We had no other choice,<<” said Ada Marsh of the crews' union.  [quotes 1]\n"
        in shown
    )


def test_a_quote_of_nobody_says_so() -> None:
    tags = replace(TAGS, quotes=(Quote(*place("We had no other choice,"), None, None),))
    assert "  nobody named\n" in page(replace(EXPLANATION, tags=tags))


def test_a_figure_has_value_unit_qualifier_and_context() -> None:
    assert "  more than 40 ferries\n    body: >>More than 40 ferries<< stayed in port.  [figures 1]\n" in page()


def test_large_numbers_and_ranges_are_written_out() -> None:
    span = place("40")
    figures = (Figure(*span, 1_234_567, 1_234_567, "lorries", None), Figure(*span, 2.5, 3, "percent", None))
    shown = page(replace(EXPLANATION, tags=replace(TAGS, figures=figures)))
    assert "  1,234,567 lorries\n" in shown
    assert "  2.5 to 3 percent\n" in shown


def test_a_long_quote_is_shown_with_both_ends() -> None:
    body = "“" + "We have waited and waited for an answer. " * 40 + "That ends.”"
    tags = Tags(quotes=(Quote("body", 1, len(body) - 1, body[1:-1], None, None),))
    shown = page(replace(EXPLANATION, article=Article(body=body), tags=tags, known=()))
    assert "characters" in shown
    assert "That ends.<<" in shown


def test_the_head_says_what_is_known_and_what_is_not() -> None:
    shown = page()
    assert "article 7 · harbour · 2025-03-04T12:00:00+00:00 (minute, from json-ld)" in shown
    assert "revision 2 of 2 · language en" in shown
    assert "file     file:///news/harwich.txt" in shown
    assert "kind" not in shown
    assert "byline   By Ida Quill" in shown
    assert "authors  Ida Quill; Tom Reed" in shown
    assert "agency   PA; AFP" in shown
    assert "section  Ports" in shown
    assert "keywords strike; ferries" in shown
    assert "modified 2025-03-05 (day, from meta)" in shown
    assert "found    headline from page, authors from json-ld" in shown
    stub = page(replace(EXPLANATION, article=replace(ARTICLE, kind="stub")))
    assert "kind     stub: what a paywall or a cookie wall leaves of an article" in stub
    bare = page(replace(EXPLANATION, article=Article(body=BODY), tags=Tags(), known=(), origin=None))
    assert bare.startswith("(no headline)\narticle 7 · harbour · no date\n")
    assert "none reached its threshold" in bare
    assert "Removed\n  nothing" in bare


def test_history_processors_and_origin() -> None:
    shown = page()
    assert "2025-03-04 12:00:00Z  updated: the body changed" in shown
    assert "topic/strike  version 1, config abc123" in shown
    assert "stored   a.warc.gz, offset 99" in shown
    assert "encoding cp1252, detected from the bytes; mojibake in it was repaired" in shown


def test_chosen_sections_stand_alone_under_the_head() -> None:
    shown = "\n".join(plain(explain(EXPLANATION, [Section.REMOVED, Section.FIGURES])))
    headings = [line for line in shown.splitlines() if line.istitle() and " " not in line]
    assert headings == ["Removed", "Figures"]
    assert "article 7" in shown


def test_every_section_but_the_mentions_is_on_the_whole_page() -> None:
    usual = [section for section in Section if section is not Section.MENTIONS]
    parts = ["\n".join([*plain(explain(EXPLANATION, [section]))][len(HEAD) :]) for section in usual]
    assert all(parts)
    assert page() == "\n".join([*HEAD, *parts])


def test_no_text_of_the_article_acts() -> None:
    hostile = replace(ARTICLE, headline="Port \x1b[2Jcloses\r\n\x9b1A", captions=("\x1b]8;;http://x\x07click",))
    shown = page(replace(EXPLANATION, article=hostile, tags=Tags(), known=()))
    assert shown.startswith("Port [2Jcloses  1A\n")
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_an_unknown_article_is_told_what_is_near() -> None:
    near = [Candidate(3, "harbour", "file:///news/harwich.txt", None)]
    assert "3 (file:///news/harwich.txt)" in str(unknown("harwitch.txt", near))
    assert "newsledger query" in str(unknown("x", []))


def test_an_ambiguous_name_lists_the_articles() -> None:
    found = [Candidate(3, "harbour", "file:///a", "Ferries halted"), Candidate(4, "port", "file:///a", None)]
    assert "3 (harbour: Ferries halted); 4 (port: file:///a)" in str(ambiguous("a", found))


def test_errors_show_no_text_that_acts() -> None:
    found = [
        Candidate(3, "harbour", "file:///a\x1b[2J", "Ferries \x1b]0;x\x07halted"),
        Candidate(4, "p\x9b", "b", None),
    ]
    for error in (ambiguous("a\x1b", found), unknown("a\x1b", found)):
        assert str(error).isprintable()


def test_an_entity_says_what_it_is_called_and_why_names_are_its_own() -> None:
    tags = replace(
        TAGS, mentions=(*TAGS.mentions[:1], *(replace(each, title="Home Secretary") for each in TAGS.mentions[1:]))
    )
    joined = (
        Bearing("Ada Marsh", "PERSON", None, None),
        Bearing("Ada Marsh", "ORG", "kind", None),
        Bearing("A. Marsh", "PERSON", "editor", 7),
        Bearing("Ada Marche", "PERSON", None, None),
    )
    entity = replace(TAGS.entities[1], wikidata="Q7")
    tags = replace(tags, entities=(TAGS.entities[0], entity))
    shown = page(replace(EXPLANATION, tags=tags, known=(Known(), Known(joined, ("Ada Mary Marsh", "Marsh MP")))))
    assert "    called    Home Secretary\n" in shown
    assert "    joined    Ada Marsh (ORG): the same full name, which most articles have as what it is here\n" in shown
    assert "    joined    A. Marsh: by config/entities.csv, line 7\n" in shown
    assert "    elsewhere Ada Mary Marsh, Marsh MP\n" in shown
    assert "    joined    Ada Marche: has the same Wikidata number, Q7\n" in shown
    assert "joined    Ada Marsh:" not in shown
