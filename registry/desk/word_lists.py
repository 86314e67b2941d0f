"""The pages of word lists (词表): shown, taken away as CSV, loaded anew."""

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from base import web
from base.cells import MARK
from base.errors import BadInput, NotFound
from base.headers import as_file
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.drafting import words
from registry.drafting.words import HEADS, ListName
from registry.intake.decoding import decode

LARGEST_LIST = 1024 * 1024


def named(name: str) -> ListName:
    """The list of this name; raises NotFound."""
    if name not in set(ListName):
        raise NotFound(f"没有名为“{name[:40]}”的词表")
    return ListName(name)


@may(Permission.REVIEW)
def word_lists() -> str:
    """Every list as it stands."""
    with web.reading() as session:
        lists = [(name, HEADS[name], words.words(session, name)) for name in ListName]
    return render_template(
        "desk/drafts/words.html", place="drafts", trail=(("/desk/drafts", "登记与发布"),), lists=lists
    )


@may(Permission.REVIEW)
def take_away(name: str) -> Response:
    """A list as CSV, to be changed and loaded again."""
    which = named(name)
    with web.reading() as session:
        made = words.as_csv(which, words.words(session, which))
    return as_file(MARK + made, "text/csv", f"{which.value}.csv")


@may(Permission.REVIEW)
def load(name: str) -> ResponseReturnValue:
    """Load a list in place of the one that stands."""
    which = named(name)
    try:
        text = sent_text(which.label)
        with web.transaction() as session:
            row = words.load(session, which, text, by=actor())
    except BadInput as fault:
        flash(fault.sentence, "warning")
    else:
        flash(f"{which.label}已更新，共 {len(row.words)} 行")
    return redirect("/desk/drafts/words", 303)


def sent_text(label: str) -> str:
    """The text of the file that was sent; raises BadInput when there is none, or it is too large."""
    sent = request.files.get("file")
    raw = sent.stream.read(LARGEST_LIST + 1) if sent and sent.filename else b""
    if not raw or len(raw) > LARGEST_LIST:
        raise BadInput("请选择 CSV 文件，最大 1 MB")
    return decode(raw, label)[0]
