"""A reading in the shape of a truth file: what `luotsi read --json` prints and the evaluation scores."""

from collections.abc import Iterable
from typing import Any

from luotsi.strategy.intake.types import ElementKind, Proposal, Reading

Shape = dict[str, Any]
ByKind = dict[ElementKind, list[Proposal]]


def as_truth(reading: Reading) -> Shape:
    """Return the reading as a JSON-ready dictionary; unplaced proposals are left out."""
    by_key = {proposal.key: proposal for proposal in reading.proposals}
    of = _by_kind(reading.proposals)
    return _of_document(reading) | _of_plan(of, by_key) | _of_the_rest(of)


def _of_document(reading: Reading) -> Shape:
    return {
        "organisation": reading.organisation,
        "period": reading.period,
        "document_type": reading.document_kind,
        "language": reading.language,
        "document_date": reading.document_date,
        "handled_by": reading.handled_by,
        "status": reading.status,
    }


def _of_plan(of: ByKind, by_key: dict[int, Proposal]) -> Shape:
    measures, goals, values = of[ElementKind.MEASURE], of[ElementKind.GOAL], of[ElementKind.VALUE]
    return {
        "mission": _first_title(of[ElementKind.MISSION]),
        "vision": _first_title(of[ElementKind.VISION]),
        "values": _titles(values),
        "value_descriptions": [value.details["description"] for value in values if "description" in value.details],
        "priorities": [_priority(priority, of, by_key) for priority in of[ElementKind.PRIORITY]],
        "goals_without_priority": [
            goal.title for goal in goals if _root(goal, by_key) is None and not goal.details.get("objective")
        ],
        "indicators_without_priority": _titles(
            measure for measure in measures if not _is_priority(_root(measure, by_key))
        ),
        "indicator_values": [_values(measure) for measure in measures if {"baseline", "target"} & set(measure.details)],
        "actions": [_action(action, by_key) for action in of[ElementKind.ACTION] if action.rule != "unit.action"],
        "annual_focus": [_focus(focus, of) for focus in of[ElementKind.ANNUAL_FOCUS]],
    }


def _of_the_rest(of: ByKind) -> Shape:
    return {
        "promises": [
            {
                "audience": promise.details.get("audience", ""),
                "status": promise.details.get("status", ""),
                "text": promise.title,
            }
            for promise in of[ElementKind.PROMISE]
        ],
        "decisions": [_decision(decision) for decision in of[ElementKind.DECISION]],
        "projects": [_project(project, of) for project in of[ElementKind.PROJECT]],
        "units": [_unit(unit, of) for unit in of[ElementKind.UNIT]],
        "status_reviews": _titles(of[ElementKind.STATUS_REVIEW]),
        "present_state": _titles(of[ElementKind.PRESENT_STATE]),
        "challenges": _titles(of[ElementKind.CHALLENGE]),
        "strengths": _titles(of[ElementKind.STRENGTH]),
        "weaknesses": _titles(of[ElementKind.WEAKNESS]),
        "national_goals_context": _titles(of[ElementKind.CONTEXT_GOAL]),
    }


def _titles(proposals: Iterable[Proposal]) -> list[str]:
    return [proposal.title for proposal in proposals]


def _by_kind(proposals: Iterable[Proposal]) -> ByKind:
    of: ByKind = {kind: [] for kind in ElementKind}
    for proposal in proposals:
        of[proposal.kind].append(proposal)
    return of


def _first_title(proposals: list[Proposal]) -> str | None:
    return proposals[0].title if proposals else None


def _root(proposal: Proposal, by_key: dict[int, Proposal]) -> Proposal | None:
    """Return the outermost proposal that this one belongs to."""
    root = None
    while proposal.parent is not None:
        proposal = root = by_key[proposal.parent]
    return root


def _is_priority(proposal: Proposal | None) -> bool:
    return proposal is not None and proposal.kind is ElementKind.PRIORITY


def _in_unit(proposal: Proposal, by_key: dict[int, Proposal]) -> bool:
    root = _root(proposal, by_key)
    return root is not None and root.kind is ElementKind.UNIT


def _priority(priority: Proposal, of: ByKind, by_key: dict[int, Proposal]) -> Shape:
    def under(kind: ElementKind) -> list[str]:
        return [proposal.title for proposal in of[kind] if _root(proposal, by_key) is priority]

    shape: Shape = {
        "title": priority.title,
        "goals": under(ElementKind.GOAL),
        "indicators": under(ElementKind.MEASURE),
        "actions": under(ElementKind.ACTION),
    }
    if "description" in priority.details:
        shape["description"] = priority.details["description"]
    unit_goals = [
        {"unit": goal.details["unit"], "goal": goal.title}
        for goal in of[ElementKind.GOAL]
        if goal.details.get("objective") == priority.title
    ]
    return shape | ({"unit_goals": unit_goals} if unit_goals else {})


def _action(action: Proposal, by_key: dict[int, Proposal]) -> Shape:
    shape: Shape = {"title": action.title}
    parent = by_key.get(action.parent) if action.parent is not None else None
    if parent is not None and parent.kind in {ElementKind.GOAL, ElementKind.ANNUAL_FOCUS}:
        shape["goal"] = parent.title
    if parent is not None and parent.kind is ElementKind.WORK_PACKAGE:
        shape["work_package"] = parent.title
    return shape | {
        name: action.details[name] for name in ("responsible", "schedule", "cost_eur") if name in action.details
    }


def _values(measure: Proposal) -> Shape:
    return {"indicator": measure.title} | {
        name: measure.details[name] for name in ("baseline", "target") if name in measure.details
    }


def _focus(focus: Proposal, of: ByKind) -> Shape:
    year = focus.details.get("year", "")
    return {
        "title": focus.title,
        "year": int(year) if year.isdigit() else None,
        "stage": focus.details.get("stage"),
        "actions": [action.title for action in of[ElementKind.ACTION] if action.parent == focus.key],
    }


def _decision(decision: Proposal) -> Shape:
    return {
        name: decision.details.get(name) for name in ("body", "date", "section", "presenter", "proposal", "outcome")
    }


def _project(project: Proposal, of: ByKind) -> Shape:
    shape: Shape = {"name": project.title}
    shape |= {
        name: project.details[name]
        for name in ("start", "end", "cost_total_eur", "funding_eur")
        if name in project.details
    }
    shape["work_packages"] = [
        {"title": package.title} | ({"schedule": package.details["schedule"]} if "schedule" in package.details else {})
        for package in of[ElementKind.WORK_PACKAGE]
        if package.parent == project.key
    ]
    shape["targets"] = [
        {"name": target.title, "value": target.details.get("value", "")}
        for target in of[ElementKind.PROJECT_TARGET]
        if target.parent == project.key
    ]
    return shape


def _unit(unit: Proposal, of: ByKind) -> Shape:
    def under(kind: ElementKind) -> list[str]:
        return [proposal.title for proposal in of[kind] if proposal.parent == unit.key]

    return {
        "unit": unit.title,
        "number": unit.details.get("number"),
        "goals": under(ElementKind.GOAL),
        "indicators": under(ElementKind.MEASURE),
        "actions": under(ElementKind.ACTION) + under(ElementKind.DEVELOPMENT_VIEW),
    }
