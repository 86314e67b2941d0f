"""Bytes to text."""

import pytest

from base.errors import BadInput
from registry.intake.decoding import LARGEST, decode

LAW = "第一条　为了保护湿地，制定本条例。"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [(LAW.encode(), "UTF-8"), (b"\xef\xbb\xbf" + LAW.encode(), "UTF-8"), (LAW.encode("gb18030"), "GB18030")],
)
def test_reads_utf_8_with_or_without_its_mark_and_gb18030(raw: bytes, encoding: str) -> None:
    assert decode(raw) == (LAW, encoding)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "内容为空"),
        (b" \n\t ", "内容为空"),
        (b"PK\x03\x04\x00\x00", "二进制"),
        (LAW.encode("utf-16"), "二进制"),
        ("濕地保護條例".encode("big5") * 20, "既不是 UTF-8 也不是 GB18030"),
        (b"\xff\xfe\xfd" * 30, "既不是 UTF-8 也不是 GB18030"),
        ("Règlement sur les zones humides, à jour".encode("latin-1"), "既不是 UTF-8 也不是 GB18030"),
        (b"a" * (LARGEST + 1), "超过单个文件的上限"),
    ],
)
def test_refuses_what_is_no_text_and_names_the_file(raw: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        decode(raw, "条例/甲.md")
    assert refused.value.sentence.startswith("条例/甲.md：")
