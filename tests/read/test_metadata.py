from __future__ import annotations

import pytest

from kg.read.cues import Cues, load_cues
from kg.read.metadata import Head, language, read_head
from tests.read.articles import article, prose

BODY = prose("Norwind")


@pytest.mark.parametrize(
    ("text", "title", "date", "publisher"),
    [
        (article("Norwind opens a plant"), "Norwind opens a plant", "", ""),
        (article("Norwind opens a plant", "June 05, 2009"), "Norwind opens a plant", "2009-06-05", ""),
        (f"June 05, 2009\n\nNorwind opens a plant\n\n{BODY}", "Norwind opens a plant", "2009-06-05", ""),
        (f"FOR IMMEDIATE RELEASE\nNorwind opens a plant\n{BODY}", "Norwind opens a plant", "", ""),
        (f"# Norwind opens a plant\n\n{BODY}", "Norwind opens a plant", "", ""),
        (
            article("Norwind opens a plant", "Transfer from: Lakeside News", "On May 15th, 2023, it opened."),
            "Norwind opens a plant",
            "2023-05-15",
            "Lakeside News",
        ),
        (
            article("Norwind opens a plant", "On May 15th, 2023, it opened.", BODY, "Interview time:2023.05.24"),
            "Norwind opens a plant",
            "2023-05-24",
            "",
        ),
        (f"Norwind opens a plant\n\nOn the evening of June 3, 2022, {BODY}", "Norwind opens a plant", "2022-06-03", ""),
        (f"Norwind opens a plant\n\nOSLO, June 3, 2022 - {BODY}", "Norwind opens a plant", "2022-06-03", ""),
        (f"Norwind opens a plant\n\nJune 3, 2022 - {BODY}", "Norwind opens a plant", "2022-06-03", ""),
        (f"Norwind opens a plant\n\nOSLO (Reuters) - {BODY}", "Norwind opens a plant", "", "Reuters"),
        (
            f"Norwind opens a plant\n\nMUMBAI: Norwind on Friday, August 8, 2025 reported a profit. {BODY}",
            "Norwind opens a plant",
            "2025-08-08",
            "",
        ),
        (
            article("Norwind opens a plant", "2023-05-24 08:00 Source: Lakeside Times"),
            "Norwind opens a plant",
            "2023-05-24",
            "Lakeside Times",
        ),
        (article("Norwind opens a plant", "By Jane Doe | 24 May 2023"), "Norwind opens a plant", "2023-05-24", ""),
        (BODY.replace("\n", " ") * 2, "", "", ""),
    ],
)
def test_head(text: str, title: str, date: str, publisher: str, cues: Cues) -> None:
    assert read_head(text, cues) == Head(title, date, publisher)


@pytest.mark.parametrize(
    "body",
    [
        "Norwind was founded on May 5, 1999 in Bergen and has grown since.",
        "The van, shown on Sept. 3, 2021 in Oslo, sells well.",
        "Since January 1, 2020, the tax is lower.",
        "The plant opens. On Friday, May 5, 2023, guests come.",
        "Release date: May 5, 2023",
        "On May 5, the plant opened.",
        "OSLO, Feb 28 - The carmaker told of 2024.",
    ],
)
def test_dates_of_running_text_do_not_date_the_article(body: str, cues: Cues) -> None:
    assert read_head(f"Norwind opens a plant\n\n{body}\n\n{BODY}", cues).date == ""


def test_a_title_may_hold_a_date(cues: Cues) -> None:
    head = read_head(f"Norwind opens a plant on May 5, 2023 in Bergen\n\n{BODY}", cues)
    assert head == Head("Norwind opens a plant on May 5, 2023 in Bergen", "", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The van is built in Bergen, and it has a range of 400 km, said the head of the plant.", "en"),
        ("Der Lieferwagen wird in Bergen gebaut und hat eine Reichweite von 400 km, sagte der Leiter des Werks.", "de"),
        ("La camionnette est construite à Bergen et elle a une autonomie de 400 km, selon le chef de l'usine.", "fr"),
        ("La furgoneta se fabrica en Bergen y tiene una autonomía de 400 km, dijo el jefe de la planta.", "es"),
        ("Il furgone è costruito a Bergen e ha un'autonomia di 400 km, ha detto il capo della fabbrica.", "it"),
        ("Фургон собирают на заводе в Бергене, и он проезжает 400 км без подзарядки, сказал глава завода.", "ru"),
        ("这款货车在卑尔根生产，续航里程为四百公里，工厂的负责人说，价格将在五月公布。", "zh"),
        ("このバンはベルゲンで生産され、航続距離は四百キロであると工場長は述べた。", "ja"),
        ("이 밴은 베르겐에서 생산되며 주행거리는 400km라고 공장장은 말했다.", "ko"),
        ("Norwind Kestrel 400 km", "en"),
        ("1 2 3 … !", "en"),
        ("", "en"),
    ],
)
def test_language(text: str, code: str, cues: Cues) -> None:
    assert language(text, cues) == code


def test_without_cues_little_is_known() -> None:
    nothing = load_cues({})
    assert read_head(article("Norwind opens a plant", "June 05, 2009"), nothing) == Head(
        "Norwind opens a plant", "", ""
    )
    assert read_head(article("Norwind opens a plant", "2009-06-05"), nothing).date == "2009-06-05"
    assert language("Der Wagen und die Straße", nothing) == "en"
