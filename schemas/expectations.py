"""What is expected of a source: written in its file under `[expect]`, else learned from its own past."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from schemas.config import ConfigModel

Expected = Literal["articles_a_day", "dated", "median_words", "encoding_errors", "tagged"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Share = Annotated[float, Field(ge=0, le=1)]
Words = Annotated[int, Field(ge=0)]

KINDS: tuple[Expected, ...] = get_args(Expected)
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class Expect(ConfigModel):
    """Bounds of one day's articles; one that is left out is learned. docs/operations.md says how days are judged."""

    articles_a_day: int | None = Field(None, ge=1)  # at least so many, but for quiet days
    quiet_days: tuple[Weekday, ...] = ("saturday", "sunday")  # on which articles_a_day is not asked for
    dated: Share | None = None  # at least this share has a date
    median_words: tuple[Words, Words] | None = None  # half of the articles are longer: at least, at most so many words
    encoding_errors: Share | None = None  # at most this share has characters that could not be read
    tagged: Share | None = None  # at least this share has a topic
    learned: bool = True  # what is not written here is what was usual so far

    @model_validator(mode="after")
    def _has_range(self) -> Self:
        if self.median_words and self.median_words[0] > self.median_words[1]:
            raise ValueError("median_words: the lower number comes first, as in [150, 900]")
        return self

    def expects(self, kind: Expected) -> bool:
        """Whether anything is expected of that kind."""
        return self.learned or getattr(self, kind) is not None
