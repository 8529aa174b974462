"""Labels inside an item: `Palvelu alkaa heti (mittari: odotusaika)`, `Kurssit; vastuu: opisto`."""

from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.vocabulary import inner_labels

_SHORTEST = 8


def parted(words: Passage) -> tuple[Passage, list[tuple[str, Passage]]]:
    """Return the item without its inner labels, and what each label says with its kind."""
    found = [
        (match.start(), match.end(), kind)
        for kind, label in inner_labels()
        for match in label.finditer(words.text)
        if match.start() >= _SHORTEST
    ]
    if not found:
        return words, []
    found.sort()
    ends = [start for start, _, _ in found[1:]] + [len(words.text)]
    said = [(kind, _closed(words[start:end])) for (_, start, kind), end in zip(found, ends, strict=True)]
    return words[: found[0][0]].strip(" ,;–—("), [(kind, text) for kind, text in said if text]


def _closed(words: Passage) -> Passage:
    """Return the words without the bracket or mark that ends them."""
    text = words.strip(" ,;.–—")
    unopened = text.text.endswith((")", "]")) and text.text.count("(") < text.text.count(")") + text.text.count("]")
    return text[:-1].strip(" ,;.") if unopened else text
