"""A small document of ours under review, one line for each element."""

from hashlib import sha256

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.operations import Upload, receive_document
from luotsi.strategy.intake.types import Certainty, ElementKind, Place, Proposal, Reading
from tests.cast import NOW

DECISION = {"body": "Työllisyyslautakunta", "date": "2026-01-14"}
LINES = (
    ("Rohkeus", ElementKind.VALUE, None, Certainty.SURE, {}),
    ("Nopea alku", ElementKind.PRIORITY, None, Certainty.SURE, {"level": "päämäärä", "number": "1"}),
    ("Ensimmäinen keskustelu viidessä päivässä", ElementKind.GOAL, 1, Certainty.SURE, {"level": "tavoite"}),
    ("Työttömyysaste", ElementKind.MEASURE, 1, Certainty.LIKELY, {}),
    ("Alueella seurataan muuttoliikettä", ElementKind.UNPLACED, None, Certainty.UNSURE, {}),
    ("Työllisyyslautakunta 14.1.2026 § 4", ElementKind.DECISION, None, Certainty.SURE, DECISION),
)


def document_of(lines=LINES):
    """Return a document of one line each, and the reading that finds an element on each."""
    document = lines_of_text("\n".join(line[0] for line in lines))
    proposals = tuple(
        Proposal(
            key=number,
            kind=kind,
            title=title,
            places=(Place(number + 1, number + 1, line.start, line.end, 1),),
            rule=f"{kind}.listed",
            certainty=certainty,
            parent=parent,
            details=details,
        )
        for number, ((title, kind, parent, certainty, details), line) in enumerate(
            zip(lines, document.lines, strict=True)
        )
    )
    return document, Reading(proposals, organisation="Vaskiniemi", period="2026–2029")


def receive(owner, actor, lines=LINES, name="strategia.txt", at=NOW):
    """Put a document under review."""
    document, reading = document_of(lines)
    upload = Upload(name, sha256(f"{name} {document.text}".encode()).hexdigest(), len(document.text))
    received = receive_document(owner=owner, upload=upload, document=document, reading=reading, actor=actor, at=at)
    return received.batch
