"""The desk of drafts (登记稿): entering, submitting, reviewing, scheduling, publishing."""

from flask import Blueprint

desk = Blueprint("drafts", __name__, url_prefix="/desk/drafts")
