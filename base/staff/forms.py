"""The forms of the staff's pages (表单): read whole, with every fault at once."""

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from base.config import Entry
from base.forms import FormReader
from base.staff import passwords
from base.staff.accounts import Person
from base.staff.roles import Role
from base.staff.tables import UnitKind
from base.staff.units import UnitOrder

Form = MultiDict[str, str]
MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,120}")
SHORTEST_REASON = 2


@dataclass(frozen=True, slots=True)
class Door:
    """What is typed at the door."""

    name: str
    password: str
    code: str
    next: str


@dataclass(frozen=True, slots=True)
class NewPassword:
    """The password one has, and the one one wants."""

    current: str
    new: str


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The proof that the phone makes the right codes: the secret as it was sealed, and a code."""

    current: str
    seal: str
    code: str


@dataclass(frozen=True, slots=True)
class Grant:
    """The role an account shall have, None for none, and why."""

    role: Role | None
    reason: str


def door(form: Form) -> Door:
    """The form at the door; raises Faults."""
    reader = FormReader(form)
    found = Door(
        reader.text("name", "账户名", longest=60, required=True),
        reader.secret("password", "口令"),
        reader.text("code", "动态口令", longest=12),
        reader.text("next", "返回地址", longest=2000),
    )
    reader.finish()
    return found


def new_password(form: Form, rules: Entry, name: str) -> NewPassword:
    """A change of one's own password; raises Faults, also for one that the rules do not take."""
    reader = FormReader(form)
    current, new = reader.secret("current", "现在的口令"), reader.secret("new", "新口令", longest=1000)
    again = reader.secret("again", "再次输入的新口令", longest=1000)
    if new and (fault := passwords.fault(new, rules, name)):
        reader.fault("new", fault)
    elif new and new == current:
        reader.fault("new", "新口令不能与现在的口令相同")
    if again and again != new:
        reader.fault("again", "两次输入的新口令不一致")
    reader.finish()
    return NewPassword(current, new)


def enrolment(form: Form) -> Enrolment:
    """The second factor shown to work; raises Faults."""
    reader = FormReader(form)
    found = Enrolment(
        reader.secret("current", "现在的口令"),
        reader.text("seal", "密钥", longest=400, required=True),
        reader.text("code", "动态口令", longest=12, required=True),
    )
    reader.finish()
    return found


def current_password(form: Form) -> str:
    """A form that asks for nothing but one's password; raises Faults."""
    reader = FormReader(form)
    current = reader.secret("current", "现在的口令")
    reader.finish()
    return current


def account(form: Form, *, naming: bool) -> tuple[str, Person]:
    """An account's name (where it is a new one) and person; raises Faults."""
    reader = FormReader(form)
    name = reader.text("name", "账户名", longest=40, required=True) if naming else ""
    person = Person(
        reader.text("full_name", "姓名", longest=60, required=True),
        reader.whole("unit_id", "所属单位"),
        reader.text("email", "电子邮箱", longest=200),
    )
    if person.email and not MAIL.fullmatch(person.email):
        reader.fault("email", "电子邮箱应形如 zhang@example.gov.cn")
    reader.finish()
    return name, person


def unit(form: Form) -> UnitOrder:
    """A unit; raises Faults."""
    reader = FormReader(form)
    organ = reader.text("organ", "所属机关", longest=120, required=True)
    name = reader.text("name", "单位名称", longest=120, required=True)
    kind = reader.choice("kind", "单位性质", UnitKind, required=True)
    reader.finish()
    return UnitOrder(organ, name, kind or UnitKind.OFFICE)


def reason(form: Form) -> str:
    """A form that asks for nothing but the reason; raises Faults."""
    reader = FormReader(form)
    found = _reason(reader)
    reader.finish()
    return found


def grant(form: Form) -> Grant:
    """A role to give, or (left empty) to take, with the reason; raises Faults."""
    reader = FormReader(form)
    found = Grant(reader.choice("role", "角色", Role), _reason(reader))
    reader.finish()
    return found


def nothing(form: Form) -> None:
    """A form that is only a button; raises Faults where it holds more."""
    FormReader(form).finish()


def _reason(reader: FormReader) -> str:
    found = reader.text("reason", "理由", longest=300, required=True)
    if found and len(found) < SHORTEST_REASON:
        reader.fault("reason", "请把理由写得明白一些")
    return found
