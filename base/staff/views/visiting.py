"""Who makes this request (访问者): asked of the cookie, then of the database, once for a request."""

from flask import current_app, flash, request, session

from base import web
from base.staff import sign_ins
from base.staff.roles import Actor

TOKEN = "sign_in"  # noqa: S105  # the name of the value, not the value
GONE = "您的登录已超时或者已结束，请重新登录。"


def visitor() -> Actor | None:
    """Whoever is signed in; a reader without the cookie costs nothing, anybody else one indexed read."""
    # Asking `session` at all would make every public answer vary with the cookie.
    if "session=" not in request.headers.get("Cookie", ""):
        return None
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    with web.reading() as asked:
        found = sign_ins.find(asked, token, web.config(), address())
    if found is None:
        session.clear()
        flash(GONE, "warning")
        return None
    if found.due:
        with web.database().transaction() as writing:
            sign_ins.seen(writing, found.sign_in_id)
    return found.actor


def token() -> str:
    """The token of this sign-in; empty where nobody is signed in."""
    found = session.get(TOKEN, "")
    return found if isinstance(found, str) else ""


def address() -> str:
    """The network address of the request, as far as the proxies of the settings are to be believed."""
    return (request.remote_addr or "")[:60]


def secret_key() -> str:
    """The secret of this installation."""
    found: str = current_app.config["SECRET_KEY"]
    return found
