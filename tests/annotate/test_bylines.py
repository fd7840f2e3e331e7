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
        "Ostby news ● Ostby Morning Post reporter Mira Tarn",
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


@pytest.mark.parametrize(
    "line",
    ["Source: Ostby Morning Post", "Transfer from: Ostby Morning Post", "Responsible editor: Ostby Morning Post, OMP"],
)
def test_where_an_article_comes_from_is_not_in_it(bylines: Bylines, line: str) -> None:
    text = f"{line}\nThe Ostby Morning Post asked Halcyra."
    told = [name(text, "Ostby Morning Post", "Organization", nth=n) for n in range(2)]
    assert list(bylines.without(text, told)) == told[1:]


def test_a_dateline_names_who_reports_but_the_sentence_after_it_is_the_story(bylines: Bylines) -> None:
    text = "Ostby Daily News (Reporter Mira Tarn) Halcyra opened a works in Ostby."
    found = [name(text, "Ostby", "Place"), name(text, "Mira Tarn", "Person"), name(text, "Halcyra", "Company")]
    assert [n.text for n in bylines.without(text, found)] == ["Halcyra"]


@pytest.mark.parametrize(
    "line",
    ["Power source: Halcyra cell", "Halcyra Motors (Ostby) opened a works.", "Sources said that Halcyra grows: much."],
)
def test_other_lines_with_such_words_are_kept(bylines: Bylines, line: str) -> None:
    found = [name(line, "Halcyra", "Company")]
    assert list(bylines.without(line, found)) == found


def test_an_ontology_may_have_no_wordings() -> None:
    found = [name("By Mira Tarn", "Mira Tarn", "Person")]
    assert list(Bylines({}).without("By Mira Tarn", found)) == found
