"""The effects of services in the simulated register: read from the package, proposed and approved."""

import json
from dataclasses import asdict
from datetime import date, datetime
from importlib.resources import files

from luotsi.core.periods import Period
from luotsi.demo.releases.loading import APPROVER, OWNER
from luotsi.indicators.registered.operations import approve_effect_release
from luotsi.orgs.models import Organisation, Person
from luotsi.register.effects.measuring import MadeEffects
from luotsi.register.effects.operations import propose_effects
from luotsi.register.effects.types import MadeBalance, MadeEffect
from luotsi.register.models import EffectRelease

YEAR = Period.parse("2025")
"""The year in which employment areas began; its services have been followed for six months."""
PACKAGED = "effects.json"


def load_effects(*, at: datetime) -> None:
    """Propose and approve the packaged effects, unless they are there."""
    owner = Organisation.objects.select_related("subject").get(slug=OWNER)
    if EffectRelease.objects.filter(owner=owner).exists():
        return
    release = propose_effects(owner=owner, made=packaged_effects(), actor=None, at=at)
    approve_effect_release(release=release, actor=Person.objects.get(name=APPROVER, is_demo=True), at=at)


def packaged_effects() -> MadeEffects:
    """Return the packaged effects."""
    content = json.loads(files(__package__).joinpath(PACKAGED).read_text("utf-8"))
    return MadeEffects(
        Period.parse(content["year"]),
        tuple(MadeEffect(**row) for row in content["effects"]),
        tuple(MadeBalance(**row) for row in content["balance"]),
        content["fingerprint"],
        content["is_simulated"],
        date.fromisoformat(content["known_on"]),
    )


def as_effects_package(made: MadeEffects) -> bytes:
    """Return the effects as the bytes of the package."""
    content = asdict(made) | {"year": made.year.name, "known_on": made.known_on.isoformat()}
    return (json.dumps(content, sort_keys=True, indent=1) + "\n").encode()
