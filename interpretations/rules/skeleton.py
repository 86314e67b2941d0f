"""The skeleton (解读提纲) a new form begins with: the headings required, ready to be filled in."""

from interpretations.rules.terms import Aspect, BlockKind, Form
from interpretations.rules.typed import TypedBlock

_REQUIRED = (
    (Aspect.BACKGROUND, "政策背景"),
    (Aspect.PURPOSE, "出台目的"),
    (Aspect.MEASURES, "主要举措"),
    (Aspect.SCOPE, "适用范围"),
    (Aspect.BENEFITS, "惠民利企点"),
)
_ASKED = (
    (Aspect.BACKGROUND, "为什么要出台这个文件？"),
    (Aspect.PURPOSE, "要达到什么目的？"),
    (Aspect.MEASURES, "主要有哪些举措？"),
    (Aspect.SCOPE, "哪些人、哪些单位适用？"),
    (Aspect.BENEFITS, "对群众和企业有什么好处？"),
)
_DIFFERENCES = "和原来的规定相比有什么变化"


def skeleton(form: Form, *, former: bool = False) -> tuple[TypedBlock, ...]:
    """The blocks a new interpretation of this form begins with; `former`: the document had a former text.

    >>> [block.heading for block in skeleton(Form.RESPONSE)]
    ['', '']
    """
    if form is Form.RESPONSE:
        return (TypedBlock(BlockKind.MISREADING.value), TypedBlock(BlockKind.MISREADING.value))
    if form is Form.CASE:
        return (TypedBlock(BlockKind.CASE.value), TypedBlock(BlockKind.CASE.value))
    if form is Form.INFOGRAPHIC:
        return _drawn(former)
    kind = BlockKind.QUESTION if form in {Form.FAQ, Form.PRESS} else BlockKind.PASSAGE
    headings = _ASKED if kind is BlockKind.QUESTION else _REQUIRED
    made = [TypedBlock(kind.value, heading, aspect=aspect.value) for aspect, heading in headings]
    if former:
        ask = f"{_DIFFERENCES}？" if kind is BlockKind.QUESTION else "新旧差异"
        made.append(TypedBlock(kind.value, ask, aspect=Aspect.DIFFERENCES.value))
    return tuple(made)


def _drawn(former: bool) -> tuple[TypedBlock, ...]:  # noqa: FBT001  # the one fact that is known
    points = [
        TypedBlock(BlockKind.POINT.value, heading, aspect=aspect.value) for aspect, heading in _REQUIRED
    ]
    change = (TypedBlock(BlockKind.CHANGE.value, aspect=Aspect.DIFFERENCES.value),) if former else ()
    return (*points[:3], TypedBlock(BlockKind.FIGURE.value), *points[3:], *change)
