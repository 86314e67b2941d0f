"""The picture on its page, as PNG and as PDF: the same words, the size asked for, the mark, the QR code."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

from base import clock, outbox
from base.staff.roles import Role
from interpretations.publishing import editing, flow, release
from interpretations.rules.content import Content
from interpretations.rules.terms import FileRole
from interpretations.tables import InterpretationFile
from registry.law.terms import EventKind
from registry.tables import Document

pytestmark = pytest.mark.pdf
MILLIMETRE = 72 / 25.4


def article(page: str) -> str:
    found = re.search(r'<article class="pic .*?</article>', page, re.DOTALL)
    assert found
    return found.group()


def words(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def letters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def image(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content)) as picture:
        return picture.convert("RGB")


def codes(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_the_picture_is_1080_wide_long_and_not_blank(client: FlaskClient, home: Any, layout: Content) -> None:
    key = home.publish(layout)
    answer = client.get(f"/interpretations/{key}/picture.png")
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    picture = image(answer.data)
    assert picture.width == 1080
    assert 1500 < picture.height < 20_000
    # Drawn to its foot: the last row is the foot's colour, and there are many colours.
    assert picture.getpixel((540, picture.height - 3)) == (15, 76, 92)
    assert len(picture.getcolors(1 << 24) or ()) > 100


def test_the_code_on_the_picture_leads_to_the_document(
    client: FlaskClient, home: Any, layout: Content
) -> None:
    key = home.publish(layout)
    found = codes(image(client.get(f"/interpretations/{key}/picture.png").data))
    assert found == ["http://localhost/documents/normative-document/2026/900001"]


PAPERS = {"a4": (210, 297), "a3": (297, 420)}


@pytest.mark.parametrize("paper", PAPERS)
def test_page_and_print_have_the_same_words(
    client: FlaskClient, home: Any, layout: Content, pdf: Any, paper: str
) -> None:
    key = home.publish(layout)
    shown = words(article(client.get(f"/interpretations/{key}/picture").text))
    opened = pdf(client.get(f"/interpretations/{key}/picture.pdf?paper={paper}").data)
    sizes = {(round(page.width / MILLIMETRE), round(page.height / MILLIMETRE)) for page in opened.pages}
    assert sizes == {PAPERS[paper]}
    printed = letters("".join(page.extract_text() for page in opened.pages))
    numbers = "".join(f"{place}/{len(opened.pages)}" for place in range(1, len(opened.pages) + 1))
    assert printed - letters(numbers) == letters(shown)


def test_every_word_of_the_drafter_is_on_the_page(client: FlaskClient, home: Any, layout: Content) -> None:
    shown = words(article(client.get(f"/interpretations/{home.publish(layout)}/picture").text))
    for block in layout.blocks:
        assert block.heading in shown
        assert block.words.replace("**", "") in shown
        assert block.aside in shown


def test_the_page_has_headings_lists_and_the_provisions(
    client: FlaskClient, home: Any, layout: Content
) -> None:
    page = client.get(f"/interpretations/{home.publish(layout)}/picture").text
    assert page.count("<h1") == 1
    assert '<h2><span class="pic-ordinal">01</span>' in page
    assert re.search(r'<p class="pic-refs"><span>第[二三]条</span></p>', page)
    assert ("<ol" in article(page)) is (layout.layout == "process")
    assert ("<dt>原来</dt>" in page) is (layout.layout == "changes")


def test_what_ended_bears_its_mark_across_the_head(
    client: FlaskClient, home: Any, layout: Content, pdf: Any
) -> None:
    key = home.publish(layout)
    before = image(client.get(f"/interpretations/{key}/picture.png").data)
    home.event(EventKind.REPEAL, date(2026, 12, 1))
    clock.set_moment(clock.now().replace(month=12, day=1))
    answer = client.get(f"/interpretations/{key}/picture.png")
    after = image(answer.data)
    assert answer.headers["X-Validity"].startswith("repealed")
    # Red from edge to edge.
    assert {after.getpixel((x, 4)) for x in (2, 540, 1077)} == {(163, 23, 31)}
    assert before.getpixel((540, 4)) != (163, 23, 31)
    page = client.get(f"/interpretations/{key}/picture").text
    assert '<p class="pic-mark"><b>已废止</b>' in page
    assert "<title>【已废止】" in page
    opened = pdf(client.get(f"/interpretations/{key}/picture.pdf").data)
    assert all("已废止" in sheet.extract_text() for sheet in opened.pages)
    assert opened.metadata["Title"].startswith("【已废止】")


def test_a_card_and_a_square_for_everybody(client: FlaskClient, home: Any, layout: Content) -> None:
    key = home.publish(layout)
    card = client.get(f"/card/interpretations/{key}.png")
    square = client.get(f"/interpretations/{key}/square.png")
    assert image(card.data).size == (1200, 630)
    assert image(square.data).size == (1080, 1080)
    assert codes(image(square.data)) == ["http://localhost/documents/normative-document/2026/900001"]
    assert card.headers["Access-Control-Allow-Origin"] == "*"
    assert card.cache_control.max_age <= 60


def test_a_card_of_what_ended_is_red(client: FlaskClient, home: Any) -> None:
    key = home.publish()
    home.event(EventKind.REPEAL, date(2026, 11, 23))
    for path in (f"/card/interpretations/{key}.png", f"/interpretations/{key}/square.png"):
        assert image(client.get(path).data).getpixel((4, 4)) == (163, 23, 31)


def test_a_suspended_document_is_marked_too(client: FlaskClient, home: Any) -> None:
    key = home.publish()
    home.event(EventKind.SUSPENSION, date(2026, 11, 23))
    page = client.get(f"/interpretations/{key}/picture").text
    assert '<p class="pic-mark"><b>停止执行</b>' in page
    assert "pic-grave" in page


PATHS = (
    "/interpretations/{}/picture",
    "/interpretations/{}/picture.png",
    "/interpretations/{}/picture.pdf",
    "/interpretations/{}/square.png",
    "/card/interpretations/{}.png",
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_hidden_is_shown(client: FlaskClient, home: Any, path: str) -> None:
    with home.database.transaction() as session:
        draft = home.begin(session).id
    assert client.get(path.format(draft)).status_code == 404
    assert client.get(path.format(2**31 - 1)).status_code == 404
    key = home.publish(sent="public")
    assert client.get(path.format(key)).status_code == 200
    with home.database.transaction() as session:
        session.get_one(Document, home.document).publication = "draft"
        outbox.grow(session)
    assert client.get(path.format(key)).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_what_was_withdrawn_is_gone(client: FlaskClient, home: Any, path: str) -> None:
    key = home.publish()
    with home.database.transaction() as session:
        release.withdraw(session, key, "引用数字有误", by=home.officer)
    assert client.get(path.format(key)).status_code == 410


def test_the_public_sees_the_published_version_only(client: FlaskClient, home: Any, layout: Content) -> None:
    key = home.publish(layout)
    with home.database.transaction() as session:
        editing.save(session, key, 1, replace(layout, lead="还没有审核的一句"), by=home.drafter)
    assert "还没有审核" not in client.get(f"/interpretations/{key}/picture").text


def test_a_paper_that_there_is_not_is_named(client: FlaskClient, home: Any) -> None:
    answer = client.get(f"/interpretations/{home.publish()}/picture.pdf?paper=a0")
    assert answer.status_code == 400
    assert "a4、a3" in answer.text


def test_a_reader_who_has_the_picture_gets_no_second_one(client: FlaskClient, home: Any) -> None:
    path = f"/interpretations/{home.publish()}/picture.png"
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_an_interpretation_with_nothing_to_draw_says_so(client: FlaskClient, home: Any) -> None:
    key = home.publish(home.content(blocks=()))
    answer = client.get(f"/interpretations/{key}/picture")
    assert answer.status_code == 404
    assert "没有可以画成图的内容" in answer.text
    assert client.get(f"/interpretations/{key}/square.png").status_code == 200


def test_without_a_font_the_picture_is_refused_and_the_page_stays(
    client: FlaskClient, home: Any, app: Any
) -> None:
    key = home.publish()
    app.extensions["config"] = replace(app.extensions["config"], pdf=False)
    assert client.get(f"/interpretations/{key}/picture.png").status_code == 503
    page = client.get(f"/interpretations/{key}/picture")
    assert page.status_code == 200
    assert "picture.png" not in page.text


def test_the_desk_previews_what_nobody_else_may_see(client: FlaskClient, home: Any, act_as: Any) -> None:
    with home.database.transaction() as session:
        key = home.begin(session).id
    act_as(Role.DRAFTER, unit_id=home.water)
    page = client.get(f"/desk/media/{key}")
    assert "现在没有公开" in page.text
    assert image(client.get(f"/desk/media/{key}/picture.png").data).width == 1080
    assert codes(image(client.get(f"/desk/media/{key}/qr.png").data)) == [
        f"http://localhost/interpretations/{key}"
    ]
    assert client.get(f"/desk/media/{key}/qr.svg").mimetype == "image/svg+xml"
    assert client.get(f"/interpretations/{key}/picture.png").status_code == 404


def test_the_desk_gives_the_three_texts_of_what_is_public(
    client: FlaskClient, home: Any, act_as: Any
) -> None:
    key = home.publish()
    home.event(EventKind.REPEAL, date(2026, 11, 23))
    act_as(Role.DRAFTER, unit_id=home.water)
    page = client.get(f"/desk/media/{key}").text
    areas = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert len(areas) == 3
    assert all(unescape(words).startswith("【已废止】") for words in areas)
    assert f"/interpretations/{key}/square.png" in page
    act_as(Role.DRAFTER, unit_id=home.legal)
    assert client.get(f"/desk/media/{key}").status_code == 403


def test_an_uploaded_picture_stands_first_with_its_words(client: FlaskClient, home: Any) -> None:
    with home.database.transaction() as session:
        row = home.begin(session)
        file = InterpretationFile(
            interpretation_id=row.id,
            role=FileRole.PICTURE.value,
            filename="图解.png",
            media_type="image/png",
            size=1,
            sha256="0" * 64,
            width=1080,
            height=2400,
            recorded_at=clock.now(),
            recorded_by="tests",
        )
        session.add(file)
        session.flush()
        told = replace(home.content(), picture=file.id, picture_text="图中写明：先领证，再排污。")
        editing.save(session, row.id, 1, told, by=home.drafter)
        flow.submit(session, row.id, 2, by=home.drafter)
        flow.approve(session, row.id, 2, "同意", by=home.reviewer)
        release.publish(session, row.id, 2, by=home.reviewer)
        key = row.id
    page = client.get(f"/interpretations/{key}/picture").text
    assert f'<img src="/interpretations/{key}/files/{file.id}"' in page
    assert page.index("图中写明：先领证，再排污。") < page.index('<article class="pic')
