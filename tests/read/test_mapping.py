from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UsageError
from kg.model import Document, Skipped
from kg.read import read
from tests.read.articles import prose

BODY = prose("Norwind")


def test_fields_are_called_as_the_user_says(tmp_path: Path, tables: dict[str, Any]) -> None:
    record = {"meta": {"kopf": "A van", "tag": "2024-03-05"}, "rumpf": BODY, "title": "not this", "a.b": "Fjord Post"}
    (tmp_path / "x.jsonl").write_text(json.dumps(record) + "\n")
    (document,) = read([tmp_path], tables, fields="text=rumpf, title=meta.kopf,date=meta.tag,publisher=a.b")
    assert isinstance(document, Document)
    assert (document.text, document.title, document.date) == (BODY, "A van", "2024-03-05")
    assert document.publisher == "Fjord Post"


def test_a_field_that_is_named_is_looked_for_under_no_other_name(tmp_path: Path, tables: dict[str, Any]) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps({"text": BODY}) + "\n")
    (skipped,) = read([tmp_path], tables, fields="text=rumpf.innen")
    assert isinstance(skipped, Skipped)
    assert "no text; known names of its field are rumpf.innen" in skipped.reason


@pytest.mark.parametrize("fields", ["text", "text=", "colour=red", "=body"])
def test_what_is_no_mapping_is_refused(tmp_path: Path, tables: dict[str, Any], fields: str) -> None:
    with pytest.raises(UsageError, match="text=body"):
        read([tmp_path], tables, fields=fields)
