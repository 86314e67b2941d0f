"""The desk of consolidated texts (修改文本): what a decision makes of a text, beside its instructions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import web
from base.errors import RegistryError
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from registry.desk import draft_pages, owners
from registry.law.compare import Change, compare
from registry.law.consolidation import Outcome
from registry.law.consolidation_draft import Unapplied
from registry.law.consolidation_edit import editable, edited, wording
from registry.law.designations import eid_of
from registry.law.provisions import Provision
from registry.proposals import consolidating, consolidating_entry
from registry.proposals.consolidating import AlreadyEntered, Proposed
from registry.proposals.consolidating_entry import Confirmed
from registry.renditions import sidebyside

desk = Blueprint("consolidations", __name__, url_prefix="/desk/consolidations")

DECISION = "/<int(max=2147483647):key>"
TARGET = f"{DECISION}/<int(max=2147483647):target>"
WORDS = "wording."
LONGEST_WORDS = 30_000
LONGEST_LINE = 500
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the confirmation, and which provision is to be opened for change next."""

    effective_on: date | None = None
    line: str = ""
    seen: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    settled: bool = False
    more: str = ""
    confirmed: bool = False

    @classmethod
    def read(cls, reader: FormReader) -> "Typed":
        """The form; its faults stay with the reader."""
        names = [name for name in reader.form if name.startswith(WORDS)]
        confirmed = "confirm" in reader.form
        words = {
            name.removeprefix(WORDS): reader.text(name, "条文文字", longest=LONGEST_WORDS) for name in names
        }
        typed = cls(
            reader.day("effective_on", "施行日期", required=confirmed),
            reader.text("line", "题注", longest=LONGEST_LINE, required=confirmed),
            reader.text("seen", "所见文本", longest=LONGEST_NAME),
            words,
            reader.ticked("settled"),
            reader.text("more", "要改动的条款", longest=LONGEST_NAME),
            confirmed,
        )
        also = reader.text("also", "要改动的条款", longest=LONGEST_NAME)
        reader.leave("again", "confirm")
        return replace(typed, more=(eid_of(also) or also) if typed.more == "also" else typed.more)


def target_owner(session: Session, *, target: int, **_others: object) -> Owner | None:
    """Whose the text is that is to be changed."""
    return owners.document(session, key=target)


def draft_owner(session: Session, *, draft: int, **_others: object) -> Owner | None:
    """Whose a draft is: its unit's."""
    return draft_pages.of(session, key=draft)


@desk.get(DECISION)
@may(Permission.READ_DESK)
def show(key: int) -> str:
    """A decision: every text that it changes, and how that stands."""
    with web.reading() as session:
        decision = consolidating.decision_of(session, key)
        found = consolidating.targets(session, decision)
        return render_template(
            "desk/consolidations/decision.html", place="tasks", decision=decision, targets=found
        )


@desk.get("/drafts/<int(max=2147483647):draft>")
@may(Permission.CONFIRM_PROPOSALS, of=draft_owner)
def show_draft(draft: int) -> str:
    """A decision that is not published yet: what it would make of each text; nothing can be confirmed."""
    with web.reading() as session:
        decision = consolidating.decision_of_draft(session, draft)
        found = consolidating.targets(session, decision)
        made = [(one, consolidating.proposed(session, decision, one)) for one in found if one.ready]
        pages = [(one, shown(proposed, Typed())) for one, proposed in made]
        return render_template(
            "desk/consolidations/draft.html", place="drafts", decision=decision, targets=found, pages=pages
        )


@desk.get(TARGET)
@may(Permission.CONFIRM_PROPOSALS, of=target_owner)
def compare_target(key: int, target: int) -> str:
    """The text before and the text after, each change with its instruction."""
    with web.reading() as session:
        one = _proposed(session, key, target)
        typed = Typed(one.decision.effective_on, one.line, consolidating_entry.seen(one))
        return page(one, typed, {})


@desk.post(TARGET)
@may(Permission.CONFIRM_PROPOSALS, of=target_owner)
def confirm(key: int, target: int) -> ResponseReturnValue:
    """Enter the text after, or show it again with the changes typed so far."""
    reader = FormReader(request.form)
    typed = Typed.read(reader)
    try:
        reader.finish()
        if typed.confirmed:
            return _enter(key, target, typed)
    except Faults as fault:
        return _again(key, target, typed, fault.fields), 422
    except AlreadyEntered as fault:
        # Sent twice, or somebody was first.
        flash(fault.sentence, "warning")
        return redirect(f"/desk/consolidations/{key}", 303)
    except RegistryError as fault:
        return _again(key, target, typed, {"confirm": fault.sentence}), fault.status
    return _again(key, target, typed, {})


def _enter(key: int, target: int, typed: Typed) -> ResponseReturnValue:
    order = Confirmed(
        typed.effective_on or date.max, typed.line, typed.seen, typed.words, settled=typed.settled
    )
    with web.transaction() as session:
        consolidating_entry.enter(session, key, target, order, web.config().files, by=actor())
    flash("修改后的文本已登记；公开页面可以查看新旧对照。")
    return redirect(f"/desk/consolidations/{key}", 303)


def _proposed(session: Session, key: int, target: int) -> Proposed:
    decision = consolidating.decision_of(session, key)
    return consolidating.proposed(session, decision, consolidating.target_of(session, decision, target))


def _again(key: int, target: int, typed: Typed, faults: dict[str, str]) -> str:
    with web.reading() as session:
        return page(_proposed(session, key, target), typed, faults)


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposed text as it is shown: the pairs in runs, and beside each its instructions."""

    one: Proposed
    runs: tuple[sidebyside.Run, ...]
    counts: dict[Change, int]
    orders: dict[str, list[Outcome]]
    faults: dict[str, str]


def shown(one: Proposed, typed: Typed) -> Shown:
    """The comparison of the text before with the one proposed, words typed by hand in place."""
    faults: dict[str, str] = {}
    after = one.made.provisions
    for eid, words in typed.words.items():
        try:
            after = edited(after, {eid: words})
        except Unapplied as fault:
            faults[f"{WORDS}{eid}"] = fault.sentence
    pairs = compare(one.before, after)
    orders: defaultdict[str, list[Outcome]] = defaultdict(list)
    for outcome in one.made.outcomes:
        for eid in outcome.after:
            orders[f"new:{eid}"].append(outcome)
        for eid in outcome.before:
            orders[f"old:{eid}"].append(outcome)
    return Shown(one, sidebyside.runs(pairs), sidebyside.counts(pairs), dict(orders), faults)


def page(one: Proposed, typed: Typed, faults: dict[str, str]) -> str:
    """The page of one target."""
    view = shown(one, typed)
    known = editable(one.made.provisions)
    opened = {eid: typed.words[eid] for eid in typed.words if eid in known}
    if typed.more in known:
        opened.setdefault(typed.more, wording(known[typed.more]))
    elif typed.more:
        faults = {**faults, "also": f"修改后的文本没有“{typed.more}”，请写成“第三条”这样的条号"}
    return render_template(
        "desk/consolidations/target.html",
        place="tasks",
        decision=one.decision,
        target=one.target,
        made=one.made,
        view=view,
        typed=typed,
        opened=opened,
        labels={eid: _label(known[eid]) for eid in opened},
        editable=set(known),
        faults={**view.faults, **faults},
        trail=[("/desk/tasks", "任务"), (f"/desk/consolidations/{one.decision.id}", "修改文本")],
    )


def _label(provision: Provision) -> str:
    return provision.number or "引言"
