"""What public participation hands to the application: pages, names, and what the desk's rounds find.

`app.py` is the only caller. Each part of the pages brings its own blueprint.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint

from base.config import Config
from base.staff.roles import Permission
from registry.consultations import waiting, watching
from registry.decisions import watching as decision_watching
from registry.participation.desk import comments, decisions_steps, meetings, notices, tracing
from registry.participation.desk import outcomes as outcome_desk
from registry.participation.views import comment_following, consultations, decisions, origins, outcomes
from registry.participation.views import comments as public_comments

BLUEPRINTS: tuple[Blueprint, ...] = (
    consultations.pages,
    public_comments.pages,
    comment_following.pages,
    outcomes.pages,
    origins.pages,
    tracing.desk,
    decisions.pages,
    notices.desk,
    decisions_steps.desk,
    outcome_desk.desk,
    comments.desk,
    meetings.desk,
)
# What the deeds of consultations and decisions are called in the audit trail (操作名称).
DEED_NAMES: dict[str, str] = {
    "comment.send": "收到意见",
    "comment.take_back": "意见人撤回意见",
    "comment.forget": "删除意见人信息",
    "comment.enter": "录入意见",
    "comment.show": "公开意见",
    "comment.hold": "不予公开意见",
    "comment.moderate_many": "批量审核意见公开",
    "comment.person": "查看提意见的人",
    "meeting.plan": "安排会议",
    "meeting.change": "修改会议",
    "meeting.announce": "公布会议通知",
    "meeting.explain": "说明会议未合规定的理由",
    "meeting.list": "登记会议参加人",
    "meeting.record": "登记会议笔录",
    "meeting.call_off": "取消会议",
    "meeting.attach": "上传会议文件",
    "meeting.detach": "撤下会议文件",
    "trace.rule": "更正条文来源",
    "trace.take_back": "撤销条文来源更正",
    "decision.open_catalogue": "编制决策目录",
    "decision.add_item": "增列决策事项",
    "decision.change_item": "修改决策事项",
    "decision.remove_item": "调出决策事项",
    "decision.prepare_edition": "开始调整决策目录",
    "decision.consent": "登记同级党委同意",
    "decision.submit_edition": "决策目录送审",
    "decision.return_edition": "决策目录退回修改",
    "decision.publish_edition": "公布决策目录",
    "decision.abandon_edition": "放弃调整决策目录",
    "decision.record_step": "登记决策程序",
    "decision.add_paper": "加决策程序材料",
    "decision.withdraw_paper": "撤下决策程序材料",
    "consultation.sample": "载入示例征求意见",
    "consultation.begin": "起草征求意见公告",
    "consultation.save": "修改征求意见公告",
    "consultation.abandon": "放弃征求意见公告",
    "consultation.attach": "上传征求意见附件",
    "consultation.detach": "撤下征求意见附件",
    "consultation.submit": "征求意见公告送审",
    "consultation.recall": "撤回征求意见公告送审",
    "consultation.send_back": "征求意见公告退回修改",
    "consultation.schedule": "定时发布征求意见公告",
    "consultation.unschedule": "取消定时发布征求意见公告",
    "consultation.publish": "发布征求意见公告",
    "consultation.publication_failed": "定时发布征求意见公告未成功",
    "consultation.extend": "延长征求意见期限",
    "consultation.replace_text": "更换征求意见稿",
    "consultation.adopt": "登记征求意见后出台的文件",
    "consultation.drop": "终止征求意见的事项",
    "consultation.withdraw": "撤回征求意见公告",
    "outcome.group": "归并意见",
    "outcome.ungroup": "移出归并的意见",
    "outcome.merge": "合并答复",
    "outcome.place": "调整答复序号",
    "outcome.decide": "填写采纳情况",
    "outcome.overview": "填写采纳情况概述",
    "outcome.submit": "采纳情况送审",
    "outcome.recall": "撤回采纳情况送审",
    "outcome.send_back": "采纳情况退回修改",
    "outcome.publish": "公布采纳情况",
}
# Parts of the public site: name, address, word.
NAVIGATION: tuple[tuple[str, str, str], ...] = (
    ("consultations", "/consultations", "征求意见"),
    ("decisions", "/decisions", "重大决策"),
)
# The same on the site map, with what stands below each.
SITEMAP: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "/consultations",
        "征求意见",
        (
            ("/consultations?state=open", "正在征求意见"),
            ("/consultations/overdue", "逾期未公布的采纳情况"),
            ("/consultations/comments/follow", "查询、撤回已提交的意见"),
            ("/consultations/data.feed", "订阅征求意见（Atom）"),
            ("/consultations/calendar.ics", "征求意见日历（iCalendar）"),
        ),
    ),
    ("/decisions", "重大行政决策事项目录", (("/decisions/data.feed", "订阅目录和进展（Atom）"),)),
)
# Parts of the desk: name, address, word, and what one must be allowed to see it.
DESK: tuple[tuple[str, str, str, Permission], ...] = (
    ("consultations", "/desk/consultations", "征求意见", Permission.READ_CONSULTATION),
    ("decisions", "/desk/decisions", "重大决策目录", Permission.READ_DECISION),
)
# Views that take forms without a token against forged ones.
TOKENLESS: tuple[Callable[..., object], ...] = ()


def handed_down(config: Config) -> Mapping[str, tuple[object, ...]]:
    """What the registry is given, by the name under which it looks for it."""
    watches = (watching.watch(config.consulting), waiting.watch(), decision_watching.watch())
    return {"navigation": NAVIGATION, "sitemap": SITEMAP, "desk_navigation": DESK, "watches": watches}
