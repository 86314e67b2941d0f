"""Access (访问控制): every route names its permission; what names none is closed to everybody."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request
from flask.typing import ResponseReturnValue

from base import forms, pagecache, web
from base.errors import RegistryError
from base.staff.roles import Actor, Owner, Permission

View = TypeVar("View", bound=Callable[..., Any])
# Tells whose the thing is that a route's arguments name; None where there is no such thing.
OwnerOf = Callable[..., Owner | None]
MARK = "registry_permission"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Where somebody is led who has to do something first, and the pages before anybody is known.
HELD_AT = "/account"
AT_THE_DOOR = frozenset({"/sign-in", "/sign-out"})


class Forbidden(RegistryError):
    """The person is known, but may not do this."""

    code = "forbidden"
    status = 403


class NotSignedIn(RegistryError):
    """Nobody is signed in, and a program asked, which cannot be led to a form."""

    code = "not-signed-in"
    status = 401


class CrossSite(RegistryError):
    """A form of another site was sent here."""

    code = "cross-site"
    status = 403


def may(permission: Permission, *, of: OwnerOf | None = None) -> Callable[[View], View]:
    """Say what a view asks of its caller; with `of(session, **arguments)`, also for whose thing.

    >>> @may(Permission.PUBLIC)
    ... def home() -> str: ...
    >>> required(home)
    (<Permission.PUBLIC: 'public'>, None)
    """

    def named(view: View) -> View:
        setattr(view, MARK, (permission, of))
        return view

    return named


def public(view: View) -> View:
    """A view for everybody."""
    return may(Permission.PUBLIC)(view)


def required(view: Callable[..., Any]) -> tuple[Permission, OwnerOf | None] | None:
    """What a view asks; None for a view that forgot to say."""
    found: tuple[Permission, OwnerOf | None] | None = getattr(view, MARK, None)
    return found


def actor() -> Actor:
    """Whoever makes this request; raises NotSignedIn where nobody is."""
    found = visitor()
    if found is None:
        raise NotSignedIn("请先登录。")
    return found


def visitor() -> Actor | None:
    """Whoever is signed in, or None for a reader of the public pages."""
    if "visitor" not in g:
        finder: Callable[[], Actor | None] | None = current_app.extensions.get("visitor")
        g.visitor = finder() if finder else None
    found: Actor | None = g.visitor
    return found


def guard() -> ResponseReturnValue | None:
    """Before every request: let in, lead to the sign-in, or refuse with Forbidden."""
    if request.endpoint is None or request.endpoint == "static":
        return None
    need = required(current_app.view_functions[request.endpoint])
    if need is None:
        raise Forbidden("这个地址没有声明访问权限，因此不开放。")
    permission, of = need
    if permission is Permission.PUBLIC:
        return None
    who = visitor()
    if who is None:
        return to_the_door()
    if who.held and permission is not Permission.SIGNED_IN:
        return redirect(HELD_AT, 303)
    with web.reading() as session:
        owner = of(session, **(request.view_args or {})) if of else None
    if not who.may(permission, owner):
        raise refusal(permission)
    return None


def to_the_door() -> ResponseReturnValue:
    """Where to go when nobody is signed in: to the form, and from there back to the page asked for."""
    if request.path.endswith(".json"):
        raise NotSignedIn("登录已结束或者尚未登录，请重新登录。")
    if request.method not in SAFE and forms.typed_at_length():
        raise NotSignedIn("登录已结束，刚才提交的内容没有保存。请先复制下面的内容，重新登录后再填一次。")
    # The address of what was sent may show nothing.
    back = f"?next={web.quoted_here()}" if request.method in SAFE else ""
    return redirect(f"/sign-in{back}", 303)


def refusal(permission: Permission) -> Forbidden:
    """What to say to somebody who may not do this."""
    return Forbidden(
        f"您没有“{permission.label}”的权限，或者这不属于您的单位。"
        "工作需要的，请联系安全管理员授予角色；登录了别的账户的，请退出后换账户登录。"
    )


def within(permission: Permission, owner: Owner | None) -> None:
    """For a thing that only the form names: raises Forbidden unless the actor may do this to it."""
    if not actor().may(permission, owner):
        raise refusal(permission)


def refuse_other_sites() -> None:
    """Refuse forms that another site's page sends here, whatever token they carry; raises CrossSite.

    Browsers say where a request comes from; programs that say nothing still need the token.
    """
    if request.method in SAFE:
        return
    origin, fetched = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    hosts = {request.host, urlsplit(web.config().base_url).netloc}
    foreign = origin is not None and urlsplit(origin).netloc not in hosts - {""}
    if foreign or fetched not in {"same-origin", "none"}:
        raise CrossSite("这次提交来自其他网站，没有执行。请在本站打开页面后再提交。")


def keep_private(response: Response) -> Response:
    """Let nothing that somebody saw while signed in be kept, by no proxy and no back button."""
    view = current_app.view_functions.get(request.endpoint or "")
    need = required(view) if view else None
    personal = g.get("visitor") is not None or (need is not None and need[0] is not Permission.PUBLIC)
    if personal or request.path in AT_THE_DOOR:
        request.environ.pop(pagecache.KEEP, None)
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
    return response


def install(app: Flask) -> None:
    """Ask `guard` before every request, and mark what must not be kept after it."""
    app.before_request(refuse_other_sites)
    app.before_request(guard)
    app.after_request(keep_private)
