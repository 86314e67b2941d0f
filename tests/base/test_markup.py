"""Markdown and found HTML: what is kept, what cannot get through, what cannot take long."""

from collections.abc import Callable
from html.parser import HTMLParser
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base import allowed, markup
from base.allowed import ATTRIBUTES, DEEPEST, TAGS, VOID, only_allowed, shallow
from base.errors import BadInput
from base.limited import Limits, TookTooLong, Worker

JAVASCRIPT = "javascript:alert(1)"
HANDLERS = (
    "onclick",
    "onerror",
    "onload",
    "onmouseover",
    "onfocus",
    "onanimationstart",
    "ontoggle",
    "onpointerdown",
)
ACTIVE_TAGS = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
    "button",
    "video",
    "audio",
    "img",
    "link",
    "meta",
    "base",
    "template",
    "noscript",
    "textarea",
    "select",
    "details",
    "marquee",
    "frameset",
    "applet",
    "portal",
    "dialog",
    "picture",
    "source",
    "canvas",
    "isindex",
    "xmp",
    "noembed",
    "plaintext",
]
SPELLINGS = (
    f"<a href='{JAVASCRIPT}'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    f"[x]({JAVASCRIPT})",
    "[x](JAVASCRIPT&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](http://127.0.0.1/pixel.png)",
    "![x](x 'a\" onerror=\"alert(1)')",
    "[x](http://a.example/ 'a\" onclick=\"alert(1)')",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<!--><script>alert(1)</script-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='x'?><script>alert(1)</script>",
    "<b style='background:url(javascript:alert(1))'>x</b>",
    "<p class='status' id='top' name='cookie'>x</p>",
    "<table background='javascript:alert(1)'><tr><td>x</table>",
    "<td background='http://127.0.0.1/x'>x</td>",
    "`<script>alert(1)</script>",
    "    <script>alert(1)</script>\n<script>alert(1)</script>",
    "<div><p title='</p><script>alert(1)</script>'>x</div>",
    "<math><mtext></p><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='//127.0.0.1/x' target='_blank' ping='http://127.0.0.1/y'>x</a>",
)
VECTORS = [
    *(f"<{tag} src=x href={JAVASCRIPT} {HANDLERS[0]}=alert(1)>alert(1)</{tag}>" for tag in ACTIVE_TAGS),
    *(f"<p {handler}='alert(1)'>x</p>" for handler in HANDLERS),
    *SPELLINGS,
]


class Tags(HTMLParser):
    """Every tag with its attributes, and how deep the tags stand."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.depth = self.deepest = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag not in VOID


def is_harmless(html: str) -> bool:
    """Only allowed tags with allowed attributes, links that lead to pages or mail, every tag closed."""
    tags = Tags(html)
    for tag, attributes in tags.found:
        names = ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if tag not in TAGS or not set(attributes) <= names:
            return False
        scheme = attributes.get("href", "").split(":")[0].strip().lower()
        if "script" in scheme or scheme == "data":
            return False
    return tags.depth == 0 and tags.deepest <= DEEPEST


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_executable_gets_through(vector: str) -> None:
    assert is_harmless(markup.to_html(vector))
    assert is_harmless(markup.safe_html(vector))


def test_there_are_vectors_enough() -> None:
    assert len(VECTORS) >= 70


def test_the_check_itself_sees_what_is_harmful() -> None:
    for harmful in ("<script>x</script>", "<p onclick='x'>x</p>", f"<a href='{JAVASCRIPT}'>x</a>", "<p>x"):
        assert not is_harmless(harmful)


@given(st.text(alphabet="<>&;\"'/=! abscript甲:-[]()#\n`*_|\x00", max_size=200))
def test_whatever_is_given_only_what_is_allowed_comes_out(text: str) -> None:
    assert is_harmless(only_allowed(text))


@given(st.text(alphabet="<>&/abip甲 \"'", max_size=120))
def test_what_has_passed_once_passes_unchanged(text: str) -> None:
    once = only_allowed(text)
    assert only_allowed(once) == once


@given(st.text(alphabet="甲乙丙<>&\"' ", max_size=60))
def test_words_are_never_lost(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert only_allowed(f"<p>{escaped}</p>") == f"<p>{escaped}</p>"


def test_markdown_gives_headings_lists_and_tables() -> None:
    html = markup.to_html("## 要点\n\n1. 甲\n2. **乙**\n\n| 项目 | 限值 |\n|---|---|\n| 氨氮 | 1.5 |\n")
    assert "<h2>要点</h2>" in html
    assert "<li><strong>乙</strong></li>" in html
    assert "<th>项目</th>" in html
    assert "<td>1.5</td>" in html


def test_found_table_keeps_its_honest_spans() -> None:
    html = markup.to_html("<table><tr><td colspan=2 rowspan='3'>甲</td></tr></table>")
    assert '<td colspan="2" rowspan="3">甲</td>' in html


@pytest.mark.parametrize("span", ["1000000", "-1", "0", "2em", "９", "9" * 5000, ""])
def test_dishonest_span_is_left_out(span: str) -> None:
    assert "colspan" not in markup.safe_html(f"<table><tr><td colspan='{span}'>甲</td></tr></table>")


def test_links_outward_are_marked_and_pictures_left_out() -> None:
    html = markup.to_html("[政府](https://www.gov.cn/) ![图](https://evil.example/x.png)")
    assert 'rel="nofollow noopener noreferrer"' in html
    assert "evil.example" not in html


def test_depth_is_capped_and_the_words_stay() -> None:
    html = markup.safe_html("<b>" * 5000 + "甲" + "</b>" * 5000)
    assert Tags(html).deepest == DEEPEST
    assert "甲" in html


@given(st.integers(0, 60), st.integers(1, 20))
def test_shallow_keeps_words_and_balance(depth: int, deepest: int) -> None:
    html = shallow("<ul><li>" * depth + "甲<br>乙" + "</li></ul>" * depth, deepest)
    tags = Tags(html)
    assert tags.depth == 0
    assert tags.deepest <= deepest
    assert (
        html.replace("<ul>", "").replace("<li>", "").replace("</ul>", "").replace("</li>", "") == "甲<br>乙"
    )


def test_twenty_thousand_brackets_are_ended_and_the_next_text_is_converted(
    within: Callable[..., Any],
) -> None:
    limits = Limits(wall_seconds=60, cpu_seconds=1, memory=2**30, answer=2**20)
    with (
        within(10, clock=perf_counter),
        Worker("转换文本格式", markup.CHILD, limits) as worker,
    ):
        with pytest.raises(TookTooLong, match="转换文本格式用时过长"):
            worker.ask(markup.MARKDOWN + b"[" * 20_000)
        assert worker.ask(markup.MARKDOWN + "甲".encode()).decode() == "<p>甲</p>"


@pytest.mark.parametrize(
    "text",
    [
        "> " * 3000 + "x",
        "- " * 5000,
        "*a" * 10_000,
        "`" * 20_000,
        "<b>" * 20_000,
        "| a " * 5000,
        "\n" * 50_000,
    ],
)
def test_hostile_shapes_are_converted_or_ended_but_never_harmful(text: str) -> None:
    try:
        html = markup.to_html(text)
    except (TookTooLong, BadInput):
        html = ""
    assert is_harmless(html)


def test_text_of_more_than_two_megabytes_is_refused() -> None:
    with pytest.raises(BadInput, match="文本过大"):
        markup.to_html("甲" * (markup.LARGEST_TEXT // 3 + 1))


@pytest.mark.parametrize("nothing", ["", " ", "\n\u3000\n"])
def test_nothing_gives_nothing(nothing: str) -> None:
    assert markup.to_html(nothing) == ""


def test_allowed_tags_are_ours_alone() -> None:
    assert not TAGS & (allowed.DROPPED | {"img", "div", "span", "form", "input"})
