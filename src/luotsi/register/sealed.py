"""The sealed folder: who may read it, what stands in force, and how it is changed in one step.

Leaves to others what the files hold: `importing` writes slices, `results` writes aggregates.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from luotsi.register.types import UnableToCalculate, UnderWay

SLICES, SNAPSHOTS, RESULTS, INCOMING = "slices", "snapshots", "results", "incoming"
CURRENT = "current.json"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a calculation may take of the machine."""

    memory_mb: int = 3000
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed folder; nothing but the register reads or writes it."""

    root: Path
    limits: Limits = Limits()

    @classmethod
    def at(cls, root: Path, limits: Limits = Limits()) -> "Sealed":
        """Return the folder, made for its owner only when it is not there."""
        for folder in (root, *(root / name for name in (SLICES, SNAPSHOTS, RESULTS))):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)
        return cls(root, limits)

    @property
    def slices(self) -> Path:
        """Immutable Parquet files, named by table, month and hash."""
        return self.root / SLICES

    def current(self) -> dict[str, Any] | None:
        """Return the manifest in force, or None before the first import."""
        pointer = self.root / CURRENT
        if not pointer.exists():
            return None
        name = json.loads(pointer.read_text(encoding="utf-8"))["snapshot"]
        manifest: dict[str, Any] = json.loads((self.root / SNAPSHOTS / f"{name}.json").read_text(encoding="utf-8"))
        return manifest

    def get_current(self) -> dict[str, Any]:
        """Return the manifest in force.

        :raises UnableToCalculate: before the first import
        """
        manifest = self.current()
        if manifest is None:
            raise UnableToCalculate("The register is empty. Import an export first: `luotsi register import FOLDER`.")
        return manifest

    def put_in_force(self, manifest: Mapping[str, Any]) -> str:
        """Write the manifest under the hash of its content and point to it; return that name."""
        content = json.dumps(manifest, sort_keys=True, indent=1, ensure_ascii=False).encode()
        name = hashlib.blake2b(content, digest_size=16).hexdigest()
        write_whole(self.root / SNAPSHOTS / f"{name}.json", content)
        write_whole(self.root / CURRENT, json.dumps({"snapshot": name}).encode())
        return name

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """Give a folder for work in progress; what a killed run left is swept first, this one afterwards.

        :raises UnderWay: while another process has it
        """
        folder = self.root / INCOMING
        with self._alone():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others from working here; the system lets go of the lock when this process ends, however it ends."""
        lock = os.open(self.root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as fault:
                raise UnderWay(
                    "Another import or calculation works in the register now. Try again when it has ended."
                ) from fault
            yield
        finally:
            os.close(lock)

    def connect(self, work: Path, *, readable: tuple[Path, ...] = ()) -> duckdb.DuckDBPyConnection:
        """Return a database in `work` that reaches this folder and what is readable, and nothing else."""
        return connect(work, self.limits, (self.root, *readable))

    @contextmanager
    def reading(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give a database in memory that reads this folder, beside whatever else is going on in it."""
        database = connect(None, self.limits, (self.root,))
        try:
            yield database
        finally:
            database.close()

    def sweep(self, kept: Mapping[str, Any]) -> None:
        """Remove slices that the manifest does not name; manifests of former snapshots stay as their record."""
        named = {entry["file"] for entries in kept["tables"].values() for entry in entries["slices"]}
        for file in self.slices.iterdir():
            if file.name not in named:
                file.unlink()


def connect(work: Path | None, limits: Limits, readable: tuple[Path, ...]) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB without extensions or network that reaches the given folders only; in memory without `work`."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "memory_limit": f"{limits.memory_mb}MB",
        "threads": limits.threads,
        "preserve_insertion_order": True,
    }
    if work is not None:
        config["temp_directory"] = str(work / "temporary")
    connection = duckdb.connect(":memory:" if work is None else str(work / "work.duckdb"), config=config)
    allowed = [f"{folder.resolve()}/" for folder in (*((work,) if work else ()), *readable)]
    connection.execute(f"SET allowed_directories = {allowed!r}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part, even after a crash."""
    with replacing(path, content):
        pass


@contextmanager
def replacing(path: Path, content: bytes) -> Iterator[None]:
    """Write a file beside its place, and move it there when the block has come through; else the old one stays."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def file_hash(path: Path) -> str:
    """Return the hash by which a slice is named."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
