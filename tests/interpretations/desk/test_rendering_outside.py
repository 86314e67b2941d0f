"""The marker is never asked while anybody holds the turn to write, nor for words that it has done before."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy.orm import Session

from base import guarding, markup, web
from base.errors import Unavailable
from base.staff.roles import Role
from interpretations.enquiries.asking import Question, Sender, ask
from interpretations.enquiries.tables import Enquiry
from interpretations.publishing import editing
from interpretations.rules.content import Rendered

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n先领证\n".encode()


class Marker:
    """Stands in the marker's place: what it was given, and whether somebody was writing meanwhile."""

    def __init__(self) -> None:
        self.given: list[str] = []
        self.writing = False

    def to_html(self, words: str) -> str:
        assert not self.writing
        self.given.append(words)
        return f"<p>{words}</p>"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        with held() as session:
            self.writing = True
            try:
                yield session
            finally:
                self.writing = False


held = web.transaction


@pytest.fixture
def marker(monkeypatch: pytest.MonkeyPatch) -> Marker:
    made = Marker()
    monkeypatch.setattr(markup, "to_html", made.to_html)
    monkeypatch.setattr(web, "transaction", made.transaction)
    return made


def test_a_text_is_rendered_before_the_turn_to_write_and_only_where_it_is_new(
    desk: Any, marker: Marker
) -> None:
    desk.drafter()
    key = desk.save()
    marker.given.clear()
    path = f"/desk/interpretations/{key}/edit"
    typed = desk.form(path)
    assert marker.given == []
    answer = desk.client.post(path, data=typed | {"b-2-words": "先办证，再投产。", "do": "save"})
    assert answer.status_code == 303
    assert marker.given == ["先办证，再投产。"]
    with desk.home.database.reading() as session:
        rendered = Rendered.read(editing.version_of(session, key, 2).rendered)
    assert "<p>先办证，再投产。</p>" in rendered.words.values()
    assert len(rendered.words) == 5


def test_pages_of_what_was_kept_and_files_ask_for_nothing(desk: Any, marker: Marker) -> None:
    desk.drafter()
    key = desk.save()
    marker.given.clear()
    assert "<p>没有证就不能排，投产之前把证办好。</p>" in desk.page(key)
    version = desk.client.get(f"/desk/interpretations/{key}/versions/1").get_data(as_text=True)
    assert "<p>没有证就不能排，投产之前把证办好。</p>" in version
    sent = {"role": "captions", "version": "1", "file": (io.BytesIO(VTT), "字幕.vtt")}
    assert "文件已上传" in desk.page_said(f"/desk/interpretations/{key}/files", **sent)
    assert marker.given == []
    with desk.home.database.reading() as session:
        first, second = (editing.version_of(session, key, version).rendered for version in (1, 2))
        assert first == second


def test_words_that_stood_in_another_block_are_known_and_empty_ones_stay_empty(
    home: Any, marker: Marker
) -> None:
    content = home.content(transcript="文字稿")
    former = editing.Prepared(content, editing.rendered(content))
    marker.given.clear()
    turned = replace(content, blocks=tuple(replace(each, aside=each.words) for each in content.blocks))
    made = editing.rendered(turned, former)
    assert made.words == made.asides == former.rendered.words
    assert made.transcript == "<p>文字稿</p>"
    assert editing.rendered(replace(content, transcript=""), former).transcript == ""
    assert marker.given == []


def asked(home: Any, config: Any) -> int:
    with home.database.transaction() as session:
        question = Question(question="多久以前申请？", document_id=home.document, eid="art-3")
        return ask(session, question, Sender("1" * 32, guarding.hashed("o")), config, "secret").enquiry.id


def test_a_reply_is_rendered_before_the_turn_to_write(
    desk: Any, marker: Marker, act_as: Callable[..., Any], config: Any
) -> None:
    key = asked(desk.home, config)
    desk.sit(Role.DRAFTER, desk.home.water)
    sent = {"version": "1", "reply": "六十日以前。"}
    assert desk.client.post(f"/desk/enquiries/{key}/reply", data=sent).status_code in {303, 409}
    with desk.home.database.reading() as session:
        sent["version"] = str(session.get_one(Enquiry, key).version)
    desk.client.post(f"/desk/enquiries/{key}/reply", data=sent)
    with desk.home.database.reading() as session:
        assert session.get_one(Enquiry, key).reply_html == "<p>六十日以前。</p>"


def test_a_reply_that_cannot_be_converted_in_its_time_is_kept(
    desk: Any, monkeypatch: pytest.MonkeyPatch, config: Any
) -> None:
    def late(_words: str) -> str:
        raise Unavailable("转换文本格式超过 15 秒，已停止")

    key = asked(desk.home, config)
    desk.sit(Role.DRAFTER, desk.home.water)
    monkeypatch.setattr(markup, "to_html", late)
    answer = desk.client.post(
        f"/desk/enquiries/{key}/reply", data={"version": "1", "reply": "写了很久的答复"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "写了很久的答复" in page
    assert "已停止" in page
