from __future__ import annotations

import builtins
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReadFailed
from kg.read import Limits
from kg.read.convert import convert
from kg.read.html import declared, text_of
from kg.read.isolate import Converter
from kg.read.limits import DEFAULT
from kg.read.parts import OtherKind
from kg.read.pdf import paragraphs
from tests.read.articles import article, docx, docx_with, feed, page, pdf, prose
from tests.read.conftest import Reader

BODY = "\n\n".join(
    (
        "Norwind will build the Kestrel, a van for parcels, in a former shipyard in Bergen from May next year.",
        "The company has put 300 million kroner into the yard and wants to hire 400 people from the town.",
        "Deliveries to dealers in Oslo start in autumn, said Kari Lund, who runs the firm's works.",
    )
)
META = (
    '<meta property="og:site_name" content="Fjord Post"><meta property="og:url" content="https://fjord.example/1">'
    '<meta property="article:published_time" content="2024-03-05T23:30:00-05:00">'
)
DEEP = 100_000


def bomb(depth: int = 12) -> str:
    """Entities that would grow tenfold at each of `depth` steps."""
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">{steps}]>'


def test_html(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.html").write_text(page("Norwind builds a van", BODY, META), encoding="utf-8")
    (document,), skipped = reading(tmp_path)
    assert skipped == []
    assert (document.id, document.title, document.date) == ("x", "Norwind builds a van", "2024-03-05")
    assert (document.publisher, document.url) == ("Fjord Post", "https://fjord.example/1")
    assert document.text.splitlines()[0] == "Norwind builds a van"
    assert all(paragraph in document.text for paragraph in BODY.split("\n\n"))
    assert not any(word in document.text for word in ("tracked", "Home", "Imprint"))


def test_html_without_a_date_has_none(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.htm").write_text(page("Norwind builds a van", BODY.replace("from May", "from May 5, 2024, that is")))
    assert [document.date for document in reading(tmp_path)[0]] == [""]


def test_html_in_the_encoding_that_it_names(tmp_path: Path, reading: Reader) -> None:
    text = page("Samochód z Łodzi", "Samochód został zaprezentowany w Łodzi. " + BODY).replace("utf-8", "iso-8859-2")
    (tmp_path / "x.html").write_bytes(text.encode("iso-8859-2"))
    (document,), _ = reading(tmp_path)
    assert document.text.startswith("Samochód z Łodzi")
    assert declared(b'<meta http-equiv="x" content="text/html; charset=koi8-r">') == "koi8-r"
    assert declared(b"<p>charset=koi8-r") == ""


def test_pdf(tmp_path: Path, reading: Reader) -> None:
    lines = (
        "Norwind builds a van",
        "Norwind will build the Kestrel in a former shipyard in Ber-",
        "gen from May next year.",
    )
    (tmp_path / "x.pdf").write_bytes(pdf(*lines, "Deliveries (to dealers) start in autumn."))
    (document,), skipped = reading(tmp_path)
    assert skipped == []
    assert document.title == "Norwind builds a van"
    assert document.text.split("\n\n")[1:] == [
        "Norwind will build the Kestrel in a former shipyard in Bergen from May next year.",
        "Deliveries (to dealers) start in autumn.",
    ]


def test_paragraphs_of_a_page() -> None:
    full = "word " * 15
    assert (
        paragraphs(f"Title\n{full}\n{full}\nend.\nNext one")
        == f"Title\n\n{full.strip()} {full.strip()} end.\n\nNext one"
    )
    assert paragraphs("") == ""


def test_docx(tmp_path: Path, reading: Reader) -> None:
    content = docx("Norwind builds a van", BODY, table=(("Range", "400 km"), ("Price", "30,000 euros")))
    (tmp_path / "x.docx").write_bytes(content)
    (document,), skipped = reading(tmp_path)
    assert skipped == []
    assert document.title == "Norwind builds a van"
    assert document.text.endswith("Range\t400 km\n\nPrice\t30,000 euros")


def test_docx_with_several_articles(tmp_path: Path, reading: Reader) -> None:
    one, two = article("Norwind opens a plant", end="Editor: ZB"), article("Norwind closes a plant")
    (tmp_path / "x.docx").write_bytes(docx(*one.split("\n\n"), *two.split("\n\n")))
    documents, _ = reading(tmp_path)
    assert [(document.id, document.title) for document in documents] == [
        ("x-1", "Norwind opens a plant"),
        ("x-2", "Norwind closes a plant"),
    ]
    assert "".join(document.text for document in documents) == f"{one}\n\n{two}"
    assert documents[1].offset == len(documents[0].text)


def test_feed(tmp_path: Path, reading: Reader) -> None:
    first = (
        "<title>Norwind builds &amp; sells</title><link>https://fjord.example/1</link>"
        "<pubDate>Tue, 05 Mar 2024 23:30:00 -0500</pubDate><description>&lt;p&gt;One &lt;b&gt;van&lt;/b&gt;.&lt;/p&gt;"
        "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;Two.&lt;/p&gt;</description>"
    )
    (tmp_path / "x.rss").write_text(feed(first, "<title>Another one</title>", "<category>none</category>"))
    (one, two), skipped = reading(tmp_path)
    assert skipped == []
    assert (one.id, one.title, one.date, one.publisher) == ("x-1", "Norwind builds & sells", "2024-03-05", "Fjord Post")
    assert (one.text, one.url) == ("Norwind builds & sells\n\nOne van.\nTwo.", "https://fjord.example/1")
    assert (two.id, two.text) == ("x-2", "Another one")


def test_one_entry_has_the_stem(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.xml").write_text(feed("<title>Another one</title>"))
    assert [document.id for document in reading(tmp_path)[0]] == ["x"]


def test_xml_that_is_no_feed(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.xml").write_text("<urlset><url>https://fjord.example</url></urlset>")
    assert [one.failed for one in reading(tmp_path)[1]] == [False]
    assert [one.failed for one in reading(tmp_path / "x.xml")[1]] == [True]


def test_other_xml_needs_no_package(tmp_path: Path, reading: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Converter, kind: str, content: bytes) -> None:
        raise AssertionError("not to be converted")

    monkeypatch.setattr(Converter, "convert", refuse)
    (tmp_path / "x.xml").write_text("<urlset><url>https://fjord.example</url></urlset>")
    assert [one.reason for one in reading(tmp_path)[1]] == ["XML, but no RSS or Atom feed"]


def test_a_feed_is_content_and_no_address(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(feed("<title>Secret one</title>"))
    with pytest.raises(OtherKind):
        convert("feed", str(tmp_path / "secret.txt").encode(), DEFAULT)


def test_fragments() -> None:
    assert text_of("<p>a  b<br>c</p><style>x{}</style><ul><li>d</li></ul>e &amp; f") == "a b\nc\nd\ne & f"
    assert text_of("1 < 2 <b") == "1 < 2 <b"


HOSTILE: dict[str, tuple[str, Any, str]] = {
    "deep html": ("x.html", "<div>" * DEEP + "x", "no article"),
    "empty html": ("x.html", "<html><body><script>1</script></body></html>", "no article"),
    "binary html": ("x.html", b"\0\1\2" * 100, "binary"),
    "damaged pdf": ("x.pdf", b"%PDF-1.4\nnonsense" * 40, "damaged"),
    "text as pdf": ("x.pdf", b"just some text", "damaged"),
    "encrypted pdf": ("x.pdf", lambda: pdf("x", encrypted=True), "encrypted"),
    "pdf of pictures": ("x.pdf", lambda: pdf(), "no text"),
    "text as docx": ("x.docx", b"just some text", "no DOCX"),
    "old word": ("x.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "encrypted or old Word document"),
    "zip bomb": ("x.docx", lambda: docx_with(b" " * 5_000_000), "zip bomb"),
    "deep docx": ("x.docx", lambda: docx_with(b"<a>" * DEEP), "damaged"),
    "docx of entities": ("x.docx", lambda: docx_with(bomb().encode() + b"<x>&a11;</x>"), "damaged"),
    "docx without text": ("x.docx", lambda: docx(" "), "no text"),
    "cut docx": ("x.docx", lambda: docx("x")[:2000], "no DOCX"),
    "deep feed": ("x.rss", "<rss version='2.0'><channel>" + "<a>" * 20_000, "no entry"),
    "feed of nothing": ("x.atom", '<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "no entry"),
}


@pytest.mark.parametrize(("name", "content", "reason"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_give_a_reason(tmp_path: Path, name: str, content: Any, reason: str, reading: Reader) -> None:
    made = content() if callable(content) else content
    (tmp_path / name).write_bytes(made if isinstance(made, bytes) else made.encode())
    (tmp_path / "y.txt").write_text(prose("Norwind"))
    documents, (skipped,) = reading(tmp_path, limits=Limits(unpacked_bytes=2_000_000))
    assert [document.id for document in documents] == ["y"]
    assert skipped.failed
    assert skipped.source == name
    assert reason in skipped.reason


def test_entities_of_a_feed_do_not_grow(tmp_path: Path, reading: Reader) -> None:
    (tmp_path / "x.rss").write_text(bomb() + feed("<title>x &a11;</title>").partition("?>")[2])
    documents, skipped = reading(tmp_path)
    assert sum(len(document.text) for document in documents) < 1000
    assert len(documents) + len(skipped) == 1


def test_a_conversion_that_takes_too_long_is_ended() -> None:
    with Converter(Limits(convert_seconds=0.05)) as converter:
        for _ in range(2):
            with pytest.raises(ReadFailed, match=r"longer than 0\.05 seconds"):
                converter.convert("html", page("Norwind builds a van", BODY).encode())


def test_a_conversion_that_takes_too_much_memory_is_ended() -> None:
    with (
        Converter(Limits(convert_bytes=60 * 2**20)) as converter,
        pytest.raises(ReadFailed, match=r"memory|broke down"),
    ):
        converter.convert("html", page("Norwind builds a van", BODY * 50_000).encode())


def test_the_next_file_is_converted_after_a_breakdown(tmp_path: Path) -> None:
    with Converter(DEFAULT) as converter:
        process = converter._start()
        process.kill()
        process.wait()
        with pytest.raises(ReadFailed, match="broke down"):
            converter.convert("pdf", pdf("A line"))
        assert converter.convert("pdf", pdf("A line"))[0].text == "A line"


def test_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ReadFailed, match="its text is larger"):
        convert("docx", docx("x" * 2000), Limits(file_bytes=1000))


@pytest.mark.parametrize(
    ("kind", "package"), [("html", "trafilatura"), ("pdf", "pypdf"), ("docx", "docx"), ("feed", "feedparser")]
)
def test_a_missing_package_is_named_with_its_remedy(kind: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ReadFailed, match=r'pip install "newsgraph-kg\[read\]"'):
        convert(kind, b"x", DEFAULT)


@pytest.mark.parametrize("fault", [ValueError("x"), RecursionError(), MemoryError(), KeyError("y"), OSError("z")])
def test_whatever_a_library_raises_becomes_a_reason(fault: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: bytes, limits: Limits) -> builtins.list[Any]:
        raise fault

    monkeypatch.setitem(convert.__globals__["CONVERTERS"], "pdf", broken)
    with pytest.raises(ReadFailed, match=r"damaged|nested|memory"):
        convert("pdf", b"x", DEFAULT)


def test_other_kinds_stay_other_kinds() -> None:
    with pytest.raises(OtherKind):
        convert("feed", b"<x/>", DEFAULT)
