"""The desk of clean-ups (清理): roll, verdicts, decision, lists."""

from flask import Blueprint

desk = Blueprint("cleanup", __name__, url_prefix="/desk/cleanup")
