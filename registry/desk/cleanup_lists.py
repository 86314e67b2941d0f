"""The pages of lists made elsewhere (外来清单): brought, matched, ruled on, adopted."""

from hashlib import sha256

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from base import clock, files, web
from base.errors import BadInput, RegistryError
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.cleanup import campaigns, lists
from registry.cleanup.columns import Listed, listed, taken_apart
from registry.cleanup.lists import Roster, Usual
from registry.cleanup.matching import Names, RowFate, match
from registry.cleanup.tables import CampaignStage, Ground, Verdict
from registry.desk.cleanup_rolls import campaign_owner
from registry.drafting.shelf import full_names
from registry.intake.tables_of_files import read_pasted, read_table
from registry.intake.uploads import TABLES, accept
from registry.reads.catalogue import read_catalogue

LONGEST_PASTE = 2_000_000
DIGEST = 16


@may(Permission.READ_DESK)
def show_all(key: int) -> ResponseReturnValue:
    """The lists of a campaign, and the form to bring another."""
    return _page(key), 200


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def bring(key: int) -> ResponseReturnValue:
    """Take in a list, uploaded or pasted; its rows are matched at once."""
    try:
        roster = _roster()
        with web.transaction() as session:
            counts = lists.take_in(session, key, roster, by=actor())
    except Faults as wrong:
        return _page(key, wrong.fields), 422
    except RegistryError as wrong:
        return _page(key, {"file": wrong.sentence}), 422
    told = "，".join(f"{fate.label} {count} 行" for fate, count in counts.items() if count)
    flash(f"清单已导入：{told}。")
    return redirect(f"/desk/cleanup/{key}/lists/{roster.sha256[:DIGEST]}", 303)


def _roster() -> Roster:
    """The list that was sent: a file, or pasted lines; raises Faults, BadInput."""
    reader = FormReader(request.form)
    pasted = reader.text("pasted", "粘贴的清单", longest=LONGEST_PASTE)
    reader.finish()
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        if pasted:
            raise BadInput("请只上传文件或者只粘贴，不要同时进行")
        upload = accept(sent.read(), sent.filename, TABLES)
        files.keep(web.config().files, upload.content)
        return Roster(upload.filename, upload.sha256, listed(read_table(upload)))
    if not pasted:
        raise Faults({"file": "请上传清单文件，或者粘贴清单"})
    return Roster("粘贴的清单", sha256(pasted.encode()).hexdigest(), listed(read_pasted(pasted)))


@may(Permission.READ_DESK)
def show(key: int, digest: str) -> ResponseReturnValue:
    """One list: what waits for a person first, each row with its candidates and what speaks for them."""
    return _list_page(key, digest), 200


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def rule(key: int, digest: str, row: int) -> ResponseReturnValue:
    """Say which document a row means, or leave it out."""
    try:
        seen, document_id = _ruling(request.form)
        with web.transaction() as session:
            if document_id:
                lists.choose(session, key, row, seen, document_id, by=actor())
            else:
                lists.drop(session, key, row, seen, by=actor())
    except Faults as wrong:
        return _list_page(key, digest, wrong.fields), 422
    except RegistryError as wrong:
        return _list_page(key, digest, {"choice": wrong.sentence}), wrong.status
    return redirect(f"/desk/cleanup/{key}/lists/{digest}#row-{row}", 303)


def _ruling(form: MultiDict[str, str]) -> tuple[str, int]:
    """What was chosen: a candidate, a document named by its number or title, or none; raises Faults."""
    reader = FormReader(form)
    seen = reader.text("seen", "核对时的状态", longest=40, required=True)
    choice = reader.text("choice", "选定的文件", longest=12, required=True)
    named = reader.text("named", "文号或者标题", longest=400)
    reader.finish()
    if choice == "drop":
        return seen, 0
    if choice == "named":
        return seen, _meant(named)
    if not (choice.isascii() and choice.isdigit()):
        raise Faults({"choice": "请选择一份文件，或者选“不列入”"})
    return seen, int(choice)


def _meant(words: str) -> int:
    title, number, _rest = taken_apart(words)
    asked = Listed(1, title, number, None, "", ())
    with web.reading() as session:
        found = match(asked, Names(read_catalogue(session), clock.today()))
    meant = [c for c in found.candidates if found.entry is None or c.entry.id == found.entry.id]
    # Whoever types a title means exactly that title, also of a document that has ended.
    exact = [c for c in meant if "文号一致" in c.evidence or "标题一致" in c.evidence]
    if len(exact) != 1:
        several = "、".join(f"《{c.entry.title}》{c.entry.number}" for c in meant)
        raise Faults(
            {"named": f"“{words}”不能确定是哪一份文件{'：' + several if several else ''}，请填写完整的文号"}
        )
    return exact[0].entry.id


@may(Permission.RUN_CLEANUP, of=campaign_owner)
def adopt(key: int, digest: str) -> ResponseReturnValue:
    """Take what is settled of a list into the roll."""
    try:
        reader = FormReader(request.form)
        usual = Usual(reader.choice("verdict", "清理意见", Verdict), reader.choice("ground", "理由", Ground))
        reader.finish()
        with web.transaction() as session:
            whole = lists.rows_of(session, key, digest)[0].list_sha256
            count = lists.adopt(session, key, whole, usual, by=actor())
    except Faults as wrong:
        return _list_page(key, digest, wrong.fields), 422
    except RegistryError as wrong:
        return _list_page(key, digest, {"verdict": wrong.sentence}), wrong.status
    flash(f"已将 {count} 行并入名单，意见待审定。")
    return redirect(f"/desk/cleanup/{key}?stage=proposed", 303)


def _page(key: int, faults: dict[str, str] | None = None) -> str:
    with web.reading() as session:
        campaign = campaigns.get(session, key)
        return render_template(
            "desk/cleanup/lists.html",
            place="cleanup",
            trail=[("/desk/cleanup", "文件清理"), (f"/desk/cleanup/{key}", campaign.title)],
            campaign=campaign,
            stage=CampaignStage(campaign.stage),
            brought=lists.brought(session, key),
            fates=list(RowFate),
            digest=DIGEST,
            typed=request.form,
            faults=faults or {},
            runs=actor().may(Permission.RUN_CLEANUP, campaign_owner(session, key=key)),
        )


def _list_page(key: int, digest: str, faults: dict[str, str] | None = None) -> str:
    with web.reading() as session:
        campaign = campaigns.get(session, key)
        rows = lists.rows_of(session, key, digest)
        names = {entry.id: entry for entry in read_catalogue(session).entries}
        return render_template(
            "desk/cleanup/list.html",
            place="cleanup",
            trail=[
                ("/desk/cleanup", "文件清理"),
                (f"/desk/cleanup/{key}", campaign.title),
                (f"/desk/cleanup/{key}/lists", "外来清单"),
            ],
            campaign=campaign,
            stage=CampaignStage(campaign.stage),
            rows=[(row, RowFate(row.stage), lists.seen_as(row)) for row in rows],
            names=names,
            people=full_names(session),
            verdict_names={verdict.value: verdict.label for verdict in Verdict},
            counts={fate: sum(row.stage == fate for row in rows) for fate in RowFate},
            waiting=set(lists.WAITING),
            digest=digest,
            verdicts=list(Verdict),
            grounds=list(Ground),
            typed=request.form,
            faults=faults or {},
            runs=actor().may(Permission.RUN_CLEANUP, campaign_owner(session, key=key)),
        )
