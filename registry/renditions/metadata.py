"""The `<meta>` tags (页面标签) that government sites owe on columns and on content pages."""

from datetime import datetime

from base import clock
from base.config import Site
from registry.reads.page import DocumentPage

COLUMN_NAME = "政策文件"
COLUMN_DESCRIPTION = "法律、法规、规章和行政规范性文件，及其在任何一天的时效"
COLUMN_KEYWORDS = "政策文件,规章,行政规范性文件,现行有效,废止,失效"
COLUMN_TYPE = "政策文件"

Tags = tuple[tuple[str, str], ...]


def column_tags(name: str = COLUMN_NAME, description: str = COLUMN_DESCRIPTION) -> Tags:
    """The tags of a column page; all four are required."""
    return (
        ("ColumnName", name),
        ("ColumnDescription", description),
        ("ColumnKeywords", COLUMN_KEYWORDS),
        ("ColumnType", "首页" if name == "首页" else COLUMN_TYPE),
    )


def content_tags(page: DocumentPage, site: Site, url: str) -> Tags:
    """The tags of a document's page: its column's and its own; the required ones first."""
    dossier = page.dossier
    keywords = ",".join(part for part in (dossier.number, dossier.kind.label, page.standing.label) if part)
    return (
        *column_tags(),
        ("ArticleTitle", f"【{page.mark}】{dossier.title}" if page.mark else dossier.title),
        ("PubDate", posted(dossier.posted_at)),
        ("ContentSource", "、".join(dossier.issuers) or site.organiser),
        ("Keywords", keywords),
        ("Description", dossier.summary or f"{dossier.title}：{page.sentence}"),
        ("Url", url),
    )


def posted(moment: datetime) -> str:
    """The time of posting as the standard prints it: 2021-06-18 10:00, in Hangzhou."""
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")
