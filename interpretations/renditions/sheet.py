"""The print (印本) of an interpretation, and of questions: the page that the typesetter makes the PDF of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from interpretations.reads.page import InterpretationPage
from interpretations.reads.questions import Group
from interpretations.reads.quotes import Quotes
from interpretations.rules.content import Rendered, Run
from registry.law.days import printed
from registry.renditions import qr
from registry.renditions.metadata import posted
from registry.renditions.pdf import stamp_uri, templates, title_words
from registry.renditions.titling import title_lines

# The normal type, and the large one (大字版): a fifth more than newspapers, for those who read with trouble.
SIZES = {"normal": "normal", "large": "large"}
# Characters of a title's line, at the size of each.
WIDEST = {"normal": 19, "large": 14}
# Characters of what a figure counts, in a third of the measure.
SIDE_BY_SIDE = 120
# A stamp longer than this would leave the page.
LONGEST_STAMP = 6


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one print shows: its head, its parts in order, and what must stand on every page.

    `stamp` stands across every page ("" where the documents hold), `running` at the head of every page but
    the first, `standings` in the head of the first: what the reader must know before relying on a word.
    """

    kind: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    standings: tuple[tuple[str, bool], ...]
    stamp: str
    author: str
    made_at: datetime
    address: str
    site: str
    keywords: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    rendered: Rendered = field(default_factory=Rendered)
    quotes: Quotes = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    notes: tuple[str, ...] = ()
    picture_text: str = ""

    @property
    def tall(self) -> tuple[Run, ...]:
        """The runs of figures whose words are too long to stand side by side."""
        return tuple(run for run in self.runs if any(len(block.words) > SIDE_BY_SIDE for block in run.blocks))

    @property
    def running(self) -> str:
        """The line at the head of every page but the first; "" where nothing need be said."""
        marked = [words for words, warns in self.standings if warns]
        return marked[0] if marked else ""


def of_interpretation(page: InterpretationPage, site: str, root: str) -> Sheet:
    """The print of an interpretation, made on the page's day."""
    content = page.content
    return Sheet(
        kind=content.form.label,
        title=content.title,
        lead=content.lead,
        facts=_facts(page),
        standings=_standings(page),
        stamp=page.mark if len(page.mark) <= LONGEST_STAMP else "",
        author=content.credit or page.unit,
        made_at=page.renewed_at,
        address=f"{root}{page.address}",
        site=site,
        keywords=("政策解读", content.form.label, *(each.dossier.title for each in page.documents)),
        runs=content.runs,
        rendered=page.rendered,
        quotes=page.quotes,
        notes=tuple(note for note in (page.credit, _asking(page)) if note),
        picture_text=content.picture_text,
    )


def html(sheet: Sheet, size: str = "normal") -> str:
    """The whole page that the typesetter makes the PDF of, in normal or large type."""
    css, page = templates().get_template("explained.css"), templates().get_template("explained.html")
    return page.render(
        sheet=sheet,
        css=css.render(),
        size=SIZES[size],
        title=title_lines(title_words(sheet.title), WIDEST[size]),
        qr=qr.data_uri(sheet.address),
        stamp=stamp_uri(sheet.stamp) if sheet.stamp else "",
        safe=_passed,
    )


def _passed(words: Mapping[str, str], key: str) -> Markup:
    """The HTML of a block, which passed base.markup when it was saved."""
    return Markup(words.get(key, ""))  # noqa: S704


def _facts(page: InterpretationPage) -> tuple[tuple[str, str], ...]:
    rows = (
        ("起草单位", page.unit),
        ("解读人", page.content.speaker),
        ("发布时间", posted(page.published_at)),
        ("修订时间", posted(page.renewed_at) if page.renewed else ""),
        *(("所解读文件", _named(each.dossier.title, each.dossier.number)) for each in page.documents),
    )
    return tuple((label, words) for label, words in rows if words)


def _named(title: str, number: str) -> str:
    quoted = title if title.startswith("《") else f"《{title}》"
    return f"{quoted}（{number}）" if number else quoted


def _standings(page: InterpretationPage) -> tuple[tuple[str, bool], ...]:
    """How each document stands on the day of the print, and what is no longer as it was explained."""
    several = len(page.documents) > 1
    found = [
        (
            f"截至{printed(page.day)}："
            + (f"《{each.dossier.title}》" if several else "所解读的文件")
            + each.mark.sentence,
            bool(each.mark.word),
        )
        for each in page.documents
    ]
    if page.stale:
        labels = "、".join(dict.fromkeys(each.label for each in page.doubtful))
        found.insert(0, (f"注意：{labels}此后有变动，相应内容解读针对旧版。", True))
    return tuple(found)


def _asking(page: InterpretationPage) -> str:
    return f"咨询方式：{page.content.contact}" if page.content.contact else ""
