"""kg evaluate, diff, remove and ontology."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.pipeline import Built
from tests.cli.conftest import Kg
from tests.support import EXAMPLES, examples


def test_evaluate_prints_the_figures(kg: Kg, built: Built) -> None:
    done = kg("evaluate", EXAMPLES, "-o", built.folder)
    assert done.code == 0
    rows = {line[:22].strip(): line.split()[-5:] for line in done.out.splitlines()}
    wanted = str(sum(len(gold.relations) for gold in examples()))
    assert rows["relations"] == ["1.000", "1.000", "1.000", wanted, wanted]
    assert f"{len(examples())} articles" in done.out
    assert done.err == ""


def test_evaluate_gives_json_and_groups_errors(kg: Kg, built: Built, tmp_path: Path) -> None:
    gold = json.loads((EXAMPLES / "bmag-may.json").read_text(encoding="utf-8"))
    gold["relations"].pop()
    gold["facts"][0]["value"] = 9
    (tmp_path / "bmag-may.json").write_text(json.dumps(gold))
    figures = json.loads(kg("evaluate", tmp_path, "-o", built.folder, "--json").out)
    assert figures["relations"]["ALL"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667, "gold": 1, "found": 2}
    shown = kg("evaluate", tmp_path, "-o", built.folder, "--errors").out
    assert "wrong value" in shown
    assert "spurious" in shown or "wrong" in shown
    assert '"BMAG delivered 4,120 cars in May 2024' in shown


def test_evaluate_says_which_articles_are_not_there(kg: Kg, built: Built, tmp_path: Path) -> None:
    gold = json.loads((EXAMPLES / "bmag-may.json").read_text(encoding="utf-8"))
    (tmp_path / "other.json").write_text(json.dumps(gold | {"id": "other"}))
    done = kg("evaluate", tmp_path, "-o", built.folder)
    assert done.code == 0
    assert "1 of 1 annotated articles are not in" in done.err


@pytest.mark.parametrize("text", ["{", '{"entities": [{"id": "x"}]}', '{"entities": 3}'])
def test_a_faulty_annotation_is_named(kg: Kg, built: Built, tmp_path: Path, text: str) -> None:
    (tmp_path / "faulty.json").write_text(text)
    done = kg("evaluate", tmp_path, "-o", built.folder)
    assert done.code == 2
    assert "faulty.json" in done.err


def test_evaluate_without_gold_or_graph_is_bad_usage(kg: Kg, built: Built, tmp_path: Path) -> None:
    assert kg("evaluate", tmp_path, "-o", built.folder).code == 2
    assert kg("evaluate", EXAMPLES, "-o", tmp_path).code == 2


@pytest.mark.usefixtures("as_annotated")
def test_remove_leaves_an_article_out_of_the_next_build_and_diff_shows_what_went(
    kg: Kg, built: Built, texts: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    kg("build", texts, "-o", output, "--no-lexicon")
    assert kg("diff", built.folder, output).out == "0 new, 0 gone, 0 changed.\n"

    removed = kg("remove", "brontide-weaker-may", "-o", output)
    assert removed.code == 0
    assert "brontide-weaker-may" in removed.out
    kg("build", texts, "-o", output, "--no-lexicon")
    shown = kg("diff", built.folder, output).out
    assert "- Tarnwater Energy supplies Brontide Motors AG" in shown
    assert "      brontide-weaker-may: Tarnwater Energy, which supplies" in shown
    assert shown.splitlines()[-1].startswith("0 new, ")

    found = json.loads(kg("diff", output, built.folder, "--json").out)
    assert "Tarnwater Energy supplies Brontide Motors AG" in [row["fact"] for row in found["new"]]
    assert found["gone"] == []

    assert kg("remove", "brontide-weaker-may", "-o", output, "--undo").code == 0
    kg("build", texts, "-o", output, "--no-lexicon")
    assert kg("diff", built.folder, output).out == "0 new, 0 gone, 0 changed.\n"


@pytest.mark.usefixtures("as_annotated")
def test_diff_shows_a_changed_figure_with_both_sentences(kg: Kg, built: Built, texts: Path, tmp_path: Path) -> None:
    trig = (built.folder / "graph.trig").read_text(encoding="utf-8")
    (tmp_path / "graph.trig").write_text(trig.replace("2300", "2400").replace("2,300", "2,400"), encoding="utf-8")
    shown = kg("diff", built.folder, tmp_path).out
    assert "~ Kestrel deliveries 2300 vehicle (2024-05)  →  Kestrel deliveries 2400 vehicle (2024-05)" in shown
    assert "    - bmag-may: Deliveries of the Kestrel alone reached 2,300." in shown
    assert "    + bmag-may: Deliveries of the Kestrel alone reached 2,400." in shown


def test_remove_names_what_it_does_not_know(kg: Kg, built: Built, tmp_path: Path) -> None:
    done = kg("remove", "bmag-mai", "-o", built.folder)
    assert done.code == 2
    assert "did you mean bmag-may" in done.err
    assert kg("remove", "bmag-may", "-o", tmp_path / "nowhere").code == 2
    assert kg("remove", "bmag-may", "-o", built.folder, "--undo").code == 2
    assert not (built.folder / "corrections.ttl").exists()


def test_diff_of_what_is_no_output_is_bad_usage(kg: Kg, built: Built, tmp_path: Path) -> None:
    assert kg("diff", tmp_path / "nowhere", built.folder).code == 2
    (tmp_path / "graph.trig").write_text("this is no RDF")
    done = kg("diff", tmp_path, built.folder)
    assert done.code == 1
    assert "not valid RDF" in done.err


def test_the_ontology_is_written_as_a_page(kg: Kg, tmp_path: Path) -> None:
    done = kg("ontology", tmp_path / "page.html")
    assert (done.code, done.out) == (0, f"Wrote {tmp_path / 'page.html'}\n")
    assert "<svg" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_train_says_what_it_lacks(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.cli.train.NEEDED", ("no_such_package",))
    done = kg("train", "--", "--gold", "nowhere")
    assert done.code == 2
    assert "no_such_package, which is not installed; install kg[train]" in done.err
