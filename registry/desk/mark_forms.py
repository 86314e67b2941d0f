"""The forms of marks (标注表单): one for each deed, read with all faults at once."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from base.forms import FormReader
from registry.books import Order
from registry.law.events import Act
from registry.law.titles import title_key
from registry.marking.deeds import ENDING, IN_AREA, IN_PART, Deed, Mark
from registry.marking.naming import Candidate, candidates
from registry.marking.receipts import Ticket

LONGEST_TITLE, LONGEST_NUMBER, LONGEST_AREA = 400, 120, 120
LONGEST_EVIDENCE, LONGEST_REASON = 2_000, 500
LONGEST_EID, LONGEST_ID = 60, 10
MOST_PROVISIONS, MOST_EVENTS = 500, 2_000
WHOLE, PROVISIONS = "whole", "provisions"
OUTSIDE = "outside"
# What the preview adds to the form, and the confirmation reads.
OF_THE_TICKET = ("token", "known")
DEED_FIELDS = (
    "on", "through", "scope", "provisions", "area", "act_title", "act_number", "act_choice",
    "act_on", "successor_title", "successor_number", "successor_choice", "evidence", "never_commenced",
    "reason",
)  # fmt: skip


@dataclass(slots=True)
class Reading:
    """A form as it is being read: its reader, and the documents that a name in it may mean."""

    session: Session
    deed: Deed
    reader: FormReader
    choices: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def mark(self) -> Mark:
        """What the form asks to be marked; raises Faults with everything that is wrong with it."""
        reader = self.reader
        reader.leave(*OF_THE_TICKET)
        event_id = reader.whole("event_id", "所更正的记录")
        reason = reader.text("reason", "更正理由", longest=LONGEST_REASON, required=event_id is not None)
        if self.deed is Deed.TAKE_BACK:
            if event_id is None:
                reader.fault("form", "请从沿革中选择要更正的记录")
            reader.finish()
            return Mark(self.deed, event_id=event_id, reason=reason)
        order = self._order()
        reader.finish()
        return Mark(self.deed, order, event_id, reason)

    def _order(self) -> Order:
        reader = self.reader
        provisions = self._provisions()
        return Order(
            on=self._day(),
            act=self._named("act", "依据文件") or Act(""),
            provisions=provisions,
            area=self._area(),
            evidence=reader.text(
                "evidence", "原文", longest=LONGEST_EVIDENCE, required=self.deed is Deed.EXPIRE
            ),
            act_on=reader.day("act_on", "依据文件的日期"),
            never_commenced=reader.ticked("never_commenced"),
            successor=self._successor(provisions),
        )

    def _day(self) -> date | None:
        reader = self.reader
        if self.deed is Deed.EXPIRE:
            through = reader.day("through", "有效期至", required=True)
            # 有效期至 is printed with the last day in force; the document ends with the day after.
            return through + timedelta(days=1) if through and through < date.max else None
        on, undated = reader.day("on", "生效日期"), reader.ticked("undated")
        if on and undated:
            reader.fault("on", "既填了生效日期，又勾选了“日期未定”：请只留一项")
        if not on and not undated and "on" not in reader.faults:
            reader.fault("on", "请填写生效日期；还不知道的，勾选“日期未定”")
        return on

    def _provisions(self) -> tuple[str, ...]:
        reader = self.reader
        if self.deed not in IN_PART:
            return ()
        ticked = reader.many("provisions", "条款", most=MOST_PROVISIONS, longest=LONGEST_EID)
        scope = reader.text("scope", "范围", longest=20) or (PROVISIONS if ticked else WHOLE)
        if scope not in {WHOLE, PROVISIONS}:
            reader.fault("scope", f"范围“{scope}”不在可选范围内")
        if scope == WHOLE and ticked:
            reader.fault("scope", "既选了全文，又勾选了条款：请只留一项")
        if scope == PROVISIONS and not ticked:
            reader.fault("provisions", "请在正文中勾选条款")
        return tuple(dict.fromkeys(ticked))

    def _area(self) -> str:
        return self.reader.text("area", "适用地区", longest=LONGEST_AREA) if self.deed in IN_AREA else ""

    def _successor(self, provisions: tuple[str, ...]) -> Act | None:
        if self.deed not in ENDING:
            return None
        found = self._named("successor", "代替文件")
        if found and provisions:
            self.reader.fault("successor_title", "只废止部分条款的，没有代替整份文件的文件：请删去")
        return found

    def _named(self, name: str, label: str) -> Act | None:
        reader = self.reader
        title = reader.text(f"{name}_title", f"{label}标题", longest=LONGEST_TITLE).strip("《》")
        number = reader.text(f"{name}_number", f"{label}文号", longest=LONGEST_NUMBER)
        chosen = reader.text(f"{name}_choice", label, longest=12)
        if not title and not number:
            return None
        found = self.choices[name] = candidates(self.session, title, number)
        typed = Act(title, number)
        if chosen == OUTSIDE or not found:
            return typed
        picked = [one for one in found if str(one.id) == chosen]
        fitting = picked or [one for one in found if not title or title_key(one.title) == title_key(title)]
        if len(fitting) == 1:
            return fitting[0].act
        reader.fault(f"{name}_title", _doubt(label, number, found, differs=not fitting))
        return typed


def _doubt(label: str, number: str, found: tuple[Candidate, ...], *, differs: bool) -> str:
    if differs:
        return f"文号“{number}”在登记中是《{found[0].title}》，与所填标题不同：请选择是哪一份"
    return f"登记中有 {len(found)} 份文件符合，请选择哪一份是{label}"


def reading(session: Session, deed: Deed, form: MultiDict[str, str]) -> Reading:
    """A form of this deed, ready to be read."""
    return Reading(session, deed, FormReader(form))


def ticket(form: MultiDict[str, str]) -> Ticket:
    """What the preview gave along; raises Faults when somebody was at it."""
    reader = FormReader(MultiDict({name: form.get(name, "") for name in OF_THE_TICKET}))
    token = reader.text("token", "预览编号", longest=64, required=True)
    known = reader.text("known", "预览时的沿革", longest=12 * MOST_EVENTS)
    ids = [part for part in known.split(",") if part]
    if any(not (part.isascii() and part.isdigit() and len(part) <= LONGEST_ID) for part in ids):
        reader.fault("form", "预览已失效，请重新预览")
    reader.finish()
    return Ticket(token, frozenset(map(int, ids)))


def placed(faults: dict[str, str]) -> dict[str, str]:
    """The faults at fields of the form; what has no field of its own stands at its head."""
    return {name if name in DEED_FIELDS else "form": sentence for name, sentence in faults.items()}
