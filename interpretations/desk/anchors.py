"""The desk of anchors (核对引条): what an interpretation quoted, beside what the provisions say today."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import BadInput, NotFound, RegistryError
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from interpretations.anchoring import anchored
from interpretations.publishing.confirming import Seen, confirm
from interpretations.publishing.editing import version_of
from interpretations.publishing.faults import NotReady, Stale
from interpretations.reads.stale import comparisons
from interpretations.rules.content import recalled
from interpretations.rules.terms import AnchorState
from interpretations.tables import Interpretation
from registry.desk import owners

desk = Blueprint("anchors", __name__, url_prefix="/desk/interpretations")
LONGEST_EID = 60


def of(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose an interpretation is: the unit's under whose name it stands."""
    row = session.get(Interpretation, key)
    return owners.of_unit(session, row.unit_id) if row else None


@desk.get("/<int(max=2147483647):key>/anchors")
@may(Permission.READ_INTERPRETATION, of=of)
def show(key: int) -> str:
    """Every provision that the published version explains, those that read otherwise today first of all."""
    return page(key)


def page(key: int, wrong: RegistryError | None = None) -> str:
    """The page of an interpretation's anchors; raises NotFound."""
    today = clock.today()
    with web.reading() as session:
        row = session.get(Interpretation, key)
        if row is None:
            raise NotFound(f"没有编号为 {key} 的解读稿")
        anchors = anchored(session, today, [key])
        loose = [each for each in anchors if each.standing.state is not AnchorState.CURRENT]
        return render_template(
            "desk/anchors/list.html",
            place="duties",
            trail=(("/desk/duties", "解读时限"), (f"/desk/interpretations/{key}", row.title)),
            row=row,
            loose=comparisons(session, loose, blocks(session, row), today),
            current=[each for each in anchors if each.standing.state is AnchorState.CURRENT],
            states=AnchorState,
            may_confirm=actor().may(Permission.INTERPRET, of(session, key=key)),
            wrong=wrong.sentence if wrong else "",
        )


def blocks(session: Session, row: Interpretation) -> dict[str, str]:
    """What the blocks of the published version are called, by their keys."""
    if row.published_version is None:
        return {}
    content = recalled(version_of(session, row.id, row.published_version).content)
    return {block.key: block.heading or block.words[:LONGEST_EID] for block in content.blocks}


@desk.post("/<int(max=2147483647):key>/anchors/<int(max=2147483647):number>")
@may(Permission.INTERPRET, of=of)
def settle(key: int, number: int) -> ResponseReturnValue:
    """Say that the explanation fits a provision as it is worded today."""
    reader = FormReader(request.form)
    eid = reader.text("eid", "条文", longest=LONGEST_EID, required=True)
    text_id = reader.whole("text_id", "文本", required=True) or 0
    try:
        reader.finish()
        with web.transaction() as session:
            confirm(session, key, number, Seen(eid, text_id), by=actor())
    except (Faults, Stale, NotReady, BadInput) as wrong:
        return page(key, wrong), wrong.status
    flash("已核对：这处解读针对现行条文")
    return redirect(f"/desk/interpretations/{key}/anchors", 303)
