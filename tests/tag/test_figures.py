from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Article
from tasks.tag.figures import find_figures, processor
from tests.tag.quoting import english


def figures(body: str) -> list[tuple[str, float, str, str | None]]:
    found = find_figures(Article(body=body), english())
    assert all(body[f.start : f.end] == f.text for f in found)
    return [(f.text, f.low, f.unit, f.qualifier) for f in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("An estimated 6,500 coaches wait.", ("6,500", 6500, "coaches", "an estimated")),
        ("More than 900 people fled.", ("900", 900, "people", "more than")),
        ("It cuts up to 300 jobs.", ("300", 300, "jobs", "up to")),
        ("A further 80 tests failed.", ("80", 80, "tests", "a further")),
        ("He waited 60 minutes or more.", ("60", 60, "minutes", "or more")),
        ("Two fishing boats sank.", ("Two", 2, "boats", None)),
        ("She met 45 senior police employees there.", ("45", 45, "employees", None)),
        ("They refused 250 failed asylum seekers.", ("250", 250, "asylum seekers", None)),
        ("It bought 35 new and second-hand trams.", ("35", 35, "trams", None)),
        ("After a five-hour closure it opened.", ("five", 5, "hours", None)),
        ("He was jailed for 12 years.", ("12", 12, "years", None)),
        ("Three of the ferries sailed.", ("Three", 3, "ferries", None)),
        ("She met three committee chairmen.", ("three", 3, "chairmen", None)),
        ("It weighs 40 kg now.", ("40", 40, "kg", None)),
        ("A 10 mile tailback grew.", ("10", 10, "miles", None)),
        ("Trains run every two hours.", ("two", 2, "hours", None)),
        ("It cost £1.2bn to build.", ("£1.2bn", 1.2e9, "GBP", None)),
        ("Driver jailed over £3m plot.", ("£3m", 3e6, "GBP", None)),
        ("Fury over 400 homes.", ("400", 400, "homes", None)),
        ("It spent over £3m.", ("£3m", 3e6, "GBP", "over")),
        ("The catch weighed over 63 pounds.", ("63 pounds", 63, "pounds", "over")),
        ("It cost 63 pounds.", ("63 pounds", 63, "GBP", None)),
        ("On May 12 500 people marched.", ("500", 500, "people", None)),
        ("In May 12 million people came.", ("12 million", 12e6, "people", None)),
        ("On page 3 100 people answer.", ("100", 100, "people", None)),
        ("On day 3 400 people left.", ("400", 400, "people", None)),
        ("It uses 20 kilowatt hours a day.", ("20", 20, "kilowatt hours", None)),
        ("Only one in ten agreed.", ("one in ten", 10, "percent", "only")),
        ("Shares stand at 4.25p.", ("4.25p", 0.0425, "GBP", None)),
        ("It costs 0.4 cents.", ("0.4 cents", 0.004, "USD", None)),
        ("Rates rose 0.125 percent.", ("0.125 percent", 0.125, "percent", None)),
        ("It was -9C at dawn.", ("-9", -9, "C", None)),
        ("Output (−3.5 percent) fell.", ("−3.5 percent", -3.5, "percent", None)),
        ("It lost -£5m.", ("-£5m", -5e6, "GBP", None)),
        ("It fell to minus 12C.", ("minus 12", -12, "C", None)),
        ("Output fell by a third.", ("a third", 33.33, "percent", None)),
        ("Output fell by almost a quarter last year.", ("a quarter", 25, "percent", "almost")),
        ("It cut the fare by half.", ("half", 50, "percent", None)),
        ("- 9 people came.", ("9", 9, "people", None)),
        ("Minus 9 points remain.", ("Minus 9", -9, "points", None)),
        ("-9 people came.", ("9", 9, "people", None)),
        ("Half the drivers stayed.", ("Half", 50, "percent", None)),
        ("It paid 20,000 Australian dollars.", ("20,000 Australian dollars", 20000, "AUD", None)),
        ("It sold 1,000\u00a0buses.", ("1,000", 1000, "buses", None)),
        ("Waves of 5 to 6ft hit it.", ("5 to 6", 5, "ft", None)),
        ("It held 900 heavy goods vehicles.", ("900", 900, "vehicles", None)),
        ("It cut 800 sales managers.", ("800", 800, "managers", None)),
        ("She isolated for 14 days after landing.", ("14", 14, "days", None)),
        ("It costs seven to 10 mln dlrs.", ("seven to 10 mln dlrs", 7_000_000, "USD", None)),
        ("Of 10 or so ferries.", ("10", 10, "ferries", "or so")),
        ("It will run over three years.", ("three", 3, "years", None)),
        ("They waited over three hours.", ("three", 3, "hours", "over")),
        ("It stood for over three years.", ("three", 3, "years", "over")),
        ("It is the first in over three years.", ("three", 3, "years", "over")),
        ("Expect five hour delays.", ("five", 5, "hours", None)),
        ("It bought 40 bed spaces.", ("40", 40, "spaces", None)),
        ("He lost 8st 7lb.", ("8st 7", 8.5, "stone", None)),
        ("He weighs 11st.", ("11", 11, "stone", None)),
        ("The 5,200-capacity hall.", ("5,200", 5200, "capacity", None)),
        ("A 40-strong crew.", ("40", 40, "people", None)),
        ("It ordered 12 Ann Douglas MD-11 airliners.", ("12", 12, "airliners", None)),
        ("It sold 12 500 boxes.", ("12 500", 12_500, "boxes", None)),
        ("About 3 lakh people were moved.", ("3 lakh", 300_000, "people", "about")),
        ("It carried 3½ tonnes.", ("3½", 3.5, "tonnes", None)),
        ("It took 2hrs to cross.", ("2", 2, "hours", None)),
        ("It took 2hrs 30 mins to cross.", ("2hrs 30", 2.5, "hours", None)),
        ("The gap is 5ft 9in wide.", ("5ft 9", 5.75, "ft", None)),
        ("He was jailed for two years and six months.", ("two years and six", 2.5, "years", None)),
        ("It took one hour and 15 minutes.", ("one hour and 15", 1.25, "hours", None)),
        ("It took 2 hours, 30 minutes and 36 seconds.", ("2 hours, 30 minutes and 36", 2.51, "hours", None)),
    ],
)
def test_a_figure(body: str, expected: tuple[str, float, str, str | None]) -> None:
    assert figures(body) == [expected]


def test_a_range_keeps_both_ends() -> None:
    (figure,) = find_figures(Article(body="Between 30 and 40 ships left."), english())
    assert (figure.text, figure.low, figure.high, figure.unit) == ("30 and 40", 30, 40, "ships")


@pytest.mark.parametrize(
    ("body", "text", "low", "high", "unit"),
    [
        ("Two or three ferries left.", "Two or three", 2, 3, "ferries"),
        ("It sold one or two boats.", "one or two", 1, 2, "boats"),
        ("It spends 17 or 18 per cent of that.", "17 or 18 per cent", 17, 18, "percent"),
    ],
)
def test_two_numbers_that_say_about_how_many_are_a_range(
    body: str, text: str, low: float, high: float, unit: str
) -> None:
    (figure,) = find_figures(Article(body=body), english())
    assert (figure.text, figure.low, figure.high, figure.unit) == (text, low, high, unit)


def test_what_stands_between_other_numbers_is_no_range() -> None:
    body = "It rose 5 per cent or 6p. It has two or five ships, 40 or more vans. It was in 2019 or 2020."
    assert [text for text, *_ in figures(body)] == ["5 per cent", "6p", "two", "five", "40"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Crews took two 999 calls.", [("two", 2, "calls")]),
        ("Staff answered 14 911 calls.", [("14", 14, "calls")]),
        ("Of 40 people nobody made 999 calls.", [("40", 40, "people")]),
        ("It took 999 boxes and 14 911 tins.", [("999", 999, "boxes"), ("14 911", 14911, "tins")]),
        ("The hall has 5,000 sq metres, then 900 sq ft.", [("5,000", 5000, "sq metres"), ("900", 900, "sq ft")]),
        ("A 5,000-square-foot hall and a 100sq m plot.", [("5,000", 5000, "square feet"), ("100", 100, "sq m")]),
        ("It blew at 120 km/h, then 90km/h.", [("120", 120, "km/h"), ("90", 90, "km/h")]),
        ("It went 120 km and/or 9 miles.", [("120", 120, "km"), ("9", 9, "miles")]),
        ("A 5-foot-10 wall.", [("5-foot-10", 5.833333, "feet")]),
        ("A 6-foot-4-inch wall.", [("6-foot-4", 6.333333, "feet")]),
        ("A 5-foot-90 wall.", [("5", 5, "feet")]),
        ("They won six of their last seven games.", [("six", 6, "games")]),
        ("They won their last seven games.", [("seven", 7, "games")]),
        ("It is right by plus or minus 3 points.", [("3", 3, "points")]),
        ("It fell to minus 3 points.", [("minus 3", -3, "points")]),
        ("Its debt is two quadrillion rupiah.", [("two quadrillion rupiah", 2e15, "IDR")]),
    ],
)
def test_what_is_printed_in_a_form_of_its_own(body: str, expected: list[tuple[str, float, str]]) -> None:
    found = [(text, low, unit) for text, low, unit, _ in figures(body)]
    assert found == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It took 2 yearſ and 6 months.", ("2 yearſ and 6", 2.5, "years", None)),
        ("It lasted 5 mınutes 30 seconds.", ("5 mınutes 30", 5.5, "minutes", None)),
        ("Half a mİllion people came.", ("Half a mİllion", 500_000, "people", None)),
        ("Some two-thırds of members left.", ("two-thırds", 66.67, "percent", "some")),
    ],
)
def test_letters_that_patterns_take_for_others_are_those(
    body: str, expected: tuple[str, float, str, str | None]
) -> None:
    assert figures(body) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Members voted 51 to 38 to end the walkout.", [("51", "votes"), ("38", "votes")]),
        ("Councillors voted by 14 to nine against it.", [("14", "votes"), ("nine", "votes")]),
        ("It fell by 312 votes to 298.", [("312", "votes"), ("298", "votes")]),
        ("The bill passed 220-205 late on Friday.", [("220", "votes"), ("205", "votes")]),
        ("The class voted 12 to 15 pupils out.", [("12 to 15", "pupils")]),
        ("The council voted 40 to 50 times.", []),
        ("They lost 61-38.", []),
    ],
)
def test_votes_for_and_against_are_two_figures(body: str, expected: list[tuple[str, str]]) -> None:
    assert [(text, unit) for text, _, unit, _ in figures(body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The airline grounded 171 Max 9 jets.", [("171", "jets")]),
        ("They sold sixty Model 3 cars.", [("sixty", "cars")]),
        ("It flew 12 Boeing 737 planes.", [("12", "planes")]),
        ("It shut 12 After 40 homes burnt.", [("40", "homes")]),
        ("On 3 May 40 people died.", [("40", "people")]),
        ("It cost the Navy 40 jobs.", [("40", "jobs")]),
    ],
)
def test_the_number_of_a_model_is_no_figure(body: str, expected: list[tuple[str, str]]) -> None:
    assert [(text, unit) for text, _, unit, _ in figures(body)] == expected


@pytest.mark.parametrize(
    ("body", "unit"),
    [
        ("He drove at 70 miles per hour.", "miles per hour"),
        ("A 70-mile-an-hour gale blew.", "miles per hour"),
        ("The train does 186 kilometres an hour.", "kilometres per hour"),
        ("He drove at 70mph.", "mph"),
        ("She runs 70 miles a week.", "miles"),
        ("They work 40 hours a day.", "hours"),
        ("He is paid 12 pounds an hour.", "GBP"),
    ],
)
def test_a_speed_is_no_distance(body: str, unit: str) -> None:
    assert [found for _, _, found, _ in figures(body)] == [unit]


@pytest.mark.parametrize(
    ("body", "shares"),
    [
        ("The Reds stood on 43 per cent, the Blues on 22 and the Greens on nine.", ["43 per cent", "22", "nine"]),
        ("Reds are on 43%, with the Old Blues on 22, Greens at 11.", ["43%", "22", "11"]),
        ("Sales rose 20 per cent, helped by Toy Story 4, it said.", ["20 per cent"]),
        ("Growth was 2 per cent, and Apollo 11, a film, opened.", ["2 per cent"]),
        ("The fund fell 3 per cent, and the Dow closed at 7,000.", ["3 per cent"]),
        ("Prices rose 4 per cent and Anna Holt, 22, left.", ["4 per cent"]),
        ("Rates rose 3 per cent. In the poll, the Reds on 22.", ["3 per cent"]),
        ("The price fell 3 per cent, to end at 22.", ["3 per cent"]),
    ],
)
def test_a_poll_goes_on_with_shares(body: str, shares: list[str]) -> None:
    assert [(text, unit) for text, _, unit, _ in figures(body)] == [(share, "percent") for share in shares]


@pytest.mark.parametrize(
    "body",
    ["Two men, 23 and 31, were held.", "Two boys (15 and 16) fled.", "Two nuns from Hull, 24, 26 and 29, sang."],
)
def test_ages_between_commas_count_nobody(body: str) -> None:
    assert [text for text, *_ in figures(body)] == ["Two"]


def test_numbers_between_commas_with_a_noun_count() -> None:
    units = [
        unit for _, _, unit, _ in figures("Two ferries, 40 and 60 metres long, sank; 90 jobs, 20 and 30 of them here.")
    ]
    assert units == ["ferries", "metres", "metres", "jobs", "jobs"]


@pytest.mark.parametrize("body", ["Hull 0-2 Man City", "Old Chiefs 24-31 Sale Sharks", "Leeds 3–1 Wolves: how it went"])
def test_a_score_between_names_is_no_figure(body: str) -> None:
    assert figures(body) == []


@pytest.mark.parametrize(
    "body", ["Council cuts 20-30 Dover jobs.", "Council to Cut 20-30 jobs.", "Port Cuts 20-30 Jobs"]
)
def test_a_range_of_what_is_counted_is_no_score(body: str) -> None:
    assert [(text, unit.lower()) for text, _, unit, _ in figures(body)] == [("20-30", "jobs")]


@pytest.mark.parametrize(
    ("body", "counted"),
    [
        ("Shares rose 38p to 941p.", [("38p", "GBP"), ("941p", "GBP")]),
        ("Profit fell £3m to £40m.", [("£3m", "GBP"), ("£40m", "GBP")]),
        ("Prices rose 3 to 4 per cent.", [("3 to 4 per cent", "percent")]),
        ("It costs £3m to £5m.", [("£3m to £5m", "GBP")]),
        ("He drove 70 miles per\u00a0hour.", [("70", "miles per hour")]),
        ("He drove 70 miles an\nhour.", [("70", "miles per hour")]),
        ("He ran 20 miles a second time.", [("20", "miles")]),
        ("Each ferry carried 200-250 at a time.", []),
        ("The lorry carried 20 to 30, police said.", []),
        ("At 1800 GMT 40 people were trapped.", [("40", "people")]),
        ("In 2012 London 40 people were hurt.", [("40", "people")]),
    ],
)
def test_what_looks_like_speeds_votes_and_models_is_read_as_it_stands(
    body: str, counted: list[tuple[str, str]]
) -> None:
    assert [(text, unit) for text, _, unit, _ in figures(body)] == counted


@pytest.mark.parametrize("beginning", ["5 per cent ", "5 jobs "])
def test_a_line_of_numbers_takes_time_in_proportion(beginning: str) -> None:
    assert len(figures(beginning + "12 " * 60_000)) < 60_000


@pytest.mark.parametrize("ages", ["aged 19, 23 and 31", "aged 19 and 23", "aged between 19 and 23"])
def test_ages_in_a_list_count_nobody(ages: str) -> None:
    assert figures(f"Six people, {ages}, died.") == [("Six", 6, "people", None)]
    assert figures(f"Six people, {ages}, died and 20 boats sank.")[1:] == [("20", 20, "boats", None)]


@pytest.mark.parametrize(
    ("body", "units"),
    [
        ("It cut 500 jobs, including 60 in Hull.", ["jobs", "jobs"]),
        ("Six or nine ferries sailed.", ["ferries", "ferries"]),
        ("It won six of its eight games.", ["games", "games"]),
        ("After a 3-1 defeat at Leith they sold two ships.", ["ships"]),
        ("From 4-1 down they sold two ships.", ["ships"]),
        ("It sent 40 buses, plus 9 to Leith.", ["buses", "buses"]),
        ("It sent 40 buses. Nine of them broke down.", ["buses", "buses"]),
        ("Of 40 sailors, of whom 9 died, few could swim.", ["sailors", "sailors"]),
        ("It is home to 90 of the port's 500 sailors.", ["sailors", "sailors"]),
        ("It sent 40 buses and 9 more.", ["buses", "buses"]),
        ("It sold 40 buses and 9 gadgetware.", ["buses"]),
        ("She left two sons and six grandchildren.", ["sons", "grandchildren"]),
        ("It cut 300 jobs: 70 in Dover, 60 in Hull and 170 in Kent.", ["jobs"] * 4),
        ("It made 300 jobs, 200 in Leeds, 50 in Hull, and 50 in York.", ["jobs"] * 4),
        ("It closed 40 lanes, 12 by Friday and 28 in May.", ["lanes", "lanes", "lanes"]),
        ("It made 300 jobs, 200 gadgetware.", ["jobs"]),
        ("She has two daughters, Ann, 13, and Joan, nine and lively.", ["daughters"]),
        ("It cut 500 jobs. The index rose with 60 on top.", ["jobs"]),
    ],
)
def test_a_noun_left_out_is_the_neighbours(body: str, units: list[str]) -> None:
    assert [unit for _, _, unit, _ in figures(body)] == units


@pytest.mark.parametrize(
    "body",
    [
        "It happened on 12 May and on June 3, 2019.",
        "It opened in 1984 and closed in 2010.",
        "Joan, 45, and Ann, aged 30, met a 12-year-old.",
        "A boy two years old sang.",
        "Phase 4 began at Junction 8 of the M20.",
        "He flew a Boeing 737 to page 12.",
        "They won 3-2 at 6.30pm.",
        "Call 0800 555 1234 now.",
        "Thousands of people, tens of thousands, came.",
        "One man waited an hour.",
        "It reopens within the next three months.",
        "It shut two days ago and again two weeks later.",
        "It opens three weeks from now.",
        "The 20th visitor read 300 pages.",
        "Prices in the 1990s were low.",
        "They were 24/7 at the gates.",
        "At six o'clock it rained.",
        "Six months\n\nThe wait goes on.",
        "He was beaten by a third party.",
        "It ended by half past six, after almost half a century.",
        "It hit a rate of 18.2 per 100,000 people.",
        "They met at 1430hrs and again at 1800 hrs.",
        "It shut 20min ago and again two hours and 30 minutes later.",
        "It was the 21st and then the 101st time, in the 1ST QTR.",
        "Beef is up 22.5c again.",
        "They put it at 9,000 and organisers at more.",
    ],
)
def test_no_figures(body: str) -> None:
    assert figures(body) == []


def test_a_length_of_time_that_begins_somewhere_counts() -> None:
    assert figures("They will strike for 48 hours from Thursday.") == [("48", 48, "hours", None)]


def test_a_verb_that_is_also_a_label_does_not_hide_a_count() -> None:
    assert figures("They will train 40 drivers.") == [("40", 40, "drivers", None)]


def test_a_range_below_zero_runs_upwards() -> None:
    (figure,) = find_figures(Article(body="It was between -5 and -9C."), english())
    assert (figure.text, figure.low, figure.high, figure.unit) == ("-5 and -9", -9, -5, "C")


def test_a_range_may_repeat_its_measure() -> None:
    (figure,) = find_figures(Article(body="Waves of 5ft to 6ft hit it."), english())
    assert (figure.text, figure.low, figure.high, figure.unit) == ("5ft to 6", 5, 6, "ft")


def test_another_language_prints_numbers_otherwise() -> None:
    assert find_figures(Article(body="12.500 Fans kamen.", language="de"), english()) == ()
    assert find_figures(Article(body="12,500 fans came.", language="en"), english())


def test_every_field_is_read() -> None:
    article = Article(body="12 ships.", headline="15 boats", standfirst="18 rafts")
    assert [(f.field, f.unit) for f in find_figures(article, english())] == [
        ("headline", "boats"),
        ("standfirst", "rafts"),
        ("body", "ships"),
    ]


def test_the_processor_names_its_words() -> None:
    assert processor(english()).name == "figures"
    assert processor(english()).config_hash == processor(english()).config_hash


@settings(max_examples=50, deadline=None)
@given(st.text(st.sampled_from("0123456789,.-–£% \njobs two years ago to and of the 😀\u200bא"), max_size=80))
def test_spans_hold_whatever_the_text(body: str) -> None:
    figures(body)


@pytest.mark.parametrize("unit", ["5 jobs and ", "5 ", "10 to ", "more than ", "5 a-", "ten, "])
def test_one_enormous_line_passes(unit: str) -> None:
    figures(unit * (100_000 // len(unit)))
