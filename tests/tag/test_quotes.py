from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.records import Article, Entity, Mention
from tasks.tag.quotes import find_quotes, processor
from tests.tag.quoting import english, quotes_in, spans_hold

JANE = "Jane Roe"


@pytest.mark.parametrize(
    ("body", "cue"),
    [
        ('[Jane Roe] said: "The port is shut."', "said"),
        ('"The port is shut," said [Jane Roe].', "said"),
        ('"The port is shut," [Jane Roe] told the [ORG:BBC].', "told"),
        ('"The port is shut," said harbour board chief executive [Jane Roe].', "said"),
        ('"The port is shut," said the chief executive, [Jane Roe].', "said"),
        ('"The port is shut," [Jane Roe], a pilot for [ORG:TideCo], said.', "said"),
        ('"The port is shut," [Jane Roe], a [ORG:TideCo] spokeswoman told the [ORG:BBC].', "told"),
        ('[Jane Roe], director of the [ORG:Harbour Board], pointed out: "The port is shut."', "pointed out"),
        ('Its chief executive [Jane Roe] hit out at [Mark Doe], adding: "The port is shut."', "adding"),
        ('According to [Jane Roe], "the port is shut today".', None),
        ('The queue is "as long as ever", according to [Jane Roe].', None),
        ('[Jane Roe] angrily denied on Monday that it was "the end of the road".', "denied"),
        ('[Jane Roe]: "The port is shut."', None),
        ('[Jane Roe] accepted that "the port is shut".', "accepted that"),
        ('The Taoiseach, [Jane Roe], left for [PLACE:Hull]. "The port is shut," the Taoiseach said.', "said"),
        ('[Jane Roe] calls "the shut port" home.', "calls"),
        ('[Jane Roe] calls for "a port that is open".', "calls for"),
        ('Harbour master [Jane Roe] met [Mark Doe]. The harbour master said it was "the last ship".', "said"),
        ('On the [ORG:BBC], [Jane Roe] hit back, saying: "The port is shut."', "saying"),
        ('[Jane Roe] went on to say: "The port is shut."', "say"),
        ('[Jane Roe], 48, a pilot and the niece of [Mark Doe], said she was "sick of the port".', "said"),
        ('"The port is shut," [Jane Roe] thundered.', "thundered"),
        ('"Is the port shut?" [Jane Roe] asked.', "asked"),
        ('[Jane Roe] met [Mark Doe]. "The port is shut," she said.', "said"),
        ('[Jane Roe] was with Mr [Doe=Mark Doe]. She said: "The port is shut."', "said"),
        ('[Jane Roe] spoke in [PLACE:Hull].\n\n"The port is shut."', None),
        ('"The port is shut," said the rector, the Reverend [Jane Roe].', "said"),
        ('He met a pilot, with [Jane Roe] adding it was "the last ship".', "adding"),
        ('[Mark Doe] met [Jane Roe], a pilot, who told her: "The port is shut."', "told"),
        ('The port was described by [Jane Roe] as "the shut port".', "described"),
        ('The port was branded "a complete disgrace" by [Jane Roe].', "branded"),
        ('[Jane Roe] left. She sees [Ann Hay] and hopes. "The port is shut," she told them.', "told"),
        ('[ORG:Harbour Board] boss [Jane Roe] left. The [ORG:Harbour Board] boss said it was "the last ship".', "said"),
        ('[Jane Roe] attacked [Mark Doe]\'s claims about a "ghost port full of rust".', "attacked"),
        ('[Jane Roe] Meets [Mark Doe], Decries "the shame of a port"', "Decries"),
        ('[Jane Roe] noted the gate that [Mark Doe] was later accused of breaking "was open for a year".', "noted"),
        ('Mayor [Jane Roe] met deputy mayor [Mark Doe]. The mayor said it was "the last ship".', "said"),
        ('Deputy mayor [Mark Doe] met mayor [Jane Roe]. The mayor said it was "the last ship".', "said"),
        ('We recall [Jane Roe]\'s claim that it was "the last ship".', None),
        ('[Jane Roe] left on Monday, blaming "the rust of the coast".', "blaming"),
        ('[ORG:TideCo] boss [Jane Roe]: "The port is shut."', None),
        ('[ORG:TideCo] founder and old hand [Jane Roe] left, saying: "The port is shut."', "saying"),
        ('"I never saw the letter" that was written about the port, [Jane Roe] said.', "said"),
        ('The port, said [Jane Roe], was "the rust of the coast".', "said"),
        ('"Is the port shut?" asked [Jane Roe].', "asked"),
        ('[Jane Roe] left and rather sadly suggested it was "the last ship".', "suggested"),
        ('[Jane Roe] left. She\'s warned that it is "the last ship".', "warned"),
        ('[ORG:Hull Crown Court] heard that [Jane Roe] had sent a text saying: "The port is shut."', "saying"),
        ('[ORG:Hull Crown Court] heard Ms [Jane Roe] had sent a text saying: "The port is shut."', "saying"),
        ('[Jane Roe] heard the news and left, saying: "The port is shut."', "saying"),
        ('[Jane Roe] met [Bruno Ash], who left after she slammed him as "the rust of the port".', "slammed"),
    ],
)
def test_the_speaker_is_found(body: str, cue: str | None) -> None:
    (quote,) = quotes_in(body)
    assert quote[1:] == (JANE, cue)


def test_an_office_may_be_in_the_name() -> None:
    body = '[Pope Boniface] met [Jane Roe]. "No ship has sailed," the pope said.'
    assert quotes_in(body) == [("No ship has sailed,", "Pope Boniface", "said")]


def test_a_quote_right_behind_another_has_its_own_speaker_or_the_same() -> None:
    body = '[Mark Doe] calls it "a port full of rust.""The port is open," [Jane Roe] said.'
    assert [speaker for _, speaker, _ in quotes_in(body)] == ["Mark Doe", JANE]
    body = '[Jane Roe] said: "The port is \'open\'. " "It will stay so."'
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE, JANE]


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ('A [ORG:Harbour Board] spokesman said: "No ship has sailed."', "Harbour Board"),
        ('"No ship has sailed," said a spokeswoman for the [ORG:Harbour Board].', "Harbour Board"),
        ('The [ORG:Harbour Board] is in debt. They said it was "a bad year for us".', "Harbour Board"),
        ('A letter to the [ORG:Harbour Board] came. They said it was "a bad year for us".', None),
        ('[Jane Roe] left. They said it was "a bad year for us".', None),
        ('The [ORG:Harbour Board] is in debt. The letter said it was "a bad year for us".', None),
        ('A [ORG:Harbour Board] statement said it was "a bad year for us".', "Harbour Board"),
        ('The [ORG:Harbour Board] is in debt. The company said it was "a bad year for us".', "Harbour Board"),
        ('"No ship has sailed," said the head of one of the largest yards in [PLACE:Hull].', None),
        ('[Jane Roe] left. "No ship has sailed," said a [GROUP:Green] there.', None),
        ('[Jane Roe] asks. "Who sails?" In [PLACE:Hull] the [ORG:Harbour Board] noted it.', JANE),
        ('Under an [ORG:Instagram] post from a user, who said: "No ship has sailed."', None),
        ('[Jane Roe] left. A spokesman said: "No ship has sailed."', None),
        ('"Nine hours of queue" was the rule in 15 [ORG:NDP] states.', None),
        ('[Jane Roe] was told "to wait in the lay-by".', None),
        ('[Mark Doe] met [Jane Roe]. He said [Jane Roe] was late. "Ms [Roe=Jane Roe] is late," he said.', "Mark Doe"),
        ('[Jane Roe] and [Mark Doe] met. "[Jane Roe] will lose," the critic said.', None),
        ('[Jane Roe] left.\n\n"[Jane Roe] will lose by a mile."', None),
        ('On a forum, one wrote: "Nine hours in a lay-by."', None),
        ('Another tweeted Hull MP [Jane Roe], saying: "Nine hours in a lay-by."', None),
        ('Passengers called it "a complete and utter shambles".', None),
        ('"Nine hours in a lay-by," her driver said.', None),
        ('"Nine hours," said [Jane Roe]\'s driver.', None),
        ('[Jane Roe] left.\n\n"Nine hours in a lay-by," one driver tweeted.', None),
        ('[Jane Roe] was mocked, with one driver asking "who sails today".', None),
        ('[Jane Roe] slept. "Nine hours," said the cook.', None),
        ('A source close to Ms [Roe=Jane Roe] said it was "a bad year for us".', None),
        ('A spokesman for [Jane Roe] said it was "a bad year for us".', None),
        ('A spokesman for Prime Minister [Jane Roe] said it was "a bad year for us".', None),
        ('An aide to President [Roe=Jane Roe] said it was "a bad year for us".', None),
        ('"A bad year for us," said a friend of [Jane Roe].', None),
        ('"A bad year for us," said a lawyer for Ms [Roe=Jane Roe].', None),
        ('"A bad year for us," said the lawyer for Ms [Roe=Jane Roe], [Mark Doe].', "Mark Doe"),
        ('The lawyer for Ms [Roe=Jane Roe], [Mark Doe], said it was "a bad year for us".', "Mark Doe"),
        ('"A bad year for us," said director of ports [Jane Roe].', JANE),
        ('The head of ports [Jane Roe] said it was "a bad year for us".', JANE),
        ('"A bad year for us," shouted a protester outside the [ORG:Harbour Board].', None),
        ('A protester outside the [ORG:Harbour Board] said it was "a bad year for us".', None),
        ('"A bad year for us," wrote the pundits in the [ORG:Quarrow Echo].', None),
        ('The [ORG:Harbour Board] in [PLACE:Hull] said it was "a bad year for us".', "Harbour Board"),
        ('"A bad year for us," said the [ORG:Harbour Board] in [PLACE:Hull].', "Harbour Board"),
        ('An official at the [ORG:Harbour Board] said it was "a bad year for us".', "Harbour Board"),
        ('Workers at [ORG:TideCo] said it was "a bad year for us".', None),
        ('A [ORG:TideCo] worker said it was "a bad year for us".', None),
        ('"A bad year for us," said staff at [ORG:TideCo].', None),
        ('The [ORG:TideCo] chief of staff said it was "a bad year for us".', "TideCo"),
        ('Ms [Roe=Jane Roe]\'s spokesman said: "No ship has sailed."', None),
        ('"No ship has sailed," Ms [Roe=Jane Roe]’s lawyer said.', None),
        ('[Jane Roe]\'s lawyer, a veteran of the courts, said: "No ship has sailed."', None),
        ('[Jane Roe]\'s lawyer, [Mark Doe], said: "No ship has sailed."', "Mark Doe"),
        ('The [ORG:Harbour Board]\'s spokesman said: "No ship has sailed."', "Harbour Board"),
    ],
)
def test_bodies_speak_for_spokesmen_and_strangers_stay_unnamed(body: str, speaker: str | None) -> None:
    assert quotes_in(body)[0][1] == speaker


@pytest.mark.parametrize(
    ("later", "speaker"),
    [
        ('The report said the quay was "a danger to all".', None),
        ('The police said it was "a danger to all".', None),
        ('As the prime minister told them, it was "a danger to all".', None),
        ('The harbour master said it was "a danger to all".', JANE),
        ('The head of the pilots said it was "a danger to all".', "Mark Doe"),
    ],
)
def test_an_office_is_its_holders_and_not_the_last_speakers(later: str, speaker: str | None) -> None:
    first = '[Mark Doe], head of the pilots, left. "It is over," said harbour master [Jane Roe].\n\n'
    assert quotes_in(first + later)[1][1] == speaker


def test_an_office_may_be_another_word_for_somebody_known_to_all() -> None:
    first = '[Mark Doe], a pilot, left. "It is over," said [Jane Roe]. '
    assert quotes_in(first + 'The president called it "a danger to all".')[1][1] == JANE
    assert quotes_in(first + 'The ministers called it "a danger to all".')[1][1] is None


@pytest.mark.parametrize(
    ("body", "cue"),
    [
        ('[Jane Roe] said demand at the quay had been "as low as ever".', "said"),
        ('[Jane Roe] said the post on call buttons was "a load of rubbish".', "said"),
        ('[Jane Roe] said trade and demand had been "as low as ever".', "said"),
        ('[Jane Roe] went to the quay and called it "a load of rubbish".', "called"),
    ],
)
def test_the_cue_is_a_verb(body: str, cue: str) -> None:
    assert [found[1:] for found in quotes_in(body)] == [(JANE, cue)]


@pytest.mark.parametrize(
    "body",
    ['"WE HAVE MADE OUR POINT," [ROE] SAID.', '"NO MORE SHIPS TODAY" SAYS [ROE].', '"Roe Knows Best," said [Roe].'],
)
def test_capitals_alone_make_no_title(body: str) -> None:
    assert len(quotes_in(body)) == 1


def test_a_quote_split_around_its_cue_is_two_by_one_speaker() -> None:
    body = '"We wait," said [Jane Roe], "and we hope." [Mark Doe] disagreed.'
    assert quotes_in(body) == [("We wait,", JANE, "said"), ("and we hope.", JANE, "said")]


def test_following_paragraphs_go_on_with_the_speaker() -> None:
    body = '[Jane Roe] said it was "beyond a joke".\n\n"Nobody told us.\n\n"Nobody ever does."\n\n"We are tired."'
    found = quotes_in(body)
    assert [words for words, _, _ in found] == [
        "beyond a joke",
        'Nobody told us.\n\n"Nobody ever does.',
        "We are tired.",
    ]
    assert {speaker for _, speaker, _ in found} == {JANE}


def test_a_paragraph_between_ends_what_the_speaker_says() -> None:
    body = '[Mark Doe] came late.\n\n"We wait," said [Jane Roe].\n\nThen [Mark Doe] rose.\n\n"Not for long at all."'
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE, "Mark Doe"]


def test_an_inverted_cue_between_two_quotes_serves_both() -> None:
    body = '"We wait," said the pilot [Jane Roe], "and we hope."'
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE, JANE]


def test_a_description_by_group_is_of_a_person() -> None:
    body = '"We wait," said [Jane Roe]. "And hope," the Kent [GROUP:Green] added.'
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE, JANE]


@pytest.mark.parametrize("marks", ["«»", "»«", "‹›", "›‹", "„“", "‚‘", "“”", "‘’", '""', "''"])
def test_two_speakers_in_a_paragraph_keep_their_own_whatever_the_marks(marks: str) -> None:
    told = "{0}The port is shut,{1} said [Jane Roe]. {0}It will not open today,{1} said [Mark Doe]."
    assert [speaker for _, speaker, _ in quotes_in(told.format(*marks))] == [JANE, "Mark Doe"]
    told = "[Jane Roe] said: {0}The port is shut.{1} {0}It will not open today,{1} said [Mark Doe]."
    assert [speaker for _, speaker, _ in quotes_in(told.format(*marks))] == [JANE, "Mark Doe"]


@pytest.mark.parametrize(
    ("later", "speaker"),
    [
        ('"הנמל סגור היום עד מחר" hung on a wall.', None),
        ('"الميناء مغلق اليوم حتى الغد".', None),
        ('"Порт закрыт до завтра".', None),
        ('"الميناء مغلق اليوم حتى الغد," she added.', JANE),
        ('"Le port est fermé".', JANE),
    ],
)
def test_words_in_another_script_are_hardly_what_somebody_goes_on_to_say(later: str, speaker: str | None) -> None:
    assert quotes_in(f'"The port is shut," said [Jane Roe]. {later}')[1][1] == speaker
    assert quotes_in(f"[Jane Roe] left.\n\n{later}")[0][1] == speaker


def test_each_of_two_speakers_keeps_their_own() -> None:
    body = '"It is over," said [Jane Roe]. "It has begun," said [Mark Doe]. "For good," he added.'
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE, "Mark Doe", "Mark Doe"]


@pytest.mark.parametrize(
    "body",
    [
        '[Jane Roe] said: "We are not."',
        '[Jane Roe] said: "Yes we can."',
        '"So I do," said [Jane Roe].',
        '"Not now," said [Jane Roe].',
        'It rained. "Says who?" asked [Jane Roe].',
        '"No more!" shouted [Jane Roe].',
    ],
)
def test_a_whole_utterance_may_be_short(body: str) -> None:
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE]


@pytest.mark.parametrize(
    "body",
    [
        'The "temporary" closure is in its third year.',
        'She sang in "The Long Road Home" at the festival.',
        'They signed the "so called" agreement.',
        "[Jane Roe] starred in '[WORK:harbour lights]' last year.",
        '[Jane Roe] said it was "temporary."',
        'In "Gulls," [Jane Roe] said, nobody sings.',
        'Of "Gulls," "Terns" and "Auks," [Jane Roe] said the last was best.',
        '[Jane Roe] sang in a show called "Gulls."',
        '[Jane Roe] said: "It Is Not."',
        '"No." It rained all day.',
        '"No," said [Jane Roe].',
        '[Jane Roe] replied: "Never."',
        'It rained. "Why?" asked [Jane Roe].',
        '[Jane Roe] said "no" to it.',
    ],
)
def test_scare_quotes_and_titles_are_no_quotes(body: str) -> None:
    assert quotes_in(body) == []


@pytest.mark.parametrize(
    "body",
    [
        '[Jane Roe] and [Mark Doe] said: "The port is shut."',
        'In a joint statement, [Jane Roe] and [Mark Doe] said: "The port is shut."',
        'A joint statement by [Jane Roe] and [Mark Doe] said: "The port is shut."',
        '"The port is shut," [Jane Roe] and [Mark Doe] said.',
        '"The port is shut," said [Jane Roe] and [Mark Doe].',
        '[Jane Roe], [Ann Hay] and [Mark Doe] said: "The port is shut."',
        '[Jane Roe], 40, the mayor, and [Mark Doe], a pilot, said: "The port is shut."',
        'Mayor [Jane Roe] and [ORG:TideCo] boss [Mark Doe] said: "The port is shut."',
        '[Jane Roe] ([ORG:Reds]) and [Mark Doe] ([ORG:Blues]) said: "The port is shut."',
        '[Jane Roe] and [ORG:TideCo] said: "The port is shut."',
        '[Mark Doe] met [Ann Hay] and [Jane Roe] said: "The port is shut."',
        '[Mark Doe] left, and [Jane Roe], a pilot, said: "The port is shut."',
        '[Mark Doe], a pilot for [ORG:TideCo], left, and [Jane Roe] said: "The port is shut."',
        '[Mark Doe] saw it, a pilot knew, and [Jane Roe] said: "The port is shut."',
        'He told [Mark Doe], a pilot, and [Jane Roe] said: "The port is shut."',
        '[Jane Roe], Jr. ([ORG:Blues]) said: "The port is shut."',
        '[Mark Doe], 40, met [Ann Hay], and [Jane Roe], a pilot, said: "The port is shut."',
        'In a joint statement with [Mark Doe], [Jane Roe] said: "The port is shut."',
        'With [Mark Doe] and [Ann Hay] gone, [Jane Roe] said: "The port is shut."',
        'In [PLACE:Hull], [Jane Roe] and [Mark Doe] said: "The port is shut."',
        'For [ORG:Reds], [Jane Roe] and [Mark Doe] said: "The port is shut."',
        'Unlike [Ann Hay], [Jane Roe] and [Mark Doe] said: "The port is shut."',
    ],
)
def test_of_several_who_speak_together_the_first_is_the_speaker(body: str) -> None:
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE]


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ('Minister [Jane Roe] of [Fine Shore] said: "The port is shut."', JANE),
        ('"The port is shut," said [Jane Roe] from [Porto Rosso].', JANE),
        ('"The port is shut," [Jane Roe] ([Fine Shore]) said.', JANE),
        ('"The port is shut," a sailor from [PLACE:Porto Rosso] said.', None),
        ('"The port is shut," said a sailor from [PLACE:Porto Rosso].', None),
        ('A source close to President [Jane Roe] said: "The port is shut."', None),
        ('A statement from [ORG:TideCo] said: "The port is shut."', "TideCo"),
        ('A note from [Jane Roe] said: "The port is shut."', JANE),
        ('The port (it is old, [Jane Roe] said: "The port is shut.")', JANE),
    ],
)
def test_what_tells_whose_or_where_somebody_is_does_not_speak(body: str, speaker: str | None) -> None:
    assert [found for _, found, _ in quotes_in(body)] == [speaker]


def test_a_single_word_tells_who_speaks_on() -> None:
    body = '[Jane Roe] asked [Mark Doe]. "No," he said. "We stay here."'
    assert quotes_in(body) == [("We stay here.", "Mark Doe", None)]


def test_headline_and_standfirst_are_read_too() -> None:
    article = Article(body="Nothing.", headline="Port 'shut for good', says Roe", standfirst='"Never again," she said')
    mentions = (Mention("headline", 27, 30, "Roe", "PERSON"),)
    first, second = find_quotes(article, mentions, (Entity("Jane Roe", "PERSON", (0,)),), english())
    assert (first.field, first.text, first.speaker) == ("headline", "shut for good", 0)
    assert (second.field, second.text, second.speaker) == ("standfirst", "Never again,", None)


def test_the_processor_names_its_words() -> None:
    assert (processor(english()).name, processor(english())) == ("quotes", processor(english()))


ODD = st.text(st.sampled_from("\"“”'‘’ Jane said,.\n😀\u200b\u202eאß"), max_size=80)


@settings(max_examples=50, deadline=None)
@given(ODD, ODD, st.data())
def test_spans_hold_whatever_the_text(headline: str, body: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(body)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    mentions = tuple(Mention("body", a, b, body[a:b], "PERSON") for a, b in pairs)
    entities = tuple(Entity(f"E{i}", "PERSON", (i,)) for i in range(len(mentions)))
    article = Article(body=body, headline=headline)
    quotes = find_quotes(article, mentions, entities, english())
    assert spans_hold(article, quotes)
    assert all(quote.speaker is None or quote.speaker < len(entities) for quote in quotes)


@pytest.mark.parametrize("unit", ['" said', '"a b" he said ', '"a b', "'a b' ", '"a b"\n', "He said. ", "«a «b"])
def test_one_enormous_line_passes(unit: str) -> None:
    body = unit * (200_000 // len(unit))
    mentions = tuple(Mention("body", at, at + 1, body[at], "PERSON") for at in range(0, 200_000, 20))
    entities = tuple(Entity(str(i), "PERSON", (i,)) for i in range(len(mentions)))
    article = Article(body=body)
    assert spans_hold(article, find_quotes(article, mentions, entities, english()))


def test_a_caption_does_not_interrupt_who_goes_on_speaking() -> None:
    body = "[Jane Roe] said: 'The port is shut.\n\n[Mark Doe], pictured, saw it\n\n'It will not open again.'"
    assert [speaker for _, speaker, _ in quotes_in(body)] == [JANE, JANE]


def test_who_adds_is_who_spoke_before() -> None:
    body = '[Jane Roe] said: "The port is shut." [Ann Hay] was pictured there. She {} it was "the last ship".'
    assert [quotes_in(body.format(verb))[1][1] for verb in ("added", "says")] == [JANE, "Ann Hay"]


def test_a_speaker_stands_behind_the_names_beside_theirs() -> None:
    body = '"The port is shut," [Mark Doe] adviser [Bruno Ash] said. He says it was "the last ship".'
    assert [speaker for _, speaker, _ in quotes_in(body)] == ["Bruno Ash", "Bruno Ash"]


@pytest.mark.parametrize(
    ("later", "speaker"),
    [
        ('"The port is shut," the actress said.', JANE),
        ('The [PLACE:Hull] striker said it was "the last ship".', JANE),
        ('The [ORG:TideCo] star said it was "the last ship".', JANE),
        ('The 44-year-old said it was "the last ship".', JANE),
        ('Speaking to [Mark Doe], the brunette said it was "the last ship".', JANE),
        ('An actress said it was "the last ship".', None),
        ('They met an actress. The actress said it was "the last ship".', None),
        ('The [ORG:TideCo] spokesman said it was "the last ship".', "TideCo"),
        ('The insider said it was "the last ship".', None),
    ],
)
def test_somebody_named_before_may_be_told_by_what_they_are(later: str, speaker: str | None) -> None:
    assert quotes_in(f"The painter [Jane Roe] left Hull in March. {later}")[0][1] == speaker


def test_an_actress_with_a_name_is_no_stranger() -> None:
    assert quotes_in('They met an actress [Jane Roe]. The actress said it was "the last ship".')[0][1] == JANE


@pytest.mark.parametrize(
    ("later", "speaker"),
    [
        ('This puts the quay "at real risk of rust".', JANE),
        ('This puts [Mark Doe] "at real risk of rust".', None),
        ('Nobody came.\n\nThis puts the quay "at real risk of rust".', None),
    ],
)
def test_the_next_sentence_may_go_on_with_what_was_said(later: str, speaker: str | None) -> None:
    assert quotes_in(f'"The port is shut," [Jane Roe] said. {later}')[1][1] == speaker
