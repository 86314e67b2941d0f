"""OFD documents (GB/T 33190) read from their pages."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import BadInput
from registry.intake.formats.ofd_file import _deltas, located
from registry.intake.reading import Reading

Read = Callable[[bytes, str], Reading]
Ofd = Callable[..., bytes]
LINE = "为了保护湿地维护生态平衡促进人与自然和谐共生根据有关法律"


def body(found: Reading) -> list[str]:
    return [line for line in found.markdown.split("\n") if line]


def test_lines_become_paragraphs_and_fields(read: Read, ofd: Ofd) -> None:
    content = ofd(
        (72.4, 40, "澄江省湿地保护办法"),
        (39.3, 60, "第一条　" + LINE[:22]),
        (28, 70, LINE),
        (28, 80, "制定本办法。"),
        (39.3, 90, "第二条　本办法自2024年1月1日起施行。"),
        (130, 120, "澄江省生态环境厅"),
        (135, 130, "2023年12月1日"),
        (100, 270, "— 1 —"),
    )
    found = read(content, "办法.ofd")
    assert body(found) == [
        "# 澄江省湿地保护办法",
        "第一条　" + LINE[:22] + LINE + "制定本办法。",
        "第二条　本办法自2024年1月1日起施行。",
        "澄江省生态环境厅",
        "2023年12月1日",
    ]
    assert found.fields == {
        "title": "澄江省湿地保护办法",
        "signed_on": "2023-12-01",
        "issuers": "澄江省生态环境厅",
    }


@pytest.mark.parametrize(
    ("attributes", "fill", "why"),
    [
        ('Boundary="20 100 100 8" Size="5" Visible="false"', "", "不可见的文字"),
        ('Boundary="20 100 100 8" Size="5" Alpha="0"', "", "不可见的文字"),
        ('Boundary="20 100 100 8" Size="5"', '<ofd:FillColor Value="255 255 255"/>', "白色文字"),
        ('Boundary="20 100 100 8" Size="0.2"', "", "极小的文字"),
        ('Boundary="20 400 100 8" Size="5"', "", "页面之外的文字"),
        ('Boundary="500 100 100 8" Size="5"', "", "页面之外的文字"),
    ],
)
def test_what_nobody_sees_is_reported(read: Read, ofd: Ofd, attributes: str, fill: str, why: str) -> None:
    unseen = (
        f'<ofd:TextObject {attributes}>{fill}<ofd:TextCode X="0" Y="5">看不见</ofd:TextCode></ofd:TextObject>'
    )
    found = read(ofd((30, 50, "看得见的正文。"), more=unseen), "a.ofd")
    assert body(found) == ["看得见的正文。"]
    assert found.hidden == (f"{why}：看不见",)


def test_blocks_in_blocks_are_read(read: Read, ofd: Ofd) -> None:
    words = '<ofd:TextCode X="0" Y="5">块中文字。</ofd:TextCode>'
    inner = f'<ofd:TextObject Boundary="30 90 100 8" Size="5">{words}</ofd:TextObject>'
    more = f"<ofd:PageBlock><ofd:PageBlock>{inner}</ofd:PageBlock></ofd:PageBlock>"
    assert body(read(ofd((30, 50, "正文。"), more=more), "a.ofd")) == ["正文。", "块中文字。"]


def test_a_sealed_document_says_that_its_seal_stays_with_the_original(read: Read, ofd: Ofd) -> None:
    content = ofd((30, 50, "正文。"), **{"Doc_0__Signs__Signatures.xml": "<a/>"})
    assert "文件带有电子签章：原件按原样保存，读出的文字不带签章效力。" in read(content, "a.ofd").notices


def test_a_scanned_ofd_asks_for_its_words(read: Read, ofd: Ofd) -> None:
    assert read(ofd(), "a.ofd").notices[0] == "未含文字，请录入正文（可能是扫描件）。"


def test_a_place_is_inside_the_package() -> None:
    assert located("Doc_0", "Pages/../Pages/P.xml") == "Doc_0/Pages/P.xml"
    assert located("Doc_0", "/Doc_0/P.xml") == "Doc_0/P.xml"
    for place in ("../../x", "..\\..\\x", "/../x"):
        with pytest.raises(BadInput):
            located("Doc_0", place)


@given(st.text(alphabet="./\\abc", max_size=40))
def test_no_place_leaves_the_package(place: str) -> None:
    try:
        found = located("Doc_0", place)
    except BadInput:
        return
    assert not found.startswith(("/", ".."))


@given(st.lists(st.integers(1, 20), min_size=1, max_size=20))
def test_steps_may_be_written_short(steps: list[int]) -> None:
    written = " ".join(f"g {count} 3.5" for count in steps)
    assert _deltas(written) == [3.5] * sum(steps)
    assert _deltas(" ".join(["3.5"] * sum(steps))) == [3.5] * sum(steps)
