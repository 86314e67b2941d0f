"""The lexicon as files (词表导出与导入): taken away as it is shown, taken in after a preview."""

from collections.abc import Mapping

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import spreadsheet, web
from base.errors import BadInput
from base.forms import Faults, FormReader
from base.headers import as_file
from base.spreadsheet import Leaf
from base.staff.access import actor, may
from base.staff.roles import Permission
from base.unprintable import printable
from registry.desk import owners
from registry.intake.decoding import decode
from search.desk.word_pages import TRAIL, wanted
from search.lexicon import exchange, reads, taking_in
from search.lexicon.taking_in import LexiconMoved

# 5,000 lines with their notes; a file and a field alike.
LARGEST = 1024 * 1024
SHOWN = 200


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def as_csv() -> Response:
    """The entries that the list shows, as CSV, which can be changed and taken in again."""
    return as_file(spreadsheet.csv_bytes(_leaf()), "text/csv", "检索词表.csv")


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def as_xlsx() -> Response:
    """The entries that the list shows, as a spreadsheet."""
    return as_file(spreadsheet.xlsx([_leaf()]), spreadsheet.MIMETYPE, "检索词表.xlsx")


def _leaf() -> Leaf:
    with web.reading() as session:
        rows = [exchange.row_of(taking_in.held(row)) for row in reads.rows(session, wanted())]
    return Leaf("检索词表", exchange.HEAD, rows, exchange.WIDTHS)


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def show_table() -> str:
    """The form to take in a table."""
    return table_page("", {})


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def take_in() -> ResponseReturnValue:
    """Show what a table would do; do it when it is sent again as confirmed."""
    form = FormReader(request.form)
    pasted = form.text("pasted", "表格", longest=LARGEST)
    seen, confirmed = form.whole("seen", "词表版本"), form.ticked("confirmed")
    try:
        form.finish()
        source = pasted or _sent()
        if confirmed and seen is not None:
            return _done(source, seen)
        return table_page(source, {})
    except Faults as wrong:
        return table_page(printable(pasted), wrong.fields), wrong.status
    except LexiconMoved as late:
        return table_page(source, {"form": late.sentence}), late.status
    except BadInput as fault:
        return table_page("", {"pasted": fault.sentence}), 422


def _done(source: str, seen: int) -> ResponseReturnValue:
    with web.transaction() as session:
        made = taking_in.take_in(session, source, seen, by=actor())
    flash(f"表格已导入，变动 {len(made.steps)} 条，从下一次检索起生效。")
    return redirect("/desk/words", 303)


def _sent() -> str:
    """The text of the file that was sent; raises BadInput when there is none, or it is too large."""
    sent = request.files.get("file")
    raw = sent.stream.read(LARGEST + 1) if sent and sent.filename else b""
    if not raw or len(raw) > LARGEST:
        raise BadInput("请选择 CSV 文件或者粘贴表格，最大 1 MB")
    return printable(decode(raw, "词表")[0])


def table_page(source: str, faults: Mapping[str, str]) -> str:
    """The form and, once there is a table, what it would do."""
    with web.reading() as session:
        plan = taking_in.plan(session, source) if source else None
        seen = taking_in.mark(session)
    return render_template(
        "desk/words/table.html",
        place="words",
        trail=TRAIL,
        source=source,
        plan=plan,
        seen=seen,
        shown=SHOWN,
        head=exchange.HEAD,
        row_of=exchange.row_of,
        most_faults=exchange.MOST_FAULTS,
        faults=faults,
    )
