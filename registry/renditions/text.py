"""A document as plain text (纯文本): how it stands, its head, its words."""

from collections.abc import Iterator, Mapping

from registry.law.days import printed
from registry.law.provisions import Level, Provision
from registry.reads.explanations import NONE, Explanations
from registry.reads.page import DocumentPage
from registry.renditions.standing import mark_of

INDENT = "\u3000\u3000"
FLUSH = {Level.PART, Level.SUBPART, Level.CHAPTER, Level.SECTION, Level.HEADING, Level.TABLE, Level.ANNEX}


def plain_text(
    page: DocumentPage, provisions: tuple[Provision, ...], root: str, explained: Explanations = NONE
) -> str:
    """The document as text in UTF-8, lines ended by line feeds, the mark before everything else.

    `root` is the site's address without a slash.
    """
    dossier, version = page.dossier, page.version
    mark = f"【{page.mark}】" if page.mark else ""
    head = [f"{mark}{version.title if version else dossier.title}", ""]
    head += [f"截至{printed(page.day)}：{page.sentence}", ""]
    if not page.is_today:
        # A text of a past day, passed on, must not be taken for today's law.
        head += [f"截至{printed(page.today)}：{mark_of(dossier, page.today).sentence}", ""]
    head += [f"{page.text_notice}。", ""] if page.text_notice else []
    head += [f"{label}：{value}" for label, value in page.facts]
    head += [f"网址：{root}/documents/{dossier.address}"]
    head += [f"{each.form}：{each.title} {root}{each.address}" for each in explained.of] + [""]
    note = version.note.splitlines() if version else []
    body = [line for provision in provisions for line in lines(provision, page.struck)]
    return "\n".join([*head, *note, *([""] if note else []), *body]) + "\n"


def lines(node: Provision, struck: Mapping[str, str]) -> Iterator[str]:
    """The lines of a provision; one that no longer holds says so before its words."""
    mark = f"【{struck[node.eid]}】" if node.eid in struck else ""
    opening, rest = "", node.children
    # An article's number runs into its first paragraph.
    if node.level is Level.ARTICLE and not node.body and rest and rest[0].level is Level.PARAGRAPH:
        inner = struck.get(rest[0].eid, "")
        opening = (f"【{inner}】" if inner else "") + rest[0].body
        rest = (*rest[0].children, *rest[1:])
    joint = "\u3000" if node.level in {Level.ARTICLE, *FLUSH} else ""
    words = joint.join(part for part in (node.number, node.heading, node.body or opening) if part)
    if words:
        yield ("" if node.level in FLUSH else INDENT) + mark + words
    for child in rest:
        yield from lines(child, struck)
