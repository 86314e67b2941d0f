"""The frame of every page (页面框架): what the base template needs, the look, the site map."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from base import pagecache, web
from base.staff.access import visitor
from base.staff.roles import Permission
from registry.law.terms import Kind
from registry.renditions.metadata import column_tags, posted

NAVIGATION = (("home", "/", "首页"), ("documents", "/documents", "文件库"), ("search", "/search", "检索"))
# The parts of the desk: name, address, word, and what one must be allowed to see it.
DESK = (
    ("home", "/desk", "待办", Permission.READ_DESK),
    ("drafts", "/desk/drafts", "登记与发布", Permission.DRAFT),
    ("review", "/desk/drafts?stage=submitted", "送审稿", Permission.REVIEW),
    ("publication", "/desk/drafts?stage=reviewed", "待发布", Permission.PUBLISH),
    ("proposals", "/desk/proposals", "条文事项审定", Permission.CONFIRM_PROPOSALS),
    ("marks", "/desk/documents", "时效标注", Permission.MARK),
    ("cleanup", "/desk/cleanup", "文件清理", Permission.READ_DESK),
    ("tasks", "/desk/tasks", "任务", Permission.HANDLE_TASKS),
    ("accounts", "/admin/accounts", "账户", Permission.MANAGE_ACCOUNTS),
    ("roles", "/admin/roles", "角色", Permission.GRANT_ROLES),
    ("audit", "/admin/audit", "审计", Permission.READ_AUDIT),
)
A_YEAR = 365 * 24 * 3600


def frame() -> dict[str, object]:
    """Names that every template may use."""
    return {
        "site": web.config().site,
        "navigation": (*NAVIGATION, *current_app.extensions.get("navigation", ())),
        "section": "",
        "appearance": " ".join(sorted(web.look())),
        "here": here(),
        "asset": asset,
        "tags": column_tags(),
        "actor": visitor(),
        "desk_navigation": (*DESK, *current_app.extensions.get("desk_navigation", ())),
        "desk_permissions": Permission,
        "moment": posted,
    }


def here() -> str:
    """The path and query of this request, as a link back to it."""
    query = request.query_string.decode("ascii", "replace")
    path = quote(request.path, safe="/!$&'()*+,;=:@~")
    return f"{path}?{query}" if query else path


def root() -> str:
    """The site's address without a slash at the end: the setting, or the host of this request."""
    return web.config().base_url or request.host_url.rstrip("/")


def asset(name: str) -> str:
    """The address of a static file, which changes when its content does."""
    return _asset(name, current_app.static_folder or "")


@cache
def _asset(name: str, folder: str) -> str:
    content = Path(folder, name).read_bytes()
    return url_for("static", filename=name, v=hashlib.sha256(content).hexdigest()[:10])


def appearance() -> Response:
    """Switch large type or high contrast on or off, and go back to the page."""
    looks = set(web.look())
    for name in pagecache.LOOKS:
        wish = request.form.get(name)
        if wish is not None:
            looks = looks | {name} if wish == "on" else looks - {name}
    response = redirect(web.local(request.form.get("back", "/")), 303)
    response.set_cookie(
        pagecache.LOOK_COOKIE, ".".join(sorted(looks)), max_age=A_YEAR, samesite="Lax", httponly=True
    )
    return response


@web.cached_page
def sitemap() -> str:
    """The site map (网站地图)."""
    return render_template(
        "sitemap.html",
        kinds=list(Kind),
        entries=current_app.extensions.get("sitemap", ()),
        tags=column_tags("网站地图", "本站全部栏目"),
    )
