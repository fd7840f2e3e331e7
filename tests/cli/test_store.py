"""--store: a build writes to a store elsewhere too, and questions go there."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from kg.pipeline import Built
from tests.cli.conftest import Kg
from tests.store.servers import small

MAKES = "SELECT ?maker ?model { ?maker kg:makes ?model } ORDER BY ?maker ?model"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.mark.usefixtures("as_annotated")
@pytest.mark.parametrize("graphs", [True, False])
def test_a_build_fills_the_store_and_questions_are_answered_there(
    kg: Kg, built: Built, texts: Path, tmp_path: Path, graphs: bool
) -> None:
    with small(graphs=graphs) as server:
        build = ("build", texts, "-o", tmp_path / "output", "--no-lexicon", "--store", server.url)
        first = kg(*build)
        assert first.code == 0, first.err
        assert f"to the store by {'the Graph Store Protocol' if graphs else 'SPARQL Update'}." in first.out
        held = len(server.store)
        assert '"event": "stored"' in kg(*build, "--log-format", "json").err
        assert len(server.store) == held
        asked = ("--store", server.url, "-o", tmp_path / "nowhere")
        for words in (("query", MAKES), ("query", COUNT), ("query", "--name", "positions"), ("explain", "Kestrel")):
            there, here = kg(*words, *asked), kg(*words, "-o", built.folder)
            assert (there.code, there.out) == (0, here.out), words
        assert kg(*build[:1], next(texts.iterdir()), *build[2:]).out.count("former graphs removed") == 1
        assert len(server.store) < held


@pytest.mark.usefixtures("as_annotated")
def test_a_store_that_does_not_answer_leaves_a_whole_output(kg: Kg, texts: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://user:secret@127.0.0.1:{free.getsockname()[1]}/sparql"
    done = kg("build", texts, "-o", tmp_path / "output", "--no-lexicon", "--store", url)
    assert done.code == 1
    assert "cannot be reached" in done.err
    assert "is complete" in done.err
    assert "secret" not in done.err
    assert kg("query", MAKES, "-o", tmp_path / "output").code == 0


def test_an_address_that_is_none_is_refused(kg: Kg) -> None:
    done = kg("query", MAKES, "--store", "localhost:8890")
    assert (done.code, "http or https" in done.err) == (2, True)
