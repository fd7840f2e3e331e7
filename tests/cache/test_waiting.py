"""The line of documents that wait to be read out."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kg.cache import Waiting
from kg.model import Document


def test_documents_come_back_in_their_order_and_leave_no_file(tmp_path: Path) -> None:
    documents = [Document(f"d{n}", "text \ud800\n" * n, f"d{n}.txt", offset=n) for n in range(50)]
    with closing(Waiting(tmp_path)) as waiting:
        for document in documents:
            waiting.add(document)
        assert len(waiting) == 50
        assert list(waiting.take()) == documents
        assert list(tmp_path.iterdir()) == []


def test_an_empty_line_gives_nothing(tmp_path: Path) -> None:
    with closing(Waiting(tmp_path / "missing")) as waiting:
        assert len(waiting) == 0
        assert list(waiting.take()) == []
