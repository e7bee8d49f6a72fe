"""Puts what was unpacked in the place of what a volume has.

Every step can be taken again after one that was broken off.
"""

import os
import shutil

# Hidden beside the app's own files, as only inside of the volume a rename moves without copying.
OWN = ".berth-"
PART = ".berth-restore.part"
LOADED = ".berth-restore"
FORMER = ".berth-former"
# Which way a swap is moving: "out", then "in".
SWAP = ".berth-swap"


def is_broken_off(volume):
    return os.path.exists(os.path.join(volume, SWAP))


def drop(volume):
    """What was not put in place, and what was put out of it for good."""
    for name in (PART, LOADED, FORMER):
        path = os.path.join(volume, name)
        if os.path.lexists(path):
            shutil.rmtree(path)


def sync(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def note(volume, way):
    new = os.path.join(volume, SWAP + ".new")
    with open(new, "w") as file:
        file.write(way)
        file.flush()
        os.fsync(file.fileno())
    os.rename(new, os.path.join(volume, SWAP))
    sync(volume)


def move_out(volume, name):
    former = os.path.join(volume, FORMER, name)
    while os.path.lexists(former):
        former += "~"
    os.rename(os.path.join(volume, name), former)


def swap(volume):
    mark, loaded = os.path.join(volume, SWAP), os.path.join(volume, LOADED)
    former = os.path.join(volume, FORMER)
    if not os.path.exists(mark):
        os.listdir(loaded)
        if os.path.lexists(former):
            shutil.rmtree(former)
        os.mkdir(former, 0o700)
        note(volume, "out")
    with open(mark) as file:
        way = file.read()
    if way == "out":
        for name in os.listdir(volume):
            if not name.startswith(OWN):
                move_out(volume, name)
        sync(volume)
        note(volume, "in")
    for name in os.listdir(loaded):
        if os.path.lexists(os.path.join(volume, name)):
            move_out(volume, name)
        os.rename(os.path.join(loaded, name), os.path.join(volume, name))
    sync(volume)
    os.remove(mark)
    sync(volume)
    os.rmdir(loaded)
    shutil.rmtree(former)
