"""A draft as HTML (征求意见稿): its articles, and at the foot of each what one can say and what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from markupsafe import Markup, escape

from registry.consultations.rules.passages import Passage, passages
from registry.law.provisions import Provision
from registry.renditions.body import Body, Margin, contents_html, laid_out


@dataclass(frozen=True, slots=True)
class Asking(Margin):
    """The margin of a draft: at the foot of each passage, by the id of the provision it ends with."""

    feet: Mapping[str, str] = field(default_factory=dict)

    def within(self, article: Provision) -> str:
        """What stands at the foot of an article."""
        return self.feet.get(article.eid, "")

    def at(self, node: Provision) -> str:
        """What stands after a provision outside of articles."""
        return self.feet.get(node.eid, "")


def typeset_draft(
    provisions: Sequence[Provision], address: str, shown: Mapping[str, int], *, open_to_comments: bool
) -> Body:
    """The draft with its contents; `shown` counts the public comments on each passage.

    `address` is the path of the consultation.
    """
    feet = {
        passage.foot: foot
        for passage in passages(provisions)
        if (foot := _foot(passage, address, shown.get(passage.eid, 0), open_to_comments=open_to_comments))
    }
    return Body(laid_out(provisions, Asking({}, {}, feet)), contents_html(provisions))


def typeset_note(provisions: Sequence[Provision], prefix: str) -> Markup:
    """The drafting note as HTML; its ids bear a prefix, because it stands on one page with the draft."""
    return laid_out([_prefixed(one, prefix) for one in provisions], Margin({}, {}))


def _prefixed(node: Provision, prefix: str) -> Provision:
    children = tuple(_prefixed(child, prefix) for child in node.children)
    return Provision(node.level, f"{prefix}{node.eid}", node.number, node.heading, node.body, children)


def _foot(passage: Passage, address: str, shown: int, *, open_to_comments: bool) -> str:
    eid, name = quote(passage.eid, safe=""), escape(passage.name)
    ways = []
    if open_to_comments:
        words = f'对这一条提意见<span class="unseen">（{name}）</span>'
        ways.append(f'<a class="say" href="{address}/comments/new?eid={eid}" rel="nofollow">{words}</a>')
    if shown:
        words = f'{shown} 条公众意见<span class="unseen">（{name}）</span>'
        ways.append(f'<a class="said" href="{address}/comments?eid={eid}" rel="nofollow">{words}</a>')
    return f'<p class="passage-ways">{"".join(ways)}</p>' if ways else ""
