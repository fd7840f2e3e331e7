"""DOCX → text (python-docx): paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.errors import ReadFailed
from kg.read.limits import Limits
from kg.read.parts import Part

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph


def read_docx(content: bytes, limits: Limits) -> list[Part]:
    """The text of a document. Raises ReadFailed where it is no DOCX or unpacks to more than the limit."""
    import docx

    _check(content, limits)
    document = docx.Document(io.BytesIO(content))
    lines = [line for block in document.iter_inner_content() for line in _lines(block)]
    title = document.core_properties.title.strip()
    text = "\n\n".join(line for line in lines if line)
    if not text:
        raise ReadFailed("the document holds no text")
    return [Part(text, title=title if title in text[:1000] else "")]


def _lines(block: Paragraph | Table) -> Iterator[str]:
    if hasattr(block, "rows"):
        for row in block.rows:
            cells = [cell.text.strip() for cell in row.cells]
            yield "\t".join(cell for n, cell in enumerate(cells) if n == 0 or cell != cells[n - 1])
    else:
        yield from (line.strip() for line in block.text.split("\n"))


def _check(content: bytes, limits: Limits) -> None:
    """Refuse archives that are encrypted, or that would unpack to more than the limit, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        kind = "an encrypted or old Word document" if content.startswith(b"\xd0\xcf\x11\xe0") else "no DOCX"
        raise ReadFailed(f"{kind}: {error}; save it as DOCX without a password first") from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadFailed("the document is encrypted; save it without a password first")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked_bytes or len(entries) > 10_000:
        raise ReadFailed(
            f"the document would unpack to {total} bytes in {len(entries)} files (a zip bomb?); it is not opened"
        )
