"""The desk of the lexicon, as an officer of the legal division sees it."""

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from base.db import Database
from base.staff.roles import Role
from search.keeping import Keeper
from search.lexicon import verbs
from search.lexicon.current import CurrentLexicon
from search.lexicon.entries import Entry
from search.lexicon.terms import WordSource, WordState
from search.lexicon.verbs import Written


@pytest.fixture(autouse=True)
def one_database(request: pytest.FixtureRequest) -> None:
    """Pages are the same on both databases; once is enough."""
    if "postgres" in request.node.name:
        pytest.skip("pages are tried on SQLite")


@pytest.fixture
def desk(
    keeper: Keeper, client: FlaskClient, act_as: Callable[..., Any], hold_clock: Callable[[date], None]
) -> FlaskClient:
    hold_clock(date(2026, 11, 23))
    keeper.catch_up()
    act_as(Role.LEGAL_OFFICER, account_id=None, organ="澄江省生态环境厅")
    return client


def propose(office: Any, word: str, *formal: str) -> str:
    with office.database.transaction() as session:
        made = Written(Entry(word, formal), source=WordSource.DEFINITION)
        row = verbs.put_in(session, made, WordState.PROPOSED, by=office.by)
        row.sentence, row.score = f"本办法所称{word}，是指……", 0.8
        return f"{row.id}:{row.version}"


def words(answer: TestResponse) -> str:
    return re.sub(r"<[^>]{0,400}>|\s+", "", unescape(answer.text))


def test_an_entry_is_registered_and_found_with_the_next_search(desk: FlaskClient) -> None:
    assert "犬绳" not in words(desk.get("/search?q=毛孩子"))
    sent = desk.post(
        "/desk/words", data={"word": "毛孩子", "kind": "lay", "formal": "犬绳", "note": "宠物店用语"}
    )
    assert sent.status_code == 303
    assert "“毛孩子”已登记，从下一次检索起生效" in words(desk.get(sent.location))
    assert "养犬管理规定" in words(desk.get("/search?q=毛孩子"))


def test_a_kept_page_of_search_is_old_with_the_deed(desk: FlaskClient, act_as: Callable[..., Any]) -> None:
    reader = desk.application.test_client()
    act_as(None)
    assert "养犬管理规定" not in words(reader.get("/search?q=毛孩子"))
    act_as(Role.LEGAL_OFFICER, account_id=None, organ="澄江省生态环境厅")
    desk.post("/desk/words", data={"word": "毛孩子", "kind": "lay", "formal": "犬绳"})
    act_as(None)
    assert "养犬管理规定" in words(reader.get("/search?q=毛孩子"))


def test_all_faults_stand_beside_what_was_typed(desk: FlaskClient) -> None:
    sent = desk.post("/desk/words", data={"word": "带", "kind": "lay", "formal": "", "note": "备忘"})
    assert sent.status_code == 422
    assert "有2处需要改正" in words(sent)
    assert 'value="备忘"' in sent.text


def test_the_entry_in_the_way_is_named_and_linked(desk: FlaskClient, office: Any) -> None:
    row = office.add("毛孩子", "犬绳")
    sent = desk.post("/desk/words", data={"word": "毛孩子　", "kind": "lay", "formal": "犬链"})
    assert sent.status_code == 422
    assert "“毛孩子”已有词条（俗称，已生效）：犬绳" in words(sent)
    assert f'href="/desk/words/{row.id}"' in sent.text


def test_the_history_shows_every_deed(desk: FlaskClient, office: Any, database: Database) -> None:
    row = office.add("毛孩子", "犬绳")
    path = f"/desk/words/{row.id}"
    form = {"word": "毛孩子", "kind": "synonym", "formal": "犬绳、犬链", "version": "1"}
    assert desk.post(path, data=form).status_code == 303
    assert desk.post(f"{path}/withdraw", data={"version": "2", "reason": "有歧义"}).status_code == 303
    assert CurrentLexicon(database)().formal_words("毛孩子") == ()
    shown = words(desk.get(path))
    assert shown.index("撤下毛孩子") < shown.index("修改毛孩子") < shown.index("登记毛孩子")
    assert "有歧义" in shown


def test_two_who_change_the_same_entry_are_told(desk: FlaskClient, office: Any) -> None:
    row = office.add("毛孩子", "犬绳")
    office.change(row, "犬链")
    form = {"word": "毛孩子", "kind": "lay", "formal": "绳子", "version": "1"}
    sent = desk.post(f"/desk/words/{row.id}", data=form)
    assert sent.status_code == 409
    assert "“毛孩子”刚刚已由fa改为“已生效”：犬链" in words(sent)
    assert "绳子" in sent.text
    late = desk.post(f"/desk/words/{row.id}/withdraw", data={"version": "1", "reason": "不用"})
    assert late.status_code == 409


def test_proposals_are_ruled_on_together(desk: FlaskClient, office: Any, database: Database) -> None:
    first, second, third = (propose(office, word, "犬绳") for word in ("毛孩子", "铲屎官", "喵星人"))
    shown = words(desk.get("/desk/words?state=proposed"))
    assert "本办法所称毛孩子，是指……" in shown
    sent = desk.post("/desk/words/rule", data={"pick": [first, second], "verdict": "confirm"})
    assert "已确认2条词条建议" in words(desk.get(sent.location))
    sent = desk.post("/desk/words/rule", data={"pick": third, "verdict": "reject", "reason": "不是一回事"})
    assert "已驳回1条词条建议" in words(desk.get(sent.location))
    lexicon = CurrentLexicon(database)()
    assert lexicon.formal_words("毛孩子和铲屎官") == ("犬绳",)
    assert lexicon.formal_words("喵星人") == ()


def test_a_ruling_is_all_or_nothing(desk: FlaskClient, office: Any, database: Database) -> None:
    pick, other = propose(office, "毛孩子", "犬绳"), propose(office, "铲屎官", "犬绳")
    desk.post("/desk/words/rule", data={"pick": pick, "verdict": "reject"})
    both = desk.post("/desk/words/rule", data={"pick": [other, pick], "verdict": "confirm"})
    assert both.status_code == 409
    assert CurrentLexicon(database)().formal_words("铲屎官") == ()


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 303),
        ({"pick": "1:1"}, 422),
        ({"pick": "甲:1", "verdict": "confirm"}, 422),
        ({"pick": "9:1", "verdict": "confirm"}, 404),
    ],
)
def test_a_ruling_on_nothing_is_told(desk: FlaskClient, form: dict[str, str], status: int) -> None:
    assert desk.post("/desk/words/rule", data=form).status_code == status


def test_the_list_is_narrowed_by_state_kind_and_words(desk: FlaskClient, office: Any) -> None:
    office.add("毛孩子", "犬绳")
    office.withdraw(office.add("开发商", "房地产开发企业"))
    assert "毛孩子" in words(desk.get("/desk/words"))
    assert "开发商" not in words(desk.get("/desk/words"))
    assert "开发商" in words(desk.get("/desk/words?state=withdrawn"))
    assert "毛孩子" not in words(desk.get("/desk/words?kind=synonym"))
    assert "毛孩子" in words(desk.get("/desk/words?state=all&text=犬繩"))
    assert "没有符合条件的词条" in words(desk.get("/desk/words?text=毛孩子儿"))


def test_a_word_that_was_asked_in_vain_leads_to_its_entry_or_to_a_new_one(
    desk: FlaskClient, office: Any
) -> None:
    office.withdraw(office.add("毛孩子", "犬绳"))
    assert "毛孩子" in words(desk.get("/desk/words?word=毛孩子"))
    assert "登记“铲屎官”" in words(desk.get("/desk/words?word=铲屎官"))
    assert 'value="铲屎官"' in desk.get("/desk/words/new?word=铲屎官").text


def test_a_question_is_tried_with_and_without_an_entry(desk: FlaskClient, office: Any) -> None:
    asked = "/desk/words/try?q=毛孩子&word=毛孩子&kind=lay&formal=犬绳"
    without, including = words(desk.get(asked)).split("有这个词条")[-2:]
    assert "共0件" in without
    assert "共1件" in including
    assert "新出现" in including
    # Trying keeps nothing.
    assert "没有符合条件" in words(desk.get("/desk/words?text=毛孩子"))
    row = office.add("毛孩子", "犬绳")
    assert "共1件" in words(desk.get(f"/desk/words/try?entry={row.id}&q=毛孩子"))


def test_what_an_entry_lacks_is_told_when_it_is_tried(desk: FlaskClient) -> None:
    assert "请填写对应的词语" in words(desk.get("/desk/words/try?q=毛孩子&word=毛孩子"))


def test_a_try_while_the_index_cannot_be_read_still_tells_how_words_are_taken(
    desk: FlaskClient, keeper: Keeper
) -> None:
    (keeper.index.folder / "CURRENT").write_text("broken", "utf-8")
    shown = words(desk.get("/desk/words/try?q=毛孩子&word=毛孩子&formal=犬绳"))
    assert "检索索引正在重建" in shown
    assert "一并检索犬绳" in shown


def test_the_list_is_taken_away_and_taken_in_again(
    desk: FlaskClient, office: Any, database: Database
) -> None:
    office.add("毛孩子", "犬绳", note="=1+1")
    table = desk.get("/desk/words/words.csv").data.decode()
    assert "'=1+1" in table
    book = load_workbook(io.BytesIO(desk.get("/desk/words/words.xlsx").data))
    assert [cell.value for cell in book.active[2]][:2] == ["毛孩子", "犬绳"]
    changed = table.replace("犬绳", "犬绳、犬链") + "狗牌,犬只 标识\r\n"
    file = {"file": (io.BytesIO(changed.encode()), "检索词表.csv")}
    preview = desk.post("/desk/words/table", data=file)
    assert "变动2条，不变0条" in words(preview)
    assert CurrentLexicon(database)().formal_words("狗牌") == ()
    seen = re.search(r'name="seen" value="(\d+)"', preview.text)
    assert seen
    done = {"pasted": changed.removeprefix("\ufeff"), "seen": seen[1], "confirmed": "1"}
    assert desk.post("/desk/words/table", data=done).status_code == 303
    assert CurrentLexicon(database)().formal_words("狗牌和毛孩子") == ("犬只", "标识", "犬绳", "犬链")


def test_a_table_made_for_another_state_of_the_lexicon_is_shown_again(desk: FlaskClient, office: Any) -> None:
    office.add("毛孩子", "犬绳")
    form = {"pasted": "词语,对应词语,类型\n毛孩子,犬链,俗称", "seen": "0", "confirmed": "1"}
    late = desk.post("/desk/words/table", data=form)
    assert late.status_code == 409
    assert "请再核对一遍下面的预览" in words(late)
    assert "变动1条" in words(late)


def test_a_table_with_faults_takes_nothing_in(desk: FlaskClient, office: Any, database: Database) -> None:
    office.add("毛孩子", "犬绳")
    table = "词语,对应词语,类型\n毛孩子,犬链,俗称\n带,犬链,别称"
    shown = desk.post("/desk/words/table", data={"pasted": table})
    assert "表格中有2处不对" in words(shown)
    forced = desk.post("/desk/words/table", data={"pasted": table, "seen": "1", "confirmed": "1"})
    assert forced.status_code == 422
    assert CurrentLexicon(database)().formal_words("毛孩子") == ("犬绳",)


def test_no_file_and_no_table_is_told(desk: FlaskClient) -> None:
    assert "请选择CSV文件或者粘贴表格" in words(desk.post("/desk/words/table"))


def test_learning_at_the_desk_proposes_and_says_how_many(
    desk: FlaskClient, shelf: Any, keeper: Keeper
) -> None:
    shelf.put("云岭省合乘管理办法", "私人小客车合乘（也称顺风车），由乘客分摊费用。")
    keeper.catch_up()
    desk.post("/desk/words", data={"word": "顺风车", "kind": "lay", "formal": "合乘"})
    assert "没有新的词条建议" in words(desk.get(desk.post("/desk/words/learn").location))
    shelf.put("云岭省航空模型管理办法", "模型航空器，也称航模，是指不能载人的航空器。")
    keeper.catch_up()
    shown = words(desk.get(desk.post("/desk/words/learn").location))
    assert "新的词条建议1条" in shown
    assert "云岭省航空模型管理办法" in shown


def test_learning_while_the_index_cannot_be_read_is_told(desk: FlaskClient, keeper: Keeper) -> None:
    (keeper.index.folder / "CURRENT").write_text("broken", "utf-8")
    assert "请稍后再学习" in words(desk.get(desk.post("/desk/words/learn").location))


def test_a_drafter_does_not_see_the_lexicon(desk: FlaskClient, act_as: Callable[..., Any]) -> None:
    act_as(Role.DRAFTER, account_id=None, organ="澄江省生态环境厅")
    assert desk.get("/desk/words").status_code == 403
    assert desk.post("/desk/words", data={}).status_code == 403
