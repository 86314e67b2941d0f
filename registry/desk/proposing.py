"""The desk of proposals (条文事项审定): a proposal beside its text, one key for each ruling."""

from flask import Blueprint

desk = Blueprint("proposals", __name__, url_prefix="/desk/proposals")
