"""A queue of texts in a folder: the web process puts them in, the worker takes them out."""

import os
import re
import uuid
from pathlib import Path

FOLDER = Path(os.environ.get("JOBS", "/tmp/jobs"))


def add(text: str) -> str:
    """Queue a text; its id comes back."""
    job = uuid.uuid4().hex
    write(FOLDER / f"{job}.todo", text)
    return job


def waiting() -> list[Path]:
    return sorted(FOLDER.glob("*.todo"), key=lambda path: path.stat().st_mtime)


def finish(path: Path, result: str) -> None:
    write(path.with_suffix(".done"), result)
    path.unlink()


def result(job: str) -> str | None:
    """What became of a job; None while it waits, and for one that never was."""
    path = FOLDER / f"{job}.done"
    return path.read_text() if re.fullmatch(r"[0-9a-f]{32}", job) and path.exists() else None


def write(path: Path, text: str) -> None:
    """A reader sees the whole file or none."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.rename(path)
