"""Made-up input: bytes near to valid files, and texts of pieces that have broken programs before."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Mapping
from functools import cache

from tests.read.articles import article, docx, feed, page, pdf, prose

PIECES = (
    *("Brontide Motors", "BYD", "Tesla's Model 3", "the company", "He", "it", "Ms. Li", "EV", "Haval (GWM)", "O'Neil"),
    *("makes", "sold", "did not buy", "may supply", "is owned by", "will launch", "said", "with", "of", "and", "not"),
    *(
        "12,000",
        "58.800 yuan",
        "US$14 billion",
        "61.71 %",
        "1e999",
        "0",
        "-3",
        "9" * 40,
        "½",
        "٣٤",
        "20 mA",
        "2 C-rate",
        "III",
        "5-7",
    ),
    *("2023-05", "May 2024", "30 February 2023", "99/99/9999", "last month", "Q5 2021", "year-on-year", "0000"),
    *("\u202e", "\u200b", "\ufeff", "\u0301", "\u2028", "\ufffd", "\x00", "\x1b[31m", "\t", "\r", "\n", "\n\n"),
    *("lea\u017ft", "m\u0131llion", "\u212am", "M\u0130LES", "\u017fpring 2023", "2 \u017feconds"),
    *("汽车", "🚗", "ﬁ", "İ", "ß", "🇳🇴", "e\u0301\u0302\u0303", "ﷺ", "\U0010ffff", "\ud7ff"),
    *(".", ",", ";", "(", ")", "((", "[", "“", "”", "'", '"', "—", "…", "..", "!?", "•", "- ", "|", "\\", "/", "%"),
    *("<b>", "</script>", "&amp;", "]]>", "{", "}", "${x}", "http://x.example/?a=b", "a@b.c", "x" * 60, "A" * 60),
)
ALONG = ("", " ", " ", " ", " ")


def text(chance: random.Random, most: int = 60) -> str:
    """A text of up to `most` pieces."""
    return "".join(chance.choice(PIECES) + chance.choice(ALONG) for _ in range(chance.randint(0, most)))


def _records() -> bytes:
    rows = [{"id": f"n/{n}", "text": prose("Norwind"), "date": "2024-03-05", "title": "A van"} for n in range(3)]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


VALID: Mapping[str, Callable[[], bytes]] = {
    ".txt": lambda: (article("One", "By Li Wen") + "\n\nEditor: ZB\n\n" + article("Two", "By Li Wen")).encode(),
    ".md": lambda: f"---\ntitle: A van\ndate: 2024-03-05\n---\n{prose('Norwind')}".encode(),
    ".html": lambda: page("A van", prose("Norwind")).encode(),
    ".pdf": lambda: pdf("Norwind opens a plant.", "It makes vans."),
    ".docx": lambda: docx("Norwind opens a plant.", table=(("Model", "Price"), ("Van", "12,000"))),
    ".rss": lambda: feed(f"<title>A van</title><description>{prose('Norwind')}</description>").encode(),
    ".jsonl": _records,
    ".jsonl.gz": lambda: gzip.compress(_records(), mtime=0),
    ".meta.toml": lambda: b'title = "A van"\ndate = 2023-05-24\n[[article]]\nurl = "https://fjord.example"\n',
}


@cache
def valid(suffix: str) -> bytes:
    """A valid file of a kind."""
    return VALID[suffix]()


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Content after some cuts, changes, doublings and foreign pieces."""
    for _ in range(chance.randint(0, 6)):
        at = chance.randint(0, len(content))
        end = min(len(content), at + chance.choice((1, 2, 8, 100, 1000)))
        middle = (
            b"",
            content[at:end] * 2,
            chance.randbytes(end - at),
            bytes(b ^ (1 << chance.randrange(8)) for b in content[at:end]),
            chance.choice(PIECES).encode() * chance.choice((1, 1, 1, 50)),
            chance.choice((b"[", b"<div>", b"(", b"{", b"9", b"\0", b"\xff")) * chance.choice((1, 3000)),
        )[chance.randrange(6)]
        content = content[:at] + middle + content[end:]
    return content
