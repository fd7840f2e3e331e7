from __future__ import annotations

import re

import pytest

from kg.annotate.cues import compiled
from kg.errors import OntologyInvalid


def test_cues_are_regular_expressions() -> None:
    assert compiled("halcyra", "names.toml", re.IGNORECASE).fullmatch("HALCYRA")


def test_what_is_none_is_named_with_its_file() -> None:
    with pytest.raises(OntologyInvalid, match=r"names\.toml.*a \(b"):
        compiled("a (b", "names.toml")
