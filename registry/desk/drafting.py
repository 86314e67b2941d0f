"""The desk of drafts (登记稿): entering, submitting, reviewing, scheduling, publishing; its addresses."""

from flask import Blueprint

from registry.desk import correcting, draft_files, draft_flow, draft_pages, draft_preview, word_lists

desk = Blueprint("drafts", __name__, url_prefix="/desk/drafts")


desk.add_url_rule("", view_func=draft_pages.index)
desk.add_url_rule("", view_func=draft_pages.create, methods=["POST"])
desk.add_url_rule("/new", view_func=draft_pages.new)
desk.add_url_rule("/<int(max=2147483647):key>", view_func=draft_pages.show)
desk.add_url_rule("/<int(max=2147483647):key>/edit", view_func=draft_pages.edit)
desk.add_url_rule("/<int(max=2147483647):key>/edit", view_func=draft_pages.save, methods=["POST"])
desk.add_url_rule("/<int(max=2147483647):key>/merge", view_func=draft_pages.merge, methods=["POST"])
desk.add_url_rule("/<int(max=2147483647):key>/preview", view_func=draft_preview.preview)
desk.add_url_rule(
    "/<int(max=2147483647):key>/versions/<int(max=2147483647):number>", view_func=draft_pages.version
)
desk.add_url_rule("/from-file", view_func=draft_files.from_file, methods=["POST"])
desk.add_url_rule("/<int(max=2147483647):key>/files", view_func=draft_files.add, methods=["POST"])
desk.add_url_rule(
    "/<int(max=2147483647):key>/files/<int(max=2147483647):number>", view_func=draft_files.download
)
desk.add_url_rule(
    "/<int(max=2147483647):key>/files/<int(max=2147483647):number>/withdraw",
    view_func=draft_files.take_off,
    methods=["POST"],
)
desk.add_url_rule("/words", view_func=word_lists.word_lists)
desk.add_url_rule("/words/<name>.csv", view_func=word_lists.take_away)
desk.add_url_rule("/words/<name>", "load_words", word_lists.load, methods=["POST"])
desk.add_url_rule("/documents", view_func=correcting.published)
desk.add_url_rule("/documents/<int(max=2147483647):key>", view_func=correcting.published_document)
desk.add_url_rule(
    "/documents/<int(max=2147483647):key>/correct", view_func=correcting.correct, methods=["POST"]
)
desk.add_url_rule(
    "/documents/<int(max=2147483647):key>/correct-text", view_func=correcting.correct_text, methods=["POST"]
)
desk.add_url_rule("/documents/<int(max=2147483647):key>/unit", view_func=correcting.assign, methods=["POST"])
desk.add_url_rule(
    "/documents/<int(max=2147483647):key>/withdraw", view_func=correcting.withdraw, methods=["POST"]
)
for deed in (
    draft_flow.confirm,
    draft_flow.submit,
    draft_flow.recall,
    draft_flow.abandon,
    draft_flow.review,
    draft_flow.reopen,
    draft_flow.publish,
    draft_flow.schedule,
    draft_flow.unschedule,
):
    desk.add_url_rule(f"/<int(max=2147483647):key>/{deed.__name__}", view_func=deed, methods=["POST"])
