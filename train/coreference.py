"""Train the weights that resolve pronouns and descriptions: marked articles → ontology/models/coreference.json.

    python train/coreference.py [--out FILE] [--folds N]

Learns from the project's own articles (train/articles), in which they are marked. With --folds it reports what
cross-validation by article says instead of writing. The same articles give the same weights.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from logit import Choices  # noqa: E402

from kg.annotate.anaphora import Anaphors  # noqa: E402
from kg.annotate.parser import load_parser  # noqa: E402
from kg.annotate.reference import FILE, Ranker, Scene, chosen  # noqa: E402
from kg.annotate.sentences import sentences  # noqa: E402
from kg.model import LocalEntity, Mention, Sentence  # noqa: E402
from kg.ontology import load_ontology  # noqa: E402
from kg.train import samples as articles  # noqa: E402

PENALTY = 4.0
LEAST = 2
Example = tuple[dict[int, list[str]], int]


def examples(sample: articles.Sample, anaphors: Anaphors, nlp: object) -> list[Example]:
    """The anaphors of one article: options with their features, and the right one."""
    doc = nlp(sample.text)  # type: ignore[operator]
    names = [Mention(s.begin, s.end, sample.text[s.begin : s.end], s.entity) for s in sample.spans if not s.anaphor]
    entities = [LocalEntity(types, "", ()) for types in sample.types]
    marked = {(s.begin, s.end): s.entity for s in sample.spans if s.anaphor}
    scene = Scene(doc, sample.sentences, names, entities)
    found = []
    for anaphor in scene.free(anaphors.find(sample.text)):
        options = scene.options(anaphor)
        right = marked.get((anaphor.begin, anaphor.end), -1)
        if right in options:
            found.append((options, right))
        if right >= 0:
            scene.add(anaphor, right)
    return found


def fitted(given: Sequence[Example]) -> Ranker:
    """The weights that the examples teach."""
    choices = Choices()
    for options, right in given:
        order = sorted(options)
        choices.add([[(f, "") for f in options[n]] for n in order], [n == right for n in order])
    weights = choices.fit(lambda key: PENALTY, {}, least=LEAST)
    return Ranker({name: round(value, 3) for (name, _), value in sorted(weights.items()) if abs(value) >= 0.001})


def crossed(by_article: Sequence[tuple[str, list[Example]]], folds: int) -> str:
    """Precision and recall over articles that the weights have not seen."""
    right = found = wanted = 0
    for fold in range(folds):
        apart = [zlib.crc32(name.encode()) % folds == fold for name, _ in by_article]
        ranker = fitted([e for (_, rows), held in zip(by_article, apart, strict=True) if not held for e in rows])
        for (_, rows), held in zip(by_article, apart, strict=True):
            for options, answer in rows if held else ():
                best = chosen(ranker.chances(options))
                right += best == answer >= 0
                found += best >= 0
                wanted += answer >= 0
    return f"{wanted} marked, {found} found, precision {right / max(found, 1):.3f}, recall {right / max(wanted, 1):.3f}"


def main() -> int:
    """Train, and write or report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT / "ontology" / "models" / FILE)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    nlp = load_parser()

    def split(text: str) -> tuple[Sentence, ...]:
        return sentences(text, [s.start_char for s in nlp(text).sents])

    anaphors = Anaphors(load_ontology(lexicon=False).cues["coreference"])
    folder = ROOT / "train" / "articles"
    parse = articles.load_parser(folder.parent / "check_articles.py")
    samples = articles.written_samples(folder, parse, split)
    by_article = [(sample.id, examples(sample, anaphors, nlp)) for sample in samples]
    if options.folds:
        print(crossed(by_article, options.folds))
        return 0
    ranker = fitted([example for _, rows in by_article for example in rows])
    made = {"articles": len(samples), "weights": ranker.weights}
    options.out.write_text(json.dumps(made, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
