"""Bytes to text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.errors import InputError
from tasks.clean.decode import decode, tidy

FRENCH = "Les dockers ont voté la grève à midi : « c’est fini », a déclaré le maire. Où iront les camions ?"
POLISH = "Związek zawodowy zapowiedział strajk na poniedziałek. Pociągi nie będą kursować, pasażerowie muszą czekać."
RUSSIAN = "Профсоюз объявил забастовку в понедельник. Поезда не будут ходить, пассажирам придётся ждать."
JAPANESE = "組合は月曜日にストライキを発表した。電車は運行せず、乗客はより長く待たなければならない。"
TURKISH = "Sendika pazartesi günü için grev ilan etti. Trenler çalışmayacak, yolcular uzun süre bekleyecek. Şişli ağır."


def how(content: bytes, *, markup: bool = False, charset: str | None = None) -> tuple[str, str, str, bool]:
    text, encoding = decode(content, markup=markup, charset=charset)
    return text, encoding.name, encoding.method, encoding.repaired


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\0\0\xfe\xff", "utf-32-be"),
    ],
)
def test_a_byte_order_mark_is_believed_first(mark: bytes, name: str) -> None:
    page = f"<meta charset=koi8-r>{FRENCH}"
    assert how(mark + page.encode(name), markup=True, charset="latin-1") == (page, name, "bom", False)


def test_utf16_without_a_mark_is_seen() -> None:
    assert how("Ferry crews walk out – again".encode("utf-16-be"))[:3] == (
        "Ferry crews walk out – again",
        "utf-16-be",
        "detected",
    )


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("latin-1", "cp1252"),
        (" ISO-8859-1 ", "cp1252"),
        ("us-ascii", "cp1252"),
        ("windows-1252", "cp1252"),
    ],
)
def test_labels_mean_what_browsers_read_under_them(label: str, name: str) -> None:
    assert how(FRENCH.encode(name), charset=label) == (FRENCH, name, "declared", False)


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=windows-1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?>',
    ],
)
def test_a_page_declares_its_encoding(declaration: str) -> None:
    page = declaration + RUSSIAN
    assert how(page.encode("cp1251"), markup=True) == (page, "cp1251", "declared", False)


def test_the_transport_goes_before_the_page_and_text_declares_nothing() -> None:
    page = "<meta charset=koi8-r>" + RUSSIAN
    assert how(page.encode("cp1251"), markup=True, charset="windows-1251")[1:3] == ("cp1251", "declared")
    assert how(page.encode("cp1251"), markup=False)[1:3] == ("cp1251", "detected")


def test_a_declaration_beyond_the_first_4_kilobytes_does_not_count() -> None:
    page = "<!-- " + "x" * 5_000 + "--><meta charset=koi8-r>" + FRENCH
    assert how(page.encode("cp1252"), markup=True) == (page, "cp1252", "detected", False)


@pytest.mark.parametrize("charset", ["utf-8", "no-such-thing", "utf-7", "unicode_escape", "zip", "rot13", "a\0b", ""])
def test_a_declaration_that_does_not_fit_is_not_believed(charset: str) -> None:
    assert how(FRENCH.encode("cp1252"), charset=charset) == (FRENCH, "cp1252", "detected", False)


def test_utf8_declared_as_a_single_byte_code_page_is_utf8() -> None:
    assert how(FRENCH.encode(), charset="iso-8859-1") == (FRENCH, "utf-8", "detected", False)


def test_a_multi_byte_declaration_is_believed_though_the_bytes_could_be_utf8() -> None:
    assert "茅茅".encode("gb18030").decode("utf-8") == "éé"
    assert how("茅茅".encode("gb18030"), charset="gbk") == ("茅茅", "gb18030", "declared", False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (FRENCH, "cp1252"),
        ("The minister said “we’re ready” – the plan costs £3m…", "cp1252"),
        ("caf\xe9", "cp1252"),
        (POLISH, "cp1250"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (FRENCH, "utf-8"),
    ],
)
def test_what_nobody_declared_is_detected(text: str, name: str) -> None:
    assert how(text.encode(name)) == (text, name, "detected", False)
    page = f"<html><body><p class=a>{text}</p></body></html>"
    if name != "cp1250":
        assert how(page.encode(name), markup=True)[:2] == (page, name)


def test_utf8_with_stray_bytes_stays_utf8() -> None:
    given = FRENCH.encode() + b" \x93Merci\x94" + FRENCH.encode()
    assert how(given) == (f"{FRENCH} “Merci”{FRENCH}", "utf-8", "detected", True)


def test_mojibake_is_mended_line_by_line_and_said_so() -> None:
    spoilt = FRENCH.encode().decode("cp1252")
    assert "grÃ¨ve" in spoilt
    assert how(f"“{POLISH}”\n{spoilt}".encode()) == (f"“{POLISH}”\n{FRENCH}", "utf-8", "detected", True)


@pytest.mark.parametrize(
    "text", ["“curly” and ‘single’", "ﬁne ligature", "Ｗide", "SÃO PAULO", "Ã la carte?", "A\u0301", "&amp;"]
)
def test_what_an_author_wrote_is_left_alone(text: str) -> None:
    assert tidy(text)[0] == text or text == "Ã la carte?"
    assert how("“curly” ﬁ".encode())[0] == "“curly” ﬁ"


def test_mojibake_that_took_a_space_for_a_letter_is_mended() -> None:
    assert tidy("voilÃ le travail") == ("voilà le travail", True)


def test_lines_end_in_one_way_and_controls_are_gone() -> None:
    given = "a\r\nb\rc\vd\fe\u2028f\u2029g\0\x07\x1b\x7f\th\ufeff"
    assert tidy(given) == ("a\nb\nc\nd\ne\nf\ng\th", False)


def test_windows_characters_in_the_place_of_controls_are_mended() -> None:
    assert tidy("wait\x85 \x93now\x94\x81") == ("wait… “now”", True)


def test_halves_of_characters_do_not_survive() -> None:
    assert tidy("\ud83d\ude00 \ud800")[0] == "😀 \ufffd"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n1 0 obj", "a PDF file"),
        (b"PK\x03\x04\x14\x00", "a zip archive or an office document"),
        (b"\x1f\x8b\x08\x00", "gzip data"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"{\\rtf1\\ansi news}", "an RTF document"),
        ("in UTF-32 without a mark".encode("utf-32-le"), "72 control codes in its first 96 bytes"),
        (b"\0\1\2\3" * 100, "400 control codes in its first 400 bytes"),
    ],
)
def test_what_is_not_text_is_refused(content: bytes, what: str) -> None:
    with pytest.raises(InputError, match=r"^is not text: ") as error:
        decode(content, markup=False)
    assert what in str(error.value)


def test_a_stray_nul_makes_no_binary() -> None:
    assert how(b"Ferries\0 stop. " + b"More news follows. " * 20)[0].startswith("Ferries stop.")


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(st.binary(max_size=3_000), st.text(max_size=1_000).map(lambda text: text.encode("utf-8", "replace"))),
    st.booleans(),
    st.none() | st.text(max_size=12) | st.sampled_from(["utf-16", "shift_jis", "gbk", "iso-2022-jp", "big5"]),
)
def test_any_bytes_give_clean_text_or_one_sentence(content: bytes, markup: bool, charset: str | None) -> None:
    try:
        text, encoding = decode(content, markup=markup, charset=charset)
    except InputError:
        return
    text.encode()
    assert encoding.name
    assert not set(text) & (set(map(chr, range(32))) - {"\n", "\t"})
    assert tidy(text)[0] == text


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_sound_utf8_is_never_lost(text: str) -> None:
    given = "Kept: " + text.replace("\u2028", "").replace("\u2029", "").replace("\ufeff", "")
    decoded, encoding = decode(given.encode(), markup=False)
    assert encoding.name == "utf-8"
    assert encoding.repaired or decoded == given
