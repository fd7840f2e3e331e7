"""HTML pages and fragments → text without menus, advertisements and scripts (trafilatura)."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from kg.errors import ReadFailed
from kg.read.limits import Limits
from kg.read.parts import Part

CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
BLOCK = re.compile(
    "p|div|br|li|ul|ol|h[1-6]|tr|table|section|article|blockquote|pre|figure|figcaption|hr|dd|dt|dl|header|footer|main"
)
SILENT = frozenset(("script", "style", "noscript", "template", "svg", "iframe"))


def read_html(content: bytes, limits: Limits) -> list[Part]:
    """The main text of a page (UTF-8), below its title, with title, date, publisher and address from its metadata.

    Raises ReadFailed where the page holds no running text.
    """
    import trafilatura

    page = DECLARATION.sub("", content.decode("utf-8", "replace"))
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": "2199-12-31"},
    )
    text = "" if found is None or isinstance(found, dict) else (found.text or "").strip()
    if found is None or isinstance(found, dict) or not text:
        raise ReadFailed("no article was found in the page")
    title = _line(found.title)
    if title and title.casefold() not in text[: len(title) + 200].casefold():
        text = f"{title}\n\n{text}"
    return [
        Part(
            text,
            title=title,
            date=found.date or "",
            publisher=_line(found.sitename),
            url=_line(found.url),
            language=(found.language or "")[:2],
        )
    ]


def text_of(fragment: str) -> str:
    """The text of an HTML fragment such as a feed's entry, one line per block."""
    parser = _Fragment()
    parser.feed(fragment)
    parser.close()
    lines = (re.sub(r"\s+", " ", line).strip() for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def declared(content: bytes) -> str:
    """The encoding that a page names in its first lines, or ""."""
    match = CHARSET.search(content[:4096])
    return match[1].decode("ascii") if match else ""


def _line(value: str | None) -> str:
    return " ".join((value or "").split())


class _Fragment(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.silent and tag in SILENT:
            self.silent = tag
        if BLOCK.fullmatch(tag):
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""
        if BLOCK.fullmatch(tag):
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))
