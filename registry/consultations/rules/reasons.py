"""Reasons (理由): what somebody says in their own words, once the empty phrases are taken away.

"已采纳合理意见" answers nobody: whoever commented must be able to see what became of it and why.
"""

import re
import unicodedata

# Longer ones first, so that no phrase leaves a piece of a longer one behind.
EMPTY_PHRASES: tuple[str, ...] = tuple(
    sorted(
        {
            "对合理的意见建议予以采纳",
            "对合理意见建议予以采纳",
            "对合理意见予以采纳",
            "合理意见建议已采纳",
            "合理的意见已采纳",
            "合理意见已采纳",
            "合理意见已吸收",
            "已采纳合理意见建议",
            "已采纳合理意见",
            "已采纳合理建议",
            "已吸收合理意见",
            "充分吸收合理意见",
            "吸收采纳",
            "已部分采纳",
            "予以部分采纳",
            "部分采纳",
            "暂不采纳",
            "不予采纳",
            "未予采纳",
            "未采纳",
            "不采纳",
            "已予采纳",
            "已经采纳",
            "予以采纳",
            "全部采纳",
            "已采纳",
            "采纳",
            "已认真研究",
            "经认真研究",
            "经研究",
            "已研究",
            "经核实",
            "经讨论",
            "综合考虑",
            "统筹考虑",
            "结合实际情况",
            "结合实际",
            "根据实际情况",
            "根据实际",
            "按照有关规定执行",
            "按有关规定办理",
            "按有关规定执行",
            "按相关规定办理",
            "按相关规定执行",
            "依照有关规定",
            "按有关规定",
            "按相关规定",
            "不符合实际情况",
            "不符合实际",
            "与实际不符",
            "不具备可操作性",
            "缺乏可操作性",
            "已作修改完善",
            "已修改完善",
            "作了相应修改",
            "已作相应修改",
            "已作修改",
            "已修改",
            "修改完善",
            "已在修改稿中体现",
            "已在文中体现",
            "已体现",
            "详见修改稿",
            "详见正文",
            "详见文本",
            "留作参考",
            "供参考",
            "将在今后工作中予以考虑",
            "今后工作中考虑",
            "将予以考虑",
            "予以考虑",
            "意见收悉",
            "已收悉",
            "已知悉",
            "感谢您的宝贵意见",
            "感谢您的宝贵建议",
            "感谢您的意见",
            "感谢您的建议",
            "感谢您的支持",
            "感谢关注与支持",
            "感谢支持",
            "感谢关注",
            "感谢",
            "谢谢",
            "您好",
            "该意见",
            "该建议",
            "此意见",
            "此建议",
            "您的意见",
            "您的建议",
            "意见建议",
            "意见",
            "建议",
            "同意",
            "不同意",
            "合理",
            "无",
        },
        key=lambda phrase: (-len(phrase), phrase),
    )
)
# Bounded, and of literal words only: no reason can make it slow.
EMPTY = re.compile("|".join(map(re.escape, EMPTY_PHRASES)))
NUMERAL = "0-9〇零一二三四五六七八九十百"
# 第三条第二款, 附件1: the place in a text, which alone is no reason.
PLACE = re.compile(
    rf"第[（(]?[{NUMERAL}]{{1,6}}[）)]?(?:条|款|项|目|章|节|部分|点)(?:之[{NUMERAL}]{{1,3}})?"
    rf"|附件[{NUMERAL}]{{0,3}}|附则|总则|标题|题目|名称|目录|全文|起草说明"
)
# What a reason must hold beyond phrases and places: so many signs, of which so many are different.
LEAST_WORDS, LEAST_DIFFERENT = 6, 4


def folded(text: str) -> str:
    """The letters and digits of a text in one form, without spaces, marks and what cannot be seen.

    >>> folded("已采纳，　谢谢！\u200bＡ")
    '已采纳谢谢A'
    """
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def own_words(reason: str) -> str:
    """What is left of a reason without the empty phrases, and without the places in the text.

    >>> own_words("经研究，已采纳合理意见，感谢您的宝贵意见！"), own_words("见第三条第二款")
    ('', '见')
    """
    left = PLACE.sub("", folded(reason))
    return EMPTY.sub("", left)


def says_something(reason: str) -> bool:
    """Whether somebody who reads the reason learns something from it.

    >>> says_something("已采纳合理意见"), says_something("第九条已将夜间施工的公告期限改为五日")
    (False, True)
    """
    left = own_words(reason)
    return len(left) >= LEAST_WORDS and len(set(left)) >= LEAST_DIFFERENT


def says_where(reason: str) -> bool:
    """Whether the reason names a place in the text, such as 第三条 or 附件1.

    >>> says_where("已写入第 三 条"), says_where("已写入草案")
    (True, False)
    """
    return PLACE.search(folded(reason)) is not None
