"""What an upload is, judged by its content."""

import io
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from luotsi.files.refusals import SENTENCES, Reason, Refusal, UnableToRead
from luotsi.files.uploads import (
    FileKind,
    UploadLimits,
    recognise,
    store,
    store_waiting,
    stored_bytes,
    sweep_waiting,
)

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def package(parts: dict[str, bytes], content_type: str = WORD_TYPE) -> bytes:
    stream = io.BytesIO()
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>'
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def reason_of(content: bytes, filename: str = "strategia.docx", limits: UploadLimits | None = None) -> Reason:
    with pytest.raises(UnableToRead) as caught:
        recognise(content, filename, limits)
    return caught.value.refusal.reason


@pytest.mark.parametrize("content", [b"", b" \r\n\t", b"\x00" * 500, b"\x0c\n"])
def test_a_file_without_content_is_empty(content: bytes) -> None:
    assert reason_of(content) is Reason.EMPTY


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"MZ\x90\x00\x03" + b"\x00" * 300, Reason.EXECUTABLE),
        (b"\x7fELF\x02\x01\x01", Reason.EXECUTABLE),
        (b"\x89PNG\r\n\x1a\n", Reason.IMAGE),
        (b"\xff\xd8\xff\xe0 JFIF", Reason.IMAGE),
        (b"\x1f\x8b\x08\x00", Reason.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c", Reason.ARCHIVE),
        (b"{\\rtf1 teksti}", Reason.UNSUPPORTED),
        (bytes(range(256)) * 20, Reason.BINARY),
        (b"Strategia" + b"\x00\x01\x02" * 200, Reason.BINARY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\x00o\x00r\x00d\x00", Reason.OLD_OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Reason.ENCRYPTED),
    ],
)
@pytest.mark.parametrize("name", ["strategia.pdf", "strategia.docx", "strategia.txt", ""])
def test_the_name_does_not_make_a_document_of_something_else(content: bytes, reason: Reason, name: str) -> None:
    assert reason_of(content, name) is reason


def test_a_program_s_first_letters_alone_do_not_make_text_a_program() -> None:
    assert recognise(b"MZ on museon lyhenne.", "muistio.txt") is FileKind.TEXT


def test_the_size_limit_itself_is_accepted_and_one_byte_more_is_not() -> None:
    limits = UploadLimits(size_mb=1)
    assert recognise(b"a" * 1024 * 1024, "a.txt", limits) is FileKind.TEXT
    assert reason_of(b"a" * (1024 * 1024 + 1), "a.txt", limits) is Reason.TOO_LARGE


def test_kinds_are_told_by_content_and_text_kinds_by_name() -> None:
    assert recognise(b"%PDF-1.7 ...", "kuva.docx") is FileKind.PDF
    assert recognise(package({"word/document.xml": b"<a/>"}), "x.pdf") is FileKind.DOCX
    assert recognise(b"<!DOCTYPE html><p>Visio", "x.txt") is FileKind.HTML
    assert recognise(b"<h1>Visio</h1>", "x.html") is FileKind.HTML
    assert recognise(b"# Visio", "x.MD") is FileKind.MARKDOWN
    assert recognise(b"# Visio", "x.txt") is FileKind.TEXT


def test_macros_are_refused_by_type_and_by_part() -> None:
    enabled = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert reason_of(package({"word/document.xml": b"<a/>"}, enabled)) is Reason.MACROS
    assert reason_of(package({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"})) is Reason.MACROS


def test_a_zip_bomb_is_refused_without_unpacking_it() -> None:
    bomb = package({"word/document.xml": b"0" * (30 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert reason_of(bomb) is Reason.EXPANDS_TOO_MUCH


def test_repetitive_but_small_content_is_no_bomb() -> None:
    assert recognise(package({"word/document.xml": b"0" * (15 * 1024 * 1024)})) is FileKind.DOCX


def test_too_many_entries_are_refused() -> None:
    many = package({f"word/media/{number}.xml": b"" for number in range(12)})
    assert recognise(many, "", UploadLimits(entries=13)) is FileKind.DOCX
    assert reason_of(many, "", UploadLimits(entries=12)) is Reason.EXPANDS_TOO_MUCH


def test_an_archive_inside_is_refused_but_a_chart_s_workbook_is_not() -> None:
    assert reason_of(package({"word/media/more.zip": b"PK"})) is Reason.NESTED_ARCHIVE
    assert recognise(package({"word/embeddings/chart.xlsx": b"PK"})) is FileKind.DOCX


def test_archives_open_documents_and_broken_packages_have_reasons_of_their_own() -> None:
    plain, odt = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("a.txt", "x")
    with zipfile.ZipFile(odt, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    assert reason_of(plain.getvalue()) is Reason.ARCHIVE
    assert reason_of(odt.getvalue()) is Reason.UNSUPPORTED
    whole = package({"word/document.xml": b"<a/>"})
    assert reason_of(whole[: len(whole) // 2]) is Reason.MALFORMED
    assert reason_of(package({"a.xml": b"<a/>"}, "application/x-other")) is Reason.UNSUPPORTED


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert str(Refusal(Reason.TOO_MANY_PAGES, {"pages": 1200, "limit": 1000})).startswith("The document has 1200 pages")


def test_the_same_bytes_are_kept_once_under_their_digest(tmp_path: Path) -> None:
    first, second = store(b"strategia", tmp_path), store(b"strategia", tmp_path)
    assert first == second
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [first.digest]
    assert stored_bytes(first.digest, tmp_path) == b"strategia"


def test_stored_bytes_that_changed_or_have_no_digest_are_not_handed_out(tmp_path: Path) -> None:
    kept = store(b"strategia", tmp_path)
    (tmp_path / kept.path).write_bytes(b"jotain muuta")
    with pytest.raises(ValueError, match="has changed on disk"):
        stored_bytes(kept.digest, tmp_path)
    with pytest.raises(ValueError, match="no digest"):
        stored_bytes("../../etc/passwd", tmp_path)
    with pytest.raises(FileNotFoundError):
        stored_bytes("0" * 64, tmp_path)


def test_what_waits_for_a_next_step_is_swept_when_it_has_not_come(tmp_path):
    at = datetime(2026, 11, 22, tzinfo=UTC)
    old, used, new = (store_waiting(content, tmp_path) for content in (b"old", b"used", b"new"))
    for kept in (old, used):
        os.utime(tmp_path / kept.path, (at.timestamp() - 1, at.timestamp() - 1))
    os.utime(tmp_path / new.path, (at.timestamp(), at.timestamp()))
    store_waiting(b"used", tmp_path)
    assert sweep_waiting(tmp_path, before=at) == 1
    assert not (tmp_path / old.path).exists()
    assert stored_bytes(used.digest, tmp_path) == b"used"
    assert stored_bytes(new.digest, tmp_path) == b"new"


def test_a_folder_where_nothing_has_waited_yet_is_swept_without_fuss(tmp_path):
    assert sweep_waiting(tmp_path / "nothing", before=datetime(2026, 11, 22, tzinfo=UTC)) == 0
