"""What is inside a zip file: counted as it is unpacked, named by us, never trusted."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from geo.errors import ReadError
from geo.settings import Limits

SHAPEFILE_PARTS: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_TABLES: Final = (
    *(".csv", ".tsv", ".txt", ".tab", ".xlsx", ".parquet"),
    *(".geojson", ".json", ".kml", ".gpkg", ".gpx"),
)
_CHUNK: Final = 1 << 20
_MOST_MEMBERS: Final = 10_000
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError),
    *(ValueError, OSError),
)
"""What ``zipfile`` raises for damaged, encrypted and unknown archives."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip file, whose damage is told as ``ReadError``."""
    try:
        with zipfile.ZipFile(path) as archive:
            if len(archive.infolist()) > _MOST_MEMBERS:
                raise ReadError(f"{path.name}: the archive holds more than {_MOST_MEMBERS:,} files")
            yield archive
    except _DAMAGED as error:
        raise ReadError(f"{path.name}: the archive cannot be unpacked ({error})") from error


class Budget:
    """Bytes that may still be unpacked."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._most = name, limits.unpacked_mb
        self._left = limits.unpacked_mb * 1_000_000

    def spend(self, n: int) -> None:
        """Take ``n`` bytes; raises ``ReadError`` when there are not so many."""
        self._left -= n
        if self._left < 0:
            raise ReadError(
                f"{self._name}: unpacked it has more than {self._most:,} MB, which is the most "
                "that is read (ATLAS_MAX_UNPACKED_MB)"
            )


def chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """The true content of a member, piece by piece, counted."""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            budget.spend(len(chunk))
            yield chunk


def is_workbook(path: Path) -> bool:
    """Whether the zip file is an Excel workbook."""
    with opened(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def unpack(path: Path, limits: Limits) -> Path:
    """Unpack the one table or shapefile of an archive into a folder of its own.

    Only that is unpacked, under the archive's name; ``discard`` removes the folder again.

    Raises
    ------
    ReadError
        The archive is damaged, names files outside itself, is too large, holds no table or
        several, or its shapefile lacks a part.
    """
    with opened(path) as archive:
        files = [member for member in archive.infolist() if not member.is_dir()]
        for member in files:
            _refuse_outside(path, member)
        wanted = _wanted(path, [m for m in files if not m.filename.startswith("__MACOSX/")])
        folder = Path(tempfile.mkdtemp(prefix="atlas-"))
        budget = Budget(path.name, limits)
        try:
            for member in wanted:
                target = folder / f"{path.name}{_suffix(member)}"
                with target.open("wb") as out:
                    for chunk in chunks(archive, member, budget):
                        out.write(chunk)
        except BaseException:
            discard(folder)
            raise
    return folder / f"{path.name}{_suffix(wanted[0])}"


def discard(folder: Path) -> None:
    """Remove an unpacked folder."""
    shutil.rmtree(folder, ignore_errors=True)


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _refuse_outside(path: Path, member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":" or is_link:
        raise ReadError(
            f"{path.name}: the archive names a file outside itself ({member.filename[:100]!r}); "
            "nothing of it is read"
        )


def _wanted(path: Path, files: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The members of the one table; the first is the one to open."""
    found = [m for m in files if _suffix(m) in (".shp", *_TABLES)]
    shapes = [m for m in found if _suffix(m) == ".shp"]
    tables = shapes or [m for m in found if _suffix(m) != ".txt"] or found
    if len(tables) != 1:
        what = ", ".join(m.filename[:60] for m in tables[:5]) or "none"
        raise ReadError(f"{path.name}: the archive must hold one table or shapefile; found: {what}")
    if not shapes:
        return tables
    stem = str(PurePosixPath(shapes[0].filename).with_suffix("")).lower()
    parts = {
        _suffix(m): m
        for m in files
        if str(PurePosixPath(m.filename).with_suffix("")).lower() == stem
    }
    refuse_incomplete(path.name, set(parts))
    return [parts[suffix] for suffix in SHAPEFILE_PARTS if suffix in parts]


def refuse_incomplete(name: str, suffixes: set[str]) -> None:
    """Refuse a shapefile without its table or index."""
    missing = [suffix for suffix in SHAPEFILE_PARTS[:3] if suffix not in suffixes]
    if missing:
        raise ReadError(f"{name}: the shapefile lacks its {' and '.join(missing)}")
