"""corrections.ttl: what is written is what is read, whatever the texts; what people wrote beside it stays."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from kg.corrections import KINDS, Correction, Exclusion, Thing, add, exclude, include, load_corrections, undo
from kg.corrections.model import OF_NAMES
from kg.errors import UsageError
from kg.ontology import default_folder
from kg.output import CORRECTIONS

# Everything that Unicode can say, save NUL and half surrogate pairs, which no file can hold.
letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(letters, min_size=1, max_size=12)
optional = st.one_of(st.just(""), texts)
things = st.builds(Thing, texts, optional)
times = st.datetimes().map(lambda time: f"{time.isoformat(timespec='seconds')}+00:00")


@st.composite
def corrections(draw: st.DrawFn) -> Correction:
    kind = draw(st.sampled_from(KINDS))
    signed = {"by": draw(texts), "at": draw(times), "why": draw(optional)}
    if kind in OF_NAMES:
        pair = kind in ("merge", "apart")
        other, new = (draw(things), "") if pair else (None, draw(texts))
        return Correction(kind, draw(things), other, new=new, **signed)
    said = {name: draw(optional) for name in ("sentence", "article", "unit", "period", "qualifier", "role")}
    said["sentence"] = said["sentence"] or draw(texts)
    related = draw(st.booleans())
    other, value = (draw(things), "") if related else (None, draw(texts))
    return Correction(kind, draw(things), other, about=draw(texts), value=value, **said, **signed)


@settings(max_examples=60, deadline=None)
@given(st.lists(corrections(), max_size=4), st.lists(texts, max_size=2))
def test_what_is_written_is_read_and_conforms(
    tmp_path_factory: pytest.TempPathFactory, made: list[Correction], articles: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("corrections")
    numbered = add(folder, made)
    exclude(folder, [Exclusion(article, "title", "") for article in articles])
    found = load_corrections(folder)
    assert list(found.made) == numbered
    assert [correction.id for correction in numbered] == [str(n + 1) for n in range(len(made))]
    assert found.excluded == set(articles)
    before = (folder / CORRECTIONS).read_bytes()
    exclude(folder, [])
    assert (folder / CORRECTIONS).read_bytes() == before
    undo(folder, [correction.id for correction in numbered])
    include(folder, found.excluded)
    assert load_corrections(folder).made == ()
    assert b"corrector" not in (folder / CORRECTIONS).read_bytes()


def test_the_file_conforms_to_its_shapes_and_faults_do_not(tmp_path: Path) -> None:
    signed = {"by": 'anna "the" <analyst>\n', "at": "2031-05-06T07:08:09Z"}
    add(
        tmp_path,
        [
            Correction("merge", Thing("Tern", "Model"), Thing("Norvik Tern"), **signed),
            Correction("rename", Thing("Tern"), new="Tern II", **signed),
            Correction("reject", Thing("Norvik"), Thing("Tern"), about="makes", **signed),
            Correction("add", Thing("Tern"), about="price", value="1", unit="EUR", sentence="So it is.", **signed),
        ],
    )
    exclude(tmp_path, [Exclusion("old")])
    shapes = Graph().parse(default_folder() / "corrections-shapes.ttl")
    written = (tmp_path / CORRECTIONS).read_text(encoding="utf-8")
    assert pyshacl.validate(Graph().parse(data=written, format="turtle"), shacl_graph=shapes)[0]
    for old, new in (
        ("kg:objectName", "kg:other"),
        ("kg:newValue", "kg:other"),
        ("kg:aboutTerm", "kg:other"),
        ("kg:sentenceText", "kg:other"),
        ("kg:valueText", "kg:other"),
        ("schema:name", "kg:other"),
        ("dcterms:identifier", "kg:other"),
    ):
        assert old in written
        faulty = Graph().parse(data=written.replace(old, new), format="turtle")
        assert not pyshacl.validate(faulty, shacl_graph=shapes)[0], old


def test_what_people_wrote_beside_is_kept_and_their_own_names_work(tmp_path: Path) -> None:
    (tmp_path / CORRECTIONS).write_text(
        '@prefix kg: <https://example.org/kg/ontology#> .\n<mine> a kg:Renaming ; kg:subjectName "A" ; '
        'kg:newValue "B" .\n<note> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <elsewhere> .\n'
    )
    add(tmp_path, [Correction("retype", Thing("A"), new="Model")])
    assert [(c.id, c.kind) for c in load_corrections(tmp_path).made] == [("1", "retype"), ("mine", "rename")]
    assert "seeAlso" in (tmp_path / CORRECTIONS).read_text()
    undo(tmp_path, ["mine"])
    assert [c.id for c in load_corrections(tmp_path).made] == ["1"]


@pytest.mark.parametrize("text", ["A\0B", "half \ud83d"])
def test_what_no_file_can_hold_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        add(tmp_path, [Correction("rename", Thing(text), new="B")])
    assert not (tmp_path / CORRECTIONS).exists()


@pytest.mark.parametrize(
    "text",
    ["no turtle", "<1> a <https://example.org/kg/ontology#Merging> .", "\ud800"],
    ids=["syntax", "empty", "utf8"],
)
def test_a_malformed_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / CORRECTIONS).write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match=CORRECTIONS):
        load_corrections(tmp_path)


def test_undoing_what_is_not_there_says_where_to_look(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="kg correct list"):
        undo(tmp_path, ["7"])
