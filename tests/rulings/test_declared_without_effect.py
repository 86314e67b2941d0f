"""国发〔2015〕68号: what is declared 失效 is no basis of administration from the decision on."""

from datetime import date, timedelta

from registry.law.events import Act, Event
from registry.law.terms import EventKind, Validity
from registry.law.validity import markers, spans, standing_sentence

DECIDED = date(2015, 11, 27)
DECISION = Act("国务院关于宣布失效一批国务院文件的决定", "国发〔2015〕68号")
LIFE = [Event(EventKind.COMMENCEMENT, date(1996, 1, 1)), Event(EventKind.LAPSE, DECIDED, act=DECISION)]


def test_it_holds_until_the_day_before_the_decision() -> None:
    assert [span.validity for span in spans(LIFE)][-2:] == [Validity.IN_FORCE, Validity.LAPSED]
    assert spans(LIFE)[-1].since == DECIDED


def test_the_mark_names_the_decision() -> None:
    assert standing_sentence(LIFE, DECIDED) == (
        "已于2015年11月27日宣布失效，依据《国务院关于宣布失效一批国务院文件的决定》（国发〔2015〕68号）。"
    )


def test_until_then_the_mark_says_what_is_to_come() -> None:
    (marker,) = markers(LIFE, DECIDED - timedelta(days=1))
    assert (marker.pending, marker.wording) == (True, "将自2015年11月27日起失效")
