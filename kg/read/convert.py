"""Content of a foreign format → parts, with every fault of the libraries behind it turned into a named reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.errors import ReadFailed
from kg.read import docx, feed, html, pdf
from kg.read.limits import Limits
from kg.read.parts import Part
from kg.read.records import EXTRA
from kg.read.text import normal

CONVERTERS: Mapping[str, Callable[[bytes, Limits], list[Part]]] = {
    "html": html.read_html,
    "pdf": pdf.read_pdf,
    "docx": docx.read_docx,
    "feed": feed.read_feed,
}


def convert(kind: str, content: bytes, limits: Limits) -> list[Part]:
    """The articles of a file of the kind "html", "pdf", "docx" or "feed". Raises nothing but ReadFailed."""
    try:
        parts = CONVERTERS[kind](content, limits)
    except ReadFailed:
        raise
    except ModuleNotFoundError as error:
        raise ReadFailed(f"{kind.upper()} files need the package {error.name}; install it with {EXTRA}") from error
    except MemoryError as error:
        raise ReadFailed(f"it takes more than {limits.convert_bytes // 2**20} MiB of memory to convert") from error
    except RecursionError as error:
        raise ReadFailed("it is nested too deeply") from error
    except Exception as error:  # the libraries raise whatever their own faults happen to be on damaged files
        raise ReadFailed(
            f"it is damaged, or of a sort that cannot be read ({type(error).__name__}: {str(error)[:200]})"
        ) from error
    if sum(len(part.text) for part in parts) > limits.file_bytes:
        raise ReadFailed(f"its text is larger than {limits.file_bytes // 2**20} MiB")
    return [
        Part(
            normal(part.text),
            part.offset,
            part.number,
            part.id,
            *(normal(value) for value in (part.title, part.date, part.publisher, part.url, part.language)),
        )
        for part in parts
    ]
