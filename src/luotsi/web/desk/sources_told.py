"""What the desk tells of each source that an organisation's measures use: how it fares, in words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Max, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.core.text import Text
from luotsi.figures.formats import NBSP, date_text, number
from luotsi.indicators import connected, statfin
from luotsi.indicators.models import Measure, Observation, Run
from luotsi.indicators.queries import HELSINKI, latest_of_measures
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Organisation
from luotsi.sources.health import REMEDIES, Line, Says, health
from luotsi.sources.models import Connection, FetchOrder
from luotsi.sources.queries import attempts_of_each, connections_of, orders_of_each
from luotsi.sources.questions import host_of, is_upload
from luotsi.sources.registry import GRADE_SENTENCES, STATFIN, Source, source_of
from luotsi.sources.schedule import Every
from luotsi.sources.types import Attempt, FetchReason, Obstacle, OrderState, Outcome
from luotsi.web.desk.queries import measures_of, subjects_of
from luotsi.web.shared.language import reader_language

FETCHED = statfin.SOURCE_KEY
"""The table that this installation knows how to ask by itself."""
WORKER_LATE = timedelta(minutes=1)
"""After how long an order that nobody takes up looks as if no worker ran."""


@dataclass(frozen=True, slots=True)
class CameIn:
    """The figures of a source that came in one way: how many, and when last."""

    kind: RunKind
    rows: int
    last: datetime


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source as an organisation sees it."""

    key: str
    known: Source | None
    name: Text
    measures: list[Measure]
    newest: Observation | None
    came: list[CameIn]
    attempts: tuple[Attempt, ...]
    says: list[str]
    fails: bool
    order: FetchOrder | None = None
    connection: Connection | None = None

    @property
    def is_packaged(self) -> bool:
        """Whether its figures came with the installation, and none of them from the source itself."""
        return [one.kind for one in self.came] == [RunKind.PACKAGED]

    @property
    def may_be_asked(self) -> bool:
        """Whether this installation can ask it, and is allowed to."""
        if self.connection is not None:
            return not is_upload(self.connection) and self.host in settings.SOURCE_HOSTS
        return self.key == FETCHED and statfin.is_configured()

    @property
    def host(self) -> str:
        """The host that is asked, empty where a file is brought."""
        if self.connection is not None:
            return host_of(self.connection)
        return self.known.host if self.known else ""

    @property
    def is_open(self) -> bool:
        """Whether a fetch waits or is under way."""
        return self.order is not None and self.order.is_open

    @property
    def grade(self) -> str:
        """How well it is known that the connector reads the source."""
        return _(GRADE_SENTENCES[self.known.grade]) if self.known else ""


def sources_of(owner: Organisation, *, at: datetime) -> list[SourceTold]:
    """Return the sources of the organisation's measures in order of name. Nine queries, and two where one is asked."""
    by_key: dict[str, list[Measure]] = defaultdict(list)
    measures = measures_of(owner)
    for measure in measures:
        if measure.definition.source_table:
            by_key[measure.definition.source_table].append(measure)
    connections = connections_of(owner)
    slugs = {one.slug: one for one in measures}
    own = {key: [slugs[one.measure]] if one.measure in slugs else [] for key, one in connections.items()}
    newest = _newest(owner, by_key, at=at) | {key: found for key in own if (found := connected.newest_of(key))}
    by_key |= own
    attempts, orders = attempts_of_each(by_key), orders_of_each(by_key)
    came = _came_in(by_key)
    told = []
    for key, followed in by_key.items():
        known, connection = source_of(key), connections.get(key)
        says, fails = (
            _says_connection(connection, attempts[key], at=at)
            if connection
            else _says(key, attempts[key], came[key], at=at)
        )
        name = _name(connection, known, followed, key)
        its_newest = newest.get(key) if came[key] else None  # what a measure shows may be of another source
        one = SourceTold(key, known, name, followed, its_newest, came[key], attempts[key], says, fails)
        told.append(replace(one, order=orders.get(key), connection=connection))
    return sorted(told, key=lambda one: (one.name.in_language(reader_language()).text, one.key))


def _name(connection: Connection | None, known: Source | None, measures: list[Measure], key: str) -> Text:
    if connection is None and measures and measures[0].definition.source_name:
        return measures[0].definition.source_name
    name = known.name if known else Text(key)
    title = connection.title if connection else ""
    return Text(*(f"{part}: {title}" if title else part for part in (name.fi, name.sv, name.en)))


def _came_in(keys: dict[str, list[Measure]]) -> dict[str, list[CameIn]]:
    kinds = [RunKind.FETCH, RunKind.PACKAGED]
    runs = Run.objects.filter(source_key__in=keys, kind__in=kinds, published_at__isnull=False)
    found: dict[str, list[CameIn]] = defaultdict(list)
    for row in runs.values("source_key", "kind").annotate(rows=Sum("rows_written"), last=Max("published_at")):
        found[row["source_key"]].append(CameIn(RunKind(row["kind"]), row["rows"], row["last"]))
    return found


def _newest(owner: Organisation, by_key: dict[str, list[Measure]], *, at: datetime) -> dict[str, Observation]:
    """Return by source the newest figure of the organisation or of one of its municipalities."""
    measures = {one.pk: key for key, followed in by_key.items() for one in followed}
    subjects = subjects_of(owner, today=at.astimezone(HELSINKI).date())
    found: dict[str, Observation] = {}
    for (measure, _subject), one in latest_of_measures(
        [one for followed in by_key.values() for one in followed], subjects
    ).items():
        key = measures[measure]
        known = found.get(key)
        if known is None or (known.period_start, known.known_at) < (one.period_start, one.known_at):
            found[key] = one
    return found


def _says(key: str, attempts: Sequence[Attempt], came: list[CameIn], *, at: datetime) -> tuple[list[str], bool]:
    """Return how the source fares in sentences, and whether somebody should look at it."""
    if key != FETCHED:
        if came:
            return [_("Luotsi does not ask this source. Its figures came with the installation.")], False
        return [_("Luotsi does not ask this source yet, and no figures of it came with the installation.")], False
    if not statfin.is_configured():
        host = STATFIN.host
        told = [sentence(line) for line in health(attempts, statfin.next_turn(at=at))[:-1]]
        return [*told, _("The settings of the installation do not let %(host)s be asked.") % {"host": host}], True
    due = statfin.next_turn(at=at)
    lines = health(attempts, replace(due, at=max(due.at, at)))
    return [sentence(line) for line in lines], due.failures > 0


def _says_connection(connection: Connection, attempts: Sequence[Attempt], *, at: datetime) -> tuple[list[str], bool]:
    """Return how a connection fares; one that somebody feeds with files is asked by nobody."""
    due = connected.next_turn(connection, at=at)
    told = _alone(connection, health(attempts, replace(due, at=max(due.at, at))))
    lines, fails, host = [sentence(line) for line in told], due.failures > 0, host_of(connection)
    if is_upload(connection):
        return [*lines[:-1], _("The figures come from a file that is brought here.")], fails
    if host not in settings.SOURCE_HOSTS:
        if any(line.says is FetchReason.HOST_NOT_ALLOWED for line in told):
            return lines[:-1], True
        refused = _("The settings of the installation do not let %(host)s be asked.") % {"host": host}
        return [*lines[:-1], refused], True
    if connection.every == Every.NEVER:
        return [*lines[:-1], _("The source is asked only when somebody asks for it here.")], fails
    return lines, fails


def _alone(connection: Connection, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines; where nobody asks by himself, waiting does not help."""
    is_asked = connection.every != Every.NEVER and host_of(connection) in settings.SOURCE_HOSTS
    return lines if is_asked else tuple(Line(Says.TRY_LATER) if one.says is Says.WAIT else one for one in lines)


def order_words(order: FetchOrder, *, at: datetime) -> list[str]:
    """Say how far an open fetch has come, and what is wrong where nobody takes it up."""
    if order.state == OrderState.QUEUED:
        said = [_("The fetch was ordered %(when)s and waits for its turn.") % {"when": moment_words(order.ordered_at)}]
        if at - order.ordered_at > WORKER_LATE:
            said.append(_("Nobody has taken it up. Ask whoever runs the installation whether `luotsi worker` runs."))
        return said
    assert order.started_at is not None
    said = [_("The fetch is under way since %(when)s.") % {"when": moment_words(order.started_at)}]
    if order.questions:
        parts = {"answers": order.answers, "questions": order.questions}
        said.append(_("Answers so far: %(answers)d of %(questions)d.") % parts)
    if order.lease_until is not None and order.lease_until < at:
        said.append(_("It was interrupted and will be taken up again. Nothing is lost."))
    return said


def sentence(line: Line) -> str:
    """Return a sentence of a source's health in the reader's language."""
    return _(line.sentence).format(**{name: _written(value) for name, value in line.parameters.items()})


def obstacle_words(obstacle: Obstacle, *, is_asked_again: bool = True) -> list[str]:
    """Return why nothing was taken from a source, and what to do: nothing where it is asked again by itself."""
    remedy = REMEDIES[obstacle.reason]
    if remedy is Says.WAIT and not is_asked_again:
        remedy = Says.TRY_LATER
    return [sentence(Line(obstacle.reason, obstacle.parameters)), sentence(Line(remedy))]


def _written(value: str | int | Decimal | datetime) -> str:
    if isinstance(value, datetime):
        return moment_words(value)
    return number(Decimal(value), reader_language()) if isinstance(value, int | Decimal) else value


def moment_words(moment: datetime) -> str:
    """Write a moment as its day and time in Helsinki."""
    local = moment.astimezone(HELSINKI)
    clock = f"{local.hour}{':' if reader_language() == 'en' else '.'}{local:%M}"
    return _("%(day)s at %(time)s") % {"day": date_text(local.date(), reader_language()), "time": clock}


def size_words(size: int) -> str:
    """Write a number of bytes in the unit that a person reads."""
    value, unit = (Decimal(size) / 1024**2, "MB") if size >= 1024**2 else (Decimal(size) / 1024, "kB")
    return f"{number(value, reader_language(), 1)}{NBSP}{unit}"


OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.CHANGED: gettext_lazy("New figures came"),
    Outcome.UNCHANGED: gettext_lazy("Nothing had changed"),
    Outcome.FAILED: gettext_lazy("No answer that could be read"),
}


EVERY: Mapping[Every, Promise] = {
    Every.PUBLISHED: gettext_lazy("when the source publishes"),
    Every.DAY: gettext_lazy("every day"),
    Every.WEEK: gettext_lazy("every week"),
    Every.MONTH: gettext_lazy("every month"),
    Every.NEVER: gettext_lazy("only when somebody asks for it"),
}


def outcome_words(outcome: Outcome) -> str:
    """Say what came of asking a source."""
    return str(OUTCOMES[outcome])


def permille_words(permille: int | None) -> str:
    """Write the size of a revision in per cent."""
    return "–" if permille is None else f"{number(Decimal(permille) / 10, reader_language(), 1)}{NBSP}%"
