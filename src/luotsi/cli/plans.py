"""Plans from the terminal: what a plan still lacks."""

import click

from luotsi.cli.installation import start_with_database
from luotsi.cli.outcomes import Refused


@click.command()
@click.argument("plan", metavar="ORGANISATION[/PLAN]")
@click.option("--lang", type=click.Choice(["fi", "sv", "en"]), default="fi", show_default=True, help="Language.")
def lint(plan: str, lang: str) -> None:
    """Say what a plan lacks to be followed: goals without measures, measures without target or owner, and so on.

    PLAN is an organisation's address, or address/plan where it has several. Remarks do not change the exit code.
    """
    start_with_database()
    from django.utils import translation

    from luotsi.strategy.lint import RULES, lint_plan
    from luotsi.strategy.models import Plan
    from luotsi.strategy.queries import shown_version

    owner, _slash, slug = plan.partition("/")
    plans = Plan.objects.filter(owner__slug=owner)
    found = plans.filter(slug=slug).first() if slug else plans.first()
    version = shown_version(found) if found else None
    if found is None or version is None:
        known = ", ".join(f"{one.owner.slug}/{one.slug}" for one in Plan.objects.select_related("owner")) or "none yet"
        raise Refused(f"There is no plan {plan!r}. There are: {known}.")
    with translation.override(lang):
        remarks = lint_plan(version, language=lang)
        for key in dict.fromkeys(remark.rule for remark in remarks):
            rule = RULES[key]
            click.echo(f"{rule.says} [{key}]")
            for remark in remarks:
                if remark.rule == key:
                    said = remark.figures or ("" if remark.number is None else str(remark.number))
                    click.echo(f"  - {remark.title}" + (f" ({said})" if said else ""))
            click.echo(f"  {rule.why}\n  {rule.mend}\n")
        click.echo(f"{found}: {len(remarks)} remarks")
