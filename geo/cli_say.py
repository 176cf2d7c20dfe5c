"""How the command line speaks, and how it writes files."""

from __future__ import annotations

from pathlib import Path

import typer

from geo.errors import ExportError


def say(text: str) -> None:
    """A line for the person at the terminal."""
    typer.echo(text, err=True)


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
