"""The desk of marks (时效标注): the addresses of its pages, each with what it asks of its caller."""

from flask import Blueprint

from base.staff.access import may
from base.staff.roles import Permission
from registry.desk import mark_deeds, mark_pages, mark_receipts, owners

desk = Blueprint("marks", __name__, url_prefix="/desk/documents")

KEY = "/<int(max=2147483647):key>"
NUMBER = "<int(max=2147483647):number>"
reading = may(Permission.READ_DESK)
marking = may(Permission.MARK, of=owners.document)

desk.add_url_rule("", view_func=reading(mark_pages.documents))
desk.add_url_rule("/named.json", view_func=reading(mark_pages.named_json))
desk.add_url_rule(KEY, view_func=reading(mark_pages.show))
desk.add_url_rule(f"{KEY}/as-known", view_func=reading(mark_pages.as_known))
desk.add_url_rule(f"{KEY}/as-known.json", view_func=reading(mark_pages.as_known_json))
desk.add_url_rule(f"{KEY}/mark/<deed>", view_func=marking(mark_deeds.form))
desk.add_url_rule(f"{KEY}/mark/<deed>/again", view_func=marking(mark_deeds.again), methods=["POST"])
desk.add_url_rule(f"{KEY}/mark/<deed>/preview", view_func=marking(mark_deeds.preview), methods=["POST"])
desk.add_url_rule(f"{KEY}/mark/<deed>", view_func=marking(mark_deeds.confirm), methods=["POST"])
desk.add_url_rule(f"{KEY}/receipts/{NUMBER}", view_func=reading(mark_receipts.receipt))
desk.add_url_rule(f"{KEY}/receipts/{NUMBER}.pdf", view_func=reading(mark_receipts.receipt_pdf))
desk.add_url_rule(
    f"{KEY}/receipts/{NUMBER}/check", view_func=marking(mark_receipts.check_again), methods=["POST"]
)
