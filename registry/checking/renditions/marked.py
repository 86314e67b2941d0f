"""The pasted text with its citations marked in place (文中标注), as pieces for a template."""

from collections.abc import Iterator
from dataclasses import dataclass

from registry.checking.report import Report


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain words, or a citation with its number in the report (from 1) and the word for it."""

    words: str
    number: int = 0
    tone: str = ""
    label: str = ""


# Which colour goes with a conclusion; the word always stands beside it.
TONES = {
    "ended": "end", "no_article": "end", "changed": "wait", "wrong_pair": "wait", "doubtful": "wait",
    "missing": "soft", "pending": "wait", "in_force": "good", "unclear": "soft",
}  # fmt: skip
LABELS = {
    "ended": "已失效", "no_article": "无此条文", "changed": "有变化", "wrong_pair": "不相符",
    "doubtful": "待核对", "missing": "未收录", "pending": "未施行", "in_force": "有效", "unclear": "未写明",
}  # fmt: skip


def pieces(report: Report) -> Iterator[Piece]:
    """The whole text in order; joined, the words are the text again."""
    at = 0
    for number, verdict in enumerate(report.verdicts, 1):
        start, end = max(verdict.citation.start, at), verdict.citation.end
        if start >= end:
            continue
        if start > at:
            yield Piece(report.text[at:start])
        heed = verdict.heed.value
        label = verdict.mark.state.label if heed in {"ended", "pending"} and verdict.mark else LABELS[heed]
        yield Piece(report.text[start:end], number, TONES[heed], label)
        at = end
    if at < len(report.text):
        yield Piece(report.text[at:])
