"""The catalogue as JSON (数据接口): the same values that the pages show."""

from registry.decisions.reads.shown import ShownEdition, ShownItem, ShownPaper, ShownStep, ShownYear
from registry.decisions.rules.checking import Checked
from registry.decisions.rules.editions import Change, Line
from registry.decisions.rules.procedure import REGULATION

Json = dict[str, object]


def year(held: ShownYear, root: str) -> Json:
    """The catalogue of a year with every edition."""
    return {
        "@id": f"{root}/decisions/{held.year}.json",
        "url": f"{root}/decisions/{held.year}",
        "year": held.year,
        "title": held.title,
        "edition": held.newest.number,
        "updated_at": held.updated_at.isoformat(),
        "items": [item(each, root, whole=False) for each in held.items],
        "removed": [item(each, root, whole=False) for each in held.removed],
        "editions": [edition(each) for each in held.editions],
    }


def item(held: ShownItem, root: str, *, whole: bool = True) -> Json:
    """An item; `whole` with its checks."""
    told: Json = {
        "@id": f"{root}{held.path}.json",
        "url": f"{root}{held.path}",
        "id": held.id,
        "position": held.position or None,
        **line(held.line),
        "state": {"value": held.state.value, "label": held.state.label},
        "progress": held.progress,
        "overdue": held.overdue,
        "listed": held.listed,
        "removal_reason": held.removal,
        "document": {
            "title": held.document.title,
            "number": held.document.number,
            "url": f"{root}{held.document.path}",
        }
        if held.document
        else None,
        "steps": [step(each, root) for each in held.steps],
        "breaches": len(held.breached),
    }
    if whole:
        told |= {"on": held.day.isoformat(), "regulation": REGULATION}
        told["checks"] = [check(each) for each in held.checks]
    return told


def line(held: Line) -> Json:
    """A line of the catalogue."""
    return {
        "name": held.name,
        "basis": held.basis,
        "category": held.category,
        "procedure": [kind.value for kind in held.procedure],
        "hearing": held.hearing,
        "market": held.market,
        "unit": held.unit,
        "planned": held.planned,
        "planned_through": held.planned_through.isoformat() if held.planned_through else None,
    }


def step(held: ShownStep, root: str) -> Json:
    """A step with its public papers."""
    days = (
        ("planned_on", held.step.planned_on),
        ("began_on", held.step.began_on),
        ("done_on", held.step.done_on),
    )
    return {
        "step": held.kind.value,
        "label": held.kind.label,
        "state": held.state.value,
        **{name: day.isoformat() if day else None for name, day in days},
        "result": held.step.result.value if held.step.result else None,
        "omitted_ground": held.step.ground,
        "carried_out_by": held.step.carried_out_by,
        "note": held.note,
        "papers": [paper(each, root) for each in held.papers],
    }


def paper(held: ShownPaper, root: str) -> Json:
    """A public paper."""
    return {
        "role": held.role.value,
        "title": held.title,
        "dated_on": held.dated_on.isoformat() if held.dated_on else None,
        "leads_to": held.leads_to,
        "url": f"{root}{held.path}",
    }


def check(held: Checked) -> Json:
    """What a rule says."""
    return {
        "rule": held.rule.id,
        "article": held.rule.article,
        "title": held.rule.title,
        "text": held.rule.text,
        "holding": held.holding.value,
        "breaches": [breach.sentence for breach in held.breaches],
    }


def edition(held: ShownEdition) -> Json:
    """A published edition with what it changed."""
    return {
        "edition": held.number,
        "published_at": held.published_at.isoformat(),
        "consented_on": held.consented_on.isoformat() if held.consented_on else None,
        "consent_act": held.consent_act,
        "reason": held.reason,
        "items": [{"id": each.item_id, **line(each)} for each in held.lines],
        "changes": [change(each) for each in held.changed],
    }


def change(held: Change) -> Json:
    """What became of an item."""
    return {
        "id": held.item_id,
        "name": held.name,
        "change": held.kind.value,
        "fields": [
            {"name": each.name, "label": each.label, "before": each.before, "after": each.after}
            for each in held.fields
        ],
    }
