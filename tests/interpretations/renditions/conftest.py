"""Realistic interpretations in every layout, and what is read off their pictures and prints."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pdfplumber
import pytest

from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.pictures import Facts, Named
from interpretations.rules.terms import Aspect, BlockKind, Form, Layout

POINT, FIGURE, STEP, CHANGE = BlockKind.POINT, BlockKind.FIGURE, BlockKind.STEP, BlockKind.CHANGE
PASSAGE, QUESTION = BlockKind.PASSAGE, BlockKind.QUESTION
PERMIT = Content(
    title="《澄江省排污许可管理办法》一图读懂",
    form=Form.INFOGRAPHIC,
    lead="排污之前先领证，到期之前早延续；一张证把企业的排污要求说清、管住。",
    layout=Layout.POINTS,
    speaker="苏水清",
    contact="水生态环境处，0571-00000000",
    blocks=(
        Block("b1", FIGURE, "3个工作日", "申请材料齐全的，登记当场办、审批三日办"),
        Block("b2", FIGURE, "5年", "排污许可证有效期"),
        Block("b3", FIGURE, "60日", "期满前多少天提出延续"),
        Block(
            "b4",
            PASSAGE,
            "为什么要出台",
            "许可制度改革以来，**各地**在材料、时限上做法不一。新办法把散在六份文件里的要求归到一张证上。",
            aspect=Aspect.BACKGROUND,
        ),
        Block("b5", PASSAGE, "哪些单位要办证", aspect=Aspect.SCOPE, refs=(Ref(0, "art-2"),)),
        Block("b6", POINT, "重点管理", "对环境影响程度较大的排污单位，依法申领排污许可证。"),
        Block("b7", POINT, "登记管理", "影响很小的单位在网上填报排污登记表，当场生效。"),
        Block("b8", QUESTION, "证快到期了，什么时候申请？", "届满六十日前提出。", refs=(Ref(0, "art-3"),)),
    ),
)
SEWAGE = Content(
    title="农村生活污水处理设施怎么落到村里",
    form=Form.INFOGRAPHIC,
    lead="谁来建、谁来管、坏了找谁，四步走完。",
    layout=Layout.PROCESS,
    contact="水生态环境处，0571-00000000",
    blocks=(
        Block("s0", PASSAGE, "从建到管", "每一步都有责任人和时限。"),
        Block("s1", STEP, "县里编规划", "明确哪些村纳管、哪些村建终端。", "规划要公示不少于三十日"),
        Block("s2", STEP, "乡镇来建设", "管网和终端同步设计、同步施工、同步验收。", refs=(Ref(0, "art-2"),)),
        Block("s3", STEP, "村民接户", "房前屋后的接户管由村民自行维护。"),
        Block("s4", STEP, "专人运维", "接到报修二十四小时内到场。", "水质超标的，七日内公布整改情况"),
    ),
)
CARS = Content(
    title="黄标车淘汰补助：旧办法和新办法有什么不同",
    form=Form.INFOGRAPHIC,
    lead="补得更多、办得更快、线上能办。",
    layout=Layout.CHANGES,
    contact="大气环境处，0571-00000000",
    blocks=(
        Block("c1", FIGURE, "1.8万元", "单车最高补助"),
        Block("c2", CHANGE, "办理时限", "受理之日起十个工作日内拨付。", "受理之日起三十个工作日内审核。"),
        Block("c3", CHANGE, "跨市迁出的车辆", "迁出后一年内报废也可以申请。"),
        Block("c4", CHANGE, "检验合格标志", "", "申请时提交检验合格标志。", refs=(Ref(0, "art-3"),)),
    ),
)
LAYOUTS = {"points": PERMIT, "process": SEWAGE, "changes": CARS}
FACTS = Facts(
    documents=(Named("澄江省排污许可管理办法", "澄环发〔2026〕9号", "自2026年11月20日起施行"),),
    unit="澄江省生态环境厅水生态环境处",
    site="政策文件库",
    address="https://policy.chengjiang.example/documents/normative-document/2026/9",
    link="https://policy.chengjiang.example/interpretations/12",
    dated="2026年11月23日",
)
ENDED = replace(FACTS, mark="已废止", sentence="自2026年12月1日起废止。", grave=True)


@pytest.fixture(params=sorted(LAYOUTS))
def layout(request: pytest.FixtureRequest) -> Content:
    """An interpretation in each of the layouts."""
    return LAYOUTS[request.param]


@pytest.fixture
def contents() -> dict[str, Content]:
    """The interpretations by their layouts."""
    return LAYOUTS


@pytest.fixture
def facts() -> Facts:
    """What is known of a document in force."""
    return FACTS


@pytest.fixture
def ended_facts() -> Facts:
    """What is known of a document that was repealed."""
    return ENDED


@pytest.fixture
def pdf() -> Iterator[Callable[[bytes], Any]]:
    """Opens a print; all are closed at the end."""
    opened: list[Any] = []

    def read(content: bytes) -> Any:
        opened.append(pdfplumber.open(BytesIO(content)))
        return opened[-1]

    yield read
    for each in opened:
        each.close()
