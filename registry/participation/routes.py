"""What public participation hands to the application: pages, names, and what the desk's rounds find.

`app.py` is the only caller. Each part of the pages brings its own blueprint.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint

from base.config import Config
from base.staff.roles import Permission
from registry.participation.views import consultations, origins, outcomes

BLUEPRINTS: tuple[Blueprint, ...] = (consultations.pages, outcomes.pages, origins.pages)
# What the deeds of consultations and decisions are called in the audit trail (操作名称).
DEED_NAMES: dict[str, str] = {
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
NAVIGATION: tuple[tuple[str, str, str], ...] = (("consultations", "/consultations", "征求意见"),)
# The same on the site map, with what stands below each.
SITEMAP: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "/consultations",
        "征求意见",
        (
            ("/consultations?state=open", "正在征求意见"),
            ("/consultations/overdue", "逾期未公布的采纳情况"),
            ("/consultations/data.feed", "订阅征求意见（Atom）"),
            ("/consultations/calendar.ics", "征求意见日历（iCalendar）"),
        ),
    ),
)
# Parts of the desk: name, address, word, and what one must be allowed to see it.
DESK: tuple[tuple[str, str, str, Permission], ...] = ()
# Views that take forms without a token against forged ones.
TOKENLESS: tuple[Callable[..., object], ...] = ()


def handed_down(config: Config) -> Mapping[str, tuple[object, ...]]:
    """What the registry is given, by the name under which it looks for it."""
    del config  # Each watch takes of it what it needs.
    return {"navigation": NAVIGATION, "sitemap": SITEMAP, "desk_navigation": DESK, "watches": ()}
