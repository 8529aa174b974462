"""Values of measures as words: quantities, changes, places of publication."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from luotsi.core.text import Language, Text
from luotsi.figures.cells import flags_told
from luotsi.figures.period_names import period_name, period_short
from luotsi.indicators.models import Observation, Run
from luotsi.indicators.queries import HELSINKI, Line
from luotsi.indicators.types import RunKind
from luotsi.indicators.writing import Writing


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest value of a line."""

    value: str
    period: str
    period_short: str
    told: str
    """What a reader must know beside it."""
    is_gap: bool
    is_in_words: bool = False


def latest_of(line: Line, writing: Writing) -> Latest | None:
    """Return the newest value or gap, or None where nothing was ever known."""
    observation = line.latest
    if observation is None:
        return None
    return Latest(
        value=writing.value(observation),
        period=period_name(observation.period, writing.language),
        period_short=period_short(observation.period, writing.language),
        told=flags_told(observation.cell, writing.language),
        is_gap=bool(observation.gap and not observation.words),
        is_in_words=bool(observation.words),
    )


def known_on(observation: Observation) -> date:
    """Return the day in Helsinki on which the value became known."""
    return day_in_helsinki(observation.known_at)


@lru_cache(maxsize=1024)
def day_in_helsinki(moment: datetime) -> date:
    """Return the day in Helsinki of a moment, which thousands of values share."""
    return moment.astimezone(HELSINKI).date()


def came_from(run: Run) -> str:
    """Return what is told of where a run's figures came from; a release by its version, not by its key."""
    if run.kind == RunKind.ROLL_UP:
        return ""
    if run.kind == RunKind.RELEASE:
        return _("version {version} of the release").format(version=run.source_note.rpartition(":")[2])
    return run.source_note


def bare(text: Text, language: Language) -> str:
    """Return the text in the language or the one it falls back to."""
    return text.in_language(language).text
