"""The pages of a campaign and its roll (清理名单): opening, proposing, agreeing, handing out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import current_app, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from base import clock, web
from base.errors import NotFound, RegistryError
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Owner, Permission
from registry.cleanup import campaigns, rolls, verdicts
from registry.cleanup.campaigns import Pick
from registry.cleanup.faults import Overtaken
from registry.cleanup.hints import Finder, HintCode
from registry.cleanup.scope import STANDING, TRIAL_YEARS, chosen, scope_of
from registry.cleanup.tables import Campaign, CampaignStage, Ground, RollRow, RowStage, Verdict
from registry.desk import cleanup_forms as forms
from registry.desk.owners import of_unit
from registry.drafting.shelf import full_names
from registry.law.terms import Kind
from registry.reads.catalogue import read_catalogue


def campaign_owner(session: Session, *, key: int, **_others: object) -> Owner | None:
    """Whose a campaign is: the organ's whose people opened it."""
    campaign = session.get(Campaign, key)
    if campaign is None:
        return None
    organ = scope_of(campaign.scope).organ
    return Owner(None, frozenset({organ} if organ else ()))


def row_owner(session: Session, *, key: int, row: int, **_others: object) -> Owner | None:
    """Whose a row is: its unit's, and the campaign's organ's."""
    found, whole = session.get(RollRow, row), campaign_owner(session, key=key)
    if found is None or found.campaign_id != key or whole is None:
        return None
    return replace(of_unit(session, found.unit_id), organs=whole.organs)


@may(Permission.READ_DESK)
def show_all() -> str:
    """Every clean-up, with how far it has come."""
    with web.reading() as session:
        found = rolls.overviews(session, clock.today())
    return render_template("desk/cleanup/campaigns.html", place="cleanup", campaigns=found)


@may(Permission.RUN_CLEANUP)
def new() -> ResponseReturnValue:
    """The form to open a clean-up, and how many documents its scope would draw."""
    if request.method == "GET":
        return _new({}), 200
    try:
        plan = forms.plan(request.form, actor().organ)
    except Faults as wrong:
        return _new(wrong.fields), 422
    if "count" in request.args:
        return _new({}, counted=_count(plan)), 200
    with web.transaction() as session:
        key = campaigns.open_campaign(session, plan, by=actor(), others=_finders()).id
    flash("清理已启动，名单已拉取。")
    return redirect(f"/desk/cleanup/{key}", 303)


def _finders() -> Sequence[Finder]:
    """Who else gives hints: floors above hand them down."""
    finders: Sequence[Finder] = current_app.extensions.get("hint_finders", ())
    return finders


def _count(plan: campaigns.Plan) -> int:
    with web.reading() as session:
        found = chosen(plan.scope, read_catalogue(session), clock.today())
    return sum(campaigns.reaches(actor(), entry) for entry in found)


def _new(faults: dict[str, str], counted: int | None = None) -> str:
    with web.reading() as session:
        entries = read_catalogue(session).entries
    # Those that issued most stand first: a full registry has hundreds.
    names = Counter(name for entry in entries for name in entry.issuers)
    return render_template(
        "desk/cleanup/new.html",
        place="cleanup",
        trail=[("/desk/cleanup", "文件清理")],
        typed=request.form,
        faults=faults,
        counted=counted,
        kind_pairs=[(kind.value, kind.label) for kind in Kind],
        standing_pairs=[(validity.value, validity.label) for validity in STANDING],
        trial_years=TRIAL_YEARS,
        issuers=[name for name, _count in names.most_common()],
        subjects=sorted({entry.subject for entry in entries if entry.subject}),
    )


@may(Permission.READ_DESK)
def show(key: int) -> ResponseReturnValue:
    """One campaign: its scope, its progress by unit, and its roll."""
    return _page(key), 200


def _page(key: int, faults: dict[str, str] | None = None) -> str:
    asked, today = forms.sieve(), clock.today()
    with web.reading() as session:
        campaign = campaigns.get(session, key)
        scope = scope_of(campaign.scope)
        return render_template(
            "desk/cleanup/roll.html",
            place="cleanup",
            trail=[("/desk/cleanup", "文件清理")],
            campaign=campaign,
            stage=CampaignStage(campaign.stage),
            scope=scope,
            asked=asked,
            roll=rolls.roll(session, key, asked, today),
            progress=rolls.progress(session, campaign, today),
            units=rolls.units(session),
            kept=request.form,
            picked=set(request.form.getlist("pick")),
            faults=faults or {},
            runs=_may_run(campaign),
            today=today,
            **TERMS,
        )


TERMS: dict[str, object] = {
    "stages": list(RowStage),
    "verdicts": list(Verdict),
    "grounds": list(Ground),
    "hint_codes": list(HintCode),
}


def _may_run(campaign: Campaign) -> bool:
    organ = scope_of(campaign.scope).organ
    return actor().may(Permission.RUN_CLEANUP, Owner(None, frozenset({organ} if organ else ())))


def _answer(key: int, deed: Callable[[Session], str]) -> ResponseReturnValue:
    """Do something to rows; on a fault the page again, with what was typed and ticked."""
    try:
        with web.transaction() as session:
            said = deed(session)
    except Faults as wrong:
        return _page(key, wrong.fields), 422
    except RegistryError as wrong:
        return _page(key, {"pick": wrong.sentence}), wrong.status
    flash(said)
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"/desk/cleanup/{key}" + (f"?{query}" if query else ""), 303)


@may(Permission.PROPOSE_VERDICT)
def propose(key: int) -> ResponseReturnValue:
    """One opinion for every row ticked; the rows must be of the person's own unit."""

    def deed(session: Session) -> str:
        rows, opinion = forms.proposal(request.form)
        count = verdicts.propose(session, key, rows, opinion, by=actor())
        return f"已对 {count} 件文件提出“{opinion.verdict.label}”的意见。"

    return _answer(key, deed)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def agree(key: int) -> ResponseReturnValue:
    """Agree to the opinions of the rows ticked."""

    def deed(session: Session) -> str:
        count = verdicts.agree(session, key, forms.agreement(request.form), by=actor())
        return f"已审定 {count} 件。"

    return _answer(key, deed)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def send_back(key: int) -> ResponseReturnValue:
    """Send the opinions of the rows ticked back, with the reason."""

    def deed(session: Session) -> str:
        rows, why = forms.return_(request.form)
        return f"已退回 {verdicts.send_back(session, key, rows, why, by=actor())} 件。"

    return _answer(key, deed)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def assign(key: int) -> ResponseReturnValue:
    """Hand the rows ticked to a unit."""

    def deed(session: Session) -> str:
        rows, unit_id, due_on = forms.assignment(request.form)
        campaigns.assign(session, key, rows, unit_id, due_on, by=actor())
        return f"已分派 {len(rows)} 件。"

    return _answer(key, deed)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def exclude(key: int) -> ResponseReturnValue:
    """Take the rows ticked off the roll, with the reason."""

    def deed(session: Session) -> str:
        rows, why = forms.return_(request.form)
        campaigns.exclude(session, key, rows, why, by=actor())
        return f"已移出 {len(rows)} 件。"

    return _answer(key, deed)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def draw(key: int) -> ResponseReturnValue:
    """Draw the roll again."""

    def deed(session: Session) -> str:
        FormReader(request.form).finish()
        fresh = campaigns.draw(session, key, by=actor(), others=_finders())
        return f"名单已更新，新增 {fresh} 件，提示已重新计算。"

    return _answer(key, deed)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def abandon(key: int) -> ResponseReturnValue:
    """End a clean-up without a result."""

    def deed(session: Session) -> str:
        campaigns.abandon(session, key, forms.reason(request.form)[1], by=actor())
        return "清理已终止。"

    return _answer(key, deed)


@may(Permission.READ_DESK)
def show_row(key: int, row: int) -> ResponseReturnValue:
    """One row, with everything said about it."""
    return _row_page(key, row), 200


@may(Permission.PROPOSE_VERDICT, of=row_owner)
def propose_row(key: int, row: int) -> ResponseReturnValue:
    """The opinion about one row; whom somebody was quicker than sees both, and nothing is overwritten."""
    try:
        rows, opinion = forms.proposal(request.form)
        with web.transaction() as session:
            verdicts.propose(session, key, _only(rows, row), opinion, by=actor())
    except Faults as wrong:
        return _row_page(key, row, wrong.fields), 422
    except Overtaken as wrong:
        return _row_page(key, row, {"pick": wrong.sentence}, overtaken=True), wrong.status
    except RegistryError as wrong:
        return _row_page(key, row, {"pick": wrong.sentence}), wrong.status
    flash(f"已提出“{opinion.verdict.label}”的意见。")
    return redirect(f"/desk/cleanup/{key}/rows/{row}", 303)


def _only(rows: tuple[Pick, ...], row: int) -> tuple[Pick, ...]:
    return tuple(pick for pick in rows if pick.row_id == row)


def _row_page(key: int, row: int, faults: dict[str, str] | None = None, *, overtaken: bool = False) -> str:
    today = clock.today()
    with web.reading() as session:
        campaign = campaigns.get(session, key)
        line = rolls.line(session, key, row, today)
        if line is None:
            raise NotFound("这份文件不在名单中，可能已被移出。")
        return render_template(
            "desk/cleanup/row.html",
            place="cleanup",
            trail=[("/desk/cleanup", "文件清理"), (f"/desk/cleanup/{key}", campaign.title)],
            campaign=campaign,
            stage=CampaignStage(campaign.stage),
            line=line,
            typed=request.form,
            people=full_names(session),
            faults=faults or {},
            overtaken=overtaken,
            runs=_may_run(campaign),
            proposes=actor().may(Permission.PROPOSE_VERDICT, row_owner(session, key=key, row=row)),
            **TERMS,
        )
