"""French articles, from headline to names: what is read of them and what is not."""

from __future__ import annotations

import pytest

from schemas.records import Article, Tags
from tasks.tag.tagger import Tagger
from tests.tag.french import ARTICLES, COURT, STORM, STRIKE

STRIKE_NAMES = {
    ("Port-Marly", "PLACE"),
    ("Hélène Marchetti", "PERSON"),
    ("Pas-de-Calais", "PLACE"),
    ("Luc Thibaud", "PERSON"),
    ("Confédération générale du travail", "ORG"),
    ("Bernard Lequien", "PERSON"),
    ("Lille", "PLACE"),
    ("Atlantique", "PLACE"),
    ("Calais", "PLACE"),
    ("Bruxelles", "PLACE"),
    ("Manche Ferries", "ORG"),
    ("Paris", "PLACE"),
    ("Assemblée nationale", "ORG"),
    ("Emmanuel Macron", "PERSON"),
    ("Commission européenne", "ORG"),
    ("SNCF", "ORG"),
    ("Belgique", "PLACE"),
    ("France", "PLACE"),
}


def read(tagger: Tagger, article: Article) -> Tags:
    (tags,) = tagger.tag([article])
    return tags


def named(tags: Tags) -> set[tuple[str, str]]:
    return {(entity.name, entity.label) for entity in tags.entities}


def forms(tags: Tags, name: str) -> list[str]:
    (found,) = (entity for entity in tags.entities if entity.name == name)
    return [tags.mentions[n].text for n in found.mentions]


def test_the_names_of_an_article(tagger: Tagger) -> None:
    assert named(read(tagger, STRIKE)) == STRIKE_NAMES


@pytest.mark.parametrize("article", ARTICLES)
def test_every_mention_is_the_text_it_points_to(tagger: Tagger, article: Article) -> None:
    for mention in read(tagger, article).mentions:
        assert getattr(article, mention.field)[mention.start : mention.end] == mention.text


def test_articles_titles_and_elisions_are_outside(tagger: Tagger) -> None:
    tags = read(tagger, STRIKE)
    assert forms(tags, "Luc Thibaud") == ["Luc Thibaud", "Thibaud"]
    assert forms(tags, "Hélène Marchetti") == ["Hélène Marchetti", "Marchetti"]
    assert forms(tags, "Assemblée nationale") == ["Assemblée nationale"]
    assert forms(read(tagger, STORM), "Gérald Lambert") == ["Gérald Lambert"]


def test_an_elision_within_a_name_stays(tagger: Tagger) -> None:
    body = (
        "Le port d’Anvers était fermé lundi. La région d’Anvers a fermé ses écoles. "
        "Le sénateur Luc d’Aubrac a parlé à l’Elysée. « Non », dit M. d’Aubrac."
    )
    tags = read(tagger, Article(language="fr", body=body))
    assert {mention.text for mention in tags.mentions} == {
        "port d’Anvers",
        "Anvers",
        "Luc d’Aubrac",
        "Elysée",
        "d’Aubrac",
    }
    assert ("port d'Anvers", "FACILITY") in named(tags)


def test_a_surname_with_an_article_is_one_person_with_the_full_name(tagger: Tagger) -> None:
    assert forms(read(tagger, COURT), "Jean-Yves Le Goff") == ["Jean-Yves Le Goff", "Le Goff"]


def test_an_acronym_is_what_it_stands_for(tagger: Tagger) -> None:
    assert forms(read(tagger, COURT), "Union des armateurs de Bretagne")[1:] == ["UAB", "UAB"]


@pytest.mark.parametrize(
    ("article", "name", "label"),
    [
        (COURT, "Ferrand Logistique", "ORG"),
        (COURT, "tribunal de commerce de Nantes", "ORG"),
        (COURT, "université de Rennes", "ORG"),
        (COURT, "Aïcha Benali", "PERSON"),
        (COURT, "Le Havre", "PLACE"),
        (STORM, "Bretagne", "PLACE"),
        (STORM, "Royaume-Uni", "PLACE"),
    ],
)
def test_kinds(tagger: Tagger, article: Article, name: str, label: str) -> None:
    assert (name, label) in named(read(tagger, article))


def test_an_office_is_no_name(tagger: Tagger) -> None:
    assert not any("inistre" in mention.text for mention in read(tagger, STORM).mentions)


def test_what_the_model_cannot_tell_the_kind_of_is_left_out(tagger: Tagger) -> None:
    assert {mention.label for article in ARTICLES for mention in read(tagger, article).mentions} <= {
        "PERSON",
        "ORG",
        "PLACE",
        "FACILITY",
        "EVENT",
    }


def test_english_names_and_words_do_not_reach_into_french(tagger: Tagger) -> None:
    article = Article(
        language="fr", headline="UN AN APRES, DEAL OU PAS", body="Il a eu tort, dit-il, mais on est en mai."
    )
    assert read(tagger, article).mentions == ()
