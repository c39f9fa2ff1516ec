"""A folder whose `sitecustomize` notes, in every Python that starts with it, each call to another machine."""

import json
import os
from pathlib import Path

WATCH = """
import json, os, sys

def seen(event, details):
    with open(os.environ["ICDI_WATCHED"], "a") as file:
        file.write(json.dumps([event, details]) + "\\n")

def outside(address):
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else str(host)
    return not (host.startswith(("/", "127.", "\\0")) or host in {"", "::1", "localhost", "None"})

def hook(event, arguments):
    if event in {"socket.connect", "socket.sendto"} and outside(arguments[1]):
        seen(event, repr(arguments[1]))
        raise OSError("watched: no connection")
    if event in {"socket.getaddrinfo", "socket.gethostbyname"} and outside(arguments[0]):
        seen(event, repr(arguments[0]))
        raise OSError("watched: no look-up")

sys.addaudithook(hook)
seen("watching", sys.argv[:1])
"""


def watching(folder: Path) -> dict[str, str]:
    """Make the folder; return the environment of a process that is to be watched."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    watched = {**os.environ, "PYTHONPATH": str(folder), "ICDI_WATCHED": str(folder / "notes.jsonl")}
    watched.pop("DAGSTER_HOME", None)
    return watched


def noted(folder: Path) -> list[list[str]]:
    """Return what was noted, the start of each Python left out."""
    notes = [json.loads(line) for line in (folder / "notes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert notes[0][0] == "watching"
    return [note for note in notes if note[0] != "watching"]
