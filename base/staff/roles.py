"""Roles and permissions (角色与权限): the one table of who may do what, and how far it reaches.

Three administrators are kept apart (GB/T 22239-2019 8.1.4: 系统管理员、安全管理员、审计管理员): one makes
accounts, one grants roles, one reads the audit trail; none of them touches documents.
"""

from dataclasses import dataclass
from enum import IntEnum

from base.term import Term


class Role(Term):
    """What somebody is here (角色); an account has one, or none until it is granted one."""

    DRAFTER = "drafter", "起草人员"
    LEGAL_OFFICER = "legal_officer", "法制人员"
    PUBLISHER = "publisher", "办公室发布人员"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDITOR = "auditor", "审计管理员"


class Permission(Term):
    """What a route asks of whoever calls it (权限)."""

    PUBLIC = "public", "公开"
    SIGNED_IN = "signed_in", "已登录"
    READ_DESK = "read_desk", "查看工作台"
    READ_DRAFT = "read_draft", "查看登记稿"
    DRAFT = "draft", "起草登记"
    REVIEW = "review", "合法性审核"
    PUBLISH = "publish", "发布"
    WITHDRAW = "withdraw", "撤回"
    CORRECT = "correct", "更正"
    READ_ORIGINAL = "read_original", "查看原件"
    CONFIRM_PROPOSALS = "confirm_proposals", "审定条文事项"
    MARK = "mark", "标注时效"
    RUN_CLEANUP = "run_cleanup", "组织清理"
    PROPOSE_VERDICT = "propose_verdict", "提出清理意见"
    PUBLISH_CLEANUP = "publish_cleanup", "公布清理结果"
    HANDLE_TASKS = "handle_tasks", "办理任务"
    READ_INTERPRETATION = "read_interpretation", "查看解读稿"
    INTERPRET = "interpret", "撰写解读"
    CHECK_INTERPRETATION = "check_interpretation", "法制审核解读"
    REVIEW_INTERPRETATION = "review_interpretation", "审核发布解读"
    WITHDRAW_INTERPRETATION = "withdraw_interpretation", "撤回解读"
    WATCH_DUTIES = "watch_duties", "查看解读与咨询时限"
    WAIVE_DUTY = "waive_duty", "免除解读"
    READ_ENQUIRY = "read_enquiry", "查看咨询"
    ROUTE_ENQUIRY = "route_enquiry", "分办咨询"
    ANSWER_ENQUIRY = "answer_enquiry", "答复咨询"
    CHECK_REPLY = "check_reply", "审核咨询答复"
    PASS_DOWN = "pass_down", "向下传递"
    RECEIVE_DISPATCH = "receive_dispatch", "接收传递"
    KEEP_CALENDAR = "keep_calendar", "维护节假日表"
    WATCH_MAIL = "watch_mail", "查看邮件发送"
    KEEP_WORDS = "keep_words", "维护检索词表"
    READ_CONSULTATION = "read_consultation", "查看征求意见"
    CONSULT = "consult", "组织征求意见"
    PUBLISH_CONSULTATION = "publish_consultation", "审核发布征求意见"
    WITHDRAW_CONSULTATION = "withdraw_consultation", "撤回征求意见"
    HANDLE_COMMENT = "handle_comment", "整理意见"
    MODERATE_COMMENT = "moderate_comment", "审核意见公开"
    READ_DECISION = "read_decision", "查看决策事项"
    KEEP_CATALOGUE = "keep_catalogue", "编制决策目录"
    PUBLISH_CATALOGUE = "publish_catalogue", "公布决策目录"
    RECORD_STEP = "record_step", "登记决策程序"
    READ_SEARCHES = "read_searches", "查看检索统计"
    MANAGE_ACCOUNTS = "manage_accounts", "管理账户"
    GRANT_ROLES = "grant_roles", "授予角色"
    READ_AUDIT = "read_audit", "查看审计"


class Reach(IntEnum):
    """How far a permission goes: to nothing, one's own unit, one's own organ, or everything."""

    NONE = 0
    UNIT = 1
    ORGAN = 2
    ALL = 3


_DRAFTER, _LEGAL, _PUBLISHER = Role.DRAFTER, Role.LEGAL_OFFICER, Role.PUBLISHER
# The table. What stands in no row, nobody may do.
GRANTS: dict[Permission, dict[Role, Reach]] = {
    Permission.READ_DESK: {_DRAFTER: Reach.ALL, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.READ_DRAFT: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.DRAFT: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL},
    Permission.REVIEW: {_LEGAL: Reach.ALL},
    Permission.PUBLISH: {_PUBLISHER: Reach.ALL},
    Permission.WITHDRAW: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.CORRECT: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.READ_ORIGINAL: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.CONFIRM_PROPOSALS: {_LEGAL: Reach.ALL},
    Permission.MARK: {_LEGAL: Reach.ALL},
    Permission.RUN_CLEANUP: {_LEGAL: Reach.ALL},
    Permission.PROPOSE_VERDICT: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL},
    Permission.PUBLISH_CLEANUP: {_PUBLISHER: Reach.ALL},
    Permission.HANDLE_TASKS: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL, _PUBLISHER: Reach.UNIT},
    Permission.READ_INTERPRETATION: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.INTERPRET: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.UNIT},
    Permission.CHECK_INTERPRETATION: {_LEGAL: Reach.ALL},
    Permission.REVIEW_INTERPRETATION: {_PUBLISHER: Reach.ALL},
    Permission.WITHDRAW_INTERPRETATION: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.WATCH_DUTIES: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    # Who owes an explanation does not let themselves off.
    Permission.WAIVE_DUTY: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.READ_ENQUIRY: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.ROUTE_ENQUIRY: {_PUBLISHER: Reach.ALL},
    Permission.ANSWER_ENQUIRY: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.UNIT, _PUBLISHER: Reach.UNIT},
    Permission.CHECK_REPLY: {_LEGAL: Reach.ALL},
    Permission.PASS_DOWN: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.UNIT, _PUBLISHER: Reach.ALL},
    Permission.RECEIVE_DISPATCH: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.UNIT, _PUBLISHER: Reach.UNIT},
    Permission.KEEP_CALENDAR: {_PUBLISHER: Reach.ALL},
    Permission.WATCH_MAIL: {_PUBLISHER: Reach.ALL},
    Permission.KEEP_WORDS: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.READ_CONSULTATION: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.CONSULT: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.UNIT},
    Permission.PUBLISH_CONSULTATION: {_PUBLISHER: Reach.ALL},
    Permission.WITHDRAW_CONSULTATION: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.HANDLE_COMMENT: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.UNIT},
    # Who drafts does not decide which objections the public may read.
    Permission.MODERATE_COMMENT: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.READ_DECISION: {_DRAFTER: Reach.ALL, _LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.KEEP_CATALOGUE: {_LEGAL: Reach.ALL},
    Permission.PUBLISH_CATALOGUE: {_PUBLISHER: Reach.ALL},
    Permission.RECORD_STEP: {_DRAFTER: Reach.UNIT, _LEGAL: Reach.ALL},
    Permission.READ_SEARCHES: {_LEGAL: Reach.ALL, _PUBLISHER: Reach.ALL},
    Permission.MANAGE_ACCOUNTS: {Role.SYSTEM_ADMINISTRATOR: Reach.ALL},
    Permission.GRANT_ROLES: {Role.SECURITY_ADMINISTRATOR: Reach.ALL},
    Permission.READ_AUDIT: {Role.AUDITOR: Reach.ALL},
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a thing is: the unit that drafts it, and the organs that issue it."""

    unit_id: int | None = None
    organs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the account and unit as they are now, and the network address they act from.

    `lower` tells that the unit is a lower bureau (下级局): what reaches everything for the department's
    own people reaches only the bureau's own organ for its people. `held` says what the person has to do
    before anything else (a password to change); empty when nothing.
    """

    account_id: int | None
    name: str
    full_name: str
    role: Role | None
    unit_id: int | None = None
    unit: str = ""
    organ: str = ""
    lower: bool = False
    address: str = ""
    held: str = ""

    def reach(self, permission: Permission) -> Reach:
        """How far this permission goes for the actor."""
        if permission is Permission.PUBLIC:
            return Reach.ALL
        if permission is Permission.SIGNED_IN:
            return Reach.ALL if self.account_id else Reach.NONE
        granted = GRANTS[permission].get(self.role, Reach.NONE) if self.role else Reach.NONE
        return min(granted, Reach.ORGAN) if self.lower else granted

    def may(self, permission: Permission, owner: Owner | None = None) -> bool:
        """Whether the actor may do this at all or, with an owner, to a thing of that owner."""
        reach = self.reach(permission)
        if owner is None or reach in (Reach.NONE, Reach.ALL):
            return reach is not Reach.NONE
        own = owner.unit_id is not None and owner.unit_id == self.unit_id
        return own or (reach is Reach.ORGAN and self.organ in owner.organs)


def at_the_console(name: str = "命令行") -> Actor:
    """Whoever runs a command on the server: the operating system answers for them."""
    return Actor(None, name, name, None)
