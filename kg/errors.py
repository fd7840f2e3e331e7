"""The errors that kg raises, one tree; each message says what happened, where, and what to do.

KgError                  (exit code 1)
├── UsageError           (2)  bad option, missing input, malformed query
│   ├── InputMissing     (2)  a named file or folder does not exist
│   ├── QueryInvalid     (2)  a SPARQL query does not parse, or is refused
│   └── OntologyInvalid  (2)  the ontology folder cannot be used
├── ReadFailed           (3)  one article could not be read; the others go on
├── NothingBuilt         (1)  no article could be read at all
├── OutputFailed         (1)  the output folder cannot be written; the former output is intact
├── StoreFailed          (1)  the triple store cannot be opened, read or written
└── Timeout              (4)  the work was stopped at its time limit
"""

from __future__ import annotations

from typing import ClassVar


class KgError(Exception):
    """Root of every error that kg raises on purpose."""

    exit_code: ClassVar[int] = 1


class UsageError(KgError):
    """The call itself is wrong: a bad option, a missing input, a malformed query."""

    exit_code: ClassVar[int] = 2


class InputMissing(UsageError):
    """A file or folder that the user named does not exist."""


class QueryInvalid(UsageError):
    """A query does not parse, names an unknown parameter, or asks for what is refused."""


class OntologyInvalid(UsageError):
    """The ontology folder is missing, malformed or contradicts itself."""


class ReadFailed(KgError):
    """One article could not be read; the build goes on without it."""

    exit_code: ClassVar[int] = 3


class NothingBuilt(KgError):
    """No article could be read, so there is nothing to build."""


class OutputFailed(KgError):
    """The output could not be written; what was there before is intact."""


class StoreFailed(KgError):
    """The triple store cannot be opened, read or written."""


class Timeout(KgError):
    """The work was stopped at its time limit."""

    exit_code: ClassVar[int] = 4
