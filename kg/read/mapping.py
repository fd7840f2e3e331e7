"""How the fields of records are called, where it is not as the ontology's cues expect."""

from __future__ import annotations

from dataclasses import replace

from kg.errors import UsageError
from kg.read.cues import Cues


def mapped(cues: Cues, fields: str) -> Cues:
    """The cues with the fields of records called as `fields` says: "text=body,title=meta.headline".

    A field that is named is looked for under this name alone. Raises UsageError where that cannot be read.
    """
    names = dict(cues.fields)
    for pair in filter(None, map(str.strip, fields.split(","))):
        name, _, field = (side.strip() for side in pair.partition("="))
        if name not in cues.fields or not field:
            known = ", ".join(cues.fields)
            raise UsageError(f"--fields: {pair!r} is no NAME=FIELD with a NAME of {known}; write text=body,date=day")
        names[name] = (field,)
    return replace(cues, fields=names)
