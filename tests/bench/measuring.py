"""What the measurements share: the cost of a process and all it starts, a server to ask, a table."""

import http.client
import os
import platform
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
APP = (sys.executable, str(PROJECT / "app.py"))
TICK = os.sysconf("SC_CLK_TCK")
SAMPLED_EVERY = 0.2
STARTING_SECONDS = 60.0


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds of the clock and of processors, bytes at its largest, its output."""

    seconds: float
    cpu: float
    peak: int
    output: str


def settings(**changes: object) -> dict[str, str]:
    """The environment of a measured program: ours, with these settings and no others of the registry."""
    ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "BASE_URL"}}
    return ours | {"PYTHONPATH": str(PROJECT)} | {name: str(value) for name, value in changes.items()}


def cost(command: Sequence[str], environment: Mapping[str, str], *, watched: bool = False) -> Cost:
    """Run a command to its end; `watched` also samples the memory of it and its children together.

    Proportional set sizes (PSS) are added up: pages that processes share count once.
    """
    before, since, peak = spent_by_children(), time.perf_counter(), 0
    child = subprocess.Popen(command, env=dict(environment), stdout=subprocess.PIPE, text=True)
    while watched and child.poll() is None:
        peak = max(peak, sum(map(memory, family(child.pid))))
        time.sleep(SAMPLED_EVERY)
    output, _ = child.communicate()
    seconds = time.perf_counter() - since
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Cost(seconds, spent_by_children() - before, peak, output)


def spent_by_children() -> float:
    """Processor seconds of all children that have ended, their own children included."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def family(pid: int) -> Iterator[int]:
    """A process and everything it started that still runs."""
    yield pid
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:  # it has just ended
        return
    for child in children:
        yield from family(child)


def memory(pid: int) -> int:
    """Bytes of memory of one process, its share of what is shared; 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def processor_seconds(pid: int) -> float:
    """Processor seconds that a running process has used, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def processor_seconds_of_all(pid: int) -> float:
    """Processor seconds of a running process and of all that it started, those that have ended too."""
    spent = 0.0
    for one in family(pid):
        try:
            fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has just ended, and is counted where it was started
            continue
        spent += sum(map(int, fields[11:15])) / TICK
    return spent


@dataclass(frozen=True)
class Server:
    """A program that serves pages on loopback."""

    pid: int
    port: int

    def ask(self, addresses: Sequence[str]) -> int:
        """Get every address over one connection; the bytes of the last answer; SystemExit for a fault."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        body = b""
        for address in addresses:
            connection.request("GET", address)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:  # anything but OK
                raise SystemExit(f"{address} answered {response.status}")
        connection.close()
        return len(body)

    def cpu(self, addresses: Sequence[str]) -> float:
        """Processor microseconds of the server for one of these requests, on average."""
        before = processor_seconds(self.pid)
        self.ask(addresses)
        return (processor_seconds(self.pid) - before) / len(addresses) * 1e6


@contextmanager
def serving(command: Sequence[str], **changes: object) -> Iterator[Server]:
    """Start a program that listens on the PORT it is told, wait for its first answer, end it afterwards."""
    port = free_port()
    child = subprocess.Popen(command, env=settings(PORT=port, **changes), stdout=subprocess.DEVNULL)
    try:
        until(lambda: answers(port), child)
        yield Server(child.pid, port)
    finally:
        child.terminate()
        child.wait()


def until(ready: Callable[[], bool], child: "subprocess.Popen[bytes]") -> None:
    """Wait until the program answers; raises SystemExit when it ends or takes too long."""
    last = time.monotonic() + STARTING_SECONDS
    while not ready():
        if child.poll() is not None or time.monotonic() > last:
            raise SystemExit("the server does not start")
        time.sleep(0.005)


def answers(port: int) -> bool:
    """Whether something answers there."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read() is not None
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def machine() -> str:
    """The machine in one line: processors, their make, system, Python."""
    told = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.split(":", 1)[1].strip() for line in told if line.startswith("model name")), "?")
    system = platform.freedesktop_os_release().get("PRETTY_NAME", "?")
    return f"{os.cpu_count()} x {model}, {system}, Python {platform.python_version()}"


def report(title: str, rows: Sequence[tuple[str, str]]) -> None:
    """Print one measurement."""
    print(f"\n{title}\n{machine()}")  # noqa: T201  # printing is what a measurement does
    for name, value in rows:
        print(f"  {name:<54}{value:>22}")  # noqa: T201  # as above
