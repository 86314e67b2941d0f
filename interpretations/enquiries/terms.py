"""Terms of enquiries (政策咨询术语)."""

from base.term import Term


class EnquiryState(Term):
    """How an enquiry stands (咨询状态)."""

    RECEIVED = "received", "待分办"
    ASSIGNED = "assigned", "待答复"
    CHECKING = "checking", "答复待审核"
    ANSWERED = "answered", "已答复"
    HANDED_OFF = "handed_off", "已转其他渠道"
    REFUSED = "refused", "不予受理"
    TAKEN_BACK = "taken_back", "咨询人已撤回"


class EnquiryDeed(Term):
    """What was done with an enquiry (咨询办理环节)."""

    RECEIVE = "receive", "收到咨询"
    ROUTE = "route", "分办"
    TRANSFER = "transfer", "转办"
    DRAFT_REPLY = "draft_reply", "拟写答复"
    SUBMIT_REPLY = "submit_reply", "答复送审"
    CHECK = "check", "审核答复"
    SEND_BACK = "send_back", "退回答复"
    REPLY = "reply", "答复"
    ADD = "add", "补充答复"
    ASK_MORE = "ask_more", "追问"
    HAND_OFF = "hand_off", "告知其他渠道"
    REFUSE = "refuse", "不予受理咨询"
    TAKE_BACK = "take_back", "撤回咨询"
    PUBLISH = "publish", "选登答复"


class HandOff(Term):
    """Where an enquiry belongs that is none (应走的其他渠道): 信访工作条例, 政府信息公开条例."""

    PETITION = "petition", "信访"
    DISCLOSURE = "disclosure", "依申请公开"
    REPORT = "report", "投诉举报"
    OTHER = "other", "其他机关职责"
