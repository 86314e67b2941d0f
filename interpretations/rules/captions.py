"""Captions (字幕) as WebVTT files hold them: cues in order, within the recording, with plain words.

Source: W3C WebVTT, sections 3 and 4. Regions, styles and anything that a browser would carry out are
refused: captions are words and times.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from base.errors import BadInput

MOST_BYTES = 2 * 2**20
MOST_CUES = 20_000
LONGEST_CUE = 1_000
TIME = r"(?:([0-9]{2,4}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
TIMES = re.compile(rf"{TIME}[ \t]{{1,20}}-->[ \t]{{1,20}}{TIME}(?:[ \t]{{1,20}}(.{{0,200}}))?")
SETTINGS = re.compile(r"(?:(?:vertical|line|position|size|align):[A-Za-z0-9%.,-]{1,40}[ \t]{0,20}){0,10}")
# Words may be marked up by these (WebVTT 3.4); <v 名字> says who speaks, a time when it is said.
TAG = re.compile(
    r"<(?:/?[biu]|/?ruby|/?rt|v(?:\.[A-Za-z]{1,20}){0,3} [^<>&\n]{1,60}|/v|lang [A-Za-z-]{1,20}|/lang|"
    r"/?c(?:\.[A-Za-z]{1,20}){0,3}|(?:[0-9]{2,4}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3})>"
)
ENTITY = re.compile(r"&(?:amp|lt|gt|lrm|rlm|nbsp);")
BLANK_LINES = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: when it is shown, in milliseconds, and its words without any mark-up."""

    begins: int
    ends: int
    words: str


def read_captions(content: bytes, seconds: int | None = None) -> tuple[Cue, ...]:
    r"""The cues of a WebVTT file, for a recording of so many seconds; raises BadInput naming the place.

    >>> read_captions("WEBVTT\n\n00:01.000 --> 00:02.500\n先领证".encode())
    (Cue(begins=1000, ends=2500, words='先领证'),)
    """
    sections = BLANK_LINES.split(_decoded(content).strip("\n"))
    head = sections[0].split("\n", 1)
    if not re.fullmatch(r"WEBVTT(?:[ \t].{0,200})?", head[0]):
        raise BadInput("字幕文件第一行应为 WEBVTT；请导出为 WebVTT（.vtt）格式")
    if len(head) > 1 and "-->" in head[1]:
        raise BadInput("字幕文件第一行 WEBVTT 之后应空一行")
    cues = tuple(cue for section in sections[1:] if (cue := _cue(section)) is not None)
    if not cues:
        raise BadInput("字幕文件里没有一条字幕")
    if len(cues) > MOST_CUES:
        raise BadInput(f"字幕最多 {MOST_CUES} 条，现有 {len(cues)} 条")
    _refuse_disorder(cues, seconds)
    return cues


def _decoded(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise BadInput(f"字幕文件 {len(content) / 2**20:.1f} MB，超过上限 {MOST_BYTES // 2**20} MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("字幕文件不是 UTF-8 编码；请另存为 UTF-8 后再上传") from None
    if "\x00" in text:
        raise BadInput("字幕文件含有无法显示的字符，可能已损坏")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cue(section: str) -> Cue | None:
    lines = section.split("\n")
    if lines[0].startswith("NOTE") and "-->" not in lines[0]:
        return None
    if re.fullmatch(r"(?:STYLE|REGION)[ \t]{0,20}", lines[0]):
        raise BadInput(f"字幕文件含有 {lines[0].strip()} 段（样式或者区域），请删去后再上传")
    # A cue may bear a name before its times.
    at = 0 if "-->" in lines[0] else 1
    if at >= len(lines):
        _lost(section)
    times = TIMES.fullmatch(lines[at].strip())
    if times is None or not SETTINGS.fullmatch((times[9] or "").strip()):
        _lost(lines[at])
    words = "\n".join(lines[at + 1 :])
    return Cue(_milliseconds(times, 1), _milliseconds(times, 5), _plain(words, lines[at]))


def _lost(words: str) -> NoReturn:
    raise BadInput(f"字幕“{words.strip()[:40]}”认不出时间：应形如 00:01.000 --> 00:04.000")


def _milliseconds(times: re.Match[str], at: int) -> int:
    hours, minutes, seconds, rest = (int(times[place] or 0) for place in range(at, at + 4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _plain(words: str, when: str) -> str:
    if len(words) > LONGEST_CUE:
        raise BadInput(f"字幕“{when[:40]}”有 {len(words)} 个字，一条最多 {LONGEST_CUE} 个字")
    bare = ENTITY.sub("", TAG.sub("", words))
    if "<" in bare or "&" in bare or "-->" in bare:
        raise BadInput(f"字幕“{when[:40]}”含有不允许的标记：只能用 <b> <i> <u> <v 名字> <c> <ruby> <lang>")
    plain = TAG.sub("", words)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", "")):
        plain = plain.replace(entity, sign)
    return plain.replace("&amp;", "&").strip()


def _refuse_disorder(cues: tuple[Cue, ...], seconds: int | None) -> None:
    before = 0
    for cue in cues:
        if cue.ends <= cue.begins:
            raise BadInput(f"字幕“{cue.words[:20]}”的结束时间不晚于开始时间（{_clock(cue.begins)}）")
        if cue.begins < before:
            raise BadInput(f"字幕“{cue.words[:20]}”（{_clock(cue.begins)}）排在更晚的字幕之后，请按时间排列")
        # A recording's length is kept in whole seconds.
        if seconds is not None and cue.ends > (seconds + 1) * 1000:
            last = _clock(seconds * 1000)
            raise BadInput(f"字幕“{cue.words[:20]}”到 {_clock(cue.ends)} 才结束，而音视频只有 {last}")
        before = cue.begins


def _clock(milliseconds: int) -> str:
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"
