"""Train the weights by which figures are read: annotated articles → ontology/models/facts.json.

    python train/facts.py [--gold FOLDER]... [--out FILE] [--folds N]

Learns from the project's own annotated articles (train/articles) and sentences (train/fact_sentences.txt), and from the
folders named with --gold. With --folds it also reports what cross-validation by article says, and calibrates the
confidences with it. The same input gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from facts_data import Example, Fact, gold_examples, laid_out, own_examples, sentence_examples, states  # noqa: E402
from logit import Choices, Key  # noqa: E402

from kg.annotate.facts import defaults  # noqa: E402
from kg.annotate.facts.figures import COUNT  # noqa: E402
from kg.annotate.facts.linear import ANY, NONE, Weights, metric_scores, total  # noqa: E402
from kg.annotate.facts.metricfeatures import MetricFeatures  # noqa: E402
from kg.annotate.facts.subjectfeatures import Former, SubjectFeatures  # noqa: E402
from kg.annotate.facts.unitfeatures import unit_features  # noqa: E402
from kg.annotate.observations import find_observations  # noqa: E402
from kg.annotate.parser import load_parser  # noqa: E402
from kg.annotate.periods import Given, PeriodFeatures  # noqa: E402
from kg.model import Observation  # noqa: E402
from kg.ontology import Ontology, load_ontology  # noqa: E402

OTHER = "other"
SHARED_PENALTY, METRIC_PENALTY = 0.5, 1.0
SUBJECT_PENALTY, SUBJECT_OF_METRIC_PENALTY = 2.0, 1.0
UNIT_PENALTY, PERIOD_PENALTY, PERIOD_OF_METRIC_PENALTY = 0.5, 0.5, 1.0
OTHER_WEIGHT = 0.5
LAYOUT = ("heading0:0", "heading1:0", "label", "aligned", "misaligned")
GUESSERS = 4
GUESS_ROUNDS = 30
LEAST_WEIGHT = 0.1
# The network was trained on the same articles, so what its scores are worth (for metric and subject) cannot be learned
# from them: these are the best of a few on articles that neither has seen (train/held_out).
PAIR = (0.4, 1.3)

SUBJECT_START: dict[Key, float] = {(feature, ""): defaults.SUBJECT[feature] for feature in LAYOUT}


def train(examples: Sequence[Example]) -> Weights:
    """The weights that the examples teach."""
    return Weights(
        metric=_nested(_metric_weights(examples)),
        subject=_plain(_subject_weights(examples)),
        unit=_plain(_unit_weights(examples)),
        period=_plain(_period_weights(examples)),
    )


def _plain(weights: dict[Key, float]) -> dict[str, float]:
    return {key: round(weight, 2) for (key, _), weight in sorted(weights.items()) if abs(weight) >= LEAST_WEIGHT}


def _metric_weights(examples: Sequence[Example]) -> dict[Key, float]:
    """Weights of the choice of a metric; what the figures before were read as is guessed as for subjects."""
    guesses: dict[str, dict[int, str]] = {}
    for part in range(GUESSERS):
        seen = [example for example in examples if _part(example) != part]
        weights = _nested(_metric_choices(seen, None).fit(_metric_penalty, {}, rounds=GUESS_ROUNDS))
        unseen = [example for example in examples if _part(example) == part]
        guesses |= {example.id: _guessed_metrics(example, weights) for example in unseen}
    return _metric_choices(examples, guesses).fit(_metric_penalty, {})


def _metric_penalty(key: Key) -> float:
    return SHARED_PENALTY if key[1] == ANY else METRIC_PENALTY


def _metric_choices(examples: Sequence[Example], guesses: dict[str, dict[int, str]] | None) -> Choices:
    choices = Choices()
    for example in examples:
        describer = MetricFeatures(example.page, example.figures)
        for n, figure in enumerate(example.figures):
            if n in example.unclear and not example.right[n]:
                continue
            lexical, cues = describer.describe(n, {} if guesses is None else guesses[example.id])
            names = [NONE, *sorted(figure.options)]
            alternatives = [[*((f, name) for f in lexical), *_cue_keys(name, cues)] for name in names]
            right = [name in example.right[n] for name in names]
            choices.add(alternatives, right if any(right) else [name == NONE for name in names])
    return choices


def _guessed_metrics(example: Example, weights: dict[str, dict[str, float]]) -> dict[int, str]:
    describer = MetricFeatures(example.page, example.figures)
    out: dict[int, str] = {}
    for n, figure in enumerate(example.figures):
        scores = metric_scores(*describer.describe(n, out), (NONE, *sorted(figure.options)), weights)
        out[n] = max(scores, key=lambda name: (scores[name], name))
    return out


def _nested(weights: dict[Key, float]) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for (feature, name), weight in sorted(weights.items()):
        if abs(weight) >= LEAST_WEIGHT:
            out.setdefault(feature, {})[name] = round(weight, 2)
    return out


def _cue_keys(name: str, cues: dict[str, list[str]]) -> list[Key]:
    features = cues.get(name, [] if name == NONE else ["nocue"])
    shared = [] if name == NONE else [(f"cue:{feature}", ANY) for feature in features]
    return [*shared, *((f"cue:{feature}", name) for feature in features)]


def _subject_weights(examples: Sequence[Example]) -> dict[Key, float]:
    """Weights of the choice of a subject.

    That a figure belongs to whom the one before was given to is learnt from what weights that know nothing of it choose
    in articles that they have not seen: with the right ones it would be trusted too much.
    """
    guesses: dict[str, list[int | None]] = {}
    for part in range(GUESSERS):
        seen = [example for example in examples if _part(example) != part]
        weights = _plain(_subject_choices(seen, {}).fit(_subject_penalty, SUBJECT_START))
        unseen = [example for example in examples if _part(example) == part]
        guesses |= {example.id: _guessed(example, weights) for example in unseen}
    return _subject_choices(examples, guesses).fit(_subject_penalty, SUBJECT_START)


def _part(example: Example) -> int:
    return zlib.crc32(example.id.encode()) // 7 % GUESSERS


def _subject_penalty(key: Key) -> float:
    return SUBJECT_OF_METRIC_PENALTY if "|" in key[0] else SUBJECT_PENALTY


def _subject_choices(examples: Sequence[Example], guesses: dict[str, list[int | None]]) -> Choices:
    choices = Choices()
    for example in examples:
        describer = SubjectFeatures(example.page, example.figures)
        former: Former | None = None
        for n, figure in enumerate(example.figures):
            for name, subjects in sorted(example.right[n].items()):
                described = describer.describe(n, name, former)
                order = sorted(described)
                right = [entity in subjects for entity in order]
                if any(right):
                    alternatives = [[(feature, "") for feature in described[entity]] for entity in order]
                    choices.add(alternatives, right, OTHER_WEIGHT if name == OTHER else 1.0)
            guess = guesses[example.id][n] if example.id in guesses else None
            former = Former(figure, guess) if guess is not None else former
    return choices


def _guessed(example: Example, weights: dict[str, float]) -> list[int | None]:
    """For each figure that states a fact the subject that the weights choose, None for the others."""
    describer = SubjectFeatures(example.page, example.figures)
    out: list[int | None] = []
    for n, right in enumerate(example.right):
        described = describer.describe(n, min(right), None) if right else {}
        scores = {entity: total(features, weights) for entity, features in sorted(described.items())}
        out.append(max(scores, key=lambda entity: scores[entity]) if scores else None)
    return out


def _unit_weights(examples: Sequence[Example]) -> dict[Key, float]:
    choices = Choices()
    for example in examples:
        for figure, fact in _stated(example):
            if fact.unit and fact.metric != OTHER and figure.options[fact.metric][1] == COUNT:
                features = unit_features(example.page, figure, fact.metric, example.page.types(fact.subject))
                choices.add([[(f, "") for f in features], []], [fact.unit == "vehicle", fact.unit != "vehicle"])
    return choices.fit(lambda _: UNIT_PENALTY, {(f, ""): w for f, w in defaults.UNIT.items()})


def _period_weights(examples: Sequence[Example]) -> dict[Key, float]:
    choices = Choices()
    for example in examples:
        describer = PeriodFeatures(example.page, example.figures, example.dates, example.date)
        given: Given | None = None
        for figure, fact in _stated(example):
            if figure.quantity is None or fact.metric == OTHER or not fact.unit:
                continue
            described = describer.describe(figure, fact.metric, given)
            order = sorted(described)
            right = [value[: len(fact.period) or None] == fact.period for value in order]
            if any(right):
                choices.add([[(feature, "") for feature in described[value]] for value in order], right)
            given = Given(figure, fact.period) if fact.period else given
    prior = {(feature, ""): weight for feature, weight in defaults.PERIOD.items()}
    drawn = lambda key: PERIOD_OF_METRIC_PENALTY if "|" in key[0] else PERIOD_PENALTY  # noqa: E731
    return choices.fit(drawn, prior)


def _stated(example: Example) -> list[tuple]:  # type: ignore[type-arg]
    """Figures inside the evidence of a fact that they state, in order of place, with that fact."""
    found = []
    for figure in example.figures:
        for fact in example.facts:
            if fact.begin <= figure.begin < fact.end and states(figure, fact):
                found.append((figure, fact))
                break
    return found


def observe(example: Example, ontology: Ontology, weights: Weights) -> tuple[Observation, ...]:
    """What the weights read out of an example."""
    return find_observations(
        example.doc, example.mentions, example.entities, example.sentences, ontology, example.date, weights=weights
    )


def hits(facts: Sequence[Fact], found: Sequence[Observation]) -> list[tuple[Observation, Fact | None]]:
    """Each asserted observation with the annotated fact that it is, each fact once, as the score counts them."""
    left, out = list(facts), []
    for observation in found:
        if observation.status != "asserted":
            continue
        fact = next((f for f in left if _same(f, observation)), None)
        if fact is not None:
            left.remove(fact)
        out.append((observation, fact))
    return out


def _same(fact: Fact, found: Observation) -> bool:
    if (fact.subject, fact.metric, fact.unit) != (found.subject, found.metric, found.unit):
        return False
    if isinstance(fact.value, str) or isinstance(found.value, str):
        return str(fact.value) == str(found.value)[:10]
    return abs(fact.value - found.value) <= 0.005 * max(abs(fact.value), abs(found.value), 1e-9)


def cross_validate(
    examples: Sequence[Example], always: Sequence[Example], ontology: Ontology, folds: int
) -> list[tuple[Example, tuple[Observation, ...]]]:
    """Each example with what weights trained without its fold read out of it, low confidences included."""
    out = []
    for fold in range(folds):
        kept = [example for example in examples if zlib.crc32(example.id.encode()) % folds != fold]
        weights = _open(train([*kept, *always]))
        left = (example for example in examples if zlib.crc32(example.id.encode()) % folds == fold)
        out += [(example, observe(example, ontology, weights)) for example in left]
    return out


def _open(weights: Weights, floor: float = 0.02) -> Weights:
    return Weights(weights.metric, weights.subject, weights.unit, weights.period, floor=floor)


def calibration(read: Sequence[tuple[Example, tuple[Observation, ...]]]) -> tuple[float, float]:
    """Slope and offset that turn the logit of a probability into one that holds in cross-validation."""
    pairs = [
        (observation.confidence, fact is not None)
        for example, found in read
        for observation, fact in hits(example.facts, found)
        if observation.metric != OTHER
    ]
    bounded = np.clip([confidence for confidence, _ in pairs], 1e-4, 1 - 1e-4)
    logits, right = np.log(bounded / (1 - bounded)), np.array([is_right for _, is_right in pairs])
    slope, offset = 1.0, 0.0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(slope * logits + offset)))
        spread = chance * (1 - chance)
        gradient = np.array([((chance - right) * logits).sum(), (chance - right).sum()])
        curvature = np.array(
            [[(spread * logits**2).sum(), (spread * logits).sum()], [(spread * logits).sum(), spread.sum()]]
        )
        slope, offset = np.array([slope, offset]) - np.linalg.solve(curvature + 1e-6 * np.eye(2), gradient)
    return round(float(slope), 3), round(float(offset), 3)


def figures_of(read: Sequence[tuple[Example, tuple[Observation, ...]]], floor: float) -> tuple[int, int, int, int, int]:
    """Right, found and wanted facts without "other", and of right dated figures the right periods and their number."""
    right = found = wanted = timely = timed = 0
    for example, observations in read:
        wanted += sum(fact.metric != OTHER for fact in example.facts)
        for observation, fact in hits(example.facts, observations):
            if observation.metric == OTHER or observation.confidence < floor:
                continue
            found += 1
            right += fact is not None
            if fact is not None and fact.unit != "date":
                timed += 1
                timely += observation.period[: len(fact.period) or None] == fact.period
    return right, found, wanted, timely, timed


def line_of(name: str, counts: tuple[int, int, int, int, int]) -> str:
    """Counts as a line of a report."""
    right, found, wanted, timely, timed = counts
    precision, recall = right / max(found, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{name:<12} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  period {timely / max(timed, 1):.3f}  n {wanted}"


def best_floor(read: Sequence[tuple[Example, tuple[Observation, ...]]]) -> float:
    """The lowest probability to keep, for the best F1."""

    def f1(floor: float) -> float:
        right, found, wanted, _, _ = figures_of(read, floor)
        return 2 * right / max(found + wanted, 1)

    return max((round(0.2 + 0.02 * step, 2) for step in range(16)), key=lambda floor: (round(f1(floor), 4), -floor))


def save(weights: Weights, path: Path) -> None:
    """Write the weights as JSON."""
    data = {
        "about": "Weights by which figures are read; made by train/facts.py.",
        "calibration": weights.calibration,
        "floor": weights.floor,
        "pair": weights.pair,
        "metric": weights.metric,
        "subject": weights.subject,
        "unit": weights.unit,
        "period": weights.period,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Train, report and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", default=[], help="a folder of annotated articles")
    parser.add_argument("--out", type=Path, default=ROOT / "ontology" / "models" / "facts.json")
    parser.add_argument("--folds", type=int, default=5, help="0: no cross-validation, confidences as they are")
    args = parser.parse_args()
    ontology, nlp = load_ontology(lexicon=False), load_parser()
    examples = [example for folder in args.gold for example in gold_examples(folder, nlp, folder.name)]
    examples += own_examples(ROOT / "train" / "articles", nlp)
    always = sentence_examples(ROOT / "train" / "fact_sentences.txt", nlp)
    laid_out([*examples, *always], ontology)
    weights = train([*examples, *always])
    slope, floor = (1.0, 0.0), defaults.FLOOR
    if args.folds:
        read = cross_validate(examples, always, ontology, args.folds)
        slope, floor = calibration(read), best_floor(read)
        for origin in dict.fromkeys(example.origin for example in examples):
            part = [(example, found) for example, found in read if example.origin == origin]
            print(line_of(origin, figures_of(part, floor)))
    final = Weights(
        weights.metric, weights.subject, weights.unit, weights.period, pair=PAIR, calibration=slope, floor=floor
    )
    save(final, args.out)
    print(f"floor {floor}, calibration {slope}, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
