"""Several headings in a row, then as many lists: told by how the lists stand apart."""

from collections.abc import Sequence

from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.plan import Plan, Role


def lay_runs(entries: Sequence[Entry], plan: Plan) -> None:
    """Several headings in a row, then as many lists: the lists belong to the headings in order."""
    index = 0
    while index < len(entries):
        run = _run_at(entries, index, plan)
        if len(run) >= 2:
            blocks = blocks_of(entries, run[-1] + 1)
            if len(blocks) == len(run):
                for head_index, block in zip(run, blocks, strict=True):
                    head = entries[head_index].head
                    for entry in block:
                        plan.kinds[entry] = head.kind if head else ""
            index = run[-1] + 1
        else:
            index += 1


def _run_at(entries: Sequence[Entry], index: int, plan: Plan) -> list[int]:
    run: list[int] = []
    while index < len(entries):
        head = entries[index].head
        if (
            head is not None
            and head.kind in {"goal", "measure", "action"}
            and not head.inline
            and not entries[index].is_list
        ):
            run.append(index)
        elif not (run and plan.roles.get(index) is Role.PRIORITY):
            break
        index += 1
    return run


def blocks_of(entries: Sequence[Entry], index: int) -> list[list[int]]:
    """Return lists that stand apart: by a gap, or by numbers that start again."""
    blocks: list[list[int]] = []
    while index < len(entries) and entries[index].is_list:
        entry = entries[index]
        restarts = bool(entry.path) and entry.path[-1] == 1
        if not blocks or entry.item.gap or restarts or entry.glyph != entries[index - 1].glyph:
            blocks.append([])
        blocks[-1].append(index)
        index += 1
    return blocks
