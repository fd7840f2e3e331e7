"""What the tests of training share: one written article, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.train.samples import Sample, from_written, load_parser
from tests.annotate.support import split
from tests.support import ROOT

ARTICLES, HELD_OUT = ROOT / "train" / "articles", ROOT / "train" / "held_out"

WRITTEN = """# id: a1-velmora
# date: 2024-05-14
[[Velmora Motor|c1]] shows the [[Kestra|m1]]
[[Velmora Motor|c1]] launched the [[[[Velmora|c1]] Kestra|m1]] in [[Hangzhou|p1]].
[[The company|~c1]] asks 139,800 yuan for it.
[[Lena Fischer|h1]], chief executive of [[Velmora|c1]], denied that [[Norvane|c2]] supplies [[it|~c1]].
== entities
c1 Company/Brand Velmora Motor
c2 Company Norvane
m1 Model Kestra
p1 Place Hangzhou
h1 Person Lena Fischer
== relations
c1 makes m1 @ "launched the"
h1 worksFor c1 role="Chief Executive" @ "chief executive"
== facts
m1 price 139800 CNY @ "139,800"
== negatives
c2 supplies c1 status=denied @ "denied that"
"""

Parse = Callable[[Path], dict[str, Any]]


@pytest.fixture(scope="session")
def parse() -> Parse:
    """The parser of the project's marked-up articles."""
    return load_parser(ARTICLES.parent / "check_articles.py")


@pytest.fixture
def sample(parse: Parse, tmp_path: Path) -> Sample:
    path = tmp_path / "a1-velmora.txt"
    path.write_text(WRITTEN, encoding="utf-8")
    return from_written(parse(path), split)
