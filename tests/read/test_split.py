from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.read.cues import Cues, load_cues
from kg.read.split import nonblank_lines, split
from tests.read.articles import SHARED, article, prose


def pieces(text: str, cues: Cues) -> list[str]:
    begins = split(text, cues)
    assert begins[0] == 0
    assert list(begins) == sorted(set(begins))
    found = [text[begin:end] for begin, end in zip(begins, (*begins[1:], len(text)), strict=True)]
    assert "".join(found) == text
    return found


FIRST = article("Norwind opens a plant in Bergen", "Lakeside Daily reporter Li Wen")
SECONDS = {
    "a source taken over": article("Can the Kestrel lift Norwind again?", "Transfer from: Lakeside News Network"),
    "a reporter's line": article(
        "Orders for the Kestrel exceeded 10,000, and electric vans rose to 52%.",
        "Lakeside channel ● Daily reporter Li Wen",
    ),
    "a reporter in brackets": "Norwind shows a new chassis\n\nLakeside News (Reporter Li Wen) " + prose("Norwind"),
    "source and date": article("Norwind shows a new chassis", "Source: Lakeside Times", "2023-05-24 08:00"),
    "author and date": article("Norwind shows a new chassis", "By Jane Doe, May 24, 2023"),
}


@pytest.mark.parametrize("second", SECONDS.values(), ids=SECONDS)
def test_splits_at_a_title_with_signs_below(second: str, cues: Cues) -> None:
    assert pieces(f"{FIRST}\n\n{second}\n\n{FIRST}", cues) == [f"{FIRST}\n\n", f"{second}\n\n", FIRST]


@pytest.mark.parametrize("mark", ["Editor: ZB", "(Responsible editor: Li Wen)", "###", "- END -"])
@pytest.mark.parametrize("small", ["", "\n\nCopyright Fjord Post 2023. All rights reserved."])
def test_splits_after_an_editors_mark(mark: str, small: str, cues: Cues) -> None:
    first = article("Norwind opens a plant", end=mark + small)
    second = article("The Kestrel officially appeared in the register, but everyone at Norwind remained silent.")
    assert pieces(f"{first}\n\n{second}", cues) == [f"{first}\n\n", second]


@pytest.mark.parametrize("head", [("June 05, 2009",), ("Source: Lakeside Times",), ("By Jane Doe",)])
def test_a_weak_sign_counts_where_the_first_article_opens_alike(head: tuple[str, ...], cues: Cues) -> None:
    first, second = article("Norwind opens a plant", *head), article("Norwind closes a plant", *head, subject="Brae")
    assert len(pieces(f"{first}\n\n{second}\n\n{first}", cues)) == 3
    assert len(pieces(f"{article('Norwind opens a plant')}\n\n{second}", cues)) == 1


def test_a_drawn_rule_makes_a_weak_sign_count(cues: Cues) -> None:
    second = article("Norwind closes a plant", "June 05, 2009")
    assert len(pieces(f"{article('Norwind opens a plant')}\n\n==========\n{second}", cues)) == 2


def test_press_releases_by_their_datelines(cues: Cues) -> None:
    first = "PRESS RELEASE\nNorwind opens a plant\n\nOSLO, 5 June 2009 - " + prose("Norwind")
    second = first.replace("opens", "closes")
    assert pieces(f"{first}\n\n{second}", cues) == [f"{first}\n\n", second]


WHOLE = {
    "subheadings": f"{FIRST}\n\nA bumpy start\n\n{prose('Norwind')}\n\nOn May 1st, it opened\n\n{prose('Norwind')}",
    "a figure with its source": f"{FIRST}\n\nVans sold by region\n\nSource: Fjord Post\n\n{prose('Norwind')}",
    "a chart in an article that has a source": article("Norwind opens a plant", "By Jane Doe")
    + f"\n\nVans sold by region\n\nSource: company data\n\n{prose('Norwind')}",
    "a quoted press release": f"{article('Norwind opens a plant')}\n\nNORWIND ANNOUNCES A PLANT\n\n"
    f"Bergen — September 9, 2021 — {prose('Norwind')}",
    "a press release after a colon": f"{FIRST}\n\nHere is the release:\n\n{SECONDS['a source taken over']}",
    "a timeline": f"{article('Norwind opens a plant')}\n\nGround is broken\n\nMay 5, 2021\n\n{prose('Norwind')}",
    "an interview with the editor": "\n\n".join(
        (
            article("Norwind opens a plant"),
            "Editor: Why so late?",
            prose("Doe"),
            "Editor: Thanks",
            "And so on",
            prose("Doe"),
        )
    ),
    "an editor at the head": f"Norwind opens a plant\n\nEditor: ZB\n\nThe town had waited\n\n{prose('Norwind', 8)}",
    "authors at the head": "Norwind opens a plant\n\nAuthor | Jane Doe\n\nEditor | Li Wen\n\nThe town had waited\n\n"
    + prose("Norwind", 8),
    "the firm's own portrait": f"{article('Norwind opens a plant', end='###')}\n\nAbout Norwind\n\n{prose('Norwind')}",
    "an editor at the very end": article("Norwind opens a plant", end="Editor: ZB\n\nThe photos are the firm's own"),
    "rules between sections": f"{FIRST}\n\n* * *\n\nWhat comes next for it\n\n{prose('Norwind')}\n\n-----\n\nAn end\n\n"
    + prose("Norwind"),
    "a list of dates": f"{FIRST}\n\n" + "\n\n".join(f"Stage {n} of the race\n\nJune {n}, 2021" for n in range(1, 20)),
    "a signature at the end": f"{article('Norwind opens a plant')}\n\nAll waited.\n\nLakeside Daily reporter Li Wen",
    "one paragraph": prose("Norwind", 40).replace("\n\n", " "),
    "nothing": "",
    "blank": " \n" * 1000,
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_leaves_whole(text: str, cues: Cues) -> None:
    assert pieces(text, cues) == [text]


def test_short_pieces_are_no_articles(cues: Cues) -> None:
    text = f"{FIRST}\n\nNorwind in brief\n\nTransfer from: Lakeside News\n\nIt opened."
    assert len(pieces(text, cues)) == 1
    assert len(pieces(text, load_cues({}))) == 1


def test_without_cues_nothing_is_split() -> None:
    text = "\n\n".join([article("Norwind opens a plant", end="Editor: ZB"), SECONDS["a source taken over"]] * 3)
    assert split(text, load_cues({})) == (0,)


def test_lines_keep_their_places() -> None:
    text = "\n\n  one  \ntwo\n \n\t\nthree\n"
    lines = nonblank_lines(text)
    assert [(line.text, line.isolated) for line in lines] == [("  one  ", True), ("two", False), ("three", True)]
    assert all(text[line.begin : line.begin + line.length] == line.text for line in lines)


def single_articles() -> Iterator[tuple[str, str]]:
    for folder in ("dev", "train", "seeds"):
        for path in sorted((SHARED / "eval" / folder).glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(content, dict):
                yield path.stem, content["text"]
    for folder in ("ev-news", "wikinews"):
        for path in sorted((SHARED / "corpora" / folder).glob("*.txt")):
            yield path.stem, path.read_text(encoding="utf-8")


@pytest.mark.shared
def test_no_single_article_is_split(cues: Cues) -> None:
    texts = dict(single_articles())
    assert len(texts) > 400
    assert {name: split(text, cues) for name, text in texts.items() if split(text, cues) != (0,)} == {}


@pytest.mark.shared
def test_the_seed_is_split_into_its_articles(cues: Cues) -> None:
    (seed,) = (Path(__file__).parents[2] / "seeds").glob("*.txt")
    found = pieces(seed.read_text(encoding="utf-8"), cues)
    gold = [
        json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted((SHARED / "eval/seeds").glob("s*.json"))
    ]
    assert len(found) == len(gold) == 4
    for mine, theirs in zip(found, gold, strict=True):
        assert mine.splitlines()[0] == theirs.splitlines()[0]
        assert mine.strip() == theirs.strip()


@pytest.mark.shared
def test_joined_articles_are_found_again(cues: Cues) -> None:
    """Where articles that open with a date are joined, each boundary is found and no other."""
    wiki = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "corpora" / "wikinews").glob("*.txt"))]
    wiki = [text for text in wiki if len(text) > 600][:40]
    begins = [0]
    for text in wiki[:-1]:
        begins.append(begins[-1] + len(text) + 2)
    assert split("\n\n".join(wiki), cues) == tuple(begins)
