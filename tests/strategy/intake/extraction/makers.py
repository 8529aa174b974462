"""Documents that the tests make themselves, good and hostile."""

import io
import zipfile
from collections.abc import Sequence

import typst
from docx import Document
from openpyxl import Workbook
from pptx import Presentation

from luotsi.strategy.intake.types import DocumentText


def pdf(source: str) -> bytes:
    made = typst.compile(source.encode())
    assert isinstance(made, bytes)
    return made


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def word(*paragraphs: tuple[str, str] | str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        text, style = (paragraph, None) if isinstance(paragraph, str) else paragraph
        document.add_paragraph(text, style=style)
    return saved(document)


def slides(*contents: tuple[str, Sequence[str]]) -> bytes:
    presentation = Presentation()
    for title, items in contents:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text_frame.text = "\n".join(items)
    return saved(presentation)


def workbook(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return the package with one of its parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return stream.getvalue()


def part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.read(name)


def pdf_by_hand(pages: int, *, encrypted: bool = False) -> bytes:
    """Return a PDF of blank pages, as a scanner without text recognition makes."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    objects.append(f"<< /Type /Pages /Count {pages} /Kids [{' '.join(f'{n + 3} 0 R' for n in range(pages))}] >>")
    objects += ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * pages
    trailer = ""
    if encrypted:
        objects.append(
            f"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{'41' * 32}> /U <{'42' * 32}> >>",
        )
        trailer = f"/Encrypt {len(objects)} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(body)}\n%%EOF"
    return (body + end).encode("latin-1")


def texts(document: DocumentText, **layout: object) -> list[str]:
    """Return the texts of the lines that hold something and have the layout asked for."""
    return [
        line.text
        for line in document.lines
        if line.text and all(getattr(line, name) == value for name, value in layout.items())
    ]
