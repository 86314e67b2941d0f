"""The badge (时效徽章): how a document stands, as a small picture and as JSON, for pages of other sites."""

from dataclasses import dataclass

from markupsafe import escape

from registry.reads.dossier import Dossier
from registry.renditions.standing import Mark
from registry.renditions.titling import width

CAPTION = "时效"
UNKNOWN, SEVERAL, WITHDRAWN = "未登记", "多份文件同号", "已撤回"
CALM, WARNING, NEUTRAL = "#1a6b3c", "#a3161f", "#555555"
CHARACTER, EDGE, HEIGHT = 13, 10, 26


@dataclass(frozen=True, slots=True)
class Badge:
    """What a badge says: one word, whether it warns, and the document it speaks of.

    `state` is for programs: a validity, or `unknown`, `ambiguous`, `withdrawn`; `warns` None where nothing is
    known; `title`, `sentence` and `url` are "" where no one document is meant.
    """

    state: str
    word: str
    warns: bool | None
    number: str = ""
    title: str = ""
    sentence: str = ""
    url: str = ""


def badge_of(dossier: Dossier, mark: Mark, url: str) -> Badge:
    """The badge of a document."""
    warns = bool(mark.limit)
    word = mark.limit or mark.state.label
    return Badge(mark.state.value, word, warns, dossier.number, dossier.title, mark.sentence, url)


def svg(badge: Badge) -> str:
    """The badge as a picture that a screen reader reads out; no word of it is told by its colour alone.

    >>> "时效：未登记</title>" in svg(Badge("unknown", UNKNOWN, None))
    True
    """
    left = round(width(CAPTION) * CHARACTER) + 2 * EDGE
    right = round(width(badge.word) * CHARACTER) + 2 * EDGE
    colour = NEUTRAL if badge.warns is None else WARNING if badge.warns else CALM
    said = escape(f"{CAPTION}：{badge.word}" + (f"。{badge.title}：{badge.sentence}" if badge.title else ""))
    fonts = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
    text = f'font-family="{fonts}" font-size="{CHARACTER}" text-anchor="middle" fill="#fff"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="{HEIGHT}" '
        f'viewBox="0 0 {left + right} {HEIGHT}" role="img" aria-labelledby="said" lang="zh-CN">'
        f'<title id="said">{said}</title>'
        f'<rect width="{left}" height="{HEIGHT}" fill="#3a3a3a"/>'
        f'<rect x="{left}" width="{right}" height="{HEIGHT}" fill="{colour}"/>'
        f'<text x="{left / 2}" y="18" {text}>{CAPTION}</text>'
        f'<text x="{left + right / 2}" y="18" {text} font-weight="bold">{escape(badge.word)}</text></svg>'
    )


def record(badge: Badge) -> dict[str, object]:
    """The badge for programs."""
    return {
        "state": badge.state,
        "word": badge.word,
        "warns": badge.warns,
        "number": badge.number,
        "title": badge.title,
        "sentence": badge.sentence,
        "url": badge.url or None,
    }
