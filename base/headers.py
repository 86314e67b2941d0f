"""What every answer carries (响应头), the files among them, and the cookie of a sign-in."""

from urllib.parse import quote

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface

# No foreign host, no inline script or style; pictures may be data: addresses (QR codes).
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
A_YEAR = 365 * 24 * 3600


def keep_to_itself(response: Response) -> Response:
    """Headers that keep a page to itself; a view that set one of them knew why."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure or current_app.extensions["config"].https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
    return response


def as_file(content: bytes | str, media_type: str, filename: str, *, in_page: bool = False) -> Response:
    """A file that was made for this answer, under its Chinese name (RFC 6266): saved, or shown `in_page`."""
    answer = Response(content, mimetype=media_type)
    how = "inline" if in_page else "attachment"
    answer.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(filename, safe='')}"
    return answer


class OwnCookie(SecureCookieSessionInterface):
    """The cookie of a sign-in: over https bound to this very host, and never sent without https."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the reader comes by https, as far as this server or the public address tells."""
        return request.is_secure or app.extensions["config"].https

    def get_cookie_name(self, app: Flask) -> str:
        """The name; the prefix keeps sites on sibling domains from setting it."""
        return "__Host-session" if self.get_cookie_secure(app) else "session"
