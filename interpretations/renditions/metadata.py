"""The `<meta>` tags (页面标签) of the pages of interpretations: column 政策解读, and each page its own."""

from interpretations.reads.page import InterpretationPage
from registry.renditions.metadata import Tags, posted

KEYWORDS = "政策解读,一图读懂,简明问答,回应关切,政策问答"


def column(name: str, description: str) -> Tags:
    """The tags of a column page; all four are required."""
    return (
        ("ColumnName", name),
        ("ColumnDescription", description),
        ("ColumnKeywords", KEYWORDS),
        ("ColumnType", "政策解读"),
    )


EXPLAINING = column("政策解读", "起草单位对政策文件的解读：文字、问答、一图读懂、音视频、案例与回应关切")
ASKING = column("政策问答", "政策问答：起草单位对常见问题和来信咨询的答复，与所依据的条文对应")


def content_tags(page: InterpretationPage, url: str) -> Tags:
    """The tags of an interpretation's page; those that are required first."""
    content, dossiers = page.content, [each.dossier for each in page.documents]
    keywords = [content.form.label, *(dossier.number or dossier.title for dossier in dossiers)]
    return (
        *EXPLAINING,
        ("ArticleTitle", page.title),
        ("PubDate", posted(page.published_at)),
        ("ContentSource", content.credit or page.unit),
        ("Keywords", ",".join(keywords)),
        *((("Author", content.speaker),) if content.speaker else ()),
        ("Description", content.lead or f"{content.title}（{content.form.label}）"),
        ("Url", url),
    )
