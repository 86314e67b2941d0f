"""Setting type: what it fetches (nothing), what it survives (everything), what it gives."""

import base64
import socket
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from base import typeset
from base.errors import BadInput, Unavailable
from base.limited import BrokeDown, Limits, TookTooLong, Worker
from base.typeset import CHILD, LIMITS, Means, Typesetter

pytestmark = pytest.mark.pdf
SECRET = "opensesame"
ROW = f"<tr>{'<td>文字文字</td>' * 8}</tr>"
PAGE = "<!DOCTYPE html><html lang='zh-CN'><head><title>通知</title></head><body>{}</body></html>"


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    """A typesetter with little patience."""
    made = Typesetter(Limits(wall_seconds=20, cpu_seconds=4, memory=LIMITS.memory, answer=LIMITS.answer))
    if reason := made.means().why_not:
        pytest.skip(reason)
    yield made
    made.close()


class Listener:
    """A server on loopback that counts who comes."""

    def __init__(self) -> None:
        self.hits: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(0.2)
        self.port: int = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                caller, _ = self._socket.accept()
            except TimeoutError:
                continue
            with caller:
                self.hits.append(caller.recv(200))

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.close()


VECTORS = {
    "image": "<img src='{url}/a.png' alt=''>",
    "file image": "<img src='{file}' alt=''>",
    "stylesheet": "<link rel='stylesheet' href='{url}/a.css'>",
    "file stylesheet": "<link rel='stylesheet' href='{file}'>",
    "import": "<style>@import url({url}/b.css);</style>",
    "font": "<style>@font-face {{ font-family: f; src: url({url}/f.ttf) }} p {{ font: 9pt f }}</style><p>文",
    "background": "<p style='background: url({url}/c.png)'>文</p>",
    "list": "<ul style='list-style-image: url({url}/d.png)'><li>文</li></ul>",
    "content": "<style>p::before {{ content: url({url}/e.png) }}</style><p>文</p>",
    "object": "<object data='{url}/g.svg'></object><embed src='{file}'>",
    "attachment": "<link rel='attachment' href='{file}'><a rel='attachment' href='{url}/h'>文</a>",
    "base": "<base href='{url}/'><img src='i.png' alt=''>",
    "svg image": "<svg><image href='{url}/j.png'/><image href='{file}'/><use href='{url}/k.svg#a'/></svg>",
    "nested svg": "<img alt='' src='data:image/svg+xml;base64,{nested}'>",
    "redirect": "<img src='ftp://127.0.0.1:{port}/l' alt=''><iframe src='{url}/m'></iframe>",
    "protocol-relative": "<img src='//127.0.0.1:{port}/n.png' alt=''>",
}


@pytest.mark.parametrize("vector", VECTORS)
def test_fetches_nothing(typesetter: Typesetter, listener: Listener, tmp_path: Path, vector: str) -> None:
    bait = tmp_path / "bait.txt"
    bait.write_text(SECRET)
    url = f"http://127.0.0.1:{listener.port}"
    images = f"<image href='{url}/p.png'/><image href='{bait.as_uri()}'/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'>{images}</svg>"
    nested = base64.b64encode(svg.encode()).decode()
    body = VECTORS[vector].format(url=url, file=bait.as_uri(), port=listener.port, nested=nested)
    made = typesetter.pdf(PAGE.format(body))
    assert made.startswith(b"%PDF-1.7")
    assert listener.hits == []
    assert SECRET.encode() not in made + b"".join(streams(made))


def test_listener_would_have_heard(listener: Listener) -> None:
    with socket.create_connection(("127.0.0.1", listener.port)) as caller:
        caller.sendall(b"GET / HTTP/1.0\r\n\r\n")
        caller.recv(1)
    assert listener.hits == [b"GET / HTTP/1.0\r\n\r\n"]
    listener.hits.clear()


def streams(pdf: bytes) -> Iterator[bytes]:
    """Every compressed stream of a PDF, opened."""
    for part in pdf.split(b"stream\n")[1:]:
        try:
            yield zlib.decompressobj().decompress(part)
        except zlib.error:
            continue


@pytest.mark.parametrize(
    "bomb",
    [
        "<table><tr><td colspan=1000000>文</td></tr></table>",
        "<div style='display:flex'>" * 14 + "文",
        f"<table>{ROW * 6000}</table>",
    ],
    ids=["colspan", "flex", "rows"],
)
def test_page_that_takes_too_long_is_ended(typesetter: Typesetter, bomb: str) -> None:
    with pytest.raises(TookTooLong):
        typesetter.pdf(PAGE.format(bomb))
    assert typesetter.pdf(PAGE.format("<p>文</p>")).startswith(b"%PDF")


def test_page_nested_too_deep_is_refused(typesetter: Typesetter) -> None:
    with pytest.raises(BadInput, match="嵌套层次过深"):
        typesetter.pdf(PAGE.format("<div>" * 1000 + "文"))
    assert typesetter.pdf(PAGE.format("<p>文</p>")).startswith(b"%PDF")


def test_page_too_large_is_refused_before_it_is_sent(typesetter: Typesetter) -> None:
    with pytest.raises(BadInput, match="文件过大"):
        typesetter.pdf("文" * (typeset.LARGEST_PAGE // 3 + 1))


def test_same_page_gives_the_same_bytes_from_another_child(typesetter: Typesetter) -> None:
    page = PAGE.format("<p>为了规范行政规范性文件管理，制定本办法。</p>")
    first = typesetter.pdf(page)
    typesetter.close()
    assert typesetter.pdf(page) == first


def test_machine_without_a_chinese_font_says_so_and_does_not_crash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fontless(monkeypatch, tmp_path)
    made = Typesetter()
    try:
        assert made.means() == Means(made.means().why_not, "")
        assert "没有中文字体" in made.means().why_not
        assert "fonts-noto-cjk" in made.means().why_not
        with pytest.raises(Unavailable, match="没有中文字体"):
            made.pdf(PAGE.format("文"))
    finally:
        made.close()


def test_segmentation_fault_of_the_typesetter_is_survived(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The check for fonts left out, WeasyPrint meets a machine without any and takes its process along.
    fontless(monkeypatch, tmp_path)
    script = tmp_path / "unchecked.py"
    root = str(Path(typeset.__file__).resolve().parents[1])
    script.write_text(
        f"import sys; sys.path.insert(0, {root!r})\n"
        "from base.apart import serve\nfrom base.typesetter import typeset\n"
        "serve(lambda job: typeset(job.decode()))\n"
    )
    with Worker("排版PDF", [str(script)], LIMITS) as worker, pytest.raises(BrokeDown, match="意外结束"):
        worker.ask(PAGE.format("文").encode())


def fontless(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    nothing = folder / "fonts.conf"
    nothing.write_text(
        f"<?xml version='1.0'?><fontconfig><dir>{folder}/none</dir><cachedir>{folder}</cachedir></fontconfig>"
    )
    monkeypatch.setenv("FONTCONFIG_FILE", str(nothing))


def test_missing_library_is_named_with_the_command_that_installs_it(tmp_path: Path) -> None:
    script = tmp_path / "poor.py"
    root = str(Path(typeset.__file__).resolve().parents[1])
    script.write_text(
        f"import sys; sys.path.insert(0, {root!r})\n"
        "from base import typesetter\nfrom base.apart import serve\n"
        "typesetter.LIBRARIES = {'libnowhere.so.9': 'libnowhere-9'}\nserve(typesetter.answer)\n"
    )
    with (
        Worker("排版PDF", [str(script)], LIMITS) as worker,
        pytest.raises(Unavailable, match=r"apt-get install --no-install-recommends libnowhere-9"),
    ):
        worker.ask(b"")


def test_passing_reason_is_not_taken_for_a_lasting_one(tmp_path: Path) -> None:
    made = Typesetter()
    made._worker = Worker("排版PDF", [str(tmp_path / "nowhere.py")], LIMITS)
    answer = made.means()
    made.close()
    assert answer.passing
    assert "意外结束" in answer.why_not


def test_shared_typesetter_is_one_and_its_means_are_known() -> None:
    assert typeset.shared() is typeset.shared()
    assert bool(typeset.available()) != bool(typeset.means().fingerprint)
    assert CHILD == ("-m", "base.typesetter")
