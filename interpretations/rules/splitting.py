"""Splitting a pasted text (粘贴分块): one Markdown text becomes blocks, by headings and by 问/答.

What cannot be told stays words of the block before; nothing is dropped.
"""

import re
from dataclasses import dataclass, replace

from interpretations.rules.terms import Aspect, BlockKind, Form
from interpretations.rules.typed import TypedBlock

HEADING = re.compile(r"(#{1,6})[ \u3000]{1,4}(\S.{0,400})")
ASKED = re.compile(r"(?:[0-9]{1,3}[.．、][ \u3000]?)?(?:\*\*)?(?:问|Q)[：:][ \u3000]?(?:\*\*)?(.{0,2000})")
ANSWERED = re.compile(r"(?:\*\*)?(?:答|A)[：:][ \u3000]?(?:\*\*)?(.{0,20000})")
WRONG = re.compile(r"(?:\*\*)?误读[：:][ \u3000]?(?:\*\*)?(.{0,2000})")
RIGHT = re.compile(r"(?:\*\*)?(?:正解|事实|真相)[：:][ \u3000]?(?:\*\*)?(.{0,20000})")
CITED = re.compile(r"(?:引条|依据条款)[：:](.{0,400})")
BULLET = re.compile(r"[-*+][ \u3000]{1,4}(\S.{0,2000})")
NUMBERED = re.compile(r"[0-9]{1,3}[.．、][ \u3000]{0,4}(\S.{0,2000})")
# 名称：说明 in a list; the stars of a bold name go.
NAMED = re.compile(r"(?:\*\*)?([^：:*]{1,30})(?:\*\*)?[：:](?:\*\*)?(.{1,2000})")
RULES = frozenset(("---", "***", "___"))
# What a heading tells of, the more telling words first.
ASPECTS = (
    (Aspect.DIFFERENCES, ("新旧", "变化", "修订内容", "有何不同", "差异")),
    (Aspect.CONTACT, ("咨询", "联系方式", "解读机关", "解读人")),
    (Aspect.KEYWORDS, ("关键词", "名词", "术语", "含义")),
    (Aspect.BACKGROUND, ("背景", "为什么出台", "为何出台", "起草过程")),
    (Aspect.PURPOSE, ("目的", "意义", "目标")),
    (Aspect.SCOPE, ("适用范围", "适用对象", "适用于", "管哪些", "哪些单位")),
    (Aspect.BENEFITS, ("惠民", "利企", "好处", "便利", "实惠")),
    (Aspect.MEASURES, ("举措", "措施", "主要内容", "重点内容", "规定了")),
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted text comes to: the title it bore, and its blocks (without keys)."""

    title: str
    blocks: tuple[TypedBlock, ...]


def split(markdown: str, form: Form) -> Pasted:
    r"""The blocks of a pasted text, for an interpretation of this form.

    >>> made = split("## 政策背景\n做法不一。\n\n问：要证吗？\n答：要。", Form.TEXT)
    >>> [(block.kind, block.heading, block.words, block.aspect) for block in made.blocks]
    [('passage', '政策背景', '做法不一。', 'background'), ('question', '要证吗？', '要。', '')]
    """
    splitter = _Splitter(form)
    for line in markdown.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        splitter.take(line)
    return Pasted(splitter.title, splitter.finished())


def aspect_of(heading: str) -> str:
    """What a heading tells of, as far as its words say.

    >>> aspect_of("一、为什么出台这个办法"), aspect_of("怎么申请")
    ('background', '')
    """
    return next((aspect.value for aspect, words in ASPECTS if any(word in heading for word in words)), "")


class _Splitter:
    """Takes line after line; the block that is open takes what begins no other."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.title = ""
        self._blocks: list[TypedBlock] = []

    def take(self, line: str) -> None:
        """Take the next line."""
        words = line.strip()
        if heading := HEADING.fullmatch(words):
            self._headed(heading[1], heading[2].strip())
        elif asked := ASKED.fullmatch(words):
            self._open(TypedBlock(BlockKind.QUESTION.value, asked[1].strip().removesuffix("**")))
        elif wrong := WRONG.fullmatch(words):
            self._open(TypedBlock(BlockKind.MISREADING.value, wrong[1].strip()))
        elif (answered := ANSWERED.fullmatch(words)) and self._is_open(BlockKind.QUESTION):
            self._append(answered[1])
        elif (right := RIGHT.fullmatch(words)) and self._is_open(BlockKind.MISREADING):
            self._append(right[1])
        elif (cited := CITED.fullmatch(words)) and self._blocks:
            self._blocks[-1] = replace(self._blocks[-1], refs=cited[1].strip(" 。"))
        elif self.form is Form.INFOGRAPHIC and (BULLET.fullmatch(words) or NUMBERED.fullmatch(words)):
            self._listed(words)
        elif words not in RULES:
            self._append(line.rstrip())

    def finished(self) -> tuple[TypedBlock, ...]:
        """The blocks, without the blank lines at their ends; what held nothing at all is left out."""
        tidied = (replace(block, words=block.words.strip("\n")) for block in self._blocks)
        return tuple(block for block in tidied if not block.blank)

    def _headed(self, marks: str, words: str) -> None:
        if len(marks) == 1 and not self.title and not self._blocks:
            self.title = words[:400]
            return
        kind = self._kind(words)
        aspect = aspect_of(words) if kind is not BlockKind.QUESTION else ""
        self._open(TypedBlock(kind.value, words, aspect=aspect))

    def _kind(self, heading: str) -> BlockKind:
        if self.form is Form.CASE and "案例" in heading:
            return BlockKind.CASE
        if heading.endswith(("？", "?")):
            return BlockKind.QUESTION
        return BlockKind.POINT if self.form is Form.INFOGRAPHIC else BlockKind.PASSAGE

    def _listed(self, words: str) -> None:
        step = NUMBERED.fullmatch(words)
        said = (step or BULLET.fullmatch(words) or [words, words])[1]
        named = NAMED.fullmatch(said)
        kind = BlockKind.STEP if step else BlockKind.POINT
        above = self._blocks[-1].aspect if self._blocks else ""
        name, rest = (named[1], named[2].strip()) if named else (said.strip("*"), "")
        self._open(TypedBlock(kind.value, name, rest, aspect=above))

    def _open(self, block: TypedBlock) -> None:
        self._blocks.append(block)

    def _is_open(self, kind: BlockKind) -> bool:
        return bool(self._blocks) and self._blocks[-1].kind == kind.value

    def _append(self, words: str) -> None:
        if not self._blocks:
            if not words.strip():
                return
            self._open(TypedBlock(BlockKind.PASSAGE.value))
        last = self._blocks[-1]
        self._blocks[-1] = replace(last, words=f"{last.words}\n{words}" if last.words else words.lstrip("\n"))
