"""volume.py check VOLUME        whether there is a volume that can be copied
volume.py dump VOLUME FILE    copies it into an archive
volume.py verify FILE         whether an archive is whole
volume.py load VOLUME FILE    unpacks an archive beside what is there
volume.py drop VOLUME         gives up what was unpacked
volume.py swap VOLUME         puts what was unpacked in the place of what is there

An SQLite database is copied by its own backup while others write to it, with all that its log holds.
A swap that was broken off is brought to its end by the next load.
"""

import gzip
import io
import json
import os
import sys
import tarfile
import zlib

from databases import SQLITE_ENDS, Failure, check_file, copy_database, is_database
from swap import LOADED, OWN, PART, drop, is_broken_off, swap

# The first entry of an archive, and the last one.
HEAD = ".berth-volume"
TAIL = ".berth-volume-end"

# How often a file is copied that changes meanwhile.
ATTEMPTS = 5


class Padded:
    """A file that may have become shorter than it was."""

    def __init__(self, file):
        self.file = file
        self.is_short = False

    def read(self, count):
        data = self.file.read(count)
        if len(data) < count:
            self.is_short = True
            data += bytes(count - len(data))
        return data


class Dump:
    def __init__(self, archive, work):
        self.archive = archive
        self.work = work
        self.names = set()

    def write(self, info, content=None):
        self.archive.addfile(info, content)
        # It remembers all that was added.
        self.archive.members = []
        self.names.add(info.name)

    def add_text(self, name, content):
        info = tarfile.TarInfo(name)
        data = json.dumps(content).encode()
        info.size = len(data)
        self.archive.addfile(info, io.BytesIO(data))

    def add_folder(self, folder, prefix=""):
        names = sorted(os.listdir(folder))
        for name in names:
            if prefix == "" and name.startswith(OWN):
                continue
            try:
                self.add(os.path.join(folder, name), prefix + name)
            except FileNotFoundError:
                # Removed meanwhile.
                continue

    def add(self, path, name):
        base = next((path[: -len(end)] for end in SQLITE_ENDS if path.endswith(end)), None)
        if base is not None and os.path.isfile(base) and is_database(base):
            return
        info = self.archive.gettarinfo(path, name)
        if info is None or not (info.isfile() or info.isdir() or info.issym() or info.islnk()):
            return
        info.uname = info.gname = ""
        info.mtime = int(info.mtime)
        if info.isreg() and is_database(path):
            self.add_database(path, name, info)
        elif info.isreg():
            self.add_file(path, info)
        else:
            self.write(info)
        if info.isdir():
            self.add_folder(path, name + "/")

    def add_database(self, path, name, info):
        copy = os.path.join(self.work, "database")
        try:
            copy_database(path, copy, name)
            info.size = os.path.getsize(copy)
            with open(copy, "rb") as file:
                self.write(info, file)
        finally:
            if os.path.exists(copy):
                os.remove(copy)

    def add_file(self, path, info):
        """Of several entries of one name the last one counts."""
        for _ in range(ATTEMPTS):
            with open(path, "rb") as file:
                found = os.fstat(file.fileno())
                info.size, info.mtime = found.st_size, int(found.st_mtime)
                padded = Padded(file)
                self.write(info, padded)
                after = os.fstat(file.fileno())
            is_another = after.st_mtime_ns != found.st_mtime_ns and after.st_size <= found.st_size
            if not padded.is_short and not is_another:
                return
        if padded.is_short:
            raise Failure(f"{info.name} is cut again and again while it is copied")


def check(volume):
    if is_broken_off(volume):
        raise Failure("a restore was broken off while the files were moved; restore a backup again")
    os.listdir(volume)


def dump(volume, file):
    check(volume)
    root = os.stat(volume)
    with tarfile.open(file, "w:gz", compresslevel=3, format=tarfile.PAX_FORMAT) as archive:
        copied = Dump(archive, os.path.dirname(file))
        copied.add_text(HEAD, {"uid": root.st_uid, "gid": root.st_gid})
        copied.add_folder(volume)
        copied.add_text(TAIL, {"entries": len(copied.names)})


def entries_of(archive):
    """The entries of an archive that is read once, each whole, and what its first one says."""
    seen = set()
    first = archive.next()
    if first is None or first.name != HEAD:
        raise Failure("it does not begin as a volume's copy")
    yield first, json.load(archive.extractfile(first))
    while member := archive.next():
        archive.members = []
        if member.name == TAIL:
            if json.load(archive.extractfile(member))["entries"] != len(seen):
                raise Failure("some of its files are missing")
            return
        if member.name.startswith("/") or ".." in member.name.split("/"):
            raise Failure(f"{member.name} would be outside of the volume")
        seen.add(member.name)
        yield member, None
    raise Failure("its end is missing")


def with_archive(file, use):
    with gzip.open(file) as content:
        with tarfile.open(fileobj=content, mode="r|") as archive:
            use(archive)
        # The checksum comes after the last byte.
        while content.read(1 << 20):
            pass


def verify(file):
    def read(archive):
        for _ in entries_of(archive):
            pass

    with_archive(file, read)


def load(volume, file):
    if is_broken_off(volume):
        swap(volume)
    drop(volume)
    part = os.path.join(volume, PART)
    os.mkdir(part, 0o700)
    root = os.stat(volume)

    def unpack(archive):
        # Who may do it chooses the owners, modes and links as they were.
        archive.extraction_filter = lambda member, _path: member
        entries = entries_of(archive)
        _, owner = next(entries)

        def owned():
            for member, _ in entries:
                if not is_within(part, member.name):
                    raise Failure(f"{member.name} would be outside of the volume")
                # Of the app there, and so of the app here, whose number may be another.
                if member.uid == owner["uid"]:
                    member.uid = root.st_uid
                if member.gid == owner["gid"]:
                    member.gid = root.st_gid
                yield member

        archive.extractall(part, members=owned(), numeric_owner=True)

    try:
        with_archive(file, unpack)
        for folder, _, names in os.walk(part):
            for name in names:
                check_file(os.path.join(folder, name), part)
        os.sync()
        os.rename(part, os.path.join(volume, LOADED))
    except BaseException:
        drop(volume)
        raise


def is_within(folder, name):
    parent = os.path.realpath(os.path.dirname(os.path.join(folder, name)))
    return (parent + "/").startswith(os.path.realpath(folder) + "/")


COMMANDS = {f.__name__: f for f in (check, dump, verify, load, drop, swap)}

if __name__ == "__main__":
    try:
        COMMANDS[sys.argv[1]](*sys.argv[2:])
    except Failure as failure:
        sys.exit(str(failure))
    except (OSError, EOFError, tarfile.TarError, ValueError, zlib.error) as error:
        sys.exit(f"{type(error).__name__}: {error}")
