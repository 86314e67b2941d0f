"""Access (访问控制): every route names its permission; what names none is closed to everybody."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request
from flask.typing import ResponseReturnValue

from base import web
from base.errors import RegistryError
from base.staff.roles import Actor, Owner, Permission

View = TypeVar("View", bound=Callable[..., Any])
# Tells whose the thing is that a route's arguments name; None where there is no such thing.
OwnerOf = Callable[..., Owner | None]
MARK = "registry_permission"


class Forbidden(RegistryError):
    """The person is known, but may not do this."""

    code = "forbidden"
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
    """Whoever makes this request; raises Forbidden where nobody is signed in."""
    found = visitor()
    if found is None:
        raise Forbidden("请先登录。")
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
        return redirect(f"/sign-in?next={web.quoted_here()}", 303)
    with web.reading() as session:
        owner = of(session, **(request.view_args or {})) if of else None
    if not who.may(permission, owner):
        raise Forbidden(f"您没有“{permission.label}”的权限，或者这不属于您的单位。")
    return None


def within(permission: Permission, owner: Owner | None) -> None:
    """For a thing that only the form names: raises Forbidden unless the actor may do this to it."""
    if not actor().may(permission, owner):
        raise Forbidden(f"您没有“{permission.label}”的权限，或者这不属于您的单位。")


def install(app: Flask) -> None:
    """Ask `guard` before every request."""
    app.before_request(guard)
