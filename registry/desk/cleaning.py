"""The desk of clean-ups (清理): the addresses of roll, verdicts, decision and lists, in one table."""

from flask import Blueprint

from registry.desk import cleanup_decisions as decisions
from registry.desk import cleanup_lists as lists
from registry.desk import cleanup_rolls as rolls

desk = Blueprint("cleanup", __name__, url_prefix="/desk/cleanup")

CAMPAIGN = "/<int(max=2147483647):key>"
ROW = CAMPAIGN + "/rows/<int(max=2147483647):row>"
LIST = CAMPAIGN + "/lists/<string(length=16):digest>"
BOTH = ["GET", "POST"]

desk.add_url_rule("", view_func=rolls.show_all)
desk.add_url_rule("/new", view_func=rolls.new, methods=BOTH)
desk.add_url_rule(CAMPAIGN, "show", rolls.show)
desk.add_url_rule(CAMPAIGN + "/propose", view_func=rolls.propose, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/agree", view_func=rolls.agree, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/send-back", view_func=rolls.send_back, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/assign", view_func=rolls.assign, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/exclude", view_func=rolls.exclude, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/draw", view_func=rolls.draw, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/abandon", view_func=rolls.abandon, methods=["POST"])
desk.add_url_rule(ROW, view_func=rolls.show_row)
desk.add_url_rule(ROW, view_func=rolls.propose_row, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/decision", "show_decision", decisions.show)
desk.add_url_rule(CAMPAIGN + "/decision", "write_decision", decisions.write, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/decision.<form>", "download_decision", decisions.download)
desk.add_url_rule(CAMPAIGN + "/close", view_func=decisions.close, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/reopen", view_func=decisions.reopen, methods=["POST"])
desk.add_url_rule(CAMPAIGN + "/publish", view_func=decisions.publish, methods=BOTH)
desk.add_url_rule(CAMPAIGN + "/receipt", view_func=decisions.receipt)
desk.add_url_rule(CAMPAIGN + "/lists", "show_lists", lists.show_all)
desk.add_url_rule(CAMPAIGN + "/lists", "bring_list", lists.bring, methods=["POST"])
desk.add_url_rule(LIST, "show_list", lists.show)
desk.add_url_rule(LIST + "/adopt", "adopt_list", lists.adopt, methods=["POST"])
desk.add_url_rule(LIST + "/rows/<int(max=2147483647):row>", "rule_list_row", lists.rule, methods=["POST"])
desk.add_url_rule(
    CAMPAIGN + "/receipt/<int(max=2147483647):document>/check", view_func=decisions.check, methods=["POST"]
)
