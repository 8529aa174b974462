"""The whole way from a document's lines to a reading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from luotsi.strategy.intake.reading.belonging import with_named_owners, with_owned_lists, with_owners_first
from luotsi.strategy.intake.reading.blocked import with_blocked_cells
from luotsi.strategy.intake.reading.calling import call_by_number
from luotsi.strategy.intake.reading.cells import (
    CellReader,
    CellTable,
    column_kind,
    ends_table,
    is_column,
    names_one,
    tables_of,
)
from luotsi.strategy.intake.reading.contents import contents_of
from luotsi.strategy.intake.reading.cover import Cover, cover_of
from luotsi.strategy.intake.reading.decisions import read_decisions
from luotsi.strategy.intake.reading.deeds import settle_deeds
from luotsi.strategy.intake.reading.elements import Collector, certainty_of
from luotsi.strategy.intake.reading.fallback import propose_by_look, values_by_look
from luotsi.strategy.intake.reading.forms import settle_forms
from luotsi.strategy.intake.reading.grids import with_cells
from luotsi.strategy.intake.reading.headings import Head, HeadingReader
from luotsi.strategy.intake.reading.joining import Item, Joiner
from luotsi.strategy.intake.reading.learned.amending import amend
from luotsi.strategy.intake.reading.learned.weights import Weights
from luotsi.strategy.intake.reading.levels import with_labels_lowered
from luotsi.strategy.intake.reading.links import settle_links
from luotsi.strategy.intake.reading.matrices import with_columns_first
from luotsi.strategy.intake.reading.normalising import rows_of
from luotsi.strategy.intake.reading.ordinals import with_coded_labels, with_counted_labels, with_repeated_labels
from luotsi.strategy.intake.reading.outline import INNER, Entry, title_words, with_inner_heads, with_visions_asked
from luotsi.strategy.intake.reading.overview import titles_counted, titles_of_overview
from luotsi.strategy.intake.reading.owners import settle_owners
from luotsi.strategy.intake.reading.passages import Locator
from luotsi.strategy.intake.reading.plan import Plan, Role
from luotsi.strategy.intake.reading.projects import is_project, read_project
from luotsi.strategy.intake.reading.prose import read_lists, read_statements
from luotsi.strategy.intake.reading.refusals import is_term, refuse
from luotsi.strategy.intake.reading.roles import plan_of, under_its_title
from luotsi.strategy.intake.reading.sentences import by_sentences, measured_sentences, short_sentences
from luotsi.strategy.intake.reading.side_by_side import with_lists_dealt
from luotsi.strategy.intake.reading.stacked import with_stacked_cells
from luotsi.strategy.intake.reading.tables import TableReader, header_at
from luotsi.strategy.intake.reading.telling import Told, add_told, titles_over_told, told_in
from luotsi.strategy.intake.reading.tidying import as_read
from luotsi.strategy.intake.reading.typography import with_headings
from luotsi.strategy.intake.reading.unlike import refuse_unlike
from luotsi.strategy.intake.reading.vocabulary import languages_of
from luotsi.strategy.intake.reading.walking import Walker
from luotsi.strategy.intake.reading.woven import owned_deeds
from luotsi.strategy.intake.types import DocumentText, ElementKind, Reading
from luotsi.strategy.intake.wording import key_of

_OF_A_PLAN = frozenset(
    {
        ElementKind.PRIORITY,
        ElementKind.GOAL,
        ElementKind.MEASURE,
        ElementKind.ACTION,
        ElementKind.VALUE,
        ElementKind.MISSION,
        ElementKind.VISION,
        ElementKind.UNPLACED,
        ElementKind.UNIT,
    }
)
_FOLLOWED = {("seuranta",), ("arviointi",), ("uppföljning",), ("follow-up",), ("monitoring",)}
"""What heads a closing chapter, and on one line with its content a measure."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the rules made of a document: its entries in reading order, the drafts, and what its cover says."""

    entries: Sequence[Entry]
    collector: Collector
    cover: Cover
    language: str
    is_project: bool


def read(document: DocumentText, weights: Weights | None = None) -> Reading:
    """Return what the document proposes, each proposal with its places, its rule and how sure it is.

    Other weights than those that are delivered only serve to tell how well documents are read that taught none of them.
    """
    ruled = ruled_by_words(document)
    if ruled.cover.is_plan and not ruled.is_project:
        amend(ruled.entries, ruled.collector, weights)
    return _reading(document, ruled)


def read_by_rules(document: DocumentText) -> Reading:
    """Return what the rules alone propose."""
    return _reading(document, ruled_by_words(document))


def _reading(document: DocumentText, ruled: Ruled) -> Reading:
    cover = ruled.cover
    return Reading(
        proposals=ruled.collector.proposals(Locator(document)),
        organisation=cover.organisation,
        period=cover.period,
        language=ruled.language,
        document_kind=cover.kind,
        document_date=cover.date,
        handled_by=cover.handled_by,
        status=cover.status,
    )


def ruled_by_words(document: DocumentText) -> Ruled:
    """Return what the rules alone make of a document."""
    languages = languages_of(document.text)
    project = is_project(document.text)
    reader = HeadingReader(languages, is_project=project)
    items = _items_of(document, reader)
    tables = tables_of(items, reader)
    told_apart = entries = _entries_of(items, tables, reader)
    tables = tables_of([entry.item for entry in entries], reader)  # lines may have been moved and parted
    collector = Collector()
    entries = [_aim_of_project(entry) if project else entry for entry in entries]
    claimed = read_project(entries, collector) if project else set()
    claimed |= contents_of(entries) | read_decisions(entries, collector, claimed)
    entries = [replace(entry, head=None, taken=True) if at in claimed else entry for at, entry in enumerate(entries)]
    claimed |= {at for at, entry in enumerate(entries) if entry.taken or is_term(entry.text)}
    decided = collector.of(ElementKind.ANNUAL_FOCUS)
    focus, focus_year = [draft.key for draft in decided], decided[0].details.get("year", "") if decided else ""
    plan = plan_of(entries, claimed, _tables_of_goals(entries, tables, reader), focus, is_project=project)
    call_by_number(entries, claimed, plan)
    cover = cover_of(entries, document.text, is_project=project, focus_year=focus_year)
    told = told_in(entries, claimed)
    if cover.is_plan:
        _name_priorities(entries, plan, collector, claimed)
        if not project:
            _by_sentences(entries, told, plan, collector, claimed)
            _by_outline(entries, claimed, plan, collector)
        CellReader(entries, plan, collector).read(tables)
        claimed |= TableReader(entries, plan, collector, reader).read()
        _lay_lines(entries, claimed, plan, collector, is_project=project)
    Walker(entries, plan, collector, is_plan=cover.is_plan and not project).walk(claimed)
    if cover.is_plan:
        _add_sentences(entries, told, plan, collector, is_project=project)
    _settle(entries, collector)
    if not cover.is_plan:
        collector.drafts = [draft for draft in collector.drafts if draft.kind not in _OF_A_PLAN]
    return Ruled(told_apart, collector, cover, languages[0], project)


def _settle(entries: list[Entry], collector: Collector) -> None:
    """Put right what only the whole document tells."""
    settle_deeds(collector)
    settle_forms(collector)
    settle_owners(collector)
    settle_links(entries, collector)
    refuse(collector)
    refuse_unlike(collector)
    collector.settle()


def _add_sentences(
    entries: list[Entry], told: Sequence[Told], plan: Plan, collector: Collector, *, is_project: bool
) -> None:
    """Add what sentences tell and state where no heading does."""
    above = CellReader(entries, plan, collector).priority_above
    add_told(told, collector, {one.index: None if is_project else above(one.index) for one in told})
    if not is_project:
        read_statements(entries, collector)


def _items_of(document: DocumentText, reader: HeadingReader) -> list[Item]:
    """Return the document's items, its lines put in order and its tables into cells."""
    told = with_columns_first(with_headings(as_read(document, reader)), lambda text: column_kind(text, reader))
    column, label = lambda text: is_column(text, reader), lambda text: names_one(text, reader)
    laid = with_cells(told, column, reader.is_heading, label)
    kind_of, ends = lambda text: column_kind(text, reader), lambda text: ends_table(text, reader)
    laid = with_blocked_cells(with_stacked_cells(laid, kind_of, ends), kind_of, ends)
    return Joiner(rows_of(laid, reader.is_heading, reader.is_level), document.text, reader).items()


def _by_sentences(
    entries: list[Entry], told: Sequence[Told], plan: Plan, collector: Collector, claimed: set[int]
) -> None:
    """Where no heading names values or priorities, take those that sentences list or tell."""
    valued = any(entry.head and entry.head.kind == "value" for entry in entries)
    read_lists(entries, collector, named=bool(collector.of(ElementKind.PRIORITY)), valued=valued)
    values_by_look(entries, plan, valued=valued)
    if not collector.of(ElementKind.PRIORITY):
        titles_over_told(entries, told, plan)
        _name_priorities(entries, plan, collector, claimed)


def _entries_of(items: Sequence[Item], tables: Sequence[CellTable], reader: HeadingReader) -> list[Entry]:
    tabled = {index for table in tables for index in table.members}
    entries = []
    for index, item in enumerate(items):
        if index in tabled:
            entries.append(Entry(item, None, taken=True, label=reader.recognise(item.words)))
            continue
        after = items[index + 1] if index + 1 < len(items) else None
        around = [items[near] for near in (index - 1, index + 1) if 0 <= near < len(items)]
        entries.append(Entry(item, _head_of(item, reader, around) or _lead_of(item, after, reader)))
    labelled = with_repeated_labels(with_coded_labels(with_counted_labels(with_visions_asked(entries)), reader))
    named = with_named_owners(with_labels_lowered(with_inner_heads(labelled)), lambda text: column_kind(text, reader))
    return with_owned_lists(with_owners_first(with_lists_dealt(named)))


def _aim_of_project(entry: Entry) -> Entry:
    """Read a project's main aim as its goal: it has no priorities."""
    named = entry.head is not None and entry.head.kind == "priority"
    return replace(entry, head=replace(entry.head, kind="goal")) if named and entry.head else entry


def _tables_of_goals(entries: Sequence[Entry], tables: Sequence[CellTable], reader: HeadingReader) -> set[int]:
    celled = {table.members[0] for table in tables if "goal" in table.columns.values() and table.head_rows}
    heads = {
        index
        for index in range(len(entries))
        if (header := header_at(entries, index, reader)) is not None and "goal" in header.columns
    }
    return celled | heads


def _head_of(item: Item, reader: HeadingReader, around: Sequence[Item]) -> Head | None:
    """Return the heading an item is; a bullet that only happens to be made of heading words stays a bullet."""
    head = reader.recognise(item.words)
    if head is not None and head.phrase in _FOLLOWED and head.inline and not head.inline.text.endswith("."):
        return replace(head, kind="measure")
    if head is None or not item.is_bullet or head.colon or head.inline or head.kind == "status_review":
        return head
    listed = len(around) == 2 and around[1].is_bullet
    alone = listed and not any(near.is_bullet and reader.is_heading(near.text) for near in around)
    return head if alone and head.kind in INNER and not (head.modifiers or head.tail) else None


def _lead_of(item: Item, after: Item | None, reader: HeadingReader) -> Head | None:
    """Return the heading that a sentence with a colon is to the list right under it."""
    if after is None or item.marker is not None:
        return None
    if not item.text.endswith(":"):
        return reader.leads(item.text) if after.is_bullet else None
    if after.marker is None and not reader.begins_heading(after.text):
        return None
    return reader.lead(item.text)


def _by_outline(entries: list[Entry], claimed: set[int], plan: Plan, collector: Collector) -> None:
    """Where a plan names no priorities, let the look of its titles propose them."""
    if not collector.of(ElementKind.PRIORITY):
        if not (titles_of_overview(entries, claimed, plan) or titles_counted(entries, claimed, plan)):
            by_sentences(entries, claimed, plan)
        _name_priorities(entries, plan, collector, claimed)
    headed = any(entry.head and entry.head.kind == "goal" and not entry.head.inline for entry in entries)
    if not collector.of(ElementKind.PRIORITY):
        propose_by_look(entries, claimed, plan, headed=headed)
        _name_priorities(entries, plan, collector, claimed)


def _lay_lines(entries: list[Entry], claimed: set[int], plan: Plan, collector: Collector, *, is_project: bool) -> None:
    """Mark the lines that their form tells, once the priorities are known."""
    plan.lay_lines(entries, claimed, is_project=is_project)
    titles = {draft.key for draft in collector.of(ElementKind.PRIORITY)}
    plan.kinds |= dict.fromkeys(short_sentences(entries, claimed, titles), "goal")
    plan.kinds |= dict.fromkeys(owned_deeds(entries, claimed), "action") if not is_project else {}
    plan.kinds |= dict.fromkeys(measured_sentences(entries, claimed), "measure") if not is_project else {}


def _name_priorities(entries: list[Entry], plan: Plan, collector: Collector, claimed: set[int]) -> None:
    """Enter the titles of all priorities first, so that a table or a chapter before the list knows them."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        labelled = (
            entry.head is not None and entry.head.kind == "priority" and entry.head.singular and bool(entry.head.inline)
        )
        before_dash = entry.head is not None and bool(entry.head.title)
        named = (labelled or before_dash) and index not in plan.apart and index not in plan.roles
        named = named and not under_its_title(index, plan)
        if index in claimed or not (plan.roles.get(index) is Role.PRIORITY or named):
            continue
        words = title_words(entry)
        title = words[: words.text.find(";")] if words.text.find(";") > 5 else words
        title = title.strip(" :")
        if key_of(title.text) in seen:
            continue
        seen.add(key_of(title.text))
        rule = plan.rules.get(index, "priority.before_dash" if before_dash else "priority.labelled")
        collector.add(ElementKind.PRIORITY, title, rule=rule, certainty=certainty_of(rule, title.text))
