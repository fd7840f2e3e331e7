from __future__ import annotations

import re
import tomllib

import pytest

from kg.annotate.speakers import Speakers
from kg.errors import OntologyInvalid
from kg.model import Observation, Statement
from kg.ontology import Ontology
from tests.annotate.support import marked, split
from tests.support import ROOT

TYPES = {"Halcyra": "Company", "Tarn": "Company", "Ada_Quill": "Person", "Dune": "Model", "Ostby": "Place"}


@pytest.fixture(scope="module")
def speakers(ontology: Ontology) -> Speakers:
    return Speakers(ontology.cues["attribution"])


def said(speakers: Speakers, text: str) -> list[str]:
    """Who says each sentence, "" for the article itself."""
    plain, mentions, entities = marked(text, **TYPES)
    sentences = split(plain)
    found = speakers.find(plain, sentences, mentions, entities)
    return [entities[found[n]].name if n in found else "" for n in range(len(sentences))]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("[Halcyra] said the [Dune] costs 90 crowns.", "Halcyra"),
        ("[Halcyra] announced on Monday that it has 12 plants.", "Halcyra"),
        ("[Halcyra] announced the [Dune].", ""),
        ("According to [Halcyra], the [Dune] is cheap.", "Halcyra"),
        ("According to [Ostby], the [Dune] is cheap.", ""),
        ("[Ada Quill], head of [Halcyra], told reporters that the [Dune] is cheap.", "Ada Quill"),
        ("[Ada Quill], head of [Halcyra] said the [Dune] is cheap.", "Ada Quill"),
        ("“It is cheap,” said [Halcyra] chief [Ada Quill].", "Ada Quill"),
        ("The head of [Halcyra], [Ada Quill], said the [Dune] is cheap.", "Ada Quill"),
        ("The [Dune] is cheap, [Ada Quill] said.", "Ada Quill"),
        ("[Ada Quill]: The [Dune] is cheap.", "Ada Quill"),
        ("[Halcyra]: 520 cars", ""),
        ("[Halcyra] makes the [Dune].", ""),
        ("The [Dune] said nothing.", ""),
    ],
)
def test_who_says_a_sentence(speakers: Speakers, text: str, speaker: str) -> None:
    assert said(speakers, text) == [speaker]


@pytest.mark.parametrize(("open_", "close"), [("“", "”"), ('"', '"')])
def test_all_of_a_quotation_is_its_speakers(speakers: Speakers, open_: str, close: str) -> None:
    text = f"[Tarn] grows. {open_}We have plants. We have shops,{close} said [Ada Quill]. [Halcyra] has none."
    assert said(speakers, text) == ["", "Ada Quill", "Ada Quill", ""]
    text = f"{open_}We have plants. We have shops.{close}\n[Halcyra] said it has none."
    assert said(speakers, text) == ["", "", "Halcyra"]


def test_what_is_said_of_ones_own_position_is_the_articles_word(speakers: Speakers) -> None:
    own, other = Statement(0, "worksFor", 1, 3), Statement(2, "worksFor", 1, 3)
    assert speakers.statement(own, {3: 0}).speaker is None
    assert speakers.statement(other, {3: 0}).speaker == 0
    assert speakers.statement(other, {4: 0}).speaker is None
    figure = Observation(2, "price", 90, "CNY", 3)
    assert (speakers.observation(figure, {3: 0}).speaker, speakers.observation(figure, {}).speaker) == (0, None)


def test_the_example_beside_each_wording_is_one(speakers: Speakers) -> None:
    source = (ROOT / "ontology" / "cues" / "attribution.toml").read_text(encoding="utf-8")
    blocks = source.split("[[wording]]")[1:]
    assert len(blocks) == len(tomllib.loads(source)["wording"])
    for block in blocks:
        example = block.strip().splitlines()[-1].removeprefix("# ")
        text = re.sub("Ada Quill|Halcyra", lambda m: f"[{m[0]}]", example)
        assert said(speakers, text)[0] in ("Ada Quill", "Halcyra"), example


def test_an_ontology_may_have_no_wordings() -> None:
    assert said(Speakers({}), "[Halcyra] said so.") == [""]


@pytest.mark.parametrize("text", ["said", "{P} said ("])
def test_a_wording_that_cannot_be_used_is_told(text: str) -> None:
    with pytest.raises(OntologyInvalid, match=r"attribution\.toml, wording 1"):
        Speakers({"wording": [{"text": text}]})
