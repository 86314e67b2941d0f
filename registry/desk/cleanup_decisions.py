"""The pages of the decision (清理决定): written, looked at in every form, closed, published, receipted."""

import secrets

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from base import clock, spreadsheet, typeset, web
from base.errors import NotFound, RegistryError, Unavailable
from base.forms import Faults, FormReader
from base.headers import as_file
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.cleanup import campaigns, closing, decision, papers, publishing, redhead, sighted, wordfile
from registry.cleanup.announcement import COLUMNS, Announcement, announcement
from registry.cleanup.decision import OPENING, wording_of
from registry.cleanup.faults import Overtaken
from registry.cleanup.publishing import DEED, Print, Release
from registry.cleanup.tables import Campaign, CampaignStage
from registry.desk import cleanup_forms as forms
from registry.desk.cleanup_rolls import campaign_owner
from registry.desk.mark_receipts import moment, reader
from registry.drafting.shelf import full_names
from registry.marking.sighting import sight
from registry.marking.tables import Receipt
from registry.reads.catalogue import read_catalogue
from registry.reads.dossier import read_dossier
from registry.tables import Document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
MIMETYPES = {"pdf": PDF, "docx": WORD, "xlsx": spreadsheet.MIMETYPE}


@may(Permission.READ_DESK)
def show(key: int) -> ResponseReturnValue:
    """The decision as it is, with its lists, and the form to write it while it is open."""
    return _page(key), 200


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def write(key: int) -> ResponseReturnValue:
    """Write the decision; whom somebody was quicker than sees both wordings, and nothing is overwritten."""
    try:
        version, wording = forms.wording(request.form)
        with web.transaction() as session:
            decision.write(session, key, version, wording, by=actor())
    except Faults as wrong:
        return _page(key, wrong.fields), 422
    except Overtaken as wrong:
        return _page(key, {"version": wrong.sentence}, overtaken=True), wrong.status
    except RegistryError as wrong:
        return _page(key, {"version": wrong.sentence}), wrong.status
    flash("清理决定已保存。")
    return redirect(f"/desk/cleanup/{key}/decision", 303)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def close(key: int) -> ResponseReturnValue:
    """Close the decision, so that the publisher may have it."""
    try:
        with web.transaction() as session:
            closing.close(session, key, forms.version(request.form), by=actor())
    except RegistryError as wrong:
        return _page(key, {"version": wrong.sentence}), wrong.status
    flash("已定稿，待办公室发布人员公布。")
    return redirect(f"/desk/cleanup/{key}/decision", 303)


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def reopen(key: int) -> ResponseReturnValue:
    """Open a closed decision again."""
    try:
        version, why = forms.reason(request.form)
        with web.transaction() as session:
            closing.reopen(session, key, version, why, by=actor())
    except RegistryError as wrong:
        return _page(key, {"reason": wrong.sentence}), wrong.status
    flash("已退回修改。")
    return redirect(f"/desk/cleanup/{key}/decision", 303)


@may(Permission.READ_DESK)
def download(key: int, form: str) -> Response:
    """The decision as a file; before it is published it bears 草稿 on every page."""
    with web.reading() as session:
        campaign = campaigns.get(session, key)
        said = announcement(session, campaign)
        draft = campaign.stage != CampaignStage.PUBLISHED
    if form not in MIMETYPES:
        raise NotFound("决定可下载为 pdf、docx、xlsx 三种格式。")
    name = f"{said.wording.title[:80]}{'（草稿）' if draft else ''}.{form}"
    return as_file(_made(said, form, draft=draft), MIMETYPES[form], name, in_page=form == "pdf")


@may(Permission.PUBLISH_CLEANUP, of=campaign_owner)
def publish(key: int) -> ResponseReturnValue:
    """The last look before publication, and the publication."""
    if request.method == "GET":
        return _publish_page(key), 200
    try:
        version, token = forms.release(request.form)
        release = _release(key, version, token)
        with web.transaction() as session:
            publishing.publish(session, key, release, by=actor())
    except Faults as wrong:
        return _publish_page(key, wrong.fields), 422
    except RegistryError as wrong:
        return _publish_page(key, {"version": wrong.sentence}), wrong.status
    flash("清理结果已公布，全部文件的时效已按决定标注。")
    return redirect(f"/desk/cleanup/{key}/receipt", 303)


@may(Permission.READ_DESK)
def receipt(key: int) -> str:
    """What the publication did: the decision, every event, every place that shows it."""
    with web.reading() as session:
        campaign = campaigns.get(session, key)
        row = _receipt(session, campaign)
        said, catalogue = announcement(session, campaign), read_catalogue(session)
        shown: dict[int, list[dict[str, object]]] = {}
        for entry in row.surfaces:
            shown.setdefault(int(str(entry["document_id"])), []).append(entry)
        today = clock.today()
        standings = {
            item.document_id: catalogue.entries[catalogue.by_id[item.document_id]].standing(today).validity
            for annex in said.annexes
            for item in annex.items
            if item.document_id in catalogue.by_id
        }
        return render_template(
            "desk/cleanup/receipt.html",
            place="cleanup",
            trail=_trail(campaign),
            campaign=campaign,
            decision=session.get(Document, campaign.decision_document_id),
            receipt=row,
            said=said,
            shown=shown,
            moments={str(entry["seen_at"]): moment(str(entry["seen_at"])) for entry in row.surfaces},
            standings=standings,
            people=full_names(session),
            recorded=clock.local(row.recorded_at).strftime("%Y-%m-%d %H:%M:%S"),
        )


@may(Permission.READ_DESK)
def check(key: int, document: int) -> ResponseReturnValue:
    """Ask every place that shows a document of the receipt, as a reader would, and write down what it says.

    Prints and copies of files are made when they are asked for; the receipt of a single mark waits for them.
    """
    FormReader(request.form).finish()
    with web.reading() as session:
        number = _receipt(session, campaigns.get(session, key)).id
        row = session.get(Document, document)
        if row is None:
            raise NotFound("回执中没有这份文件。")
        dossier = read_dossier(session, row.address)
    seen = sight(dossier, clock.today(), reader(), slow=False)
    with web.database().transaction() as session:
        wrong = sighted.attest(session, number, document, seen, by=actor())
    flash(
        f"已核对《{dossier.title}》的 {len(seen)} 处，{f'{wrong} 处与应有的不同' if wrong else '全部一致'}。"
    )
    return redirect(f"/desk/cleanup/{key}/receipt", 303)


def _receipt(session: Session, campaign: Campaign) -> Receipt:
    query = select(Receipt).where(
        Receipt.deed == DEED, Receipt.document_id == (campaign.decision_document_id or 0)
    )
    found = session.scalars(query.order_by(Receipt.id)).first()
    if found is None:
        raise NotFound(f"清理“{campaign.title}”尚未公布，没有回执。")
    return found


def _page(key: int, faults: dict[str, str] | None = None, *, overtaken: bool = False) -> str:
    with web.reading() as session:
        campaign = campaigns.get(session, key)
        stage = CampaignStage(campaign.stage)
        pending = stage in {CampaignStage.OPEN, CampaignStage.DECIDED}
        return render_template(
            "desk/cleanup/decision.html",
            place="cleanup",
            trail=_trail(campaign),
            campaign=campaign,
            stage=stage,
            wording=wording_of(campaign.decision),
            said=announcement(session, campaign),
            against=closing.obstacles(session, campaign) if pending else (),
            columns=COLUMNS,
            opening=OPENING,
            organ=actor().organ,
            typed=request.form,
            faults=faults or {},
            overtaken=overtaken,
            runs=actor().may(Permission.RUN_CLEANUP, campaign_owner(session, key=key)),
            publishes=actor().may(Permission.PUBLISH_CLEANUP, campaign_owner(session, key=key)),
            no_pdf=why_no_pdf(),
            decision=session.get(Document, campaign.decision_document_id or 0),
        )


def _publish_page(key: int, faults: dict[str, str] | None = None) -> str:
    with web.reading() as session:
        campaign = campaigns.get(session, key, CampaignStage.DECIDED)
        return render_template(
            "desk/cleanup/publish.html",
            place="cleanup",
            trail=_trail(campaign),
            campaign=campaign,
            said=announcement(session, campaign),
            against=closing.obstacles(session, campaign),
            columns=COLUMNS,
            # Sent twice, it publishes once; typed again after a fault, it is the same form.
            token=request.form.get("token", "")[:64] or secrets.token_urlsafe(24),
            faults=faults or {},
            no_pdf=why_no_pdf(),
        )


def _release(key: int, version: int, token: str) -> Release:
    """The files are made before the transaction: typesetting must not keep everybody from writing."""
    with web.reading() as session:
        said = announcement(session, campaigns.get(session, key))
    name = said.wording.title[:100]
    forms_made = [form for form in MIMETYPES if form != "pdf" or not why_no_pdf()]
    prints = tuple(
        Print(f"{name}.{form}", MIMETYPES[form], _made(said, form, draft=False)) for form in forms_made
    )
    return Release(token, version, said, prints, web.config().files)


def _made(said: Announcement, form: str, *, draft: bool) -> bytes:
    if form == "xlsx":
        return papers.xlsx_bytes(said)
    if form == "docx":
        return wordfile.docx_bytes(said, draft=draft)
    if reason := why_no_pdf():
        raise Unavailable(reason)
    return typeset.to_pdf(redhead.html(said, draft=draft))


def why_no_pdf() -> str:
    """Why this site makes no PDFs, as a sentence for the page; "" when it does."""
    return typeset.available() if web.config().pdf else "本站未开启PDF；可用DOCX或XLSX格式。"


def _trail(campaign: Campaign) -> list[tuple[str, str]]:
    return [("/desk/cleanup", "文件清理"), (f"/desk/cleanup/{campaign.id}", campaign.title)]
