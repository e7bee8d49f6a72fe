"""The start script, with small stand-ins for nginx and uWSGI that log the signals they get."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

START = Path(__file__).parent.parent / "deploy" / "start.sh"

STAND_IN = """#!/usr/bin/env python3
import os, signal, socket, sys, time
name = os.path.basename(sys.argv[0])
def log(line):
    with open(os.environ["EVENTS"], "a") as events:
        events.write(f"{name} {line}\\n")
def on_signal(number, frame):
    log(signal.Signals(number).name)
    sys.exit(0)
# Deaf while they start, as the real ones are.
for number in (signal.SIGTERM, signal.SIGQUIT):
    signal.signal(number, signal.SIG_IGN)
log(f"pid {os.getpid()}")
time.sleep(0.3)
for number in (signal.SIGTERM, signal.SIGQUIT):
    signal.signal(number, on_signal)
if name == "pyuwsgi":
    log("socket")
    socket.socket(socket.AF_UNIX).bind("/tmp/uwsgi.sock")
time.sleep(30)
"""


class Run:
    """One run of the start script."""

    def __init__(self, folder: Path) -> None:
        self._events = folder / "events"
        self._events.touch()
        env = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", "EVENTS": str(self._events)}
        self.process = subprocess.Popen(["bash", START], env=env, stderr=subprocess.PIPE, text=True)

    def events(self) -> list[str]:
        return self._events.read_text().splitlines()

    def pid(self, name: str) -> int:
        """Wait until the named server is up, then give its process id."""
        end = time.monotonic() + 5
        while time.monotonic() < end:
            for event in self.events():
                if event.startswith(f"{name} pid "):
                    return int(event.split()[2])
            time.sleep(0.02)
        raise AssertionError(f"{name} did not start: {self.events()}")

    def end(self) -> tuple[int, str]:
        """Wait for the script; give its exit code and what it said."""
        said = self.process.communicate(timeout=5)[1]
        return self.process.returncode, said


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Run]]:
    """A function that starts the script with the stand-ins first on PATH."""
    for name in ("nginx", "pyuwsgi"):
        program = tmp_path / name
        program.write_text(STAND_IN)
        program.chmod(0o755)
    runs: list[Run] = []

    def run() -> Run:
        runs.append(Run(tmp_path))
        return runs[-1]

    yield run
    for each in runs:
        each.process.kill()
        each.process.wait()


def signals(run: Run) -> list[str]:
    """The signals that the servers got, in order."""
    return [event for event in run.events() if " SIG" in event]


def test_sigterm_stops_nginx_first_and_ends_well(start: Callable[[], Run]) -> None:
    run = start()
    run.pid("nginx")
    run.process.send_signal(signal.SIGTERM)
    assert run.end() == (0, "start: stopping\n")
    assert signals(run) == ["nginx SIGQUIT", "pyuwsgi SIGTERM"]


def test_nginx_waits_for_the_socket(start: Callable[[], Run]) -> None:
    run = start()
    run.pid("nginx")
    assert [event.rsplit(" pid")[0] for event in run.events()] == [
        "pyuwsgi",
        "pyuwsgi socket",
        "nginx",
    ]


def test_sigterm_while_uwsgi_starts(start: Callable[[], Run]) -> None:
    run = start()
    run.pid("pyuwsgi")
    run.process.send_signal(signal.SIGTERM)
    assert run.end() == (0, "start: stopping\n")
    assert signals(run) == ["pyuwsgi SIGTERM"]


@pytest.mark.parametrize(
    ("killed", "other", "title"),
    [("nginx", "pyuwsgi SIGTERM", "nginx"), ("pyuwsgi", "nginx SIGQUIT", "uWSGI")],
)
def test_a_killed_server_ends_the_container(
    start: Callable[[], Run], killed: str, other: str, title: str
) -> None:
    run = start()
    run.pid("nginx")
    os.kill(run.pid(killed), signal.SIGKILL)
    code, said = run.end()
    assert code == 137
    assert f"start: {title} ended with code 137\n" in said
    assert signals(run) == [other]


def test_a_server_that_ends_without_an_error_is_a_failure_too(start: Callable[[], Run]) -> None:
    run = start()
    run.pid("nginx")
    os.kill(run.pid("pyuwsgi"), signal.SIGTERM)
    assert run.end() == (1, "start: uWSGI ended with code 0\n")
