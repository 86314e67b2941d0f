"""The desk of marks (时效标注): an order, its preview, its receipt."""

from flask import Blueprint

desk = Blueprint("marks", __name__, url_prefix="/desk/documents")
