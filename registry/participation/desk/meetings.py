"""The desk of meetings (会议办理): its addresses."""

from flask import Blueprint

from registry.participation.desk import meeting_deeds, meeting_pages

desk = Blueprint(
    "desk_meetings", __name__, url_prefix="/desk/consultations/<int(max=2147483647):key>/meetings"
)
ONE = "/<int(max=2147483647):number>"
FILE = f"{ONE}/files/<int(max=2147483647):file>"

desk.add_url_rule("", view_func=meeting_pages.index)
desk.add_url_rule("/new", view_func=meeting_pages.new)
desk.add_url_rule("/new", view_func=meeting_deeds.plan, methods=["POST"])
desk.add_url_rule(ONE, view_func=meeting_pages.show)
desk.add_url_rule(f"{ONE}/edit", view_func=meeting_pages.edit)
desk.add_url_rule(f"{ONE}/edit", view_func=meeting_deeds.change, methods=["POST"])
desk.add_url_rule(f"{ONE}/files", view_func=meeting_deeds.attach, methods=["POST"])
desk.add_url_rule(FILE, view_func=meeting_pages.download)
desk.add_url_rule(f"{FILE}/detach", view_func=meeting_deeds.detach, methods=["POST"])
for deed in (
    meeting_deeds.announce,
    meeting_deeds.explain,
    meeting_deeds.participants,
    meeting_deeds.record,
    meeting_deeds.call_off,
):
    desk.add_url_rule(f"{ONE}/{deed.__name__}", view_func=deed, methods=["POST"])
