"""PDF → text (pypdf), with lines of the page joined to paragraphs."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from kg.errors import ReadFailed
from kg.read.limits import Limits
from kg.read.parts import Part

if TYPE_CHECKING:
    from pypdf import PdfReader

FULL = 0.75
"""Share of the usual width from which on a line is taken to go on in the next."""


def read_pdf(content: bytes, limits: Limits) -> list[Part]:
    """The text of all pages. Raises ReadFailed where the file is encrypted or holds pictures only."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not _decrypts(reader):
        raise ReadFailed("the PDF is encrypted; save it without a password first")
    pages = [page.extract_text() or "" for page in reader.pages]
    text = paragraphs("\n".join(pages))
    if not text.strip():
        raise ReadFailed("the PDF holds no text, only pictures; recognise its text (OCR) first")
    return [Part(text)]


def _decrypts(reader: PdfReader) -> bool:
    """Whether the file opens without a password, with the ciphers at hand."""
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


def paragraphs(text: str) -> str:
    """Lines as laid out on pages joined to paragraphs: a line goes on where it is full and does not end a sentence."""
    lines = [line.strip() for line in text.split("\n")]
    widths = sorted(len(line) for line in lines if line)
    usual = widths[int(len(widths) * 0.9)] if widths else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            joined[-1] = _join(joined[-1], line)
        elif line:
            joined.append(line)
        goes_on = bool(line) and len(line) >= FULL * usual and not re.search(r"[.!?:。！？][\"'”’)]*$", line)
    return "\n\n".join(joined)


def _join(line: str, following: str) -> str:
    if re.search(r"[^\W\d_]-$", line) and following[:1].islower():
        return line[:-1] + following
    return f"{line} {following}"
