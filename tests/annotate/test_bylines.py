from __future__ import annotations

import pytest

from kg.annotate.bylines import Bylines
from kg.ontology import Ontology
from tests.annotate.support import name


@pytest.fixture(scope="module")
def bylines(ontology: Ontology) -> Bylines:
    return Bylines(ontology.cues["names"])


@pytest.mark.parametrize(
    "line",
    [
        "By Mira Tarn",
        "by Mira Tarn, 4 May 2024",
        "Author: Mira Tarn",
        "Ostby Morning Post reporter Mira Tarn",
        "Reporter Mira Tarn, Ada Quill",
        "Mill Street correspondent Mira Tarn in Ostby",
        "(Reporting by Mira Tarn in Ostby; editing by Ada Quill)",
        "  Text: Mira Tarn  ",
    ],
)
def test_who_signs_an_article_is_not_in_it(bylines: Bylines, line: str) -> None:
    text = f"Halcyra grows\n{line}\nHalcyra said on Monday that it grows."
    found = [name(text, "Mira Tarn", "Person"), name(text, "Halcyra", "Company")]
    assert [n.text for n in bylines.without(text, found)] == ["Halcyra"]


@pytest.mark.parametrize(
    "line",
    [
        "Mira Tarn told a reporter that Halcyra grows.",
        "By 2030 Mira Tarn wants to have sold a million cars of the new model, she told reporters at a meeting.",
        "Interviewee: Mira Tarn",
        "The works were opened by Mira Tarn.",
        "Mira Tarn",
    ],
)
def test_who_acts_in_an_article_is(bylines: Bylines, line: str) -> None:
    found = [name(line, "Mira Tarn", "Person")]
    assert list(bylines.without(line, found)) == found


def test_an_ontology_may_have_no_wordings() -> None:
    found = [name("By Mira Tarn", "Mira Tarn", "Person")]
    assert list(Bylines({}).without("By Mira Tarn", found)) == found
