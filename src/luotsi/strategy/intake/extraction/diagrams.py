"""Diagrams of Office documents (SmartArt): their texts in order with their depth."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lxml import etree

DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_DATA = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def diagram_texts(holder: Any, reference: Any) -> Iterator[tuple[str, int]]:
    """Yield the texts of the diagram that `reference` names among the parts of `holder`."""
    relation = None if reference is None else holder.part.rels.get(reference.get(_DATA))
    if relation is None or relation.is_external:
        return
    root: Any = etree.fromstring(relation.target_part.blob, _PARSER)
    texts = {
        point.get("modelId"): " ".join("".join(node.text or "" for node in point.iter(_TEXT)).split())
        for point in root.iter(f"{DIAGRAM}pt")
    }
    children: dict[str, list[tuple[int, str]]] = defaultdict(list)
    inner = set()
    for link in root.iter(f"{DIAGRAM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            children[link.get("srcId")].append((int(order) if order.isdigit() else 0, link.get("destId")))
            inner.add(link.get("destId"))
    waiting = [(point, -1) for point in reversed(list(texts)) if point not in inner]
    seen = set()
    while waiting:
        point, depth = waiting.pop()
        if point in seen:
            continue
        seen.add(point)
        if texts.get(point):
            yield texts[point], max(0, depth)
        waiting.extend((child, depth + 1) for _order, child in sorted(children[point], reverse=True))
