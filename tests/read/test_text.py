from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadFailed
from kg.read.cues import Cues
from kg.read.text import decode, normal

WESTERN = "The café’s owner – a fan of “Norwind” – paid €20,000 for his Škoda. The new van is due in May. "
CHINESE = "公司发布新款电动汽车，首批车辆将于五月交付给经销商，价格为二十万元。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "utf-8"),
        (WESTERN, "utf-8-sig"),
        (WESTERN, "utf-16"),
        (WESTERN, "utf-16-le"),
        (WESTERN, "utf-16-be"),
        (WESTERN, "utf-32"),
        (WESTERN * 3, "cp1252"),
        ("Die Straße nach Köln ist gesperrt, und das Auto fährt über die Brücke zum Händler.", "cp1252"),
        (CHINESE * 3, "gb18030"),
        ("Norwind (北风) said that its van (货车) would be built in Shenzhen from May. " * 2, "gb18030"),
        ("トヨタ自動車は新型車を発表した。価格は三百万円からで、五月に発売する。" * 3, "shift_jis"),
        ("새로운 전기차를 발표했다. 가격은 오천만원부터이며 오월에 출시된다." * 3, "euc-kr"),
    ],
)
def test_encodings(text: str, encoding: str, cues: Cues) -> None:
    assert decode(text.encode(encoding), cues) == text


def test_damaged_utf8_stays_utf8(cues: Cues) -> None:
    text = "Über dem Café steht das Résumé der Käufer"
    assert decode(text.encode() + b"\xff\xfe\x80 end", cues) == f"{text}\ufffd\ufffd\ufffd end"


def test_an_encoding_that_the_content_declares(cues: Cues) -> None:
    text = "Samochód został zaprezentowany w Łodzi i wkrótce będzie sprzedawany."
    assert decode(text.encode("iso-8859-2"), cues, "iso-8859-2") == text
    assert decode(text.encode(), cues, "iso-8859-2") == text
    assert decode(b"caf\xe9 in town", cues, "no-such-encoding") == "café in town"


@pytest.mark.parametrize(
    "content",
    [
        b"abc\0def",
        bytes(range(1, 256)) * 20,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        codecs.BOM_UTF16_LE + b"\0\xd8" * 50,
        codecs.BOM_UTF8,
        codecs.BOM_UTF8 + b" \n\t",
        "\u200b\ufeff\n".encode(),
    ],
)
def test_what_is_no_text(content: bytes, cues: Cues) -> None:
    with pytest.raises(ReadFailed, match=r"binary content|no text"):
        decode(content, cues)


def test_normal() -> None:
    assert normal("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h\n") == "a\nb\nc\nd\ne\nf\ng\nh\n"
    assert normal("a\0b\x1bc\x7fd\x9fe\ufffff\tg") == "a b c d e f\tg"
    assert normal("a\ud800b\udfff") == "a\ufffdb\ufffd"
    assert (
        normal("Model\u00a03 at 5\u202fkWh\u3000or 20\u00a0000 of 3\u2009000")
        == "Model 3 at 5 kWh or 20\u00a0000 of 3\u2009000"
    )
    assert normal("zero\u200bwidth \u202ebidi é 😀") == "zero\u200bwidth \u202ebidi é 😀"


@given(st.text(alphabet=st.characters(), max_size=200))
def test_normal_text_stays_and_can_be_stored(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert len(once) == len(text.replace("\r\n", "\n"))
    assert once.encode("utf-8").decode("utf-8") == once


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(cues: Cues, content: bytes) -> None:
    try:
        text = decode(content, cues)
    except ReadFailed:
        return
    assert text.strip()
    assert normal(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=100))
def test_utf8_is_never_taken_for_something_else(cues: Cues, text: str) -> None:
    if text.strip(" \ufffd\u200b\ufeff") and text.count("\ufffd") < 0.1 * len(text) and text[0] != "\ufeff":
        assert decode(text.encode(), cues) == normal(text)
