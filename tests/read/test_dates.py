from __future__ import annotations

import datetime

import pytest

from kg.read.cues import Cues, load_cues
from kg.read.dates import date_of_name, find_date, parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 15th, 2023", "2023-05-15"),
        ("on Sept. 3, 2021, the", "2021-09-03"),
        ("3 June 2022", "2022-06-03"),
        ("the 1st of March 2020", "2020-03-01"),
        ("2023.05.24", "2023-05-24"),
        ("2023-05-24T08:00:00Z", "2023-05-24"),
        ("2023/5/4", "2023-05-04"),
        ("2023年5月24日", "2023-05-24"),
        ("24.05.2023", "2023-05-24"),
        ("12/31/2023", "2023-12-31"),
        ("31/12/2023", "2023-12-31"),
        ("7/7/2023", "2023-07-07"),
        ("05/06/2023", ""),
        ("February 30, 2023", ""),
        ("May 2023", ""),
        ("version 2023.14.99", ""),
        ("Tue, 05 Mar 2024 23:30:00 -0500", "2024-03-05"),
        ("February 30, 2023, or rather March 1, 2023", "2023-03-01"),
        ("May 5, 20231", ""),
    ],
)
def test_finds_full_dates_only(text: str, expected: str, cues: Cues) -> None:
    assert find_date(text, cues.dates) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.date(2024, 2, 29), "2024-02-29"),
        (datetime.datetime(2024, 2, 29, 23, 59), "2024-02-29"),
        ("20240229", "2024-02-29"),
        ("20240229T101500Z", "2024-02-29"),
        ("2024-02-29 10:15", "2024-02-29"),
        ("20240230", ""),
        (20240229, ""),
        (None, ""),
    ],
)
def test_parses_metadata(value: object, expected: str, cues: Cues) -> None:
    assert parse_date(value, cues.dates) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2021-11-08-new-van", "2021-11-08"),
        ("report_20211108", "2021-11-08"),
        ("2021.11.08", "2021-11-08"),
        ("000_cbd613d0dd37fc56", ""),
        ("a20220512f", ""),
        ("2021-13-08-x", ""),
        ("2021-11", ""),
    ],
)
def test_date_of_a_files_name(name: str, expected: str) -> None:
    assert date_of_name(name) == expected


def test_other_languages_are_cues() -> None:
    months = [["januar"], ["februar"], ["märz"], ["april"], ["mai"]]
    german = load_cues({"date": {"months": months, "ordinals": ["."]}})
    assert find_date("am 3. März 2021 in Kiel", german.dates) == "2021-03-03"
    assert find_date("March 3, 2021", german.dates) == ""
