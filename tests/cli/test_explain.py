from __future__ import annotations

import json
from pathlib import Path

from kg.pipeline import Built
from tests.cli.conftest import Kg


def test_explain_says_who_says_so_where_and_why_merged(kg: Kg, built: Built) -> None:
    done = kg("explain", "BMAG", "-o", built.folder)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("Brontide Motors AG (")
    assert "also called BMAG, Brontide" in done.out
    assert "merged: “BMAG” = “Brontide Motors AG”" in done.out
    at = lines.index("  Ilse Marwitz worksFor Brontide Motors AG (chief executive)")
    assert "brontide-kestrel" in lines[at + 1]
    assert "said Ilse Marwitz, chief executive of Brontide Motors AG." in lines[at + 1]


def test_explain_gives_json(kg: Kg, built: Built) -> None:
    found = json.loads(kg("explain", "Kestrel", "-o", built.folder, "--json").out)
    assert [thing["label"] for thing in found["things"]] == ["Kestrel"]


def test_explain_names_what_it_does_not_know(kg: Kg, built: Built, tmp_path: Path) -> None:
    done = kg("explain", "Kestrell", "-o", built.folder)
    assert done.code == 2
    assert "did you mean Kestrel" in done.err
    assert kg("explain", "Kestrel", "-o", tmp_path).code == 1
