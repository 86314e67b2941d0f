"""The announcement with its red head (红头), as the page that the typesetter makes the PDF of.

GB/T 9704-2012, 7.2-7.3: mark, number, red rule; title, text, 附件说明, signature; each list on a new page.
"""

from registry.cleanup.announcement import COLUMNS, Announcement
from registry.law.days import printed
from registry.renditions.pdf import stamp_uri, templates, title_words
from registry.renditions.titling import title_lines, width

# 小初, in points: the standard's cap on the mark; a longer name is set smaller until it fits 156 mm.
LARGEST_MARK, SMALLEST_MARK, WIDTH = 36.0, 16.0, 442.0
# The date stands four characters from the right (7.3.5.1).
DATE_INDENT = 4.0
DRAFT = "草稿"


def html(said: Announcement, *, draft: bool) -> str:
    """The whole page; a draft bears 草稿 across every page, so that nobody takes it for the real one."""
    wording, signed = said.wording, printed(said.wording.signed_on)
    mark = mark_of(wording.organ)
    sheets = ("sheet.css", "announcement.css")
    return (
        templates()
        .get_template("announcement.html")
        .render(
            said=said,
            wording=wording,
            css="\n".join(templates().get_template(name).render() for name in sheets),
            title=title_lines(title_parts(wording.title)),
            mark=mark,
            mark_size=mark_size(mark),
            signed=signed,
            sign_indent=sign_indent(wording.organ, signed),
            columns=COLUMNS,
            stamp=stamp_uri(DRAFT) if draft else "",
        )
    )


def mark_of(organ: str) -> str:
    """The mark (发文机关标志): the organ's name with 文件."""
    return f"{organ}文件" if organ else "（发文机关）文件"


def mark_size(mark: str) -> float:
    """The size of type, in points, in which the mark fits the width of the text.

    >>> mark_size("澄江省生态环境厅文件")
    36.0
    """
    fitting = WIDTH / max(1.0, width(mark))
    return max(SMALLEST_MARK, min(LARGEST_MARK, round(fitting - 0.5, 1)))


def sign_indent(organ: str, signed: str) -> float:
    """How many characters the block of name and date stands from the right.

    The date keeps its four characters; a name that is longer reaches over it on both sides.

    >>> sign_indent("某局", "2026年11月20日"), sign_indent("澄江省生态环境厅办公室文件处", "2026年11月20日")
    (4.0, 0.5)
    """
    return max(0.0, DATE_INDENT - max(0.0, width(organ) - width(signed)) / 2)


def title_parts(title: str) -> list[str]:
    """The words of a title between which its lines may break; a year keeps its 年."""
    parts: list[str] = []
    for word in title_words(title):
        if parts and parts[-1].isdigit() and word.startswith("年"):
            parts[-1] += word
        else:
            parts.append(word)
    return parts
