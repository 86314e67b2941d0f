"""The least a page can cost: a bare Flask application behind the server that serves the registry."""

import os

from flask import Flask
from waitress import serve

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """A word."""
    return "hello"


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]), threads=4)
