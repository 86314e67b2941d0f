"""Looks (逐处核对): for each surface, where on it the standing is read and when it is right."""

import json
import re
from collections.abc import Callable
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urlencode

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from registry.marking.looking import Answer, Found, Looking, plain
from registry.renditions.surfaces import Surface

OK, CANNOT = 200, 503
REDIRECTS = frozenset({302, 303})
# A list of one issuer, kind and year is short; further pages than these are not looked through.
MOST_PAGES = 10
# Of a list's row, everything up to the next document belongs to this one.
LONGEST_ROW = 6_000
TITLE = re.compile(r"<title>([^<]{0,2000})</title>")
SHARED = re.compile(r'<meta property="og:title" content="([^"]{0,2000})"')
LINKED_DATA = re.compile(r'<script type="application/ld\+json">([^<]{0,2000000})</script>')


def _missing(answer: Answer) -> Found | None:
    if answer.status == OK:
        return None
    return f"未能取得（HTTP {answer.status}）", False


def _page(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address.split("#", 1)[0])
    return _missing(answer) or _says(plain(answer.words), looking.mark.sentence)


def _says(words: str, sentence: str) -> Found:
    agrees = plain(sentence) in words
    return (sentence if agrees else f"未见：{sentence}"), agrees


def _named(pattern: re.Pattern[str]) -> Callable[[Looking, Surface], Found]:
    def look(looking: Looking, surface: Surface) -> Found:
        answer = looking.fetch(surface.address)
        match = pattern.search(answer.words)
        found = unescape(match[1]) if match else ""
        wanted = f"【{looking.mark.word}】" if looking.mark.word else ""
        agrees = found.startswith(wanted) if wanted else bool(found) and not found.startswith("【")
        return _missing(answer) or (found or "未见", agrees)

    return look


def _provisions(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address.split("#", 1)[0])
    unmarked = [eid for eid, word in looking.mark.struck.items() if not _struck(answer.words, eid, word)]
    if unmarked:
        return f"未见标注：{'、'.join(unmarked)}", False
    return _missing(answer) or (surface.words, True)


def _struck(page: str, eid: str, word: str) -> bool:
    place = page.find(f'id="{eid}"')
    return place < 0 or word in page[place : place + LONGEST_ROW]


def _row(looking: Looking, words: str, label: str) -> Found | None:
    """What a page says behind its links to the document; None where there is none on the page.

    A sentence may link to it too: it is enough that one of its rows tells how it stands.
    """
    starts = [match.start() + 1 for match in re.finditer(f'"{re.escape(looking.path)}["/]', words)]
    rows = [_behind(words[start : start + LONGEST_ROW]) for start in starts]
    if not rows:
        return None
    return (label, True) if any(label in row for row in rows) else (f"未见“{label}”", False)


def _behind(rest: str) -> str:
    following = rest.find('"/documents/')
    return plain("<" + (rest[:following] if following > 0 else rest))


def _narrow(looking: Looking) -> dict[str, str]:
    """What narrows the list to few documents, this one among them."""
    dossier = looking.dossier
    year = dossier.address.split("/")[1]
    asked = {"kind": dossier.kind.value, "region": dossier.region, "year": year if year.isdigit() else ""}
    asked["issuer"] = dossier.issuers[0] if dossier.issuers else ""
    return {name: value for name, value in asked.items() if value}


def _place(looking: Looking, **more: str) -> tuple[int, str]:
    """The page of the narrowed list that names the document, 0 where none does, and its status there."""
    for page in range(1, MOST_PAGES + 1):
        query = urlencode(_narrow(looking) | more | {"page": str(page)})
        answer = looking.fetch(f"/documents.json?{query}")
        if answer.status != OK:
            return 0, f"HTTP {answer.status}"
        listing = json.loads(answer.words)
        for member in listing["member"]:
            if member["@id"].endswith(looking.path):
                return page, member["validity"]["label"]
        if "next" not in listing["view"]:
            return 0, ""
    return 0, ""


def _list_json(looking: Looking, surface: Surface) -> Found:
    page, label = _place(looking)
    return (label or "未列出"), bool(page) and label == surface.words


def _list(looking: Looking, surface: Surface) -> Found:
    page, _ = _place(looking)
    query = urlencode(_narrow(looking) | {"page": str(page or 1)})
    answer = looking.fetch(f"/documents?{query}")
    return _missing(answer) or _row(looking, answer.words, surface.words) or ("未列出", False)


def _in_force_list(looking: Looking, surface: Surface) -> Found:
    page, _ = _place(looking, status="in_force")
    query = urlencode(_narrow(looking) | {"status": "in_force", "page": str(page or 1)})
    answer = looking.fetch(f"/documents?{query}")
    listed = "列入" if f'"{looking.path}"' in answer.words else "不列入"
    return _missing(answer) or (listed, listed == surface.words)


def _feed(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(f"/documents/data.feed?{urlencode(_narrow(looking))}")
    entries = answer.words.split("<entry>")[1:]
    own = [entry for entry in entries if f"{looking.path}<" in entry]
    if not own:
        return _missing(answer) or ("最新 50 条中没有这份文件", True)
    agrees = f"<title>{surface.words}</title>" in unescape(own[0])
    return _missing(answer) or (surface.words if agrees else "未见标注", agrees)


def _listed(looking: Looking, surface: Surface) -> Found:
    """A place that need not name the document; where it does, it must say how it stands."""
    answer = looking.fetch(surface.address)
    said = _row(looking, answer.words, looking.mark.state.label)
    return _missing(answer) or said or ("未列出这份文件", True)


def _search(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    if answer.status in REDIRECTS and answer.headers.get("location", "").endswith(looking.path):
        return "直达文件页", True
    return _missing(answer) or _row(looking, answer.words, surface.words) or ("检索结果中没有", False)


def _pdf(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    if answer.status == CANNOT:
        return "本站不提供PDF", True
    if fault := _missing(answer):
        return fault
    try:
        reader = PdfReader(BytesIO(answer.body))
        title = str(reader.metadata.title if reader.metadata else "")
        first = "".join(reader.pages[0].extract_text().split())
    except (PyPdfError, ValueError, KeyError, IndexError):
        return "PDF无法读取", False
    marked = title.startswith("【") if looking.mark.word else not title.startswith("【")
    agrees = marked and plain(looking.mark.sentence)[:12] in first
    return title, agrees


def _text(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    first = answer.words.split("\n", 1)[0]
    wanted = f"【{looking.mark.word}】" if looking.mark.word else ""
    agrees = first.startswith(wanted) if wanted else not first.startswith("【")
    return _missing(answer) or (first, agrees)


def _json(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    if fault := _missing(answer):
        return fault
    said = json.loads(answer.words)["validity"]
    value = said["value"] if isinstance(said, dict) else said
    return str(value), value == looking.mark.state.value


def _json_ld(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    match = LINKED_DATA.search(answer.words)
    force = json.loads(match[1]).get("legislationLegalForce", "") if match else ""
    found = str(force).rsplit("/", 1)[-1] or "不标（日期未载明）"
    return _missing(answer) or (found, found == surface.words)


def _header(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    found = answer.headers.get("x-validity", "")
    return _missing(answer) or (unquote(found) or "未见", found == looking.mark.header)


def _file(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    if fault := _missing(answer):
        return fault
    header = answer.headers.get("x-validity", "")
    return (surface.words if header else "响应头未标"), header.startswith(looking.mark.state.value)


def _worded(looking: Looking, surface: Surface) -> Found:
    answer = looking.fetch(surface.address)
    return _missing(answer) or (
        (surface.words, True) if surface.words in answer.words else (f"未见“{surface.words}”", False)
    )


LOOKS: dict[str, Callable[[Looking, Surface], Found]] = {
    "title": _named(TITLE),
    "explained": _named(TITLE),
    "provisions": _provisions,
    "list": _list,
    "list_json": _list_json,
    "in_force_list": _in_force_list,
    "feed": _feed,
    "search": _search,
    "home": _listed,
    "pdf": _pdf,
    "text": _text,
    "json": _json,
    "json_ld": _json_ld,
    "header": _header,
    "share": _named(SHARED),
    "card": _file,
    "badge": _worded,
    "badge_json": _worded,
    "embed": _worded,
    "file": _file,
    "related": _listed,
    "page": _page,
    "day": _page,
    "paper": _page,
}
