"""Hand-set weights: what the reading of figures goes by where an ontology has no trained ones, and what training
starts from. They name features of place, layout and syntax only, nothing of a domain."""

from __future__ import annotations

from collections.abc import Mapping

FLOOR = 0.3

_NEAR = {0: 2.4, 1: 2.0, 2: 1.6, 3: 1.1, 4: 0.6, 5: 0.2, 6: 0.0}

METRIC: Mapping[str, Mapping[str, float]] = {
    "bias": {"none": 2.0, "other": -1.0},
    **{f"cue:L{step}": {"*": weight} for step, weight in _NEAR.items()},
    **{f"cue:R{step}": {"*": weight} for step, weight in _NEAR.items()},
    "cue:Lnearest": {"*": 0.6},
    "cue:Rnearest": {"*": 0.4},
    "cue:Lsubject": {"*": 1.0},
    "cue:Lchain": {"*": 0.6},
    "cue:Rhead": {"*": 1.2},
    "cue:label": {"*": 3.0},
    "cue:labelwhole": {"*": 4.0},
    "cue:heading": {"*": 1.0},
    "cue:nocue": {"*": -2.0},
    "cue:f:alike:same": {"*": 0.5},
    "cue:f:alike:same:list": {"*": 1.5},
    "cue:f:alike:same:range": {"*": 3.0},
}

SUBJECT: Mapping[str, float] = {
    "heading0:0": 2.0,
    "heading1:0": 1.0,
    "label": 3.0,
    "aligned": 3.0,
    "misaligned": -2.0,
    "Brank0": 1.5,
    "Brank1": 0.5,
    "Btrank0": 0.5,
    "Bdep=nsubjV1": 0.8,
    "Bdep=nsubjV2": 0.6,
    "Bdep=nsubjV3": 0.4,
    "Bfollowed": -1.0,
    "Afollowed": -0.5,
    "Aonly": 0.5,
    "P0subj": 0.6,
    "P0rank0": 0.4,
    "former=same": 0.6,
    "former=block": 1.0,
    "formeronly=same": 0.6,
    "noun=fits": 0.8,
    "noun=differs": -0.6,
    "rank0": 0.3,
    "title0": 0.3,
}

UNIT: Mapping[str, float] = {
    "noun:vehicle": 3.0,
    "noun:other": -3.0,
    "behind:other": -3.0,
    "around:other": -0.5,
    "around:vehicle": 0.5,
    "share=0": -1.5,
    "share=1": -1.0,
    "share=2": -0.3,
    "share=3": 0.5,
    "share=4": 1.0,
    "share=5": 1.5,
}

PERIOD: Mapping[str, float] = {
    "static|none:here=0": 6.0,
    "static|none:here=1": 6.0,
    "stock|none:here=0": 3.0,
    "stock|none:here=1": 1.0,
    "flow|none:given=0": 0.8,
    "behind:rank=0": 0.4,
    "before:0": 1.2,
    "before:1": 0.3,
    "behind:0": 0.6,
    "behind:same0:figures0": 2.0,
    "behind:same1:figures0": 0.6,
    "behind:new": -1.0,
    "before:kind=yearago": -2.0,
    "label": 3.0,
    "heading": 2.5,
    "title:month": 0.8,
    "title:quarter": 0.8,
    "carried:block": 2.0,
    "carried:sentence0": 0.6,
    "carried:sentence1": 1.0,
    "carried:sentence2": 0.6,
    "carried:newer=1": -0.5,
    "back1": 0.3,
}
