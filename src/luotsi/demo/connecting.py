"""A table of official figures connected to a measure, step by step as at the desk: nothing of it asks a network."""

from datetime import datetime
from importlib import resources

from django.core.files.base import ContentFile

from luotsi.core.periods import PeriodKind
from luotsi.core.units import WrittenUnit
from luotsi.indicators.connected import subjects_of
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.fetching import carry_out_orders
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Person
from luotsi.sources.models import Connection
from luotsi.sources.operations import begin_connection, keep_step, save_connection
from luotsi.sources.outbound import Outbound
from luotsi.sources.questions import question_of
from luotsi.sources.registry import TABULAR
from luotsi.sources.schedule import Every
from luotsi.web.desk.source_setup import About, look, sample_of

FILE = "statfin_121w_2025.csv"
PUBLISHER = "Tilastokeskus, väestönmuutokset (StatFin 121w), CC BY 4.0"


def load_connection(*, at: datetime) -> None:
    """Connect the table of population to Savonlinna's measure and take it in, unless that was done."""
    measure = Measure.objects.select_related("definition", "owner__subject").get(
        owner__slug="savonlinna", slug="vaesto"
    )
    if Connection.objects.filter(owner=measure.owner, measure=measure.slug).exists():
        return
    actor = Person.objects.get(name="Aino", is_demo=True)
    ended = last_ended(PeriodKind(measure.definition.period_kind), at.astimezone(HELSINKI).date())
    assert ended is not None
    about = About(measure, list(subjects_of(measure.owner, at=at).values()), ended, at)
    nowhere = Outbound(frozenset())
    made = begin_connection(owner=measure.owner, measure=measure.slug, source=TABULAR.key, actor=actor, at=at)
    content = resources.files("luotsi.demo.figures").joinpath(FILE).read_bytes()
    typed = {"table": ContentFile(content, FILE), "publisher": PUBLISHER}
    keep_step(connection=made, seen=0, step=look(nowhere, TABULAR, typed, made, about), actor=actor, at=at)
    shown = sample_of(nowhere, made, question_of(made.draft), about, WrittenUnit.ONE)
    keep_step(connection=made, seen=made.revision, step=shown, actor=actor, at=at)
    save_connection(connection=made, seen=made.revision, every=Every.NEVER, actor=actor, at=at)
    for _done in carry_out_orders(way=nowhere, clock=lambda: at):
        pass
