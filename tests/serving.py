"""A site as browsers find it: an application served on loopback while a test runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

from flask import Flask

from base import serving


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of the application, listened to as `./run` listens."""
    server = serving.listen(app, replace(app.extensions["config"], host="127.0.0.1", port=0))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(timeout=5)
