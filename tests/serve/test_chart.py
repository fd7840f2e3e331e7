"""Answers as charts: what is drawn for which columns."""

from __future__ import annotations

import pytest

from kg.rdf.vocabulary import XSD
from kg.serve.pages.cells import fold
from kg.serve.pages.chart import MOST_BARS, chart, chartable
from kg.store import Rows, Term

SALES = [
    ("Kestrel", "2031-01", "vehicle", 100),
    ("Kestrel", "2031-03", "vehicle", 400),
    ("Kestrel", "2031-02", "vehicle", 200),
    ("Merlin", "2031-01", "vehicle", 50),
    ("Merlin", "2031-01", "EUR", 9_000_000),
]


def number(value: float) -> Term:
    return Term(str(value), datatype=XSD + ("integer" if isinstance(value, int) else "decimal"))


def rows(columns: str, *lines: tuple[object, ...]) -> Rows:
    def term(value: object) -> Term | None:
        if value is None:
            return None
        return number(value) if isinstance(value, int | float) else Term(str(value))

    return Rows(tuple(columns.split()), tuple(tuple(term(value) for value in line) for line in lines))


def test_what_can_be_drawn() -> None:
    assert chartable(fold(rows("model price", ("A", 1), ("B", None))))
    assert not chartable(fold(rows("model price", ("A", 1))))
    assert not chartable(fold(rows("model price", ("A", 1), ("B", "dear"))))
    assert not chartable(fold(rows("low high", (1, 2), (3, 4))))
    assert not chartable(fold(rows("model price")))


def test_times_make_lines_one_for_each_thing_in_one_unit() -> None:
    drawn = chart(fold(rows("model month unit sold", *SALES)), {})
    assert [series.name for series in drawn.series] == ["Kestrel", "Merlin"]
    assert [(time, value) for _, _, time, value in drawn.series[0].points] == [
        ("2031-01", 100),
        ("2031-02", 200),
        ("2031-03", 400),
    ]
    assert drawn.caption == "sold in vehicle for each month"
    heights = [y for _, y, _, _ in drawn.series[0].points]
    assert heights == sorted(heights, reverse=True)
    assert [value for _, value in drawn.ticks] == [0, 100, 200, 300, 400]
    assert drawn.series[0].path.startswith("M")


def test_what_is_chosen_is_drawn() -> None:
    cells = fold(rows("model month unit sold", *SALES))
    drawn = chart(cells, {"chart-unit": "EUR", "chart-x": "model"})
    assert [(bar.label.shown, bar.value) for bar in drawn.bars] == [("Merlin", 9_000_000)]
    drawn = chart(cells, {"chart-x": "model"})
    assert [(bar.label.shown, bar.more, bar.value) for bar in drawn.bars][:2] == [
        ("Kestrel", "2031-01", 100),
        ("Kestrel", "2031-03", 400),
    ]
    assert chart(cells, {"chart-x": "nonsense", "chart-y": "?", "chart-by": "?", "chart-unit": "?"}).series


@pytest.mark.parametrize("values", [(5, -3), (-2, -4), (0, 0), (1e-9, 2e-9), (1e300, -1e300)])
def test_bars_stay_within_the_picture(values: tuple[float, float]) -> None:
    drawn = chart(fold(rows("name n", ("A", values[0]), ("B", values[1]))), {})
    for bar, value in zip(drawn.bars, values, strict=True):
        assert bar.odd == (value < 0)
        assert 0 <= bar.left <= bar.left + bar.share <= 1 + 1e-9
    points = chart(fold(rows("day n", ("2031", values[0]), ("2032", values[1]), ("2033", 1))), {})
    for _, y, _, _ in points.series[0].points:
        assert -1e-6 <= y <= 260 + 1e-6


def test_what_has_no_number_or_no_room_is_counted() -> None:
    many = [(f"thing {n}", n) for n in range(MOST_BARS + 5)]
    drawn = chart(fold(rows("name n", *many, ("no number", None))), {})
    assert len(drawn.bars) == MOST_BARS
    assert drawn.left_out == 6


def test_a_value_that_is_no_number_is_not_drawn() -> None:
    wrong = Rows(
        ("name", "n"),
        ((Term("A"), Term("x", datatype=XSD + "integer")), (Term("B"), Term("INF", datatype=XSD + "double"))),
    )
    assert not chartable(fold(wrong))


def test_terms_of_the_ontology_are_shown_by_their_last_part() -> None:
    entity = Term("https://example.org/kg/company/a", iri=True)
    metrics = [Term(f"https://example.org/kg/ontology#{name}", iri=True) for name in ("revenue", "profit")]
    found = tuple((entity, Term("A"), metric, number(n)) for n, metric in enumerate(metrics, 1))
    drawn = chart(fold(Rows(("entity", "entityName", "metric", "value"), found)), {})
    assert {(bar.label.shown, bar.more) for bar in drawn.bars} == {("A", "revenue"), ("A", "profit")}
