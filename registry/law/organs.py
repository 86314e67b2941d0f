"""Organs (机关) as heads and signatures name them, and the numbers of their orders."""

import re
from itertools import pairwise, takewhile

from registry.law.docnumber import Family, Found, find

STATE = "中华人民共和国"
SESSION = re.compile(r"第?[一二三四五六七八九十百零〇0-9]{1,6}届")
# 市十四届人大常委会: the congress under its short name.
SHORT_CONGRESS = re.compile(r"人大(?=常委会|常务委员会|[一二三四五六七八九十第])")
PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}?(?:自治县|自治州|省|市|县|区)")
NUMERAL = "一二三四五六七八九十百零〇○0-9０-９"
CUT = re.compile(
    rf"第?[{NUMERAL}]{{1,6}}(?:次|号)|审判委员会|检察委员会|令|公告|主席团|会议|常务会议|《|〈|关于|[（(]"
    r"|审议|讨论|通过|批准|公布|发布|颁布|颁发|修订|修正|修改|印发|施行|联合"
)
INTRODUCING = re.compile(r"^(?:根据|依据|并|由|经|以|于|自|报|的|[\s\u3000、，：:。]){0,6}")
COUNTED = (Family.ORDER, Family.ANNOUNCEMENT)
ORGAN = (
    "委员会|人民代表大会|人民政府|人民法院|人民检察院|国务院|办公厅|办公室|部|局|厅|委|署|总局|总署|院|中央军委"
    "|银行|领导小组|海关|中心|协会|办|行署|公署|政协|法制办|监会|工委|党组"
)
ORGAN_NAME = re.compile(rf"[\u4e00-\u9fff]{{1,24}}(?:{ORGAN})")
TITLE_ORGANS = re.compile(
    rf"((?:(?:(?!关于|印发|转发|批转)[\u4e00-\u9fff]){{1,24}}(?:{ORGAN})[、，\s\u3000]{{0,2}}){{1,8}})(?=关于|印发|转发|批转|公告|令)"
)
LONGEST_SIGNATURE = 60


def acting(words: str) -> tuple[str, ...]:
    """The organs that a history line says acted.

    >>> acting(" 上海市第十三届人民代表大会常务委员会第三十次会议通过")
    ('上海市人民代表大会常务委员会',)
    >>> acting(" 国家教育委员会令第8号、国家体育运动委员会令第11号发布")
    ('国家教育委员会', '国家体育运动委员会')
    """
    plain = SHORT_CONGRESS.sub("人民代表大会", SESSION.sub("", words)).replace("大会常委会", "大会常务委员会")
    if orders := _orders(plain):
        return listed("、".join(order.number.organ for order in orders))
    introduced = INTRODUCING.match(plain)
    end = CUT.search(plain, introduced.end() if introduced else 0)
    return listed(plain[: end.start()] if end else plain)


def listed(printed: str) -> tuple[str, ...]:
    """The organs of a list, in order, without the state's name and what introduces them.

    >>> listed("中华人民共和国国务院、中华人民共和国中央军事委员会")
    ('国务院', '中央军事委员会')
    """
    names = (_named(part) for part in re.split(r"[、，,;；\s\u3000]", printed))
    return tuple(dict.fromkeys(name for name in names if name and ORGAN_NAME.fullmatch(name)))


def _named(part: str) -> str:
    plain = INTRODUCING.sub("", part.strip(), count=1).strip("，。、的 \u3000")
    return plain.removeprefix(STATE) or plain


def order_number(words: str) -> str:
    """The number of the order or public notice by which the line says it was published; else "".

    >>> order_number(" 中华人民共和国国务院令第656号公布")
    '中华人民共和国国务院令第656号'
    """
    orders = _orders(words)
    return words[orders[0].start : orders[-1].end] if orders else ""


def _orders(words: str) -> list[Found]:
    # Two organs that publish together each count their own orders: 甲令第8号、乙令第11号.
    found = [one for one in find(words) if one.number.family in COUNTED]
    joint = takewhile(lambda pair: words[pair[0].end : pair[1].start] == "、", pairwise(found))
    return found[: 1 + len(list(joint))]


def in_title(title: str) -> tuple[str, ...]:
    """The organs that a title begins with (广东省人民政府关于…).

    >>> in_title("国务院办公厅、中央军委办公厅关于加强管理工作的通知")
    ('国务院办公厅', '中央军委办公厅')
    """
    match = TITLE_ORGANS.match(title)
    return listed(match[1]) if match else ()


def signing(line: str) -> tuple[str, ...]:
    """The organs of one line of a signature block; () when the line is no signature."""
    if len(line) > LONGEST_SIGNATURE or any(stop in line for stop in "。，：；《"):
        return ()
    parts = [part for part in re.split(r"[、\s\u3000]+", line) if part]
    named = [part for part in parts if ORGAN_NAME.fullmatch(part)]
    return tuple(named) if parts and len(named) == len(parts) else ()


def placed(organ: str, title: str) -> str:
    """The organ with its place from the title, where a head names it by its level only.

    >>> placed("市人民代表大会常务委员会", "宁波市人民调解条例")
    '宁波市人民代表大会常务委员会'
    """
    place = PLACE.match(title)
    if place and organ.startswith(("省", "市", "县", "区")) and place[0].endswith(organ[0]):
        return place[0] + organ[1:]
    return organ
