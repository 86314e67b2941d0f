"""Words for new media (政务新媒体文案): 100 characters, 500 characters, and all, from the drafter's points.

Every character counts as one, punctuation, letters and line ends too, as the strictest counter does. The
mark of a document that has ended comes first, whatever the length.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interpretations.rules.content import WRITTEN, Block, Content
from interpretations.rules.pictures import Facts
from interpretations.rules.shortening import clean, cut, plain, shortened
from interpretations.rules.terms import BlockKind
from registry.law.numerals import chinese

SHORT, MEDIUM = 100, 500
# A remainder that says nothing is left out.
LEAST = 12
POINT = 90
# The names of points stand in one line of so many characters.
NAMES = 40
NAMED = frozenset({BlockKind.POINT, BlockKind.STEP, BlockKind.CHANGE})
# The rank of the first point.
POINTS = 5
# Of the title no more than this gives way to the mark.
MARK = 24
# A head of 100 characters with name and number leaves room for a sentence.
HEAD = 64


@dataclass(frozen=True, slots=True)
class Post:
    """A text to be copied: what it is called, its limit (0 for none), its words."""

    name: str
    limit: int
    words: str

    @property
    def counted(self) -> int:
        """How many characters it has."""
        return len(self.words)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A line that is wanted, the more the lower its `rank`; one that is `whole` is not shortened."""

    rank: int
    words: str
    whole: bool = False


def posts(content: Content, facts: Facts) -> tuple[Post, ...]:
    """The three texts."""
    head, link = _head(content, facts), _Wish(3, clean(facts.link), whole=True)
    standing, lead = _Wish(1, clean(facts.sentence)), _Wish(2, clean(content.lead))
    contact = _Wish(4, f"咨询：{clean(content.contact)}" if content.contact.strip() else "", whole=True)
    short = (standing, lead, _names(content), link)
    points = [_Wish(POINTS + place, words, whole=True) for place, words in enumerate(_points(content))]
    medium = (_Wish(1, _documents(facts)), standing, lead, *points, contact, link)
    full = (_documents(facts), standing.words, lead.words, *_everything(content), _imprint(content, facts))
    return (
        Post("百字短文", SHORT, _filled(_numbered(head, facts), short, SHORT)),
        Post("五百字文案", MEDIUM, _filled(head, medium, MEDIUM)),
        Post("全文文案", 0, "\n".join(line for line in (head, *full, contact.words, link.words) if line)),
    )


def _head(content: Content, facts: Facts) -> str:
    mark = f"【{cut(clean(facts.mark), MARK)}】" if facts.mark else ""
    return f"{mark}{clean(content.title)}"


def _numbered(head: str, facts: Facts) -> str:
    """The head with the document's number, and its name where the title does not give it, if both fit."""
    document = facts.documents[0]
    name = "" if document.title in head else f"《{document.title}》"
    added = clean(f"（{name}{document.number}）") if name or document.number else ""
    return head + added if len(head) + len(added) <= HEAD else head


def _filled(head: str, wishes: Sequence[_Wish], limit: int) -> str:
    """The head and as many of the wishes as have room, in their own order."""
    head = cut(head, limit)
    taken: dict[int, str] = {}
    room, closed = limit - len(head), False
    for place in sorted(range(len(wishes)), key=lambda place: wishes[place].rank):
        wish = wishes[place]
        words = wish.words if wish.whole or len(wish.words) < room else shortened(wish.words, room - 1)
        fits = len(words) < room and (wish.whole or len(words) >= min(LEAST, len(wish.words)))
        # After the first point without room no later one stands: it would seem to follow on.
        point = wish.rank >= POINTS
        if not words or not fits or (point and closed):
            closed = closed or point
            continue
        taken[place] = words
        room -= len(words) + 1
    return "\n".join([head, *(taken[place] for place in sorted(taken))])


def _names(content: Content) -> _Wish:
    """The drafter's points by their names, in one line."""
    told = [block for block in content.blocks if block.kind in NAMED] or list(_telling(content))
    names = [name for block in told if (name := clean(block.heading))]
    shown = names
    while len(shown) > 1 and len("、".join(shown)) > NAMES:
        shown = shown[:-1]
    more = "等" if len(shown) < len(names) else ""
    return _Wish(POINTS, f"要点：{'、'.join(shown)}{more}。" if len(shown) > 1 else "", whole=True)


def _telling(content: Content) -> Iterator[Block]:
    """The blocks that say something; a passage without words only heads what follows it."""
    headed = BlockKind.PASSAGE
    return (block for block in content.blocks if _said(block) or (block.heading and block.kind is not headed))


def _points(content: Content) -> Iterator[str]:
    """Each block in one line, its first sentences behind its name, numbered as papers number."""
    for place, block in enumerate(_telling(content), 1):
        yield f"{chinese(place)}、{_line(block, clean(block.heading), shortened(_said(block), POINT))}"


def _line(block: Block, heading: str, words: str) -> str:
    if block.kind is BlockKind.FIGURE:
        return f"{heading}——{words}" if words else heading
    if block.kind is BlockKind.CHANGE:
        former = clean(block.aside)
        before = f"原来：{shortened(former, POINT)}" if former else "新增规定。"
        return f"{heading}。{before}现在：{words or '不再要求。'}"
    colon = "" if heading.endswith(("？", "?", "。", "！", "：")) else "："
    return f"{heading}{colon}{words}" if heading and words else heading or words


def _everything(content: Content) -> Iterator[str]:
    for place, block in enumerate(_telling(content), 1):
        aside = "" if block.kind is BlockKind.CHANGE else _aside(block)
        yield f"{chinese(place)}、{_line(block, clean(block.heading), _said(block))}{aside}"


def _aside(block: Block) -> str:
    words = plain(block.aside) if block.kind in WRITTEN else clean(block.aside)
    return f"（{words.rstrip('。')}）" if words else ""


def _said(block: Block) -> str:
    return plain(block.words) if block.kind in WRITTEN else clean(block.words)


def _documents(facts: Facts) -> str:
    """Which documents are explained, with their numbers, and since when they hold."""
    named = []
    for document in facts.documents:
        number = f"（{document.number}）" if document.number else ""
        mark = f"，{document.mark}" if document.mark else f"，{document.since}" if document.since else ""
        named.append(f"《{document.title}》{number}{mark}")
    return clean(f"解读文件：{'；'.join(named)}。")


def _imprint(content: Content, facts: Facts) -> str:
    speaker = f"，解读人：{clean(content.speaker)}" if content.speaker.strip() else ""
    dated = f"，发布日期：{facts.dated}" if facts.dated else ""
    return f"解读单位：{facts.unit}{speaker}{dated}。"
