"""Which encoding bytes are in, as far as reading in pieces needs it; decode's tests try the rest."""

from __future__ import annotations

import pytest

from schemas.errors import InputError
from tasks.fetch.charset import SAVE, guess_charset, refuse_formats, wide_codec

GERMAN = "Die Kranführer ließen am Montag die Arbeit ruhen, sagte Jürgen Groß. Später öffnete der Hafen wieder."
POLISH = "Związek zawodowy zapowiedział strajk na poniedziałek. Pociągi nie będą kursować, pasażerowie muszą czekać."


@pytest.mark.parametrize(
    ("sample", "charset"),
    [
        (b"plain", None),
        (GERMAN.encode(), None),
        (GERMAN.encode()[: GERMAN.encode().index(b"\xc3") + 1], None),  # cut inside a character
        (GERMAN.encode() + b" caf\xe9", None),  # a stray byte in UTF-8
        (GERMAN.encode("cp1252"), "cp1252"),
        (POLISH.encode("cp1250"), "cp1250"),
    ],
)
def test_a_code_page_is_guessed_only_where_it_is_not_utf8(sample: bytes, charset: str | None) -> None:
    assert guess_charset(sample) == charset


@pytest.mark.parametrize(
    ("sample", "found"),
    [
        (b"id,text", (b"", None)),
        (b"\xef\xbb\xbfid", (b"\xef\xbb\xbf", None)),
        (b"\xff\xfei\0d\0", (b"\xff\xfe", "utf-16-le")),
        (b"i\0d\0,\0t\0", (b"", "utf-16-le")),
        (b"\xff\xfe\0\0i\0\0\0", (b"\xff\xfe\0\0", "utf-32-le")),
    ],
)
def test_wide_codecs_are_told_by_mark_or_nuls(sample: bytes, found: tuple[bytes, str | None]) -> None:
    assert wide_codec(sample) == found


def test_files_of_another_kind_are_refused() -> None:
    refuse_formats(b"id,text\n1,\0")
    with pytest.raises(InputError, match=f"^is not text: it is a PDF file; {SAVE}$"):
        refuse_formats(b"%PDF-1.7")
