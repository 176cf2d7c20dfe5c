"""Previews and loads in a process of their own: ``python -m geo.store.work``, a job on its input.

The app asks for them so; whoever is at a terminal has ``python -m geo load``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.errors import AmbiguousDatesError, AtlasError
from geo.read import ColumnMapping, ReadOptions
from geo.settings import Settings
from geo.store import child
from geo.store.load import load_files
from geo.store.loads import loads
from geo.store.preview import preview
from geo.store.previewed import Preview
from geo.store.queue_files import queue_files
from geo.validate import DateOrder

MOST_AT_ONCE: Final = 2
"""Processes of this kind that one app runs at a time; others wait for their turn."""
_MODULE: Final = "geo.store.work"
_turns: Final = threading.BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file and how it is to be read; see ``geo.read.ReadOptions``."""

    path: Path
    mapping: ColumnMapping | None = None
    dates: DateOrder | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: ids of the loads that hold something new, and a sentence for each file."""

    load_ids: tuple[int, ...]
    datasets: tuple[str, ...]
    told: tuple[str, ...]
    revision: int


class Work:
    """A preview or load under way, in a thread that waits for its process.

    Parameters
    ----------
    author, remark : who loads, and what for; without an author it is a preview.
    review : put the rows into the queue for review in place of loading them.
    holds : what must not go before the end, such as the folder of the files.

    Attributes
    ----------
    share, message : how far it is, 0..1, and what is being done.
    is_done : whether it has ended; then one of the others says how.
    preview, loaded, queued : what came of it; ``queued`` counts drafts that wait for review.
    error : why nothing came of it.
    was_stopped : whether somebody ended it early.
    asks : the column whose dates can be read both ways, when that is the reason.
    """

    def __init__(
        self,
        settings: Settings,
        files: Sequence[FileToRead],
        author: str | None = None,
        remark: str = "",
        review: bool = False,
        holds: object = None,
    ) -> None:
        self.share, self.message = 0.0, "Waiting for other imports"
        self.is_done = False
        self.preview: Preview | None = None
        self.loaded: Loaded | None = None
        self.queued: int | None = None
        self.error = ""
        self.asks: AmbiguousDatesError | None = None
        self._settings, self._holds = settings, holds
        self._job = json.dumps(
            {
                "files": [
                    {
                        "path": str(file.path),
                        "mapping": file.mapping and file.mapping.to_json(),
                        "dates": file.dates,
                    }
                    for file in files
                ],
                "author": author,
                "remark": remark,
                "review": review,
            }
        )
        self._process: subprocess.Popen[str] | None = None
        self.was_stopped = False
        self._thread = threading.Thread(target=self._run, name="atlas-import", daemon=True)
        self._thread.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end; whether it has come."""
        self._thread.join(seconds)
        return self.is_done

    def stop(self) -> None:
        """End it early; a load is then as if it had not begun."""
        self.was_stopped = True
        if self._process is not None:
            self._process.terminate()

    def _run(self) -> None:
        try:
            with _turns:
                if not self.was_stopped:
                    self._take(
                        child.run([_MODULE], self._settings, self._tell, self._job, self._has)
                    )
        except AtlasError as error:
            self.error = "it was stopped" if self.was_stopped else str(error)
        except Exception as error:
            self.error = f"it could not be done ({error})"
            raise
        finally:
            self.is_done = True

    def _has(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        if self.was_stopped:
            process.terminate()

    def _tell(self, share: float, message: str) -> None:
        self.share, self.message = min(max(share, 0.0), 1.0), message

    def _take(self, result: str) -> None:
        value = json.loads(result)
        if "error" in value:
            self.error = value["error"]
            if value["asks"]:
                self.asks = AmbiguousDatesError(*value["asks"])
        elif "preview" in value:
            self.preview = Preview.from_json(value["preview"])
        elif "queued" in value:
            self.queued = value["queued"]
        else:
            self.loaded = Loaded(
                tuple(value["load_ids"]),
                tuple(value["datasets"]),
                tuple(value["told"]),
                value["revision"],
            )


def main() -> None:
    """Do the job that stands on the standard input."""
    job = json.loads(sys.stdin.read())
    settings = Settings.from_env()
    try:
        result = _do(job, settings, _line)
    except AmbiguousDatesError as error:
        asks = [error.column, error.why, "", error.value]
        result = {"error": str(error), "asks": asks}
    except AtlasError as error:
        result = {"error": str(error), "asks": None}
    _print(f"{child.RESULT}\t{json.dumps(result)}")


def _do(
    job: dict[str, Any], settings: Settings, tell: Callable[[float, str], None]
) -> dict[str, Any]:
    paths = [Path(file["path"]) for file in job["files"]]
    options = [
        ReadOptions(
            file["mapping"] and ColumnMapping.from_json(file["mapping"]),
            file["dates"] and DateOrder(file["dates"]),
            settings.limits,
        )
        for file in job["files"]
    ]
    url = settings.database_url
    if job["author"] is None:
        return {"preview": preview(url, paths, settings, None, tell, options).to_json()}
    if job["review"]:
        return {"queued": queue_files(url, paths, options, job["author"], tell)}
    done = load_files(
        url, paths, settings, None, tell, job["author"], options, remark=job["remark"]
    )
    made = [file.revision for file in done.files if file.revision is not None]
    return {
        "load_ids": [load.id for load in loads(url, made)],
        "datasets": sorted({file.dataset for file in done.files if file.dataset}),
        "told": [str(file) for file in done.files],
        "revision": done.revision,
    }


def _line(share: float, message: str) -> None:
    _print(f"{share:.4f}\t{message}")


def _print(line: str) -> None:
    print(" ".join(line.splitlines()), flush=True)


if __name__ == "__main__":
    main()
