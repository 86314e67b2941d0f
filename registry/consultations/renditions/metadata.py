"""What the head of a page of consultations says: `<meta>` tags, the card for chats, schema.org."""

import json

from markupsafe import Markup

from base import clock
from registry.consultations.reads.page import ConsultationPage
from registry.law.days import printed
from registry.law.markers import quoted
from registry.renditions.metadata import Tags, posted

COLUMN: Tags = (
    ("ColumnName", "征求意见"),
    ("ColumnDescription", "政策文件起草过程中公开征求意见的草案、起草说明、期限与意见采纳情况"),
    ("ColumnKeywords", "征求意见,意见征集,草案,起草说明,意见采纳情况,公众参与,重大行政决策"),
    ("ColumnType", "征求意见"),
)


def content_tags(page: ConsultationPage, url: str) -> Tags:
    """The tags of a consultation's page; those that are required first."""
    return (
        *COLUMN,
        ("ArticleTitle", page.title),
        ("PubDate", posted(page.published_at)),
        ("ContentSource", page.unit),
        ("Keywords", f"征求意见,{page.matter.label},{page.state.label}"),
        ("Description", description(page)),
        ("Url", url),
    )


def description(page: ConsultationPage) -> str:
    """In one sentence how it stands: for search engines, and for chats when the link is passed on."""
    days = f"{printed(page.course.from_on)}至{printed(page.through_on)}"
    count = f"，{page.countdown}" if page.countdown else ""
    return f"{page.state.label}（{days}{count}）。{page.unit}起草的{page.matter.label}。"


def share(page: ConsultationPage, url: str) -> str:
    """What one can pass on by hand: it names days, which stay right when it is read later."""
    days = f"{printed(page.course.from_on)}至{printed(page.through_on)}24时"
    return f"{page.unit}就{quoted(page.title)}公开征求意见，期限{days}：{url}"


def properties(page: ConsultationPage, site: str, root: str) -> Tags:
    """The card (Open Graph); it names days, not a countdown: chats keep what they have read."""
    days = f"{printed(page.course.from_on)}至{printed(page.through_on)}"
    return (
        ("og:type", "article"),
        ("og:locale", "zh_CN"),
        ("og:site_name", site),
        ("og:title", f"征求意见：{page.title}"),
        ("og:description", f"{page.unit}就{page.matter.label}公开征求意见，期限{days}。"),
        ("og:url", f"{root}{page.address}"),
        ("article:published_time", clock.local(page.published_at).isoformat()),
    )


def script(page: ConsultationPage, root: str) -> Markup:
    """The draft as schema.org, a legislation not in force: words that cannot close their script element."""
    here = f"{root}{page.address}"
    node: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": here,
        "url": here,
        "name": page.title,
        "legislationLegalForce": "https://schema.org/NotInForce",
        "legislationResponsible": {"@type": "Organization", "name": page.unit},
        "legislationPassedBy": {"@type": "Organization", "name": page.deciding_body},
        "datePublished": page.published_at.isoformat(),
        "creativeWorkStatus": page.state.label,
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "publisher": {"@type": "GovernmentOrganization", "name": page.organ},
    }
    if page.revises:
        node["legislationChanges"] = _law(page.revises.title, page.revises.address, root)
    if page.adopted:
        node["workExample"] = _law(page.adopted.title, page.adopted.address, root)
    words = json.dumps(node, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        words = words.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(words)  # noqa: S704  # every sign that means anything in HTML has just been escaped


def _law(title: str, address: str, root: str) -> dict[str, str]:
    where = f"{root}/documents/{address}"
    return {"@type": "Legislation", "@id": where, "url": where, "name": title}
