from __future__ import annotations

from dataclasses import replace

import numpy as np

from kg.annotate.labels import ANAPHOR, FIGURE, KINDS, TYPES, Labels, kind_of, labels_of
from kg.ontology import Ontology, Relation


def may(labels: Labels, subject: str, label: str, object_: str) -> bool:
    return bool(labels.allowed[KINDS.index(subject), KINDS.index(object_), labels.number(label)])


def test_there_is_a_label_for_each_relation_and_metric_and_one_for_references(ontology: Ontology) -> None:
    labels = labels_of(ontology)
    assert sorted(labels.names) == sorted([*ontology.relations, "same", *ontology.metrics])
    assert labels.names[labels.same] == "same"
    assert labels.allowed.shape == (len(KINDS), len(KINDS), len(labels.names))


def test_labels_hold_between_the_classes_of_domain_and_range(ontology: Ontology) -> None:
    labels = labels_of(ontology)
    assert may(labels, "Company", "makes", "Model")
    assert may(labels, "Brand", "makes", "Model")
    assert not may(labels, "Model", "makes", "Company")
    assert not may(labels, "Person", "makes", "Model")
    assert may(labels, "Person", "worksFor", "Brand")


def test_symmetric_relations_hold_between_things_of_one_kind(ontology: Ontology) -> None:
    labels = labels_of(ontology)
    assert labels.symmetric == {n for n, r in ontology.relations.items() if r.symmetric}
    assert may(labels, "Model", "competesWith", "Model")
    assert may(labels, "Company", "competesWith", "Brand")
    assert not may(labels, "Company", "competesWith", "Model")


def test_anaphors_refer_and_figures_measure(ontology: Ontology) -> None:
    labels = labels_of(ontology)
    only = np.flatnonzero(labels.allowed[TYPES.index("Person"), ANAPHOR])
    assert only.tolist() == [labels.same]
    metrics = np.flatnonzero(labels.allowed[TYPES.index("Model"), FIGURE])
    assert {labels.names[n] for n in metrics} == set(ontology.metrics)


def test_an_ontology_may_have_classes_that_the_network_does_not_tag(ontology: Ontology) -> None:
    relations = {"feeds": Relation("feeds", "feeds", "", ("WindFarm",), ("Place",), False)}
    labels = labels_of(replace(ontology, relations=relations))
    assert labels.names[0] == "feeds"
    assert kind_of("WindFarm") == kind_of("Number") == KINDS.index("Misc")
    assert may(labels, "Misc", "feeds", "Place")
    assert [kind_of(t) for t in TYPES] == list(range(len(TYPES)))
