"""Loading a sample dispatch (装入示例下发): a document, its explanation, a short check, to a lower bureau."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from base.db import Database
from base.staff.roles import Actor, Role
from base.staff.tables import Account, Unit, UnitKind
from interpretations.passing import sending
from interpretations.passing.matter import Matter
from interpretations.passing.orders import Addressee, Order, proposed_day
from interpretations.passing.tables import Dispatch
from interpretations.rules.passing import Question
from interpretations.tables import Interpretation
from registry.tables import Document

DOCUMENT = "澄江省农村生活污水处理设施运行管理办法"
EXPLAINED = "农村生活污水处理设施：村民最常问的五个问题"
QUESTIONS = (
    Question(
        "设施的责任主体是谁？",
        ("乡镇人民政府", "县级人民政府", "村民委员会", "运行维护单位"),
        frozenset({1}),
        "县级人民政府是责任主体，乡镇负责日常监督。",
        "art-2",
    ),
    Question(
        "接到村民委员会的告知以后，运行维护单位最迟什么时候处理？",
        ("当场", "二十四小时内", "三个工作日内"),
        frozenset({1}),
        "应当在二十四小时内处理。",
        "art-4",
    ),
    Question(
        "委托合同应当写明哪几项？",
        ("出水水质", "巡查频次", "违约责任", "村民姓名"),
        frozenset({0, 1, 2}),
        "出水水质、巡查频次和违约责任，三样缺一不可。",
        "art-3",
    ),
)


def load(database: Database) -> int:
    """Send the sample dispatch unless there is any, or nobody to send it to; gives how many were sent."""
    with database.transaction() as session:
        document = session.scalars(select(Document).where(Document.title == DOCUMENT)).first()
        bureaus = session.scalars(select(Unit.id).where(Unit.kind == UnitKind.BUREAU.value)).all()
        known = session.scalars(select(Dispatch.id).limit(1)).first()
        if known or document is None or document.drafting_unit_id is None or not bureaus:
            return 0
        order = Order(
            title="请学习《澄江省农村生活污水处理设施运行管理办法》及问答",
            note="请各局组织乡镇分管人员学习，重点是责任分工和处理时限。",
            due_on=proposed_day(session),
            questions=QUESTIONS,
            needed=2,
            addressees=tuple(Addressee(unit, post) for unit in bureaus for post in ("", "水环境科")),
        )
        matter = Matter(document.id, _explanation(session))
        sending.send(session, "sample", matter, order, by=_drafter(session, document.drafting_unit_id))
        return 1


def _explanation(session: Session) -> int | None:
    return session.scalars(select(Interpretation.id).where(Interpretation.title == EXPLAINED)).first()


def _drafter(session: Session, unit_id: int) -> Actor:
    unit = session.get_one(Unit, unit_id)
    account = session.scalars(select(Account).where(Account.unit_id == unit_id)).first()
    name = account.name if account else "sample"
    return Actor(None, name, name, Role.DRAFTER, unit.id, unit.name, unit.organ)
