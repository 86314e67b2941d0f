"""WebVTT as the specification has it, and nothing that a browser would carry out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from interpretations.rules.captions import Cue, read_captions

GOOD = """WEBVTT 字幕

NOTE 审校：苏水清

第一句
00:01.000 --> 00:02.500 align:start line:90%
<v 苏水清>先领证，<b>再</b>排污

00:00:02.500 --> 00:00:04.000
A &lt; B &amp; C
"""


def read(text: str, seconds: int | None = None) -> tuple[Cue, ...]:
    return read_captions(text.encode(), seconds)


def test_cues_come_with_their_times_and_plain_words() -> None:
    assert read(GOOD) == (Cue(1000, 2500, "先领证，再排污"), Cue(2500, 4000, "A < B & C"))


def test_line_ends_and_byte_order_marks_of_other_systems_are_read() -> None:
    assert read("\ufeff" + GOOD.replace("\n", "\r\n")) == read(GOOD)


def test_captions_end_with_their_recording() -> None:
    assert read(GOOD, 4)
    with pytest.raises(BadInput, match="音视频只有 00:02"):
        read(GOOD, 2)


CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "第一行应为 WEBVTT"),
        ("1\n00:00:01,000 --> 00:00:02,000\n甲", "第一行应为 WEBVTT"),
        ("WEBVTT\n\n", "没有一条字幕"),
        ("WEBVTT\n00:01.000 --> 00:02.000\n甲", "应空一行"),
        ("WEBVTT\n\n00:01 --> 00:02\n甲", "认不出时间"),
        ("WEBVTT\n\n甲\n乙", "认不出时间"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\n甲", "不晚于开始时间"),
        ("WEBVTT\n\n00:03.000 --> 00:04.000\n甲\n\n00:01.000 --> 00:02.000\n乙", "排在更晚的字幕之后"),
        ("WEBVTT\n\nSTYLE\n::cue{background:url(x)}\n\n00:01.000 --> 00:02.000\n甲", "STYLE 段"),
        ("WEBVTT\n\nREGION\nid:x\n\n00:01.000 --> 00:02.000\n甲", "REGION 段"),
        (f"{CUE}<script>alert(1)</script>", "不允许的标记"),
        (f"{CUE}<img src=x onerror=alert(1)>", "不允许的标记"),
        (f"{CUE}<b onclick=x>甲</b>", "不允许的标记"),
        (f"{CUE}&#60;script>", "不允许的标记"),
        (f"{CUE}{'字' * 1001}", "一条最多 1000 个字"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 onload:x\n甲", "认不出时间"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n甲\x00", "可能已损坏"),
    ],
)
def test_what_is_wrong_is_named(text: str, fault: str) -> None:
    with pytest.raises(BadInput, match=fault):
        read(text)


def test_other_encodings_and_huge_files_are_refused() -> None:
    with pytest.raises(BadInput, match="UTF-8"):
        read_captions("WEBVTT\n\n00:01.000 --> 00:02.000\n甲".encode("gbk"))
    with pytest.raises(BadInput, match="超过上限"):
        read_captions(b"WEBVTT\n\n" + b"x" * (3 * 2**20))


@given(st.text(alphabet="WEBVT\n-> 0:1.甲<b/&;", max_size=300))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        cues = read_captions(("WEBVTT\n\n" + text).encode())
    except BadInput:
        return
    assert all(cue.begins < cue.ends for cue in cues)
