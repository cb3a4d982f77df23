"""PDFs as a test needs them, written by hand: their pages hold lines of text, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

# Of the letters of Japanese, by a map that is not in the file (Adobe-Japan1, UniJIS-UCS2-H).
_JAPANESE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /KozMinPr6N /Encoding /UniJIS-UCS2-H "
    b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KozMinPr6N "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> >>] >>"
)
_LATIN = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def pdf(*pages: Sequence[str], japanese: bool = False) -> bytes:
    """A PDF with these lines on its pages. A page without lines has no text, as a scan has none."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _JAPANESE if japanese else _LATIN,
    ]
    for index, lines in enumerate(pages):
        content = f"BT /F1 12 Tf 72 720 Td {' '.join(_line(line, japanese) for line in lines)} ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream".encode("latin-1"),
        ]
    return _file(objects)


def _line(text: str, japanese: bool) -> str:
    code = text.encode("utf-16-be" if japanese else "cp1252").hex()
    return f"<{code}> Tj 0 -16 Td"


def _file(objects: list[bytes]) -> bytes:
    written, offsets = b"%PDF-1.7\n", list[int]()
    for number, body in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(written))
    )
