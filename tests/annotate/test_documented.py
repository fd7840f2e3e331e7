"""What docs/annotate.md says of the reader must be true of it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from kg.annotate.anaphora import Anaphors
from kg.annotate.components import ORDER
from kg.annotate.forms import Forms
from kg.annotate.lists import Lists
from kg.annotate.patterns import Patterns
from kg.annotate.speakers import Speakers
from kg.annotate.status import Statuses
from kg.model import Status
from kg.ontology import Ontology
from tests.annotate.support import marked, split
from tests.support import ROOT

PAGE = (ROOT / "docs" / "annotate.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if row[0] != "---"]


def block(name: str, nth: int = 0) -> tuple[Mapping[str, Any], str]:
    """An example for a cue table, the `nth` of it, and the text in its comments."""
    found = re.findall(rf"```toml {re.escape(name)}\n(.*?)```", PAGE, re.DOTALL)[nth]
    comments = [line.removeprefix("# ") for line in found.splitlines() if line.startswith("# ")]
    return tomllib.loads(found), "\n".join(comments)


def test_the_components_are_described_in_their_order() -> None:
    assert [row[0].strip("`") for row in rows() if len(row) == 4][1:] == list(ORDER)


def test_the_modules_that_it_names_exist() -> None:
    named = {cell for row in rows() if len(row) == 4 for cell in re.findall(r"`([\w/]+(?:\.py|/))`", row[2])}
    assert named
    assert all((ROOT / "kg" / "annotate" / name).exists() for name in named)


def test_the_examples_of_statuses_have_them(ontology: Ontology) -> None:
    statuses = Statuses(ontology.cues["status"])
    examples = {row[0].strip("`"): row[1] for row in rows() if row[0].strip("`") in get_args(Status)}
    assert set(examples) == set(get_args(Status))
    for status, text in examples.items():
        ends = [(text.find(name), text.find(name) + len(name)) for name in ("Halcyra", "Dune")]
        if status != "former":
            assert statuses.of(text, 0, len(text), ends) == status


def test_the_reasons_are_those_of_the_program() -> None:
    tree = ast.parse((ROOT / "kg" / "annotate" / "entities.py").read_text(encoding="utf-8"))
    calls = [c for c in ast.walk(tree) if isinstance(c, ast.Call) and isinstance(c.func, ast.Name)]
    last = [c.args[-1] for c in calls if c.func.id in ("Link", "_by_key") and c.args]  # type: ignore[attr-defined]
    reasons = {arg.value for arg in last if isinstance(arg, ast.Constant)}
    section = PAGE.split("| reason | example |")[1].split("\n\n")[0]
    assert reasons == {line.split("|")[1].strip() for line in section.splitlines()[2:]}


def test_the_example_of_a_pattern_works(ontology: Ontology) -> None:
    table, sentence = block("relations.toml")
    words = ontology.cues["relations"]["words"]
    patterns = Patterns(replace(ontology, cues={"relations": {**table, "words": words}}))
    text, mentions, entities = marked(
        re.sub("Norvane|Kestra", lambda m: f"[{m[0]}]", sentence), Norvane="Company", Kestra="Model"
    )
    (hit,) = patterns.find(text, split(text), mentions, entities)
    assert (hit.subject, hit.relation, hit.object) == (0, "supplies", 1)


def test_the_example_of_a_list_works(ontology: Ontology) -> None:
    table, lines = block("relations.toml", 1)
    lists = Lists(replace(ontology, cues={"relations": table}))
    text, mentions, entities = marked(
        re.sub("Norvane|Kestra", lambda m: f"[{m[0]}]", lines), Norvane="Company", Kestra="Model"
    )
    (hit,) = lists.find(text, split(text), mentions, entities)
    assert (mentions[hit.subject].text, hit.relation, mentions[hit.object].text) == ("Norvane", "supplies", "Kestra")


def test_the_example_of_an_attribution_works(ontology: Ontology) -> None:
    table, sentence = block("attribution.toml")
    cues = ontology.cues["attribution"]
    text, mentions, entities = marked(sentence.replace("Norvane", "[Norvane]"), Norvane="Company")
    assert Speakers(cues).find(text, split(text), mentions, entities) == {}
    assert Speakers({**cues, "wording": table["wording"]}).find(text, split(text), mentions, entities) == {0: 0}


def test_the_examples_of_words_work(ontology: Ontology) -> None:
    table, sentence = block("coreference.toml")
    cues = ontology.cues["coreference"]
    assert not Anaphors(cues).find(sentence)
    (anaphor,) = Anaphors({**cues, "nouns": table["nouns"]}).find(sentence)
    assert anaphor.types == ("Model",)
    table, sentence = block("status.toml")
    ends = [(0, 7), (sentence.index("Velmora"), len(sentence))]
    assert Statuses(ontology.cues["status"]).of(sentence, 0, len(sentence), ends) == "asserted"
    assert Statuses(table).of(sentence, 0, len(sentence), ends) == "denied"
    table, name = block("names.toml")
    assert Forms(ontology.cues["names"]).core(name, "Company") == "norvane kft"
    assert Forms(table).core(name, "Company") == "norvane"
