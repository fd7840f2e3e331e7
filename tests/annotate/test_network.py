from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from kg.annotate.encoding import encode, lexicon_classes, place
from kg.annotate.labels import TYPES, Labels, labels_of
from kg.annotate.lexicon import Lexicon
from kg.annotate.network import FILES, Reader
from kg.annotate.pairs import pair
from kg.errors import OntologyInvalid
from kg.ontology import Ontology
from tests.annotate.support import split

TEXT = "Halcyra Motors has launched the Dune saloon.\nMira Oster, chief executive of Halcyra Motors, lives in Wold."


@pytest.fixture(scope="module")
def labels(ontology: Ontology) -> Labels:
    return labels_of(ontology)


@pytest.fixture(scope="module")
def reader(models_folder: Path, labels: Labels) -> Reader:
    return Reader(models_folder, labels)


def test_missing_files_are_named(tmp_path: Path, labels: Labels) -> None:
    (tmp_path / "reader.json").write_text("{}")
    with pytest.raises(OntologyInvalid, match=r"lacks tokenizer\.json, encoder\.onnx, pairs\.onnx"):
        Reader(tmp_path, labels)


@pytest.mark.parametrize("settings", ["", "[]", "{}", '{"labels": [], "thresholds": {}}', "\x00"])
def test_malformed_settings_are_named(tmp_path: Path, labels: Labels, settings: str) -> None:
    for name in FILES:
        (tmp_path / name).write_text(settings)
    with pytest.raises(OntologyInvalid, match=r"reader\.json cannot be used"):
        Reader(tmp_path, labels)


def test_a_network_trained_for_other_labels_is_refused(tmp_path: Path, labels: Labels) -> None:
    for name in FILES:
        (tmp_path / name).write_text(json.dumps({"labels": ["makes"], "thresholds": {"same": 0.5}}))
    with pytest.raises(OntologyInvalid, match="other relations or metrics"):
        Reader(tmp_path, labels)


def test_files_that_are_no_networks_are_named(tmp_path: Path, labels: Labels) -> None:
    for name in FILES:
        (tmp_path / name).write_text(json.dumps({"labels": labels.names, "thresholds": {"same": 0.5}}))
    with pytest.raises(OntologyInvalid, match=r"tokenizer\.json cannot be used"):
        Reader(tmp_path, labels)


@pytest.mark.parametrize("name", FILES[2:])
def test_a_truncated_network_is_named(tmp_path: Path, models_folder: Path, labels: Labels, name: str) -> None:
    for file in FILES:
        shutil.copyfile(models_folder / file, tmp_path / file)
    (tmp_path / name).write_bytes((models_folder / name).read_bytes()[:1000])
    with pytest.raises(OntologyInvalid, match=name):
        Reader(tmp_path, labels)


def test_the_shipped_network_is_small_and_documented(models_folder: Path) -> None:
    assert sum((models_folder / name).stat().st_size for name in FILES) <= 30_000_000
    settings = json.loads((models_folder / "reader.json").read_text(encoding="utf-8"))
    assert set(settings["thresholds"]) >= set(settings["labels"])
    assert all(0 < limit < 1 for limit in settings["thresholds"].values())


def test_each_token_has_a_state_and_probabilities(reader: Reader) -> None:
    encoding = encode(reader.tokenizer, TEXT, split(TEXT))
    n = len(encoding.ids)
    states = reader.read(encoding, np.zeros(n, np.int64))
    assert states.vectors.shape[0] == n
    assert states.tags.shape == (n, 1 + 2 * len(TYPES))
    assert states.roles.shape == (n, 3)
    for table in (states.tags, states.roles):
        assert np.allclose(table.sum(1), 1, atol=1e-4)
        assert (table >= 0).all()


def test_reading_twice_gives_the_same_numbers(reader: Reader) -> None:
    encoding = encode(reader.tokenizer, TEXT, split(TEXT))
    none = np.zeros(len(encoding.ids), np.int64)
    one, two = reader.read(encoding, none), reader.read(encoding, none)
    assert np.array_equal(one.tags, two.tags)
    assert np.array_equal(one.vectors, two.vectors)


def test_long_texts_are_read_in_windows(reader: Reader) -> None:
    text = "\n".join([TEXT] * 30)
    encoding = encode(reader.tokenizer, text, split(text))
    assert len(encoding.windows) > 1
    states = reader.read(encoding, lexicon_classes(encoding, Lexicon(()).find(text)))
    assert len(states.vectors) == len(encoding.ids)
    best = states.tags.argmax(1)
    persons = {
        best[spot.begin]
        for n in range(len(text))
        if text.startswith("Mira", n) and (spot := place(encoding, n, n + 4, 0))
    }
    assert persons == {1 + 2 * TYPES.index("Person")}


def test_pairs_are_scored_in_both_directions(reader: Reader, labels: Labels) -> None:
    encoding = encode(reader.tokenizer, TEXT, split(TEXT))
    states = reader.read(encoding, np.zeros(len(encoding.ids), np.int64))
    names = [("Halcyra Motors", 0, "Company"), ("Dune", 1, "Model"), ("Mira Oster", 2, "Person")]
    spots = [s for w, e, _ in names if (s := place(encoding, TEXT.index(w), TEXT.index(w) + len(w), e))]
    kinds = np.array([TYPES.index(t) for _, _, t in names])
    pairs = pair(spots, np.ones((3, 3), bool))
    ahead, back = reader.score(states.vectors, spots, kinds, pairs)
    assert ahead.shape == back.shape == (3, len(labels.names))
    makes = labels.number("makes")
    row = next(n for n, e in enumerate(pairs.entities.tolist()) if e == [0, 1])
    assert ahead[row, makes] > back[row, makes]
    assert not any(np.array_equal(a, b) for a, b in pairwise(ahead))
