"""What the desk does to the lexicon (词表办理页面): add, change, withdraw, rule on proposals."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from base import web
from base.errors import BadInput
from base.forms import Faults, FormReader
from base.staff.access import actor, may
from base.staff.roles import Permission
from registry.desk import owners
from search.desk.word_forms import read_entry, read_picks, typed_in
from search.desk.word_pages import entry_page, list_page, new_page
from search.index import IndexUnreadable
from search.lexicon import rounds, verbs
from search.lexicon.limits import LONGEST_NOTE
from search.lexicon.reads import Wanted
from search.lexicon.terms import WordState
from search.lexicon.verbs import ChangedMeanwhile
from search.views.opening import engine

VERDICTS = {"confirm": WordState.CONFIRMED, "reject": WordState.REJECTED}


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def add() -> ResponseReturnValue:
    """Enter a new entry."""
    form = FormReader(request.form)
    made = read_entry(form)
    try:
        form.finish()
        with web.transaction() as session:
            row = verbs.add(session, made, by=actor())
    except Faults as wrong:
        return new_page(typed_in(), wrong.fields), wrong.status
    flash(f"“{row.word}”已登记，从下一次检索起生效。")
    return redirect(f"/desk/words/{row.id}", 303)


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def change(key: int) -> ResponseReturnValue:
    """Change an entry; a proposal is confirmed by it, one that was taken back holds again."""
    form = FormReader(request.form)
    made, seen = read_entry(form), form.whole("version", "版本", required=True)
    try:
        form.finish()
        with web.transaction() as session:
            row = verbs.change(session, key, made, seen or 0, by=actor())
    except Faults as wrong:
        return entry_page(key, typed_in(), wrong.fields), wrong.status
    except ChangedMeanwhile as late:
        return entry_page(key, typed_in(), {"form": late.sentence}), late.status
    flash(f"“{row.word}”已保存，从下一次检索起生效。")
    return redirect(f"/desk/words/{row.id}", 303)


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def withdraw(key: int) -> ResponseReturnValue:
    """Take an entry back, with the reason."""
    form = FormReader(request.form)
    reason = form.text("reason", "撤下的理由", longest=LONGEST_NOTE, required=True)
    seen = form.whole("version", "版本", required=True)
    try:
        form.finish()
        with web.transaction() as session:
            row = verbs.withdraw(session, key, reason, seen or 0, by=actor())
    except Faults as wrong:
        return entry_page(key, {}, wrong.fields), wrong.status
    except (BadInput, ChangedMeanwhile) as late:
        return entry_page(key, {}, {"form": late.sentence}), late.status
    flash(f"“{row.word}”已撤下，检索不再使用。")
    return redirect(f"/desk/words/{row.id}", 303)


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def learn() -> ResponseReturnValue:
    """Look for proposals in everything that is public, and in what was searched in vain."""
    form = FormReader(request.form)
    form.finish()
    answering = engine()
    try:
        count = rounds.learn(web.database(), answering.keeper.index, by=actor())
    except IndexUnreadable:
        answering.mend()
        flash("检索索引正在重建，请稍后再学习。", "warning")
    else:
        flash(f"新的词条建议 {count} 条，请逐条核对。" if count else "没有新的词条建议。")
    return redirect("/desk/words?state=proposed", 303)


@may(Permission.KEEP_WORDS, of=owners.of_the_department)
def rule() -> ResponseReturnValue:
    """Confirm or reject the proposals that are ticked: all of them, or none."""
    form = FormReader(request.form)
    picks = read_picks(form)
    word = form.text("verdict", "处理", longest=20)
    reason = form.text("reason", "理由", longest=LONGEST_NOTE)
    asked = Wanted(WordState.PROPOSED)
    if not form.faults and not picks:
        flash("没有选中词条建议。", "warning")
        return redirect("/desk/words?state=proposed", 303)
    if word not in VERDICTS:
        form.fault("verdict", "请选择确认或者驳回")
    try:
        form.finish()
        with web.transaction() as session:
            rows = verbs.rule(session, picks, VERDICTS[word], reason, by=actor())
    except Faults as wrong:
        return list_page({"form": wrong.sentence}, asked), wrong.status
    except ChangedMeanwhile as late:
        return list_page({"form": late.sentence}, asked), late.status
    flash(f"已{'确认' if word == 'confirm' else '驳回'} {len(rows)} 条词条建议。")
    return redirect("/desk/words?state=proposed", 303)
