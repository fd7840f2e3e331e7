"""The answers: written into the corrections at once, so that a review may end at any moment and go on later."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg import corrections
from kg.corrections import Correction
from kg.ontology import Ontology
from kg.output import REVIEW, failed, locked
from kg.review.doubts import Doubt


def answer(folder: Path, doubt: Doubt, yes: bool, signed: Mapping[str, str], ontology: Ontology) -> Correction:
    """Write down the answer; `signed` says by whom and when. Raises UsageError, or OutputFailed while a build runs."""
    fields: dict[str, Any] = dict(signed)
    correction = replace(doubt.yes if yes else doubt.no, **fields)
    with locked(folder):
        corrections.check(correction, corrections.load_corrections(folder).made, ontology)
        return corrections.add(folder, [correction])[0]


def skipped(folder: Path) -> frozenset[str]:
    """The keys of the questions that somebody did not want to answer; none where the file cannot be read."""
    try:
        found = json.loads((folder / REVIEW).read_text(encoding="utf-8"))["skipped"]
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()
    return frozenset(key for key in found if isinstance(key, str)) if isinstance(found, list) else frozenset()


def put_off(folder: Path, doubt: Doubt) -> None:
    """Ask the question last from now on. Raises OutputFailed where that cannot be written, or while a build runs."""
    with locked(folder):
        keys = sorted({*skipped(folder), doubt.key})
        draft = folder / f".{REVIEW}.new"
        try:
            draft.write_text(json.dumps({"skipped": keys}, indent=1) + "\n", encoding="utf-8")
            os.replace(draft, folder / REVIEW)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise failed(folder, error) from error
