"""What must be true of every document number."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from registry.law.docnumber import Family, Number, find, key, keys, near, parse
from registry.law.numberforms import SCHEMES
from registry.law.numerals import chinese

YEARS, SERIALS = st.integers(1949, 2099), st.integers(1, 9999)
CODES = st.sampled_from(
    ["国办发", "国发", "环办环评函", "浙政办发", "法释", "国办发明电", "法（研）发", "杨规", "三政发"]
)
ORGANS = st.sampled_from(["", "国务院", "环境保护部", "总局", "主席", "浙江省人民政府", "生态环境部、公安部"])
CONGRESSES = st.sampled_from(["", "浙江省人民代表大会常务委员会", "全国人民代表大会", "杭州市人民代表大会"])
WORDED = st.sampled_from([Family.ORDER, Family.ANNOUNCEMENT, Family.PUBLIC_NOTICE])
NUMBERS = st.one_of(
    st.builds(Number, st.just(Family.DOCUMENT), CODES, SERIALS, YEARS),
    st.builds(Number, WORDED, ORGANS, SERIALS, st.none() | YEARS),
    st.builds(Number, st.just(Family.ANNOUNCEMENT), CONGRESSES, SERIALS, st.none(), st.integers(1, 30)),
    st.builds(
        lambda prefix, serial, year: Number(
            Family.UNIFIED, prefix, serial, year, template=SCHEMES[0].template
        ),
        st.from_regex("[A-Z]{4}[0-9]{2}", fullmatch=True),
        SERIALS,
        YEARS,
    ),
    st.builds(
        lambda prefix, serial, year: Number(Family.INDEX, prefix, serial, year, width=5),
        st.from_regex("[0-9A-Z]{9}|[0-9A-Z]{18}", fullmatch=True),
        SERIALS,
        YEARS,
    ),
)
BRACKETS = st.sampled_from(["〔〕", "[]", "［］", "()", "（）", "【】", "〖〗", "〔", "  "])
DIGITS = st.sampled_from([str, lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(n))])
Spelling = tuple[str, Callable[[int], str], str, str]
NOISE = st.text(alphabet="国办发令公告第号年〔〕（）[【届十三一二〇018 9\u3000－—/-ZJSP", max_size=80)


@given(NUMBERS)
def test_what_is_printed_reads_back_as_the_same_number(number: Number) -> None:
    assert parse(number.print()) == number


SPELLINGS = st.tuples(
    BRACKETS, DIGITS, st.sampled_from(["", "第", " ", "0"]), st.sampled_from(["号", "", " 号"])
)


# 杨规〔2012〕001, three digits and no 号, is a unified number there: the missing 号 tells them apart.
@given(CODES.filter(lambda code: code != "杨规"), YEARS, SERIALS, SPELLINGS)
def test_every_variant_of_one_number_has_one_key(
    code: str, year: int, serial: int, spelling: Spelling
) -> None:
    brackets, digits, before, after = spelling
    raw = f"{code}{brackets[0]}{digits(year)}{brackets[1:]}{before}{digits(serial)}{after}"
    assert key(raw) == Number(Family.DOCUMENT, code, serial, year).print()


@given(
    ORGANS.filter(bool),
    SERIALS,
    st.sampled_from(["{}令第{}号", "中华人民共和国{}令第{}号", "{}令 第 {} 号", "{}第{}号令"]),
)
def test_every_variant_of_one_order_has_one_key(organ: str, serial: int, form: str) -> None:
    expected = f"{organ}令第{serial}号"
    assert key(form.format(organ, serial)) == key(form.format(organ, chinese(serial))) == expected


@given(NOISE | st.text(max_size=200))
def test_garbage_never_raises_and_the_key_of_a_key_is_itself(raw: str) -> None:
    assert key(key(raw)) == key(raw)
    assert parse(raw) is None or parse(raw).raw == raw
    assert len(keys(raw)) <= len(raw)


@given(NOISE)
def test_what_is_found_stands_where_it_is_said_to_stand(text: str) -> None:
    places = [(one.start, one.end) for one in find(text)]
    assert all(text[one.start : one.end] == one.raw for one in find(text))
    assert places == sorted(places)


@given(NUMBERS.filter(lambda number: number.family in {Family.DOCUMENT, Family.ORDER} and bool(number.organ)))
def test_a_number_is_found_again_between_other_words(number: Number) -> None:
    found = find(f"（根据{number.print()}修订）")
    assert [one.number for one in found] == [number]


@given(NUMBERS, st.lists(NUMBERS, max_size=5))
def test_suggestions_are_known_numbers_and_never_the_one_asked_for(
    number: Number, others: list[Number]
) -> None:
    known = [other.print() for other in others]
    suggested = near(number.print(), known)
    assert set(suggested) <= set(known) - {number.print()}
