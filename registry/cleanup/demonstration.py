"""A running clean-up for the demonstration (示例清理): over the sample department's own documents."""

from datetime import timedelta

from sqlalchemy import select

from base import clock
from base.db import Database
from base.staff.roles import at_the_console
from registry.cleanup.campaigns import Plan, open_campaign
from registry.cleanup.scope import Scope
from registry.cleanup.tables import Campaign, Ground, RollRow, Verdict
from registry.cleanup.verdicts import Opinion, give
from registry.law.terms import Kind
from registry.tables import Document

DEPARTMENT = "澄江省生态环境厅"
WAIT = timedelta(days=21)
# One unit has spoken already, so that there is something to agree to.
SPOKEN = ("澄江省生态环境损害赔偿磋商办法", Opinion(Verdict.KEEP, Ground.NEEDED, "制度仍在执行"))


def load(database: Database) -> int:
    """Open the clean-up unless there is one; gives its rows."""
    by = at_the_console("sample")
    with database.transaction() as session:
        if session.scalars(select(Campaign.id).limit(1)).first():
            return 0
        scope = Scope(organ=DEPARTMENT, kinds=(Kind.NORMATIVE_DOCUMENT,), issuers=(DEPARTMENT,))
        today = clock.today()
        plan = Plan(f"{today.year}年行政规范性文件清理", scope, today + WAIT)
        campaign = open_campaign(session, plan, by=by)
        rows = session.execute(
            select(RollRow, Document.title)
            .join(Document, Document.id == RollRow.document_id)
            .where(RollRow.campaign_id == campaign.id)
        ).all()
        title, opinion = SPOKEN
        for row, named in rows:
            if named == title:
                give(session, row, opinion, by=by)
        return len(rows)
