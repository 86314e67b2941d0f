"""The desk of comments (意见整理): its addresses."""

from flask import Blueprint

from registry.participation.desk import comment_deeds, comment_entry, comment_pages

desk = Blueprint(
    "desk_comments", __name__, url_prefix="/desk/consultations/<int(max=2147483647):key>/comments"
)
ONE = "/<int(max=2147483647):number>"

desk.add_url_rule("", view_func=comment_pages.index)
desk.add_url_rule("/groups", view_func=comment_pages.groups)
desk.add_url_rule("/export.xlsx", view_func=comment_pages.export)
desk.add_url_rule("/enter", view_func=comment_entry.form)
desk.add_url_rule("/enter/preview", view_func=comment_entry.preview, methods=["POST"])
desk.add_url_rule("/enter", view_func=comment_entry.save, methods=["POST"])
desk.add_url_rule(ONE, "one", view_func=comment_pages.show)
desk.add_url_rule(f"{ONE}/person", view_func=comment_pages.person, methods=["POST"])
for deed in (comment_deeds.show, comment_deeds.hold):
    desk.add_url_rule(f"{ONE}/{deed.__name__}", view_func=deed, methods=["POST"])
for many in (comment_deeds.show_many, comment_deeds.hold_many):
    desk.add_url_rule(f"/{many.__name__}", view_func=many, methods=["POST"])
for together in (comment_deeds.show_group, comment_deeds.hold_group, comment_deeds.answer_group):
    desk.add_url_rule(f"/groups/{together.__name__}", view_func=together, methods=["POST"])
