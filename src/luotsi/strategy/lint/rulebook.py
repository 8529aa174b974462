"""The named rules in words: what each says, why it matters, how to mend; how each is checked stands beside it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it says, why it matters, how to mend; each may be switched off by an organisation."""

    key: str
    says: Promise
    why: Promise
    mend: Promise


RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "goals-per-aim",
            _("An aim has fewer than 3 or more than 5 goals"),
            _("With too few goals an aim stays a slogan; with too many nobody can follow it."),
            _("Merge goals that mean the same, or say what else the aim asks for."),
        ),
        Rule(
            "aim-without-measure",
            _("No measure shows how the aim or its goals fare"),
            _("What nothing shows cannot be reviewed, only believed."),
            _("Adopt a measure from the catalogue, or write what people would see if it succeeded."),
        ),
        Rule(
            "goal-without-measure",
            _("No measure speaks of a goal"),
            _("A goal that nothing shows is forgotten beside those that are measured."),
            _("Connect one of the aim's measures to the goal, or adopt one that shows it."),
        ),
        Rule(
            "measure-unconnected",
            _("A measure of the plan has no values connected to it"),
            _("A measure that is only a name is never reported."),
            _("Connect it to a catalogue measure, or enter its values by hand."),
        ),
        Rule(
            "measure-without-owner",
            _("A measure has nobody responsible"),
            _("Values that nobody owns stop coming."),
            _("Name a post or a unit."),
        ),
        Rule(
            "measure-without-target",
            _("A measure has no target"),
            _("Without a target a status cannot be told."),
            _("Set the level and the date, or say that only the direction matters."),
        ),
        Rule(
            "measure-without-baseline",
            _("A target has no baseline"),
            _("Progress is a distance from somewhere."),
            _("Set the value it starts from, with its period."),
        ),
        Rule(
            "measure-without-source",
            _("A measure does not say where its value comes from"),
            _("A figure without a source cannot be checked."),
            _("Name the source in the measure's definition."),
        ),
        Rule(
            "promise-without-proof",
            _("Nothing shows that a promise is kept"),
            _("A promise that cannot be checked wears trust down."),
            _("Connect a measure that the promise's audience would recognise."),
        ),
        Rule(
            "action-without-year",
            _("An action has no year"),
            _("Actions change yearly; one without a year is nobody's this year."),
            _("Give the year or the schedule."),
        ),
        Rule(
            "action-without-responsible",
            _("An action has nobody responsible"),
            _("What is everybody's is done by nobody."),
            _("Name a post, a unit or an organisation."),
        ),
        Rule(
            "action-without-appropriation",
            _("An action has no appropriation"),
            _("The budget book asks what each action costs, even when the answer is nothing."),
            _("Give the sum, or say that it is done within the budget in force."),
        ),
        Rule(
            "said-twice",
            _("The same thing is in the plan twice"),
            _("Two of the same drift apart."),
            _("Keep one and link it to both places."),
        ),
        Rule(
            "number-used-twice",
            _("A number is used twice"),
            _("References to the number become uncertain."),
            _("Renumber the later one."),
        ),
        Rule(
            "measure-beyond-influence",
            _("Every measure of an aim tells of the population, none of the organisation's own work"),
            _("Unemployment and births move for many reasons. Nobody answers for a figure that own work hardly moves."),
            _("Keep the measure as background and add one that shows what the organisation itself does."),
        ),
        Rule(
            "measured-twice",
            _("Two measures of the plan follow the same figure"),
            _("The same figure is entered, judged and told twice, and its two histories drift apart."),
            _("Keep one and connect it to both places."),
        ),
        Rule(
            "measures-in-conflict",
            _("Two measures of the same figure have different targets"),
            _("The same value is then good by one target and bad by the other."),
            _("Decide which target holds, and set it for both."),
        ),
        Rule(
            "figures-do-not-add-up",
            _("Figures of the plan do not add up"),
            _("A reader who counts finds the error, and stops trusting the rest."),
            _("Check the parts and the whole against the document, and mend the wrong one."),
        ),
        Rule(
            "announced-count-differs",
            _("The document announces another number than the plan holds"),
            _("Either something was left out in the review, or the document changed and its introduction did not."),
            _("Look in the text for what is missing, or mend the number in the document."),
        ),
    )
}
