"""Pseudonyms: ids of persons, employers and experts as numbers that only the holder of the key can make again."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from luotsi.register.types import UnableToImport

KEY_BYTES = 32


def read_or_make_key(file: Path, *, sealed: Path) -> bytes:
    """Return the key of the pseudonyms, made on first use, readable by its owner only.

    :raises UnableToImport: when the key would stand inside the sealed folder, or the file holds no key
    """
    if file.resolve().is_relative_to(sealed.resolve()):
        raise UnableToImport("The key of the pseudonyms must stand outside the sealed folder.")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as made:
            made.write(secrets.token_hex(KEY_BYTES))
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except ValueError as fault:
        raise UnableToImport(f"{file.name} holds no key; restore it from where it is kept.") from fault
    if len(key) != KEY_BYTES:
        raise UnableToImport(f"{file.name} holds no key of {KEY_BYTES} bytes; restore it from where it is kept.")
    return key


def pseudonyms(names: Iterable[str], key: bytes) -> list[int]:
    """Return 63 bits of the keyed BLAKE2b of each name, in the same order.

    >>> pseudonyms(["a"], b"k" * 32) == pseudonyms(["a"], b"k" * 32) != pseudonyms(["a"], b"l" * 32)
    True
    """
    base = hashlib.blake2b(key=key, digest_size=8)
    found = []
    for name in names:
        one = base.copy()
        one.update(name.encode())
        found.append(int.from_bytes(one.digest(), "big") >> 1)
    return found
