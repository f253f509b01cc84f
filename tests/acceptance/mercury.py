"""The Ketterby Mercury, an outlet that is made up: its pages carry lines of its own in the middle of the article."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from pathlib import Path

SOURCE = "ketterby-mercury"
FIRST_DAY = date(2025, 3, 3)

APPEAL = (
    "Glad you dropped in: the Mercury stays open because four readers in ten put something into the tin each spring."
)
PUZZLES = "Stuck for Thursday? Our crossword has a gentler twin, and both are waiting on the puzzles page tonight."
NEWSROOM = (
    "Seen something worth a paragraph? Ring the Mercury's front counter before noon and ask for whoever is awake."
)
LINES = (APPEAL, PUZZLES, NEWSROOM)

BACKGROUND = "The ropewalk has twisted hemp beside the canal since 1871 and gives work to 410 people of Ketterby."
AGENCY = (
    "A tanker with frozen concentrate ran aground off Skerrow Point at dawn, and two tugs pulled it free by lunchtime.",
    "Nobody was hurt, the coastguard said, and divers found nothing worse than scratched paint along its keel.",
    "The master, who had steered by an old chart, was asked to bring a newer one when he next called at Skerrow.",
)

# headline and sentences of each subject; {n} is a number that differs from page to page
SUBJECTS = (
    ("Ropewalk dispute enters week {n}", (
        "Spinners at the ropewalk stayed outside for day {n} and burned pallets against the frost.",
        "Their convener, Hal Orrin, wants the night allowance restored before anybody threads another bobbin.",
        "Managers answered that hemp prices had doubled and that the order book was thinner than twine.",
        "A mediator from Leeds shuttled between two kitchens with a flask and a folder.",
    )),
    ("Otters return to the Brill for year {n}", (
        "Volunteers counted {n} otters along the Brill, most of them asleep under alder roots.",
        "The ecologist Mina Tew credits cleaner gravel and the anglers who stopped using lead weights.",
        "Cameras strapped to willows filmed cubs wrestling over an eel just after midnight.",
        "Footpaths near the holt will be roped off until the young can swim properly.",
    )),
    ("Library clock stops {n} minutes early", (
        "The tower clock of the library froze {n} minutes short of ten and pigeons took the hands for perches.",
        "Horologist Pell Adair blamed a cracked escapement and decades of thick whale oil.",
        "Borrowers have begun to set wristwatches by the bakery shutter instead.",
        "A spare wheel is being cut in Coventry from drawings that somebody found in a piano stool.",
    )),
    ("Gale lifts {n} greenhouses at the allotments", (
        "Friday's gale lifted {n} greenhouses over the hedge and left tomatoes in the bowling green.",
        "Plot holder Greta Simms found her cucumber frame balanced on the pavilion weathervane.",
        "Insurers sent an assessor who photographed shards and declined the rhubarb.",
        "Seedlings donated by neighbouring villages now crowd the church porch.",
    )),
    ("Chess club draws {n} newcomers after film", (
        "The chess club in Ketterby seated {n} beginners on upturned crates after the matinee about a grandmaster.",
        "Captain Ivo Lund lent his ivory set and asked only that bishops be kept out of coffee.",
        "A nine-year-old forked two retired solicitors within twenty moves.",
        "The parish may let the vestry for a league on alternate Wednesdays.",
    )),
    ("Bakers weigh tax on {n} kinds of loaf", (
        "Treasury clerks listed {n} sorts of loaf that would carry duty, from soda farls to rye rounds.",
        "Master baker Odile Penn called it a muddle, since nobody can say where cake begins.",
        "Flour merchants expect wholesale sacks to rise by sixpence in the pound.",
        "Shoppers asked about it mostly wanted to know whether crumpets count.",
    )),
    ("Ferry across the Loam runs {n} times a day", (
        "The chain ferry will cross {n} times between breakfast and dusk once its boiler passes inspection.",
        "Skipper Ewan Moss replaced ninety links by hand over the winter.",
        "Cyclists ride free, while hay wagons pay by the axle as they did under Queen Anne.",
        "Divers raised the old pontoon, whose planks will become benches.",
    )),
    ("School orchestra loses {n} bows on the coach", (
        "Violinists at the grammar school are missing {n} bows after a coach went home by way of Derby.",
        "Conductor Sabine Roth rehearsed the slow movement entirely with plucked strings.",
        "A luthier offered horsehair at cost and a lesson in labelling cases.",
        "The concert goes ahead with an extra tuba where the cellos should be.",
    )),
    ("Surgery vaccinates {n} before supper", (
        "Nurses jabbed {n} pensioners against influenza in the drill hall between three and six.",
        "Doctor Amrit Bose said uptake beat last autumn's, helped by soup at the exit.",
        "Fridges borrowed from the creamery kept vials within half a degree.",
        "Anybody who missed out can queue again when the mobile unit parks behind the abattoir.",
    )),
    ("Comet club waits {n} nights for a gap in the cloud", (
        "Stargazers on Tarn Hill spent {n} nights under tarpaulin before the comet showed its tail.",
        "Astronomer Lotte Vane traced it with a mirror she ground from a porthole.",
        "The glow was greener than almanacs promised and vanished toward Perseus.",
        "It returns in seventy-one years, when the club intends to have a roof.",
    )),
    ("Council counts {n} potholes on Mill Rise", (
        "Surveyors chalked {n} potholes on Mill Rise, the deepest of which held a traffic cone and a trout.",
        "Councillor Brenda Hale promised asphalt by Whitsun and signs until then.",
        "Bus drivers have learned to swerve in a pattern that passengers compare to waltzing.",
        "Contractors blamed salt, roots, and a culvert that nobody had mapped.",
    )),
    ("Auction of {n} teapots ends in silence", (
        "Bidders examined {n} teapots from the Harrow estate and then kept their paddles in their laps.",
        "Auctioneer Cosmo Field lowered his reserve twice and finally his spectacles.",
        "A curator suspects that the glaze is Dutch and the handles are later repairs.",
        "The lots go to London unless a cousin in Tasmania objects.",
    )),
)  # fmt: skip


def write_pages(folder: Path) -> None:
    """Forty-seven pages: three of each subject, the dispute five times more, and a story of an agency six times."""
    folder.mkdir(parents=True)
    for number in range(3 * len(SUBJECTS)):
        _write_own(folder, number, number % len(SUBJECTS))
    for number in range(50, 55):
        _write_own(folder, number, subject=0)
    for number in range(60, 66):
        _write(folder, number, f"Tanker floats free at Skerrow, take {number - 59}", [*AGENCY])


def _write_own(folder: Path, number: int, subject: int) -> None:
    headline, sentences = SUBJECTS[subject]
    turn = number % len(sentences)
    paragraphs = [sentence.format(n=number + 4) for sentence in (*sentences[turn:], *sentences[:turn])]
    if subject == 0:
        paragraphs.insert(2, BACKGROUND)
    _write(folder, number, headline.format(n=number + 4), _with_lines(number, paragraphs))


def _with_lines(number: int, paragraphs: list[str]) -> list[str]:
    lines = [APPEAL] if number % 5 else [APPEAL, PUZZLES]
    return [*paragraphs[:2], *lines, *paragraphs[2:], *([NEWSROOM] if number % 2 else [])]


def _write(folder: Path, number: int, headline: str, paragraphs: list[str]) -> None:
    day = FIRST_DAY + timedelta(days=number % 14)
    text = "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    page = f"""<!doctype html>
<html lang="en"><head><title>{escape(headline)} | Ketterby Mercury</title>
<meta property="article:published_time" content="{day}T07:30:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/town">Town</a> <a href="/county">County</a> <a href="/sport">Sport</a></nav>
<main><article><h1>{escape(headline)}</h1>
{text}
</article></main>
<footer><a href="/about">About us</a> <a href="/contact">Contact</a></footer></body></html>
"""
    (folder / f"{number:03}.html").write_text(page, encoding="utf-8")
