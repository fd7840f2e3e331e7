"""Coverage-guided fuzzing: `python -m tests.fuzz.with_atheris read|annotate [options of libFuzzer] [CORPUS]`."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["kg.read", "kg.annotate", "kg.model"]):
    from tests.fuzz import targets
    from tests.fuzz.made import VALID

SUFFIXES = sorted(suffix for suffix in VALID if suffix != ".pdf")


def read(data: bytes) -> None:
    """The first byte chooses the kind of file, the rest is its content."""
    given = atheris.FuzzedDataProvider(data)
    suffix = given.PickValueInList(SUFFIXES)
    if given.ConsumeBool():
        targets.read_damaged(suffix, given.ConsumeIntInRange(0, 2**32 - 1))
    else:
        targets.read_file(suffix, given.ConsumeBytes(len(data)))


def annotate(data: bytes) -> None:
    """The data as text."""
    given = atheris.FuzzedDataProvider(data)
    targets.annotate(given.ConsumeUnicodeNoSurrogates(len(data)))


if __name__ == "__main__":
    target = {"read": read, "annotate": annotate}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
