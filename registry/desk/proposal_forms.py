"""The forms by which proposals are ruled on (审定表单), read with all faults at once."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from base.forms import FormReader
from registry.law.docnumber import key as number_key
from registry.law.terms import Publication
from registry.proposals.corrections import Correction, articles_in
from registry.proposals.stating import NAMING
from registry.proposals.tables import Matter, Ruling
from registry.tables import Document

LONGEST_TITLE = 400
LONGEST_NUMBER = 120
LONGEST_REASON = 500
SCOPED = frozenset({Matter.REPEAL, Matter.PARTIAL_REPEAL, Matter.SUSPENSION, Matter.BASIS, Matter.CITATION})
DATED = frozenset({Matter.REPEAL, Matter.PARTIAL_REPEAL, Matter.AMENDMENT, Matter.SUSPENSION})


@dataclass(frozen=True, slots=True)
class RuledOn:
    """A ruling without corrections: the state that was seen, the document chosen, the reason."""

    seen: Ruling
    meant: str
    reason: str


def read_ruling(form: FormReader) -> RuledOn:
    """Confirm or reject; raises Faults."""
    seen = _seen(form)
    meant = form.text("meant", "所指文件", longest=80)
    reason = form.text("reason", "理由", longest=LONGEST_REASON)
    form.finish()
    return RuledOn(seen, meant, reason)


def read_correction(session: Session, form: FormReader, matter: Matter) -> tuple[Ruling, Correction]:
    """What the text states, as a person puts it right; raises Faults."""
    seen = _seen(form)
    if matter in (Matter.EFFECTIVE, Matter.EXPIRY):
        label = "施行日期" if matter is Matter.EFFECTIVE else "最后一日"
        correction = Correction(on=form.day("on", label, required=True))
    elif matter in NAMING:
        correction = _named(session, form, matter)
    elif matter is Matter.NUMBER:
        correction = Correction(number=form.text("number", "文号", longest=LONGEST_NUMBER, required=True))
    else:
        correction = Correction(title=form.text("title", "发文机关", longest=LONGEST_TITLE, required=True))
    form.finish()
    return seen, correction


def _named(session: Session, form: FormReader, matter: Matter) -> Correction:
    title = form.text("title", "标题", longest=LONGEST_TITLE, required=True).strip("《》")
    number = form.text("number", "文号", longest=LONGEST_NUMBER)
    articles = part = area = ""
    if matter in SCOPED:
        articles = form.text("articles", "条款", longest=LONGEST_TITLE)
        if articles and not articles_in(articles):
            form.fault("articles", "条款请写成“第三条、第五条”的形式；没有条序号的，填在“部分内容”中")
    if matter in (Matter.REPEAL, Matter.PARTIAL_REPEAL):
        part = form.text("part", "部分内容", longest=LONGEST_TITLE)
    if matter is Matter.SUSPENSION:
        area = form.text("area", "地区", longest=120)
    on = form.day("on", "生效日期") if matter in DATED else None
    return Correction(title, number, on, articles, part, area, _meant(session, form))


def _meant(session: Session, form: FormReader) -> str:
    words = form.text("meant", "所指文件", longest=LONGEST_TITLE)
    if not words:
        return ""
    address = words.split("/documents/", 1)[-1].strip("/ ")
    number = number_key(words)
    query = select(Document.address).where(
        Document.publication == Publication.PUBLISHED.value,
        or_(
            Document.address == address,
            Document.number_key == number if number else Document.address == address,
            Document.order_key == number if number else Document.address == address,
        ),
    )
    found = list(session.scalars(query))
    if len(found) == 1:
        return found[0]
    form.fault("meant", _unclear(words, len(found)))
    return ""


def _unclear(words: str, count: int) -> str:
    if count:
        return f"登记中有 {count} 件文件的文号是“{words[:60]}”，请改填文件页的网址"
    return f"登记中没有网址或文号为“{words[:60]}”的文件；不在登记中的文件请留空"


def _seen(form: FormReader) -> Ruling:
    return form.choice("seen", "审定状态", Ruling) or Ruling.OPEN
