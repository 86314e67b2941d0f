"""The notice (标注说明): what a marked copy says of itself, as words, and as sheets for the typesetter."""

from dataclasses import dataclass
from datetime import date

from registry.law.days import printed
from registry.law.designations import designation
from registry.reads.dossier import Dossier, FileLink
from registry.renditions import pdf, qr
from registry.renditions.standing import FORMER, file_word, mark_of
from registry.renditions.titling import title_lines, width

# Two lines across the head of a page; what does not fit stands on the cover.
BAND = 108.0
# To be raised when the sheets or the way they are put on change: old copies are then made anew.
EDITION = 1


@dataclass(frozen=True, slots=True)
class Place:
    """This site: its name and its address without a slash at the end."""

    site: str
    root: str


@dataclass(frozen=True, slots=True)
class Notice:
    """All that a marked copy of one file says; the same notice on the same bytes gives the same copy.

    `as_of` is the day on which this was so, None for what has ended and will not begin again.
    """

    word: str
    title: str
    number: str
    sentence: str
    ended: tuple[tuple[str, str], ...]
    as_of: date | None
    filename: str
    size: int
    sha256: str
    address: str
    verify: str
    site: str

    @property
    def marked_title(self) -> str:
        """The title with the mark before it."""
        return f"【{self.word}】{self.title}"

    @property
    def marked_name(self) -> str:
        """The file's name with the mark before it: it is often all that is left of where a file came from."""
        return f"【{self.word}】{self.filename}"

    @property
    def standing(self) -> str:
        """How the document stands, with the day on which that was so."""
        return f"截至{printed(self.as_of)}：{self.sentence}" if self.as_of else self.sentence

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """All that is said beside the title and the standing, empty rows left out."""
        return (("文号", self.number), *self.details) if self.number else self.details

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """The table of the cover sheet, empty rows left out."""
        gone = "；".join(f"{provision}{word}" for provision, word in self.ended)
        rows = (
            ("不再适用的条款", gone),
            ("原件文件名", self.filename),
            ("原件大小", f"{self.size:,} 字节"),
            ("原件 SHA-256", self.sha256),
            ("文件页", self.address),
            ("核验原件", self.verify),
        )
        return tuple((label, value) for label, value in rows if value)

    @property
    def band(self) -> str:
        """The line that heads every page: the mark and as much of the sentence as two lines hold."""
        words = f"【{self.word}】{self.standing}"
        if width(words) <= BAND:
            return words
        room, kept = BAND - width("……见首页"), ""
        for character in words:
            if width(kept + character) > room:
                break
            kept += character
        return f"{kept}……见首页"


def notice_of(dossier: Dossier, file: FileLink, day: date, place: Place) -> Notice | None:
    """What a copy of this file must say on the day; None where the file may go out as it came."""
    word = file_word(dossier, file, day)
    if not word:
        return None
    mark = mark_of(dossier, day)
    sentence = mark.sentence
    if word == FORMER:
        sentence = f"这是历史文本，不是今日适用的文本，今日适用的文本见文件页；文件{sentence}"
    return Notice(
        word=word,
        title=dossier.title,
        number=dossier.number,
        sentence=sentence,
        ended=tuple((designation(eid) or eid, gone) for eid, gone in mark.struck.items()),
        as_of=None if mark.state.ended else day,
        filename=file.filename,
        size=file.size,
        sha256=file.sha256,
        address=f"{place.root}/documents/{dossier.address}",
        verify=f"{place.root}/verify-file?sha256={file.sha256}",
        site=place.site,
    )


def as_text(notice: Notice) -> str:
    """The notice as plain text, for readers without a PDF viewer and at the head of texts."""
    lines = [notice.marked_title, "", notice.standing, ""]
    lines += [f"{label}：{value}" for label, value in notice.rows]
    return "\n".join([*lines, "", CLOSING.format(site=notice.site), ""])


CLOSING = "以上由“{site}”标注；原件内容未作改动，可凭校验值核验。"


def sheets(notice: Notice) -> str:
    """The page for the typesetter: the cover, then the band and the word that are put on every page."""
    return (
        pdf.templates()
        .get_template("copy.html")
        .render(
            notice=notice,
            title=title_lines(pdf.title_words(notice.title)),
            qr=qr.data_uri(notice.address),
            closing=CLOSING.format(site=notice.site),
        )
    )
