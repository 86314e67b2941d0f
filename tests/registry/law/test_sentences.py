"""A body cut into passages and sentences."""

from registry.law.sentences import passages, sentences, unquoted


def split(*body: str) -> list[str]:
    return [sentence.text for passage in passages(body) for sentence in sentences(passage)]


def test_a_sentence_keeps_its_full_stop_and_its_article() -> None:
    assert split("第八条　本办法自公布之日起施行。旧办法废止。") == [
        "第八条　本办法自公布之日起施行。",
        "旧办法废止。",
    ]


def test_a_sentence_knows_where_it_begins_in_the_body() -> None:
    body = ("第一条　甲。", "", "　　第二条　乙。丙。")
    text = "\n".join(body)
    for passage in passages(body):
        for sentence in sentences(passage):
            assert text[sentence.start :].startswith(sentence.text)


def test_a_full_stop_inside_a_quotation_ends_nothing() -> None:
    assert len(split("将第二条修改为：“甲。乙。”并自公布之日起施行。")) == 1


def test_wording_put_into_another_text_is_quoted_until_it_closes() -> None:
    quoted = [
        passage.quoted
        for passage in passages(
            ("一、将第三条修改为：“第三条　甲。", "“乙。", "“丙。”", "二、本决定自公布之日起施行。")
        )
    ]
    assert quoted == [False, True, True, False]


def test_a_quotation_that_never_closes_does_not_swallow_the_next_article() -> None:
    assert [passage.quoted for passage in passages(("第一条　所称“甲，", "第二条　本条例施行。"))] == [
        False,
        False,
    ]


def test_what_follows_the_word_annex_is_annexed() -> None:
    assert [passage.annexed for passage in passages(("第一章　附则", "第九条　甲。", "附件1：", "乙"))] == [
        False,
        False,
        True,
        True,
    ]


def test_a_passage_knows_its_article() -> None:
    assert [passage.article for passage in passages(("第十条之一　甲", "乙", "第十一条【期限】丙"))] == [
        "第十条之一",
        "第十条之一",
        "第十一条",
    ]


def test_hides_quoted_wording_in_place() -> None:
    assert unquoted("所称“湿地”，是指") == "所称□□□□，是指"
