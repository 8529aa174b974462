"""What a source's page says: fetched when, what changed, revised how much, what broke and what to do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.sources.schedule import State, Turn, failures_in_a_row
from luotsi.sources.types import (
    SENTENCES,
    Attempt,
    FetchReason,
    Outcome,
    ReadAnswer,
    ReadReason,
    gettext_noop,
)


class Says(StrEnum):
    """A sentence of the page; each is written in `PAGE_SENTENCES`."""

    NEVER_FETCHED = "never_fetched"
    FETCHED = "fetched"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    FAILED = "failed"
    BROKEN = "broken"
    NEXT = "next"
    WAIT = "wait"
    TRY_LATER = "try_later"
    CORRECT_ADDRESS = "correct_address"
    ALLOW_HOST = "allow_host"
    CONNECT_AGAIN = "connect_again"
    CORRECT_FILE = "correct_file"
    ASK_OWNER = "ask_owner"
    TELL_KEEPER = "tell_keeper"


PAGE_SENTENCES: Mapping[Says, str] = {
    Says.NEVER_FETCHED: gettext_noop("Nothing has been fetched from the source yet."),
    Says.FETCHED: gettext_noop("Last fetched {when}."),
    Says.CHANGED: gettext_noop("New figures: {new}. Revised figures: {revised}."),
    Says.UNCHANGED: gettext_noop("Nothing had changed since the time before."),
    Says.REVISED: gettext_noop("The largest revision was {percent} per cent of the earlier figure."),
    Says.FAILED: gettext_noop("Attempts without an answer since {when}: {count}. The old figures stand."),
    Says.BROKEN: gettext_noop("The connection is broken since {when}. The old figures stand."),
    Says.NEXT: gettext_noop("The source is asked next {when}."),
    Says.WAIT: gettext_noop("Nothing needs to be done here."),
    Says.TRY_LATER: gettext_noop("Try again later."),
    Says.CORRECT_ADDRESS: gettext_noop("Correct the address of the source, or its table."),
    Says.ALLOW_HOST: gettext_noop("Ask whoever runs the installation to allow the address of the source."),
    Says.CONNECT_AGAIN: gettext_noop("Connect the measure to the source again."),
    Says.CORRECT_FILE: gettext_noop("Correct the table or the mapping of its columns, and look at the preview."),
    Says.TELL_KEEPER: gettext_noop("Tell whoever runs the installation: its log says what stopped the fetching."),
    Says.ASK_OWNER: gettext_noop("Ask whoever publishes the source about the change, and tell whoever runs this."),
}

REMEDIES: Mapping[FetchReason | ReadReason, Says] = {
    FetchReason.HOST_NOT_ALLOWED: Says.ALLOW_HOST,
    FetchReason.NOT_HTTPS: Says.CORRECT_ADDRESS,
    FetchReason.REDIRECTED: Says.CORRECT_ADDRESS,
    FetchReason.UNREACHABLE: Says.WAIT,
    FetchReason.TIMED_OUT: Says.WAIT,
    FetchReason.HALF_ANSWER: Says.WAIT,
    FetchReason.TOO_LARGE: Says.CONNECT_AGAIN,
    FetchReason.UNKNOWN_TABLE: Says.CORRECT_ADDRESS,
    FetchReason.NOT_FOUND: Says.CORRECT_ADDRESS,
    FetchReason.FORBIDDEN: Says.CORRECT_ADDRESS,
    FetchReason.TOO_MANY_CELLS: Says.CONNECT_AGAIN,
    FetchReason.TOO_MANY_CALLS: Says.WAIT,
    FetchReason.BUSY: Says.WAIT,
    FetchReason.OTHER_STATUS: Says.WAIT,
    FetchReason.INTERRUPTED: Says.TELL_KEEPER,
    ReadReason.NOT_JSON: Says.WAIT,
    ReadReason.BROKEN_JSON: Says.WAIT,
    ReadReason.WRONG_SHAPE: Says.ASK_OWNER,
    ReadReason.WRONG_TYPE: Says.ASK_OWNER,
    ReadReason.DIFFERENT_SIZE: Says.WAIT,
    ReadReason.UNKNOWN_SYMBOL: Says.ASK_OWNER,
    ReadReason.UNKNOWN_PERIOD: Says.ASK_OWNER,
    ReadReason.CHANGED_DIMENSION: Says.CONNECT_AGAIN,
    ReadReason.UNKNOWN_CONTENT: Says.CONNECT_AGAIN,
    ReadReason.UNKNOWN_PLACE: Says.CONNECT_AGAIN,
    ReadReason.NOTHING_PUBLISHED: Says.WAIT,
    ReadReason.NOT_TABLE: Says.CORRECT_FILE,
    ReadReason.BROKEN_TABLE: Says.CORRECT_FILE,
    ReadReason.TWO_FIGURES: Says.ASK_OWNER,
    ReadReason.OTHER_TITLE: Says.CONNECT_AGAIN,
    ReadReason.ROWS_WRONG: Says.CORRECT_FILE,
    ReadReason.OTHER_PERIODS: Says.CONNECT_AGAIN,
    ReadReason.OTHER_UNIT: Says.CONNECT_AGAIN,
}


Parameter = str | int | Decimal | datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the page with what it needs; the page chooses the language and the form of moments."""

    says: Says | FetchReason | ReadReason
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The sentence in English, with its parameters still to be filled in."""
        return PAGE_SENTENCES[self.says] if isinstance(self.says, Says) else SENTENCES[self.says]


@dataclass(frozen=True, slots=True)
class Difference:
    """What an answer holds that the one before did not."""

    new: int
    revised: int
    vanished: int
    """Figures that the source no longer gives; they stay as they were."""
    largest_permille: int | None
    """The largest revision, in thousandths of the earlier figure; None when nothing can be set in proportion."""


def health(attempts: Sequence[Attempt], turn: Turn) -> tuple[Line, ...]:
    """Return what the page says, in reading order."""
    ordered = sorted(attempts, key=lambda one: one.started_at)
    answered = [one for one in ordered if one.outcome is not Outcome.FAILED]
    lines = [*_answered(answered[-1])] if answered else [Line(Says.NEVER_FETCHED)]
    failures = failures_in_a_row(ordered)
    if failures:
        is_broken = turn.state is State.BROKEN
        since = ordered[-failures].started_at
        lines.append(Line(Says.BROKEN, {"when": since}) if is_broken else Line(Says.FAILED, _failed(since, failures)))
        obstacle = ordered[-1].obstacle
        assert obstacle is not None
        remedy = REMEDIES[obstacle.reason]
        lines.append(Line(obstacle.reason, obstacle.parameters))
        lines.append(Line(Says.ASK_OWNER if is_broken and remedy is Says.WAIT else remedy))
    lines.append(Line(Says.NEXT, {"when": turn.at}))
    return tuple(lines)


def _failed(since: datetime, count: int) -> dict[str, Parameter]:
    return {"when": since, "count": count}


def _answered(last: Attempt) -> list[Line]:
    lines = [Line(Says.FETCHED, {"when": last.started_at})]
    if not last.rows_new and not last.rows_revised:
        return [*lines, Line(Says.UNCHANGED)]
    lines.append(Line(Says.CHANGED, {"new": last.rows_new, "revised": last.rows_revised}))
    if last.largest_permille is not None:
        lines.append(Line(Says.REVISED, {"percent": Decimal(last.largest_permille).scaleb(-1)}))
    return lines


def difference(before: ReadAnswer, after: ReadAnswer) -> Difference:
    """Return what changed between two answers; a figure that became hidden, or stopped being so, is revised too."""
    old, new = _cells(before), _cells(after)
    revised = [(old[key], cell) for key, cell in new.items() if key in old and not _same(old[key], cell)]
    shares = [share for pair in revised if (share := permille(*pair)) is not None]
    return Difference(
        new=len(new.keys() - old.keys()),
        revised=len(revised),
        vanished=len(old.keys() - new.keys()),
        largest_permille=max(shares, default=None),
    )


def _cells(answer: ReadAnswer) -> dict[tuple[str, str, Period], Cell]:
    return {(row.place_code, row.content_code, row.period): row.cell for row in answer.rows}


def _same(before: Cell, after: Cell) -> bool:
    return (before.value, before.gap) == (after.value, after.gap)


def permille(before: Cell, after: Cell) -> int | None:
    """Return the change in thousandths, rounded up so that no revision looks like none."""
    if before.value is None or after.value is None or before.value == 0:
        return None
    share = abs(after.value - before.value) * 1000 / abs(before.value)
    return int(share.to_integral_value(rounding=ROUND_CEILING))
