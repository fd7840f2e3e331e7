"""Invented articles, and files of several formats that hold them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"


def prose(subject: str, count: int = 4) -> str:
    """Paragraphs of an article on a subject, of some 170 characters each."""
    return "\n\n".join(
        f"{subject} told dealers in district {n} that the plant would run two shifts, because orders for the van had "
        f"grown faster than planned, and thanked the town for its patience."
        for n in range(1, count + 1)
    )


def article(title: str, *head: str, subject: str = "Norwind", end: str = "") -> str:
    """A title, the lines of its head, a body and perhaps a last line."""
    return "\n\n".join(piece for piece in (title, *head, prose(subject), end) if piece)


def pdf(*lines: str, encrypted: bool = False) -> bytes:
    """A PDF of one page with lines of text."""
    from pypdf import PdfReader, PdfWriter

    shown = " T* ".join("({}) Tj".format(line.replace("(", r"\(").replace(")", r"\)")) for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 40 800 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    plain = body + b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    if not encrypted:
        return plain
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain)))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx(*paragraphs: str, table: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """A Word document with paragraphs and perhaps a table."""
    from docx import Document as Word

    document = Word()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                grid.cell(row, column).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_with(body: bytes) -> bytes:
    """A Word document whose main part has been replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx("x"))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    return out.getvalue()


def page(title: str, body: str, head: str = "") -> str:
    """An HTML page with a menu, a script and an article."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n"))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Fjord Post</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a> <a href='/cars'>Cars</a></nav><article><h1>{title}</h1>{paragraphs}</article>"
        f"<script>document.write('tracked')</script><footer>Imprint</footer></body></html>"
    )


def feed(*entries: str) -> str:
    """An RSS feed of entries."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Fjord Post</title>'
        f"<language>en-us</language>{''.join(f'<item>{entry}</item>' for entry in entries)}</channel></rss>"
    )
