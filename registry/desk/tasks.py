"""The desk of tasks (任务): what is to be done, by whom, by when."""

from flask import Blueprint

desk = Blueprint("tasks", __name__, url_prefix="/desk/tasks")
