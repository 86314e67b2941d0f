"""What a link to an interpretation says in a chat: title and sentence, with the mark, and a picture."""

from datetime import date
from typing import Any

from base import clock
from interpretations.reads.page import InterpretationPage, read_page
from interpretations.renditions.sharing import properties
from registry.law.terms import EventKind
from registry.reads.dossier import read_dossier


def page(home: Any, key: int) -> InterpretationPage:
    with home.database.reading() as session:
        return read_page(session, key, clock.today(), lambda address: read_dossier(session, address))


def test_the_card_says_title_sentence_and_picture(home: Any) -> None:
    key = home.publish()
    said = dict(properties(page(home, key), "政策文件库", "https://policy.example"))
    assert said["og:title"] == "《澄江省排污许可管理办法》解读"
    assert said["og:description"] == "排污之前先领证，到期之前早延续。"
    assert said["og:url"] == f"https://policy.example/interpretations/{key}"
    assert said["og:image"].startswith(f"https://policy.example/card/interpretations/{key}.png?v=")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")


def test_a_repeal_changes_words_and_picture(home: Any) -> None:
    key = home.publish()
    before = dict(properties(page(home, key), "政策文件库", "https://policy.example"))
    home.event(EventKind.REPEAL, date(2026, 11, 23))
    after = dict(properties(page(home, key), "政策文件库", "https://policy.example"))
    assert after["og:title"] == f"【已废止】{before['og:title']}"
    assert "废止" in after["og:description"]
    assert after["og:image"] != before["og:image"]
