"""What a link to a document's page says of it in a chat (分享卡片): Open Graph properties, with the mark."""

from hashlib import sha256

from registry.law.days import printed
from registry.reads.page import DocumentPage
from registry.renditions.standing import mark_of

Properties = tuple[tuple[str, str], ...]
WIDTH, HEIGHT = "1200", "630"


def properties(page: DocumentPage, site: str, root: str) -> Properties:
    """The properties; the picture's address changes with the standing, because chats keep pictures."""
    dossier = page.dossier
    # Also for the page of a past day: what is passed on today must say how the document stands today.
    mark = mark_of(dossier, page.today)
    dated = "" if page.is_today else f"（{printed(page.day)}）"
    title = f"{mark.titled(dossier.title)}{dated}"
    picture = f"{root}/card/{dossier.address}.png?v={sha256(mark.sentence.encode()).hexdigest()[:8]}"
    return (
        ("og:type", "article"),
        ("og:locale", "zh_CN"),
        ("og:site_name", site),
        ("og:title", title),
        ("og:description", mark.sentence),
        ("og:url", f"{root}/documents/{dossier.address}"),
        ("og:image", picture),
        ("og:image:width", WIDTH),
        ("og:image:height", HEIGHT),
        ("og:image:alt", f"{title}：{mark.sentence}"),
    )
