"""Public interpretations in every form, by the department of tests/interpretations."""

import io
import math
import struct
import wave
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image, ImageDraw

from base import clock, files
from interpretations.publishing import editing
from interpretations.rules.content import Block, Content, Ref
from interpretations.rules.terms import Aspect, BlockKind
from interpretations.tables import InterpretationFile

CAPTIONS = (
    "WEBVTT\n\n00:00.000 --> 00:01.000\n先领证，再排污。\n\n00:01.000 --> 00:02.000\n到期之前早延续。\n"
)


def blocks() -> tuple[Block, ...]:
    """One block of every kind, most of them tied to a provision."""
    return (
        Block(
            "b1",
            BlockKind.PASSAGE,
            "为什么出台",
            "许可制度改革以来，**各地**对“先证后排”的理解不一，企业多头申报、重复填表的情况时有发生。\n\n"
            "- 有的地方要求企业同时办理三张证；\n- 有的地方把试运行当成无需领证的期间。",
            aspect=Aspect.BACKGROUND,
        ),
        Block("f1", BlockKind.FIGURE, "5年", "排污许可证的有效期", refs=(Ref(0, "art-3"),)),
        Block("f2", BlockKind.FIGURE, "60日", "期满延续应当提前申请的时间"),
        Block("f3", BlockKind.FIGURE, "1张证", "一个排污单位只领一张许可证"),
        Block(
            "b3",
            BlockKind.PASSAGE,
            "先领证，再排污",
            "没有证就不能排，投产之前要把证办好。办法把领证的时点提到**排放污染物之前**，试运行也在其内。",
            aspect=Aspect.MEASURES,
            refs=(Ref(0, "art-2"),),
        ),
        Block("s1", BlockKind.STEP, "网上填报", "在全国排污许可证管理信息平台填写申请表。"),
        Block("s2", BlockKind.STEP, "审核", "审批部门二十个工作日内作出决定。", refs=(Ref(0, "art-2"),)),
        Block("s3", BlockKind.STEP, "领证", "电子证照即时生效。"),
        Block("p1", BlockKind.POINT, "一证管理", "各环境要素并入一张证。"),
        Block("p2", BlockKind.POINT, "按证排污", "排放浓度、总量都以证为准。", refs=(Ref(0, "art-2"),)),
        Block(
            "c1",
            BlockKind.CHANGE,
            "有效期",
            "五年",
            "首次三年，延续五年",
            Aspect.DIFFERENCES,
            (Ref(0, "art-3"),),
        ),
        Block("c2", BlockKind.CHANGE, "延续申请", "届满六十日前提出", "届满三十日前提出"),
        Block(
            "q1",
            BlockKind.QUESTION,
            "证到期了怎么办？",
            "到期前两个月提出延续申请就行，**不用**重新提交环评材料。",
            aspect=Aspect.BENEFITS,
            refs=(Ref(0, "art-3"),),
        ),
        Block("q2", BlockKind.QUESTION, "管哪些单位？", "省内所有固定污染源，临时工地除外。"),
        Block(
            "k1",
            BlockKind.CASE,
            "甲厂试运行期间没有领证",
            "甲厂新建一条生产线，试运行三个月，认为正式投产才需要领证。",
            "按照第二条，排放污染物之前就应当取得许可证，试运行也不例外。",
            refs=(Ref(0, "art-2"),),
        ),
        Block(
            "m1",
            BlockKind.MISREADING,
            "小企业不用领证",
            "办法没有按规模豁免。排放量小的单位填写登记表，登记也是管理的一种。",
            "短视频平台",
            refs=(Ref(0, "art-2"),),
        ),
    )


def rich(content: Content, **more: Any) -> Content:
    """The content with every kind of block."""
    return replace(content, blocks=blocks(), **more)


def sound() -> bytes:
    """Two seconds of a tone, as WAV: every browser plays it."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        tone = (int(3000 * math.sin(place / 8000 * 440 * 2 * math.pi)) for place in range(16_000))
        file.writeframes(b"".join(struct.pack("<h", height) for height in tone))
    return held.getvalue()


def picture() -> bytes:
    """A picture of 540 × 360."""
    held = io.BytesIO()
    drawn = Image.new("RGB", (540, 360), "#e8f0f1")
    ImageDraw.Draw(drawn).rectangle((40, 40, 500, 320), outline="#0f4c5c", width=6)
    drawn.save(held, "PNG")
    return held.getvalue()


def keep(home: Any, root: Path, key: int, role: str, named: tuple[str, str], held: bytes) -> int:
    """A file of the interpretation in the store; gives its id. `named`: its name and type."""
    digest = files.keep(root, held)
    assert digest == sha256(held).hexdigest()
    with home.database.transaction() as session:
        row = InterpretationFile(
            interpretation_id=key,
            role=role,
            filename=named[0],
            media_type=named[1],
            size=len(held),
            sha256=digest,
            seconds=2 if role == "media" else None,
            width=540 if role == "picture" else None,
            height=360 if role == "picture" else None,
            recorded_at=clock.now(),
            recorded_by="tests",
        )
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def published(home: Any, app: Flask) -> Callable[..., int]:
    """Publish an interpretation with every kind of block; `with_files` gives it a recording and a picture."""

    def publish(sent: str = "t1", *, with_files: bool = False, **more: Any) -> int:
        content = rich(home.content(**more))
        if not with_files:
            return int(home.publish(content, sent))
        with home.database.transaction() as session:
            key = home.begin(session, content, sent).id
        root = app.extensions["config"].files
        content = replace(
            content,
            media=keep(home, root, key, "media", ("谈话.wav", "audio/wav"), sound()),
            captions=keep(home, root, key, "captions", ("字幕.vtt", "text/vtt"), CAPTIONS.encode()),
            picture=keep(home, root, key, "picture", ("图解.png", "image/png"), picture()),
            picture_text="先领证，再排污。",
            transcript="问：什么时候领证？\n\n答：**排污之前**。",
        )
        with home.database.transaction() as session:
            home.pass_on(session, editing.save(session, key, 1, content, by=home.drafter))
        return int(key)

    return publish
