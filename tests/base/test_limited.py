"""A limited child process: real processes that crash, hang and eat, and a parent that goes on."""

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from base.errors import BadInput, Unavailable
from base.limited import BrokeDown, Busy, Limits, TookTooLong, Worker

CHILD = """
import os, signal, sys, time
sys.path.insert(0, {root!r})
from base.apart import serve
from base.errors import BadInput, Unavailable

def nested(depth):
    return nested(depth + 1)

def work(job):
    match job.decode().split(":"):
        case ["echo", words]: return words.encode()
        case ["pid"]: return str(os.getpid()).encode()
        case ["print"]: print("stray words"); return b"clean"
        case ["env", name]: return os.environ.get(name, "").encode()
        case ["sleep", seconds]: time.sleep(float(seconds)); return b"rested"
        case ["spin"]:
            while True: pass
        case ["eat"]: return b"x" * (4 * 2**30)
        case ["long"]: return b"x" * 2_000_000
        case ["segfault"]: os.kill(os.getpid(), signal.SIGSEGV)
        case ["leave"]: os._exit(7)
        case ["refuse"]: raise BadInput("这份内容不行。")
        case ["absent"]: raise Unavailable("这里没有字体。")
        case ["recurse"]: return nested(0)

serve(work)
"""

Hire = Callable[..., Worker]


@pytest.fixture
def hire(tmp_path: Path) -> Iterator[Hire]:
    """A worker whose child does as it is told."""
    script = tmp_path / "child.py"
    script.write_text(CHILD.format(root=str(Path(__file__).resolve().parents[2])))
    hired: list[Worker] = []

    def worker(**limits: float) -> Worker:
        wanted = {"wall_seconds": 20, "cpu_seconds": 10, "memory": 2**30, "answer": 1_000_000} | limits
        made = Worker("试验", [str(script)], Limits(**wanted))  # type: ignore[arg-type]
        hired.append(made)
        return made

    yield worker
    for made in hired:
        made.close()


def test_stays_warm_between_jobs(hire: Hire) -> None:
    worker = hire()
    assert worker.ask("echo:你好".encode()).decode() == "你好"
    assert worker.ask(b"pid") == worker.ask(b"pid")


def test_is_replaced_after_its_number_of_jobs(hire: Hire) -> None:
    worker = hire(jobs=2)
    first, second, third = (worker.ask(b"pid") for _ in range(3))
    assert first == second != third


def test_stray_print_does_not_stand_among_the_answers(hire: Hire) -> None:
    assert hire().ask(b"print") == b"clean"


@pytest.mark.parametrize("fatal", [b"segfault", b"leave", b"long"])
def test_next_job_finds_a_fresh_child_after_a_crash(hire: Hire, fatal: bytes) -> None:
    worker = hire()
    with pytest.raises(BrokeDown, match="试验的进程意外结束"):
        worker.ask(fatal)
    assert worker.ask(b"echo:on") == b"on"


def test_hanging_child_is_ended_at_its_wall_limit(hire: Hire) -> None:
    worker = hire(wall_seconds=0.5)
    with pytest.raises(TookTooLong, match="用时过长"):
        worker.ask(b"sleep:30")
    assert worker.ask(b"echo:on") == b"on"


def test_spinning_child_is_ended_by_its_processor_limit(hire: Hire) -> None:
    worker = hire(cpu_seconds=1)
    with pytest.raises(TookTooLong):
        worker.ask(b"spin")
    assert worker.ask(b"echo:on") == b"on"


def test_processor_limit_is_for_each_job_not_for_the_childs_life(hire: Hire) -> None:
    worker = hire(cpu_seconds=1)
    child = worker.ask(b"pid")
    for _ in range(20):
        worker.ask(b"echo:" + b"x" * 100_000)
    assert worker.ask(b"pid") == child


@pytest.mark.parametrize(("greedy", "sentence"), [(b"eat", "内存过大"), (b"recurse", "嵌套层次过深")])
def test_greedy_job_is_refused_and_its_child_not_trusted_again(
    hire: Hire, greedy: bytes, sentence: str
) -> None:
    worker = hire()
    child = worker.ask(b"pid")
    with pytest.raises(BadInput, match=sentence):
        worker.ask(greedy)
    assert worker.ask(b"pid") != child


def test_refusal_and_absence_arrive_as_the_childs_own_sentences(hire: Hire) -> None:
    worker = hire()
    child = worker.ask(b"pid")
    with pytest.raises(BadInput, match="这份内容不行"):
        worker.ask(b"refuse")
    with pytest.raises(Unavailable, match="这里没有字体"):
        worker.ask(b"absent")
    assert worker.ask(b"pid") == child


def test_child_never_sees_the_secrets(hire: Hire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "s3cret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:p@h/db")
    worker = hire()
    assert worker.ask(b"env:SECRET_KEY") == worker.ask(b"env:DATABASE_URL") == b""
    assert worker.ask(b"env:PATH") == os.environ["PATH"].encode()


def test_threads_are_served_one_after_another(hire: Hire) -> None:
    worker = hire(waiting=8)
    answers: dict[int, bytes] = {}

    def ask(number: int) -> None:
        answers[number] = worker.ask(f"echo:{number}".encode())

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: str(number).encode() for number in range(8)}


def test_who_comes_when_too_many_wait_is_turned_away_at_once(hire: Hire) -> None:
    worker = hire(waiting=1)
    worker.ask(b"pid")
    busy = threading.Thread(target=worker.ask, args=(b"sleep:1.5",))
    busy.start()
    while worker._places._value:
        pass
    with pytest.raises(Busy, match="请稍后再试"):
        worker.ask(b"pid")
    busy.join()
    assert worker.ask(b"echo:on") == b"on"


def test_child_ended_between_jobs_is_replaced_unseen(hire: Hire) -> None:
    worker = hire()
    child = int(worker.ask(b"pid"))
    os.kill(child, 9)
    assert worker._child is not None
    worker._child.wait()
    assert int(worker.ask(b"pid")) != child
