"""How the command line speaks, and how it writes files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from geo.errors import ExportError

if TYPE_CHECKING:
    from geo.store.load import LoadReport


def say(text: str) -> None:
    """A line for the person at the terminal."""
    typer.echo(text, err=True)


def say_outcome(report: LoadReport) -> None:
    """What became of the files of a load."""
    for file in report.files:
        say(str(file))
    if report.moved is not None:
        say(f"{report.moved} reports of the store have another place now.")
    say(f"The store is at revision {report.revision}.")


@contextmanager
def progress(label: str) -> Iterator[Callable[[float, str], None]]:
    """A bar on stderr (silent when that is not a terminal), fed with a share and a message."""
    steps = 1000
    with typer.progressbar(
        length=steps, label=label.ljust(40), file=sys.stderr, show_pos=False
    ) as bar:

        def tell(share: float, message: str) -> None:
            bar.label = message[:40].ljust(40)
            bar.update(round(share * steps) - bar.pos)

        yield tell


def write_whole(path: Path, text: str) -> None:
    """Write a file wholly or not at all: under another name first, then put in place."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
