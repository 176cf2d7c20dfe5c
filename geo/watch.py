"""A folder whose new files are loaded as they come.

It is looked into again and again: that also works on network drives, which do not tell of changes.
Nothing in it is trusted: links, folders and whatever is no plain file are left alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from geo.errors import (
    AtlasError,
    BoundaryError,
    ReadError,
    RoadError,
    SettingsError,
    StoreError,
)
from geo.export.rejected import rejected_csv
from geo.model import Rejection
from geo.read import ReadOptions, ReadResult, read_file
from geo.settings import Settings
from geo.store.load import LoadReport, load_files
from geo.store.loads import file_sha256, loads, loads_of
from geo.store.query import rejections
from geo.store.queue_files import queue_files

LOADED: Final = "loaded"
REJECTED: Final = "rejected"
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".crdownload", ".filepart", ".swp")
_LONGEST_NAME: Final = 150
_MOST_REJECTIONS: Final = 1_000_000
State = tuple[int, int, int]
"""Inode, size in bytes and time of the last change in ns."""


class NothingTakenError(ReadError):
    """No row of a file could be taken; ``rejections`` say why."""

    def __init__(self, message: str, rejections: Sequence[Rejection]) -> None:
        super().__init__(message)
        self.rejections = rejections


class Watch:
    """A folder under watch; ``look`` does one round.

    Parameters
    ----------
    log : gets a line for each thing that happens.
    format, options : how files are to be read, as in ``load_files``.
    review : put the reports into the queue for review in place of loading them.

    Raises
    ------
    SettingsError
        The folder is none, or cannot be written to, or one of those in it is a link.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        log: Callable[[str], None],
        format: str | None = None,
        options: ReadOptions | None = None,
        author: str = "watch",
        review: bool = False,
    ) -> None:
        if not folder.is_dir():
            raise SettingsError(f"{folder} is no folder")
        self.folder, self._settings, self._log = folder, settings, log
        self._format, self._options, self._author = format, options, author
        self._review = review
        self._seen: dict[str, State] = {}
        self._left: dict[str, State] = {}
        for name in (LOADED, REJECTED):
            self._make(folder / name)

    def look(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Load what has come and has not changed since the last look; how many files were moved.

        Parameters
        ----------
        stop : asked between two files.
        """
        try:
            now = self._files()
        except OSError as error:
            self._log(f"{self.folder} cannot be read ({error.strerror}); trying again")
            return 0
        ready = [
            name
            for name, state in sorted(now.items())
            if self._seen.get(name) == state and self._left.get(name) != state
        ]
        self._seen = now
        self._left = {name: state for name, state in self._left.items() if name in now}
        done = 0
        for name in ready:
            if stop():
                break
            if self._take(name, now[name]):
                done += 1
            elif name in self._seen:
                self._left[name] = now[name]
        return done

    def _files(self) -> dict[str, State]:
        """Plain files by name; those that are being written under a passing name are left out."""
        found = {}
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.startswith((".", "~")) or entry.name.lower().endswith(_UNFINISHED):
                    continue
                try:
                    facts = entry.stat(follow_symlinks=False)
                except OSError:
                    continue  # it went away meanwhile
                if stat.S_ISREG(facts.st_mode):
                    found[entry.name] = _state(facts)
                elif entry.name not in (LOADED, REJECTED) and entry.name not in self._left:
                    self._log(f"{_shown(entry.name)}: no plain file; it is left alone")
                    self._left[entry.name] = (0, 0, 0)
                    found[entry.name] = (0, 0, 0)
                elif entry.name in self._left:
                    found[entry.name] = (0, 0, 0)
        return found

    def _take(self, name: str, state: State) -> bool:
        """Load one file and move it; ``False``: it stays until it changes, or the store answers."""
        path = self.folder / name
        try:
            return self._load(path, state)
        except (StoreError, BoundaryError, RoadError, SettingsError) as error:
            self._log(f"{_shown(name)}: {error}; it stays and is tried again")
            self._seen.pop(name, None)
            return False
        except NothingTakenError as error:
            return self._reject(path, str(error), error.rejections)
        except AtlasError as error:
            return self._reject(path, str(error))
        except Exception as error:  # a watch outlives whatever a file does to it
            return self._reject(path, f"unexpected: {type(error).__name__}: {error}")

    def _load(self, path: Path, state: State) -> bool:
        sha256 = file_sha256(path)
        if before := loads_of(self._settings.database_url, sha256):
            last = before[0]
            undone = f" and taken back by decision {last.undone_by}" if last.undone_by else ""
            self._log(
                f"{_shown(path.name)}: the same content was loaded in revision {last.revision}"
                f"{undone}; it is not loaded again"
            )
            return self._move(path, LOADED) is not None
        if self._review:
            return self._queue(path, state)
        report = load_files(
            self._settings.database_url,
            [path],
            self._settings,
            self._format,
            author=self._author,
            options=self._options or ReadOptions(limits=self._settings.limits),
            check=_refuse_nothing,
        )
        self._log(_shown(str(report.files[0])))
        if _state(path.lstat()) != state:
            self._log(f"{_shown(path.name)}: it has grown meanwhile and is loaded again")
            return False
        moved = self._move(path, LOADED)
        self._write_rejected(moved or path, report)
        return moved is not None

    def _queue(self, path: Path, state: State) -> bool:
        """Put the reports of a file into the queue; what was queued before is not queued again."""
        options = self._options or ReadOptions(limits=self._settings.limits)
        _refuse_nothing(read_file(path, self._format, None, options))
        url = self._settings.database_url
        added = queue_files(url, [path], [options], self._author, format=self._format)
        self._log(f"{_shown(path.name)}: {added} reports more wait for review")
        if _state(path.lstat()) != state:
            self._log(f"{_shown(path.name)}: it has grown meanwhile and is read again")
            return False
        return self._move(path, LOADED) is not None

    def _write_rejected(self, path: Path, report: LoadReport) -> None:
        """Rows of a loaded file that were not taken, as CSV beside the rejected files."""
        revision = report.files[0].revision
        if not report.files[0].n_rejected or revision is None:
            return
        url = self._settings.database_url
        for load in loads(url, [revision]):
            found = rejections(url, 0, _MOST_REJECTIONS, load.id)
            target = _free(self.folder / REJECTED / f"{path.name}.rows.csv")
            self._write(target, rejected_csv(found))

    def _reject(self, path: Path, reason: str, rows: Sequence[Rejection] = ()) -> bool:
        self._log(f"{_shown(path.name)}: rejected: {_shown(reason)}")
        moved = self._move(path, REJECTED)
        if moved is None:
            return False
        self._write(_free(moved.with_name(f"{moved.name}.txt")), f"{reason}\n".encode())
        if rows:
            self._write(_free(moved.with_name(f"{moved.name}.rows.csv")), rejected_csv(rows))
        return True

    def _move(self, path: Path, into: str) -> Path | None:
        """Move a file into a folder of its own, never over another; ``None``: it cannot be."""
        try:
            self._make(self.folder / into)
            target = _free(self.folder / into / path.name)
            path.rename(target)
        except (OSError, SettingsError) as error:
            self._log(f"{_shown(path.name)}: cannot be moved to {into} ({error}); it stays")
            return None
        return target

    def _write(self, target: Path, content: bytes) -> None:
        try:
            with target.open("xb") as file:
                file.write(content)
        except OSError as error:
            self._log(f"{_shown(target.name)}: cannot be written ({error.strerror})")

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{folder} cannot be made ({error.strerror})") from error
        if folder.is_symlink() or not folder.is_dir():
            raise SettingsError(f"{folder} must be a folder and no link")


def _state(facts: os.stat_result) -> State:
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def _refuse_nothing(result: ReadResult) -> None:
    """Refuse a file of which nothing can be taken, before anything is stored."""
    if result.n_read > result.n_refused:
        return
    why = f"none of its {result.n_read} rows can be taken" if result.n_read else "it has no rows"
    raise NothingTakenError(f"{result.file}: {why}", result.rejections)


def _free(path: Path) -> Path:
    """The path, or one with a number in its name where there is a file already."""
    name = path.name[-_LONGEST_NAME:]
    target, number = path.with_name(name), 1
    while target.exists() or target.is_symlink():
        number += 1
        target = path.with_name(f"{number}-{name}")
    return target


def _shown(text: str) -> str:
    """Text on one line of a log, without what a terminal would obey."""
    return "".join(c if c.isprintable() else "�" for c in text)
