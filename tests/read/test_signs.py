from __future__ import annotations

import pytest

from kg.read.cues import Cues
from kg.read.signs import ends, headline_shaped, signs, title_shaped


@pytest.mark.parametrize(
    ("line", "kind", "date", "publisher"),
    [
        ("Transfer from: Lakeside News Network", "transfer", "", "Lakeside News Network"),
        ("Reprinted from Lakeside Daily, 2023-05-24", "transfer", "2023-05-24", "Lakeside Daily"),
        ("Source: Lakeside Daily", "source", "", "Lakeside Daily"),
        ("Source | Lakeside Daily", "source", "", "Lakeside Daily"),
        ("June 05, 2009", "date", "2009-06-05", ""),
        ("Friday, June 5, 2009 10:15 UTC", "date", "2009-06-05", ""),
        ("Published: 5 June 2009", "date", "2009-06-05", ""),
        ("2023-05-24 08:00 Source: Lakeside Daily", "date", "2023-05-24", "Lakeside Daily"),
        ("2023-05-24 08:00 | Lakeside Daily", "date", "2023-05-24", "Lakeside Daily"),
        ("By Jane Doe, May 5, 2023", "byline", "2023-05-05", ""),
        ("Author: Jane Doe", "byline", "", ""),
        ("By city reporter of Lakeside Li Wen", "reporter", "", ""),
        ("Lakeside channel ● Lakeside Business Daily reporter Li Wen", "reporter", "", "Lakeside Business Daily"),
        (
            "Lakeside Evening News (Reporter Li Wen) On the evening of April 10th,",
            "reporter",
            "",
            "Lakeside Evening News",
        ),
        (
            "Lakeside News Agency, Bergen, May 24 (Reporter Li Wen) The plant",
            "reporter",
            "",
            "Lakeside News Agency, Bergen",
        ),
        ("OSLO, Feb 28 - The carmaker Norwind said", "dateline", "", ""),
        ("OSLO (Reuters) - The carmaker Norwind said", "dateline", "", "Reuters"),
        ("Oslo and San Remo, 29 August 2024. Norwind, the", "dateline", "2024-08-29", ""),
        ("BERGEN, Norway, Jan. 7, 2025 (GLOBE NEWSWIRE) -- Norwind", "dateline", "2025-01-07", "GLOBE NEWSWIRE"),
        ("Lakeside Quality Daily — Recently, Norwind", "dateline", "", "Lakeside Quality Daily"),
    ],
)
def test_signs_of_an_articles_head(line: str, kind: str, date: str, publisher: str, cues: Cues) -> None:
    found = signs(line, cues)
    assert kind in [sign.kind for sign in found]
    assert [sign.date for sign in found if sign.date][:1] == ([date] if date else [])
    assert [sign.publisher for sign in found if sign.publisher][:1] == ([publisher] if publisher else [])


@pytest.mark.parametrize(
    "line",
    [
        "The source said that the plant would close on May 5, 2023.",
        "From Bergen to Oslo in four hours",
        "By the end of the year Norwind wants to sell 20,000 vans",
        "Norwind will show the van on May 5, 2023",
        "Reporter: What will the van cost?",
        "A reporter of this paper asked him about the price.",
        "Interview time: 2023.05.24",
        "NCM-811 cells reach 300 Wh/kg",
        "Updated the plan on 5 May 2023",
        "",
    ],
)
def test_running_text_gives_no_sign(line: str, cues: Cues) -> None:
    assert signs(line, cues) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Norwind opens a plant in Bergen",
        "Can the Kestrel help Norwind take off again?",
        '"We only earn hard money," says Norwind\'s head',
        "The order volume of the Kestrel exceeded 10,000, and the share of electric vans rose to 52%.",
        "319,800 kroner up: the Kestrel is listed",
        "# Norwind opens a plant",
        "新款电动车发布",
    ],
)
def test_titles(line: str, cues: Cues) -> None:
    assert title_shaped(line, cues)


@pytest.mark.parametrize(
    "line",
    [
        "- Range: 400 km",
        "1. Norwind opens a plant",
        "Highlights:",
        "and the share rose",
        "Figure 3: Vans sold by region",
        "Photo: Jane Doe",
        "PRESS RELEASE",
        "Source: Lakeside Daily",
        "Editor: Li Wen",
        "June 05, 2009",
        "x" * 300,
        "It opened a plant. It hired people. It sold vans. Then it closed.",
        "",
        "   ",
        "***",
    ],
)
def test_no_titles(line: str, cues: Cues) -> None:
    assert not title_shaped(line, cues)


def test_a_headline_has_no_full_stop(cues: Cues) -> None:
    assert headline_shaped("Norwind opens a plant", cues)
    assert headline_shaped("Will Norwind open a plant?", cues)
    assert not headline_shaped("Norwind opens a plant.", cues)
    assert not headline_shaped('"Norwind opens a plant."', cues)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Editor: ZB", True),
        ("(Responsible editor: Li Wen)", True),
        ("Editor | Li Wen", True),
        ("Edited by Jane Doe", True),
        ("###", True),
        ("(END)", True),
        ("Editor's note: this is a translation", False),
        ("Editor: what will the van cost, and when is it coming?", False),
        ("* * *", False),
    ],
)
def test_marks_below_an_article(line: str, expected: bool, cues: Cues) -> None:
    assert ends(line, cues) is expected
