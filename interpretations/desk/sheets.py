"""The training sheet (培训单) as a file: made when asked for, kept on disk by all that it shows."""

from flask import request
from flask.typing import ResponseReturnValue

from base import clock, typeset, web
from base.errors import BadInput, NotFound, Unavailable
from base.headers import as_file
from base.staff.access import may
from base.staff.roles import Permission
from interpretations.desk import dispatch_pages
from interpretations.passing import training
from interpretations.passing.tables import Dispatch
from interpretations.renditions.training import html
from registry.renditions import pdf
from registry.views import frame, printing


@may(Permission.PASS_DOWN, of=dispatch_pages.of)
def sheet(key: int) -> ResponseReturnValue:
    """The training sheet for its sender: with answers `?answers=1`, in large type `?type=large`."""
    return answer_sheet(key)


def answer_sheet(key: int) -> ResponseReturnValue:
    """The sheet as it is asked for; raises Unavailable where there is no typesetting."""
    if reason := printing.why_not():
        raise Unavailable(reason)
    answers, size = request.args.get("answers", ""), request.args.get("type", "")
    if answers not in {"", "1"} or size not in {"", "large"}:
        raise BadInput("培训单的参数只有 answers=1（带答案）和 type=large（大字）")
    with web.reading() as session:
        row = session.get(Dispatch, key)
        if row is None:
            raise NotFound(f"没有编号为 {key} 的下发")
        made = training.of(session, row, training.Place(web.config().site.name, frame.root()), clock.today())
    page = html(made, answers=bool(answers), large=bool(size))
    content = printing.prints().get(pdf.key(page), lambda: typeset.to_pdf(page))
    kind = f"培训单{'（带答案）' if answers else ''}{'（大字版）' if size else ''}"
    return as_file(content, "application/pdf", f"{kind}-{made.title[:60]}.pdf", in_page=True)
