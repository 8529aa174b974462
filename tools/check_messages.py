"""Fail when a text on a page lacks its Finnish or Swedish, or a translation drops one of its parameters."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from collect_messages import LANGUAGES, ROOT, SOURCE, catalog_path, messages_of, read, rooms, set_up, texts_of

PARAMETER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def problems() -> list[str]:
    """Return a line for each text that is not translated as it should be."""
    set_up()
    every = rooms()
    found = []
    for room in every:
        for language in LANGUAGES:
            path = catalog_path(room, language)
            catalog = read(path, language)
            for message, context in texts_of(room, every):
                found += [f"{path.relative_to(ROOT)}: {line}" for line in _of_one(catalog, message, context)]
    homeless = [
        path
        for path in SOURCE.rglob("*")
        if path.suffix in {".py", ".html"} and not any(room in path.parents for room in every) and messages_of(path)
    ]
    return found + [f"{path.relative_to(ROOT)}: texts without a locale folder" for path in homeless]


def _of_one(catalog, message, context) -> list[str]:
    identity = message[0] if isinstance(message, tuple) else message
    entry = catalog.get(identity, context)
    strings = () if entry is None else entry.string if isinstance(entry.string, tuple) else (entry.string,)
    if not strings or not all(strings):
        return [f"not translated: {identity!r}"]
    if entry.fuzzy:
        return [f"fuzzy: {identity!r}"]
    wanted = set(PARAMETER.findall(message[-1] if isinstance(message, tuple) else message))
    given = set(PARAMETER.findall(strings[-1]))
    return [] if wanted == given else [f"parameters {wanted} became {given}: {identity!r}"]


def main() -> int:
    """Print what is missing."""
    found = problems()
    print("\n".join(found) or "translations complete")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
