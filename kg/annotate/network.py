"""The learned reader at run time: an encoder that tags mentions and roles, and a scorer of pairs (ONNX Runtime)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.annotate.encoding import Encoding, Ints
from kg.annotate.labels import Labels
from kg.annotate.pairs import Pairs, Spot
from kg.errors import OntologyInvalid

Floats = NDArray[np.float32]
T = TypeVar("T")
AT_ONCE = 1_024  # pairs that are scored together: what is made of them on the way fits the processor's cache
FILES = ("reader.json", "tokenizer.json", "encoder.onnx", "pairs.onnx")


@dataclass(frozen=True, slots=True)
class States:
    """What the encoder says of n tokens: states (n, width), probabilities of tags (n, tags) and roles (n, 3)."""

    vectors: Floats
    tags: Floats
    roles: Floats


class Reader:
    """The trained network of an ontology's `models` folder. `settings` holds the thresholds of labels."""

    def __init__(self, folder: Path, labels: Labels) -> None:
        """Raises OntologyInvalid where files are missing, or were trained for other labels."""
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise OntologyInvalid(f"{folder} lacks {', '.join(missing)}; train anew, or remove the folder")
        self.settings: dict[str, Any] = _loaded(folder / FILES[0], _settings)
        if tuple(self.settings["labels"]) != labels.names:
            raise OntologyInvalid(
                f"{folder} was trained for other relations or metrics; train anew, or remove the folder"
            )
        self.tokenizer = _loaded(folder / FILES[1], lambda path: Tokenizer.from_file(str(path)))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self._cls, self._sep = (self.tokenizer.token_to_id(mark) or 0 for mark in ("[CLS]", "[SEP]"))
        self._encoder, self._pairs = (_loaded(folder / name, _session) for name in FILES[2:])

    def read(self, encoding: Encoding, lexicon: Ints) -> States:
        """States and probabilities; each token's come from the window in which it stands most central."""
        vectors: list[Floats] = []
        tags: list[Floats] = []
        roles: list[Floats] = []
        for w in encoding.windows:
            n = w.end - w.begin + 2
            ids, cases, extra = (np.zeros((1, n), np.int64) for _ in range(3))
            ids[0, 0], ids[0, -1] = self._cls, self._sep
            ids[0, 1:-1], cases[0, 1:-1] = encoding.ids[w.begin : w.end], encoding.cases[w.begin : w.end]
            extra[0, 1:-1] = lexicon[w.begin : w.end]
            given = {"ids": ids, "cases": cases, "lexicon": extra}
            keep = slice(1 + w.keep_begin - w.begin, 1 + w.keep_end - w.begin)
            for out, rows in zip(self._encoder.run(None, given), (vectors, tags, roles), strict=True):
                rows.append(out[0, keep])
        return States(np.concatenate(vectors), _softmax(np.concatenate(tags)), _softmax(np.concatenate(roles)))

    def score(self, vectors: Floats, spots: Sequence[Spot], kinds: Ints, pairs: Pairs) -> tuple[Floats, Floats]:
        """Logits of the pairs read forward (first node of the group as subject) and backward, both (pairs, labels)."""
        begin = np.array([s.begin for s in spots])
        last = np.array([s.last for s in spots])
        ends = np.concatenate([vectors[begin], vectors[last]], 1)
        sums = np.concatenate([np.zeros((1, vectors.shape[1]), np.float32), vectors.cumsum(0, dtype=np.float32)])
        left, right = pairs.left, pairs.right
        rest = [last[left] + 1, np.maximum(begin[right], last[left] + 1), pairs.distance, pairs.gap]
        zero = np.zeros_like(left)
        ahead = np.stack([left, right, *rest, zero], 1)
        back = np.stack([right, left, *rest, zero + 1], 1)
        flipped = pairs.flipped[:, None]
        rows = np.concatenate([np.where(flipped, back, ahead), np.where(flipped, ahead, back)])
        given = {"spots": ends, "sums": sums, "kinds": kinds}
        parts = (rows[at : at + AT_ONCE] for at in range(0, max(len(rows), 1), AT_ONCE))
        logits = np.concatenate([self._pairs.run(None, {**given, "pairs": part})[0] for part in parts])
        return logits[: len(left)], logits[len(left) :]


def _settings(path: Path) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if not {"labels", "thresholds"} <= settings.keys() or "same" not in settings["thresholds"]:
        raise ValueError("it lacks labels or thresholds")
    return settings


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(path, options, ["CPUExecutionProvider"])


def _loaded(path: Path, load: Callable[[Path], T]) -> T:
    try:
        return load(path)
    except Exception as error:  # the libraries raise classes of their own, or bare Exception
        raise OntologyInvalid(f"{path} cannot be used ({error}); train anew, or remove the folder") from error


def _softmax(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    result: Floats = shifted / shifted.sum(-1, keepdims=True)
    return result
