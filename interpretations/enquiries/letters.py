"""Words to the asker (告知): templates of replies, and the letter that tells of an answer."""

import re
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from base import clock
from base.config import Config
from base.contacts import mail_address
from base.errors import BadInput, NotFound
from base.staff import audit
from base.staff.roles import Actor
from interpretations.enquiries.tables import Enquiry, EnquiryPerson, ReplyTemplate
from interpretations.following.letterhead import letterhead
from interpretations.following.letters import post_letter
from interpretations.following.tables import Mail

# What a template may name, and what it stands for.
PLACES = ("编号", "收到日期", "文件", "条款", "单位", "今日")


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template with its places filled in; unknown ones stay, for the writer to see.

    >>> filled("您好！关于{文件}{条款}……{什么}", {"文件": "《办法》", "条款": "第三条"})
    '您好！关于《办法》第三条……{什么}'
    """
    return re.sub(r"\{([^{}\n]{1,10})\}", lambda place: values.get(place[1], place[0]), template)


def unknown_places(template: str) -> tuple[str, ...]:
    """The places of a template that nothing fills."""
    return tuple(
        dict.fromkeys(word for word in re.findall(r"\{([^{}\n]{1,10})\}", template) if word not in PLACES)
    )


def templates(session: Session, unit_id: int | None) -> Sequence[ReplyTemplate]:
    """The templates that somebody of this unit may use: the unit's own, and those of all."""
    query = select(ReplyTemplate).where(
        ReplyTemplate.withdrawn_at.is_(None),
        or_(ReplyTemplate.unit_id.is_(None), ReplyTemplate.unit_id == unit_id),
    )
    return session.scalars(query.order_by(ReplyTemplate.unit_id.is_(None), ReplyTemplate.id)).all()


def add_template(
    session: Session, unit_id: int | None, title: str, words: str, *, by: Actor
) -> ReplyTemplate:
    """Add (新建) a template of a unit, or (None) of all; raises BadInput for a place that nothing fills."""
    if unknown := unknown_places(words):
        raise BadInput(
            f"模板中的占位“{'、'.join(unknown)}”无法填充；可用：{'、'.join(f'{{{word}}}' for word in PLACES)}"
        )
    row = ReplyTemplate(
        unit_id=unit_id, title=title, words=words, recorded_at=clock.now(), recorded_by=by.name[:60]
    )
    session.add(row)
    session.flush()
    audit.record(session, by, "reply_template.add", f"reply_template:{row.id}", after={"title": title})
    return row


def withdraw_template(session: Session, key: int, *, by: Actor) -> ReplyTemplate:
    """Withdraw (停用) a template; raises NotFound."""
    row = session.get(ReplyTemplate, key, with_for_update=True)
    if row is None or row.withdrawn_at is not None:
        raise NotFound(f"没有编号为 {key} 的答复模板")
    row.withdrawn_at = clock.now()
    audit.record(session, by, "reply_template.withdraw", f"reply_template:{key}", before={"title": row.title})
    return row


def tell_answered(session: Session, row: Enquiry, config: Config) -> None:
    """Write to the asker that there is an answer, where an e-mail address was left and letters are sent.

    The letter has neither the question nor the answer nor the code: it may be read by others.
    """
    person = session.get(EnquiryPerson, row.id)
    recipient = mail_address(person.contact) if person and config.mailing.host else ""
    if not recipient:
        return
    root = letterhead(config).root
    received = clock.local(row.received_at)
    words = (
        f"您好！\n\n您于{received.year}年{received.month}月{received.day}日提出的第{row.id}号政策咨询有了答复。"
        f"请打开 {root}/enquiries/follow ，输入提交时得到的查询码查看。\n\n"
        f"{config.site.organiser}\n（这封邮件由系统发出，请勿回复。）\n"
    )
    # Its version: an addition to the reply is another letter.
    post_letter(session, f"enquiry:{row.id}:{row.version}", recipient, "您提出的政策咨询有了答复", words)


def forget_letters(session: Session, keys: Sequence[int]) -> None:
    """Delete the letters to these askers: they hold their addresses."""
    for key in keys:
        session.execute(delete(Mail).where(Mail.key.startswith(f"enquiry:{key}:", autoescape=True)))
