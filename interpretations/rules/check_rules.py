"""The rules of the check list (送审前检查规则), in the order in which the list shows them."""

import re
from collections.abc import Iterator

from interpretations.rules.checklist import (
    LONGEST_LEAD,
    OTHERS,
    RECORDED,
    CheckRule,
    Gravity,
    Said,
    Situation,
    missing,
    personal,
    rule,
    tells,
    unanchored,
)
from interpretations.rules.comparing import said
from interpretations.rules.terms import Aspect, BlockKind, Form, Layout
from registry.law.designations import designation

NOTICE = "国办发〔2016〕80号"
PLAN = "政务公开年度工作要点"
HOUSE = "本机关规定"
# A telephone number, an address of mail or of a page: how to ask.
REACHED = re.compile(r"[0-9]{3,4}-?[0-9]{4,8}|@|https?://|[0-9]{5}")
# What a form consists of.
HEART = {
    Form.FAQ: {BlockKind.QUESTION},
    Form.PRESS: {BlockKind.QUESTION},
    Form.CASE: {BlockKind.CASE},
    Form.RESPONSE: {BlockKind.MISREADING},
    Form.TEXT: {BlockKind.PASSAGE, BlockKind.QUESTION},
}
DRAWN = {BlockKind.POINT, BlockKind.FIGURE, BlockKind.STEP, BlockKind.CHANGE}
# The layouts of the picture that need blocks of one kind.
LAID = {Layout.PROCESS: BlockKind.STEP, Layout.CHANGES: BlockKind.CHANGE}
SHOWN = 24

BLOCKING, EXPLAINABLE = Gravity.BLOCKING, Gravity.EXPLAINABLE
BACKGROUND = rule("I01", BLOCKING, "讲清政策背景", NOTICE)(missing(Aspect.BACKGROUND))
PURPOSE = rule("I02", BLOCKING, "讲清出台目的", NOTICE)(missing(Aspect.PURPOSE))
MEASURES = rule("I03", BLOCKING, "讲清主要举措", NOTICE)(missing(Aspect.MEASURES))


@rule("I04", BLOCKING, "不照抄文件原文", NOTICE)
def pasted(situation: Situation) -> Iterator[Said]:
    """Copied from the document beyond the limit."""
    found = situation.likeness
    if situation.own and found.percent > situation.limit:
        yield Said(
            f"有 {found.percent}% 的文字与文件原文雷同，超过上限 {situation.limit}%："
            f"请把下面列出的 {len(found.copied)} 句改成自己的话",
            "likeness",
        )


SCOPE = rule("I05", EXPLAINABLE, "讲清适用范围", PLAN)(missing(Aspect.SCOPE))
BENEFITS = rule("I06", EXPLAINABLE, "讲清惠民利企点", PLAN)(missing(Aspect.BENEFITS))


@rule("I07", EXPLAINABLE, "有旧文本的，讲清新旧差异", PLAN)
def differences(situation: Situation) -> Iterator[Said]:
    """A former text, and not a word of what changed."""
    content = situation.content
    changed = any(block.kind is BlockKind.CHANGE for block in content.blocks)
    if situation.one_answer:
        return
    if situation.former and not changed and not tells(content, Aspect.DIFFERENCES):
        yield from missing(Aspect.DIFFERENCES)(situation)


@rule("I08", BLOCKING, "写明向谁咨询", PLAN)
def contact(situation: Situation) -> Iterator[Said]:
    """Nobody to ask."""
    if situation.own and not situation.content.contact:
        yield Said("没有写明咨询方式：由哪个处室答复、怎样联系", "contact")


@rule("I09", EXPLAINABLE, "写明怎样咨询", PLAN)
def reachable(situation: Situation) -> Iterator[Said]:
    """Somebody to ask, but no way to."""
    held = situation.content.contact
    if situation.own and held and not REACHED.search(held):
        yield Said(f"咨询方式“{held[:SHOWN]}”里没有电话、邮箱或者网址", "contact", held[:SHOWN])


@rule("I10", EXPLAINABLE, "写明解读人", NOTICE)
def speaker(situation: Situation) -> Iterator[Said]:
    """Nobody who speaks."""
    if situation.own and not situation.content.speaker:
        yield Said("没有写明解读人", "speaker")


@rule("I11", BLOCKING, f"一句话解读，不超过 {LONGEST_LEAD} 个字", HOUSE)
def lead(situation: Situation) -> Iterator[Said]:
    """The one sentence, missing or too long."""
    held = situation.content.lead
    if not held and not situation.one_answer:
        # One question says by itself what it is about.
        yield Said("没有写一句话解读", "lead")
    elif len(held) > LONGEST_LEAD:
        yield Said(f"一句话解读有 {len(held)} 个字，最多 {LONGEST_LEAD} 个字", "lead")


@rule("I12", BLOCKING, "音视频要有录音录像和文字稿", PLAN)
def recording(situation: Situation) -> Iterator[Said]:
    """A recording without its file, or without its words."""
    content = situation.content
    if content.form in RECORDED:
        if content.media is None and not content.media_url:
            yield Said("没有音视频：请上传文件，或者填写播放地址", "media_url")
        if not content.transcript:
            yield Said("没有文字稿：听不到、看不到的人靠它", "transcript")


@rule("I13", BLOCKING, "上传的视频要有字幕", "GB/T 37668")
def captions(situation: Situation) -> Iterator[Said]:
    """A film without captions."""
    film = situation.media_type.startswith("video/")
    if situation.content.form is Form.VIDEO and film and situation.content.captions is None:
        yield Said("上传的视频没有字幕：请上传 WebVTT（.vtt）字幕文件", "captions")


@rule("I14", BLOCKING, "上传的图片要有文字说明", "GB/T 37668")
def alternative(situation: Situation) -> Iterator[Said]:
    """A picture without its words."""
    if situation.content.picture is not None and not situation.content.picture_text:
        yield Said("上传的图片没有写出图中文字", "picture_text")


@rule("I15", BLOCKING, "他人的解读注明出处", NOTICE)
def credit(situation: Situation) -> Iterator[Said]:
    """What others wrote, without whom or where."""
    content = situation.content
    if content.origin in OTHERS:
        if not content.credit:
            yield Said(f"“{content.origin.label}”没有写明作者或者出处单位", "credit")
        if not content.source_url:
            yield Said(f"“{content.origin.label}”没有填写原文网址", "source_url")


@rule("I16", BLOCKING, "所用形式的内容齐备", HOUSE)
def heart(situation: Situation) -> Iterator[Said]:
    """A form without what it consists of."""
    content = situation.content
    kinds = {block.kind for block in content.blocks}
    wanted = HEART.get(content.form)
    if wanted and not kinds & wanted:
        named = "或者".join(kind.label for kind in BlockKind if kind in wanted)
        yield Said(f"“{content.form.label}”至少要有一块“{named}”")
    if content.form is Form.INFOGRAPHIC and content.picture is None:
        needed = LAID.get(content.layout)
        if not kinds & DRAWN:
            yield Said("一图读懂至少要有要点、数字、步骤或者新旧变化中的一块，或者上传一张图片")
        elif needed and needed not in kinds:
            yield Said(f"“{content.layout.label}”要有“{needed.label}”，请补写或者换一种版式", "layout")


@rule("I17", BLOCKING, "没有空着的内容", HOUSE)
def unfilled(situation: Situation) -> Iterator[Said]:
    """Blocks of the skeleton that nobody filled in."""
    for block in situation.content.blocks:
        bare = block.kind is BlockKind.FIGURE or block.kind is BlockKind.STEP or block.kind is BlockKind.POINT
        if not said(block).strip() or (not bare and not f"{block.words}{block.aside}".strip()):
            named = block.heading[:SHOWN] or block.kind.label
            yield Said(f"“{named}”只有标题没有内容：请填写或者删去", block.key, raw=block.key)


@rule("I18", BLOCKING, "回应关切要指明误读和依据的条款", HOUSE)
def response(situation: Situation) -> Iterator[Said]:
    """A misreading without its provision."""
    for block in situation.content.blocks:
        if block.kind is BlockKind.MISREADING and not block.refs:
            named = block.heading[:SHOWN] or "误读与正解"
            yield Said(f"“{named}”没有引条：正解依据哪一条？", block.key, raw=block.key)


@rule("I19", EXPLAINABLE, "解读要对应到条文", HOUSE)
def anchored(situation: Situation) -> Iterator[Said]:
    """Not one provision named, though there are some."""
    if situation.own and any(situation.texts) and unanchored(situation.content):
        yield Said("没有一块内容引到文件的条文：文件页的条文旁就看不到这份解读")


@rule("I20", BLOCKING, "所引条文确实存在", HOUSE)
def existing(situation: Situation) -> Iterator[Said]:
    """Provisions that are not, or no longer, in the text."""
    for block, ref in situation.content.refs():
        eids = situation.texts[ref.work] if ref.work < len(situation.texts) else frozenset()
        if ref.eid not in eids:
            named, where = designation(ref.eid) or ref.eid, (block.heading or block.words)[:SHOWN]
            yield Said(f"“{where}”所引的{named}不在文件现行文本中", block.key, raw=f"{block.key}{ref}")


PERSONAL = rule("I21", EXPLAINABLE, "不公开个人信息", "个人信息保护法")(personal)


@rule("I22", EXPLAINABLE, "不含密级标志和机构旧称", "三审三校")
def flagged(situation: Situation) -> Iterator[Said]:
    """Words of the department's lists."""
    for each in situation.flagged:
        yield Said(f"“{each.word}”：{each.advice}", "blocks", each.word)


RULES: tuple[CheckRule, ...] = (
    BACKGROUND,
    PURPOSE,
    MEASURES,
    pasted,
    SCOPE,
    BENEFITS,
    differences,
    contact,
    reachable,
    speaker,
    lead,
    recording,
    captions,
    alternative,
    credit,
    heart,
    unfilled,
    response,
    anchored,
    existing,
    PERSONAL,
    flagged,
)
