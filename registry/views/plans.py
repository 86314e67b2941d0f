"""Plans collected (规划归集): all plans by field and by years, for people and for programs."""

from flask import Response, jsonify, render_template

from base import clock, web
from registry.law.planning import Stage
from registry.reads.catalogue import Entry
from registry.reads.plans import plan_lines
from registry.views import frame, shelf


@web.cached_page
def plans() -> str:
    """Every plan in the line of its field, the newest first, each as it stands today."""
    return render_template(
        "plans.html",
        section="plans",
        lines=plan_lines(shelf.shelf().browser().catalogue),
        today=clock.today(),
    )


@web.cached_page
def plans_json() -> Response:
    """The same for programs."""
    found = plan_lines(shelf.shelf().browser().catalogue)
    return jsonify(
        total=sum(len(line.stages) for line in found),
        lines=[
            {"issuers": line.issuers, "plans": [_stage(stage) for stage in line.stages]} for line in found
        ],
    )


def _stage(stage: Stage[Entry]) -> dict[str, object]:
    entry, years = stage.plan, stage.period
    return {
        "title": entry.title,
        "url": f"{frame.root()}/documents/{entry.address}",
        "number": entry.number,
        "first_year": years.first if years else None,
        "last_year": years.last if years else None,
        "validity": entry.standing(clock.today()).validity.value,
    }
