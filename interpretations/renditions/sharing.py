"""What a link to an interpretation says of it in a chat (分享卡片): Open Graph properties, with the mark."""

from hashlib import sha256

from interpretations.reads.page import InterpretationPage
from interpretations.renditions.picture_facts import sentence
from interpretations.rules.shortening import clean, shortened
from registry.renditions.sharing import HEIGHT, WIDTH, Properties

# What chats show of a description before they cut it off.
LONGEST = 120


def properties(page: InterpretationPage, site: str, root: str) -> Properties:
    """The properties; the picture's address changes with the mark and the version: chats keep pictures."""
    told = (
        sentence(page.documents)
        or page.content.lead
        or "、".join(f"《{each.dossier.title}》" for each in page.documents)
    )
    said = shortened(clean(told), LONGEST)
    version = sha256(f"{page.title}\n{said}\n{page.renewed_at.isoformat()}".encode()).hexdigest()[:8]
    return (
        ("og:type", "article"),
        ("og:locale", "zh_CN"),
        ("og:site_name", site),
        ("og:title", page.title),
        ("og:description", said),
        ("og:url", f"{root}{page.address}"),
        ("og:image", f"{root}/card{page.address}.png?v={version}"),
        ("og:image:width", WIDTH),
        ("og:image:height", HEIGHT),
        ("og:image:alt", f"{page.title}：{said}"),
    )
