"""An interpretation as it stands in its form (解读表单): words only, right or wrong, nothing lost."""

from dataclasses import dataclass, field, replace

from interpretations.rules.citing import print_refs
from interpretations.rules.content import Block, Content
from interpretations.rules.terms import BlockKind, Form

# The fields that stand in the form once, with their labels.
LABELS = {
    "title": "标题",
    "form": "形式",
    "origin": "来源",
    "lead": "一句话解读",
    "layout": "版式",
    "speaker": "解读人",
    "contact": "咨询方式",
    "credit": "作者或者出处单位",
    "source_url": "原文网址",
    "transcript": "文字稿",
    "media_url": "播放地址",
    "picture_text": "图中文字",
}
BLOCK_LABELS = {
    "kind": "类型",
    "aspect": "要素",
    "heading": "标题",
    "words": "内容",
    "aside": "补充",
    "refs": "引条",
}
# What the fields of a block are called, by its kind, where it is not the usual.
OWN_LABELS = {
    BlockKind.QUESTION: {"heading": "问", "words": "答"},
    BlockKind.FIGURE: {"heading": "数字（如“3个工作日”）", "words": "说明什么"},
    BlockKind.STEP: {"heading": "步骤", "words": "怎么办"},
    BlockKind.CHANGE: {"heading": "事项", "words": "现在怎么规定", "aside": "原来怎么规定"},
    BlockKind.CASE: {"heading": "案例", "words": "案情", "aside": "依据文件怎么办"},
    BlockKind.MISREADING: {"heading": "误读", "words": "正解：文件怎么说", "aside": "流传于何处"},
}
# Which kinds have a third field.
ASIDES = frozenset({BlockKind.CHANGE, BlockKind.CASE, BlockKind.MISREADING})
# Which blocks a form is made of, the likeliest first.
KINDS = {
    Form.TEXT: (BlockKind.PASSAGE, BlockKind.QUESTION, BlockKind.CHANGE, BlockKind.CASE),
    Form.FAQ: (BlockKind.QUESTION, BlockKind.PASSAGE),
    Form.INFOGRAPHIC: (
        BlockKind.POINT,
        BlockKind.FIGURE,
        BlockKind.STEP,
        BlockKind.CHANGE,
        BlockKind.PASSAGE,
    ),
    Form.AUDIO: (BlockKind.PASSAGE, BlockKind.QUESTION),
    Form.VIDEO: (BlockKind.PASSAGE, BlockKind.QUESTION),
    Form.CASE: (BlockKind.CASE, BlockKind.PASSAGE, BlockKind.QUESTION),
    Form.PRESS: (BlockKind.QUESTION, BlockKind.PASSAGE),
    Form.RESPONSE: (BlockKind.MISREADING, BlockKind.PASSAGE, BlockKind.QUESTION),
}


@dataclass(frozen=True, slots=True)
class TypedBlock:
    """A block as it was typed; `refs` are provisions as people write them (第十条第二款、第十二条)."""

    kind: str = "passage"
    heading: str = ""
    words: str = ""
    aside: str = ""
    aspect: str = ""
    refs: str = ""
    key: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into it."""
        return not f"{self.heading}{self.words}{self.aside}{self.refs}".strip()

    @property
    def labels(self) -> dict[str, str]:
        """What its fields are called."""
        known = BlockKind(self.kind) if self.kind in set(BlockKind) else BlockKind.PASSAGE
        return BLOCK_LABELS | OWN_LABELS.get(known, {})

    @property
    def with_aside(self) -> bool:
        """Whether it shows its third field: its kind has one, or something was typed there."""
        return self.kind in ASIDES or bool(self.aside)


@dataclass(frozen=True, slots=True)
class TypedForm:
    """The whole form as it was typed: `fields` by name (see LABELS), the blocks in their order.

    `last` is the highest number that a block's key ever had, so that no two blocks share one.
    """

    fields: dict[str, str] = field(default_factory=dict)
    blocks: tuple[TypedBlock, ...] = ()
    works: tuple[str, ...] = ()
    last: int = 0

    @property
    def form(self) -> Form:
        """The form that was chosen; words where none was."""
        chosen = self.fields.get("form", "")
        return Form(chosen) if chosen in set(Form) else Form.TEXT

    def keyed(self) -> "TypedForm":
        """The same with a key for every block that has none, or another one's."""
        last, made, seen = self.last, [], set[str]()
        for block in self.blocks:
            if not block.key or block.key in seen:
                last += 1
                block = replace(block, key=f"b{last}")  # noqa: PLW2901  # the same block, named
            seen.add(block.key)
            made.append(block)
        return replace(self, blocks=tuple(made), last=last)


def typed_of(content: Content, works: tuple[str, ...] = (), last: int = 0) -> TypedForm:
    """A content as its form shows it."""
    fields = {name: str(getattr(content, name)) for name in LABELS}
    highest = max([last, *(number(block.key) for block in content.blocks)])
    return TypedForm(fields, tuple(map(_typed, content.blocks)), works, highest)


def _typed(block: Block) -> TypedBlock:
    return TypedBlock(
        block.kind.value,
        block.heading,
        block.words,
        block.aside,
        block.aspect.value if block.aspect else "",
        print_refs(block.refs),
        block.key,
    )


def number(key: str) -> int:
    """The number in a block's key.

    >>> number("b12"), number("elsewhere")
    (12, 0)
    """
    digits = key.removeprefix("b")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0  # noqa: PLR2004
