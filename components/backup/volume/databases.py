"""SQLite databases among an app's files: copied while others write to them, and checked."""

import os
import sqlite3
import time
from contextlib import closing
from urllib.parse import quote

SQLITE = b"SQLite format 3\0"
# What belongs to a database beside its file, and is in its copy.
SQLITE_ENDS = ("-wal", "-shm", "-journal")
LOCKED_SECONDS = 60
# Of SQLite's results: https://www.sqlite.org/rescode.html
BUSY = (5, 6)


class Failure(Exception):
    """What a person is told."""


def is_database(path):
    try:
        with open(path, "rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except FileNotFoundError:
        return False


def check_database(connection, name):
    try:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        # A function or a sorting order that only the app has.
        if str(error).startswith(("no such", "unknown")):
            return
        raise
    if found != "ok":
        raise Failure(f"the SQLite database {name} is damaged: {found}")


def copy_database(path, copy, name):
    """In one transaction that only reads."""
    last = time.monotonic() + LOCKED_SECONDS

    def progress(status, _remaining, _total):
        if status in BUSY and time.monotonic() > last:
            raise Failure(f"the SQLite database {name} was locked for {LOCKED_SECONDS} s")

    address = f"file:{quote(os.fsencode(path))}?mode=rw"
    try:
        with closing(sqlite3.connect(address, uri=True)) as source:
            with closing(sqlite3.connect(copy)) as target:
                source.backup(target, pages=-1, progress=progress)
                check_database(target, name)
    except sqlite3.Error as error:
        raise Failure(f"the SQLite database {name} cannot be copied: {error}") from error


def check_file(path, folder):
    if os.path.islink(path) or not is_database(path):
        return
    name = os.path.relpath(path, folder)
    try:
        address = f"file:{quote(os.fsencode(path))}?immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            check_database(connection, name)
    except sqlite3.Error as error:
        raise Failure(f"the SQLite database {name} is damaged: {error}") from error
