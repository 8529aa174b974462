"""Why a file could not be read, as keys with parameters; the rooms that show them choose the language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """Why a file was refused; each has one sentence in `SENTENCES`."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    EXECUTABLE = "executable"
    IMAGE = "image"
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"
    UNSUPPORTED = "unsupported"
    BINARY = "binary"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    EXPANDS_TOO_MUCH = "expands_too_much"
    NESTED_ARCHIVE = "nested_archive"
    MALFORMED = "malformed"
    NO_TEXT = "no_text"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_COLUMNS = "too_many_columns"
    COLUMNS_UNNAMED = "columns_unnamed"
    TOO_MUCH_TEXT = "too_much_text"
    TOO_DEEP = "too_deep"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    BUSY = "busy"


SENTENCES: Mapping[Reason, str] = {
    Reason.EMPTY: "The file is empty.",
    Reason.TOO_LARGE: "The file is larger than {limit_mb} MB. Leave out pictures or split the file.",
    Reason.EXECUTABLE: "The file is a program, whatever its name says. Programs are not accepted.",
    Reason.IMAGE: "The file is a picture. Run text recognition on it first, or choose the document it was made from.",
    Reason.ARCHIVE: "The file is a compressed archive. Unpack it and choose one document.",
    Reason.OLD_OFFICE: "The file is in the Office format used before 2007. Save it as DOCX, PPTX, XLSX or PDF.",
    Reason.UNSUPPORTED: "Files of the kind {kind} cannot be read. Save it as PDF, DOCX, PPTX, HTML or text.",
    Reason.BINARY: "The file holds neither text nor a document of a known kind.",
    Reason.ENCRYPTED: "The file is protected with a password. Save it without one.",
    Reason.MACROS: "The file contains macros. Save it without macros (DOCX, PPTX or XLSX).",
    Reason.EXPANDS_TOO_MUCH: "The file unpacks to far more than a document holds, so it was not opened.",
    Reason.NESTED_ARCHIVE: "The document has an archive packed inside it, so it was not opened.",
    Reason.MALFORMED: "The file is broken or incomplete. Open it in the program it was made with and save it again.",
    Reason.NO_TEXT: "The file has no text: it is a scan. Run text recognition on it first.",
    Reason.TOO_MANY_PAGES: "The document has {pages} pages; at most {limit} are read. Split it.",
    Reason.TOO_MANY_CELLS: "The tables have more than {limit} cells. Leave out raw tables.",
    Reason.TOO_MANY_COLUMNS: "The table has {columns} columns; at most {limit} are read.",
    Reason.COLUMNS_UNNAMED: "A column has no name, or two have the same. Give each column a name of its own.",
    Reason.TOO_MUCH_TEXT: "The document has more than {limit} characters of text. Split it.",
    Reason.TOO_DEEP: "The document nests its parts too deeply to be read.",
    Reason.TOO_SLOW: "Reading the file took longer than {limit_seconds} seconds and was stopped.",
    Reason.TOO_MUCH_MEMORY: "Reading the file needs more than {limit_mb} MB of memory and was stopped.",
    Reason.BUSY: "Other documents are being read just now. Try again in a moment.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason with what its sentence needs."""

    reason: Reason
    parameters: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        return SENTENCES[self.reason].format(**self.parameters)


class UnableToRead(Exception):
    """A file was refused; `refusal` says why, and nothing was kept or changed."""

    def __init__(self, reason: Reason, **parameters: str | int) -> None:
        self.refusal = Refusal(reason, parameters)
        super().__init__(str(self.refusal))
