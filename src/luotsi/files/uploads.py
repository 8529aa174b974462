"""What an upload is, judged by its content, and where its bytes are kept; reading it is the extraction's business."""

import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath

from luotsi.files.encodings import decoded
from luotsi.files.refusals import Reason, UnableToRead

MEGABYTE = 1024 * 1024


class FileKind(StrEnum):
    """The kinds of file that are read, by their media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much a file may hold before it is refused unopened."""

    size_mb: int = 50
    unpacked_mb: int = 400
    part_mb: int = 80
    ratio: int = 150
    """Unpacked over packed; judged only above `ratio_from_mb`, since small XML packs very tightly."""
    ratio_from_mb: int = 20
    entries: int = 10_000


_REFUSED_STARTS: Mapping[bytes, tuple[Reason, str]] = {
    b"\x7fELF": (Reason.EXECUTABLE, ""),
    b"\xca\xfe\xba\xbe": (Reason.EXECUTABLE, ""),
    b"\xcf\xfa\xed\xfe": (Reason.EXECUTABLE, ""),
    b"\xce\xfa\xed\xfe": (Reason.EXECUTABLE, ""),
    b"\x89PNG": (Reason.IMAGE, ""),
    b"\xff\xd8\xff": (Reason.IMAGE, ""),
    b"GIF8": (Reason.IMAGE, ""),
    b"II*\x00": (Reason.IMAGE, ""),
    b"MM\x00*": (Reason.IMAGE, ""),
    b"\x1f\x8b": (Reason.ARCHIVE, ""),
    b"BZh": (Reason.ARCHIVE, ""),
    b"\xfd7zXZ": (Reason.ARCHIVE, ""),
    b"7z\xbc\xaf": (Reason.ARCHIVE, ""),
    b"Rar!": (Reason.ARCHIVE, ""),
    b"{\\rtf": (Reason.UNSUPPORTED, "RTF"),
}
_BROKEN_PACKAGE = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, ValueError)
_PACKED_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS: Mapping[bytes, FileKind] = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"presentationml.presentation.main+xml": FileKind.PPTX,
    b"presentationml.slideshow.main+xml": FileKind.PPTX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_ARCHIVE_SUFFIXES = frozenset({".zip", ".7z", ".rar", ".gz", ".tar", ".docx", ".xlsx", ".pptx"})


def recognise(content: bytes, filename: str = "", limits: UploadLimits | None = None) -> FileKind:
    """Return what `content` is, whatever its name claims; the name only tells Markdown and HTML from plain text.

    :raises UnableToRead: when the file is empty, too large, dangerous or of a kind that is not read
    """
    limits = limits or UploadLimits()
    if not content.strip(b"\x00\t\r\n\x0c "):
        raise UnableToRead(Reason.EMPTY)
    if len(content) > limits.size_mb * MEGABYTE:
        raise UnableToRead(Reason.TOO_LARGE, limit_mb=limits.size_mb)
    if content.startswith(_OLE):
        hidden = "EncryptedPackage".encode("utf-16-le") in content
        raise UnableToRead(Reason.ENCRYPTED if hidden else Reason.OLD_OFFICE)
    if content.startswith(b"MZ") and b"\x00" in content[:256]:
        raise UnableToRead(Reason.EXECUTABLE)
    for start, (reason, kind) in _REFUSED_STARTS.items():
        if content.startswith(start):
            raise UnableToRead(reason, **({"kind": kind} if kind else {}))
    if content.startswith(b"PK"):
        return _package_kind(content, limits)
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    return _text_kind(decoded(content), filename)


def _text_kind(text: str, filename: str) -> FileKind:
    start = text[:2000].lstrip().casefold()
    suffix = PurePosixPath(filename).suffix.casefold()
    named_html = suffix in {".html", ".htm", ".xhtml"} and "<" in start
    if start.startswith("<!doctype html") or "<html" in start or named_html:
        return FileKind.HTML
    return FileKind.MARKDOWN if suffix in {".md", ".markdown"} else FileKind.TEXT


def _package_kind(content: bytes, limits: UploadLimits) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            _check_package(package.infolist(), len(content), limits)
            names = set(package.namelist())
            if "[Content_Types].xml" not in names:
                opened = "mimetype" in names and package.read("mimetype").startswith(b"application/vnd.oasis")
                raise UnableToRead(Reason.UNSUPPORTED, kind="ODF") if opened else UnableToRead(Reason.ARCHIVE)
            types = package.read("[Content_Types].xml")
    except _BROKEN_PACKAGE as error:
        raise UnableToRead(Reason.MALFORMED) from error
    if b"macroEnabled" in types or any(PurePosixPath(name).name.casefold() == "vbaproject.bin" for name in names):
        raise UnableToRead(Reason.MACROS)
    for mark, kind in _MAIN_PARTS.items():
        if mark in types:
            return kind
    raise UnableToRead(Reason.UNSUPPORTED, kind="OOXML")


def _check_package(entries: list[zipfile.ZipInfo], packed: int, limits: UploadLimits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    swollen = unpacked > limits.ratio_from_mb * MEGABYTE and unpacked > limits.ratio * packed
    if (
        swollen
        or len(entries) > limits.entries
        or unpacked > limits.unpacked_mb * MEGABYTE
        or largest > limits.part_mb * MEGABYTE
    ):
        raise UnableToRead(Reason.EXPANDS_TOO_MUCH)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UnableToRead(Reason.ENCRYPTED)
        if entry.compress_type not in _PACKED_WAYS:
            raise UnableToRead(Reason.MALFORMED)
        path = PurePosixPath(entry.filename)
        # Charts carry their numbers as a workbook under `embeddings`; it is never opened here.
        if path.suffix.casefold() in _ARCHIVE_SUFFIXES and "embeddings" not in path.parts and len(path.parts) > 1:
            raise UnableToRead(Reason.NESTED_ARCHIVE)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where an upload's bytes lie: `path` is relative to the store and made of the content's digest."""

    digest: str
    path: PurePosixPath
    size: int


def store(content: bytes, root: Path) -> StoredFile:
    """Keep `content` under its own digest below `root` and say where; the same bytes are kept once.

    The file appears whole or not at all, and nothing of its name or kind is used in the path.
    """
    digest = sha256(content).hexdigest()
    relative = PurePosixPath(digest[:2], digest[2:4], digest)
    target = root / relative
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".incoming-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    return StoredFile(digest=digest, path=relative, size=len(content))


def stored_bytes(digest: str, root: Path) -> bytes:
    """Return the bytes kept under `digest`.

    :raises ValueError: when `digest` is no sha256, or the bytes kept no longer have it
    :raises FileNotFoundError: when nothing is kept under it
    """
    if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError(f"{digest!r} is no digest of a stored file")
    content = (root / digest[:2] / digest[2:4] / digest).read_bytes()
    if sha256(content).hexdigest() != digest:
        raise ValueError(f"the stored file {digest} has changed on disk; restore it from a backup")
    return content


def store_waiting(content: bytes, root: Path) -> StoredFile:
    """Keep `content` for the next step of whoever brought it; nobody's for long, it is swept unless it is used."""
    kept = store(content, root)
    os.utime(root / kept.path)
    return kept


def sweep_waiting(root: Path, *, before: datetime) -> int:
    """Remove what was kept for a next step that has not come since then; return how many files were removed."""
    removed = 0
    for file in root.glob("*/*/*"):
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)
            removed += 1
    return removed
