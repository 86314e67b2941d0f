"""What the floor of interpretations hands to the application: pages, names, and what the registry shows.

`app.py` is the only caller. The registry never imports from here: what its pages, its desk and its rounds
show of interpretations is handed down through `handed_down`.
"""

from collections.abc import Callable, Mapping

from flask import Blueprint

from base.config import Config
from base.staff.roles import Permission
from interpretations.deed_names import NAMES
from interpretations.desk import (
    anchors,
    dispatches,
    duties,
    enquiries,
    holidays,
    interpretations,
    mail,
    media,
    plans,
    received,
)
from interpretations.enquiries import watching as enquiry_watching
from interpretations.following.companion import accompany
from interpretations.publishing.gate import gate
from interpretations.publishing.promise import policy
from interpretations.reads.explaining import Registrar
from interpretations.reads.hinting import never_explained
from interpretations.reads.watching import watches
from interpretations.views import asking, following, gaps, pictures
from interpretations.views.routes import explained

BLUEPRINTS: tuple[Blueprint, ...] = (
    gaps.pages,
    explained,
    pictures.pages,
    interpretations.desk,
    plans.desk,
    duties.desk,
    anchors.desk,
    following.pages,
    mail.desk,
    media.desk,
    dispatches.desk,
    received.desk,
    asking.asking,
    enquiries.desk,
    holidays.desk,
)
DEED_NAMES = NAMES
# Parts of the public site: name, address, word.
NAVIGATION: tuple[tuple[str, str, str], ...] = (
    ("interpretations", "/interpretations", "解读"),
    ("faq", "/faq", "问答"),
    ("enquiries", "/enquiries", "咨询"),
)
# The same on the site map, with what stands below each.
SITEMAP: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "/interpretations",
        "解读",
        (
            ("/interpretations/gaps", "解读情况"),
            ("/interpretations/data.feed", "订阅新的解读（Atom）"),
        ),
    ),
    ("/faq", "问答", (("/faq/data.feed", "订阅新的问答（Atom）"),)),
    (
        "/enquiries",
        "咨询",
        (
            ("/enquiries/new", "提出咨询"),
            ("/enquiries/follow", "查看答复"),
            ("/enquiries/channels", "其他渠道"),
        ),
    ),
)
# Parts of the desk: name, address, word, and what one must be allowed to see it.
DESK: tuple[tuple[str, str, str, Permission], ...] = (
    ("interpretations", "/desk/interpretations", "解读", Permission.READ_INTERPRETATION),
    ("duties", "/desk/duties", "解读时限", Permission.WATCH_DUTIES),
    ("dispatches", "/desk/dispatches", "向下传递", Permission.PASS_DOWN),
    ("received", "/desk/received", "接收学习", Permission.RECEIVE_DISPATCH),
    ("enquiries", "/desk/enquiries", "咨询", Permission.READ_ENQUIRY),
    ("holidays", "/desk/holidays", "节假日", Permission.KEEP_CALENDAR),
    ("mail", "/desk/mail", "邮件发送", Permission.WATCH_MAIL),
)
# Views that take forms without a token against forged ones: programs post there, and their address is secret.
TOKENLESS: tuple[Callable[..., object], ...] = (following.leave,)
# What runs beside the server: each is given the settings, what must be done before every round, and what
# equips its own database with what floors above know.
COMPANIONS: tuple[Callable[..., None], ...] = (accompany,)


def registrar(config: Config) -> Registrar:
    """Who tells the registry of interpretations; every session of the application carries it."""
    return Registrar(policy(config.explaining), follows=bool(config.mailing.host))


def handed_down(config: Config) -> Mapping[str, tuple[object, ...]]:
    """What the registry is given, by the name under which it looks for it."""
    promise = policy(config.explaining)
    return {
        "navigation": NAVIGATION,
        "sitemap": SITEMAP,
        "desk_navigation": DESK,
        "gates": (gate(promise),),
        "draft_panels": (plans.panel(promise),),
        "hint_finders": (never_explained(promise),),
        "watches": (*watches(promise), enquiry_watching.watch(config.explaining)),
    }
