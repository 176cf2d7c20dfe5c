"""Files that a reader has uploaded: kept in a folder of the session, each looked at once."""

from __future__ import annotations

import re
import shutil
import tempfile
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from geo.errors import ReadError
from geo.read.look import Look, look
from geo.settings import Limits

_KEY: Final = "import.uploads"
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on disk, under a name that cannot lead elsewhere; ``error``: why it cannot be read."""

    file_id: str
    path: Path
    look: Look | None
    error: str


class _Folder:
    """A folder that goes when the session does."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="atlas-import-"))
        self.uploads: dict[str, Upload] = {}
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


def folder() -> object:
    """The session's folder: it stays while anybody refers to it."""
    return st.session_state.setdefault(_KEY, _Folder())


def kept(files: Sequence[Any], limits: Limits) -> list[Upload]:
    """The uploads as they stand, in their order; those taken away are forgotten.

    Parameters
    ----------
    files : as ``st.file_uploader`` gives them.
    """
    own: _Folder = st.session_state.setdefault(_KEY, _Folder())
    there = {file.file_id for file in files}
    for gone in set(own.uploads) - there:
        shutil.rmtree(own.uploads.pop(gone).path.parent, ignore_errors=True)
    for file in files:
        if file.file_id not in own.uploads:
            own.uploads[file.file_id] = _keep(own.path, file, limits)
    return [own.uploads[file.file_id] for file in files]


def _keep(folder: Path, file: Any, limits: Limits) -> Upload:
    own = Path(tempfile.mkdtemp(dir=folder))
    path = own / safe_name(file.name)
    path.write_bytes(file.getbuffer())
    try:
        return Upload(file.file_id, path, look(path, limits), "")
    except ReadError as error:
        return Upload(file.file_id, path, None, str(error))


def safe_name(name: str) -> str:
    """A file's name without folders and without what cannot be printed.

    >>> safe_name("../../etc/pass\\nwd.csv")
    'pass wd.csv'
    """
    last = re.split(r"[/\\]", name)[-1]
    tidy = " ".join("".join(c if c.isprintable() else " " for c in last).split()).lstrip(". ")
    stem, dot, suffix = tidy.rpartition(".")
    if not stem:
        return tidy[:_LONGEST_NAME] or "table"
    return f"{stem[: _LONGEST_NAME - len(suffix[:10]) - 1]}{dot}{suffix[:10]}"
