"""What was said, and the numbers that were given."""

from __future__ import annotations

from schemas.views.parts import ARTICLE, SPAN, View

QUOTES = View(
    "v_quotes",
    "who said what, in every article",
    {
        **ARTICLE,
        "speaker": "who said it; null when nobody is named",
        "speaker_id": "the entity that the speaker is",
        "cue": "the verb as printed",
        **SPAN,
    },
    """\
SELECT {article}, things.name AS speaker, things.id AS speaker_id, quotes.cue,
       quotes.text, quotes.field, quotes.span_start, quotes.span_end
{results}
JOIN quotes ON quotes.revision_id = processings.revision_id AND quotes.processor_id = processings.processor_id
LEFT JOIN entities AS named ON named.id = quotes.speaker_id
LEFT JOIN entities AS things ON things.id = coalesce(named.thing_id, named.id)""",
)


FIGURES = View(
    "v_figures",
    "the numbers in every article",
    {
        **ARTICLE,
        "low": "the number, or the lower end of a printed range",
        "high": "the number, or the upper end of a printed range",
        "unit": "the counted noun as printed, an ISO 4217 code, or percent",
        "qualifier": "more than, up to, an estimated, ...; null if none",
        **SPAN,
    },
    """\
SELECT {article}, figures.low, figures.high, figures.unit, figures.qualifier,
       figures.text, figures.field, figures.span_start, figures.span_end
{results}
JOIN figures ON figures.revision_id = processings.revision_id AND figures.processor_id = processings.processor_id""",
)
