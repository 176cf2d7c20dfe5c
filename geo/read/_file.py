"""What a file is, by its bytes and not by its name; its hash, its size and its encoding."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from geo.errors import ReadError
from geo.settings import NO_LIMITS_SET, Limits

UTF_8: Final = "utf-8-sig"
_LONE: Final = re.compile("[\udc80-\udcff]")
_FOREIGN: Final = re.compile("[^\0-\x7f\udc80-\udcff]")
_ARABIC_WORD: Final = re.compile(rb"[\x81\x8d\x8e\x90\x98\xc0-\xff]{3,}")
_UNDEFINED_IN_CP1252: Final = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))
_CHUNK: Final = 1 << 20
_START: Final = 4_096
_MEGABYTE: Final = 1_000_000


class Kind(Enum):
    """What the first bytes of a file say that it is."""

    TEXT = "text"
    ZIP = "zip archive"
    PARQUET = "Parquet"
    JSON = "GeoJSON"
    XML = "KML"
    SQLITE = "GeoPackage"
    SHAPEFILE = "shapefile"


_READ: Final = {
    b"PK\x03\x04": Kind.ZIP,
    b"PK\x05\x06": Kind.ZIP,
    b"PAR1": Kind.PARQUET,
    b"SQLite format 3\0": Kind.SQLITE,
    b"\0\0\x27\x0a": Kind.SHAPEFILE,
}
_NOT_READ: Final = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook; save it as .xlsx or CSV",
    b"\x1f\x8b": "a gzip archive; unpack it",
    b"BZh": "a bzip2 archive; unpack it",
    b"\xfd7zXZ": "an xz archive; unpack it",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive; unpack it",
    b"Rar!": "a RAR archive; unpack it",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive; unpack it",
    b"%PDF": "a PDF document; save the table as CSV",
    b"{\\rtf": "a text document; save the table as CSV",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ\x90\0": "a program",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one pass over the bytes of a file tells. ``size`` in bytes.

    ``encoding``: of a text; "" for what is none.
    """

    path: Path
    sha256: str
    encoding: str
    size: int
    kind: Kind = Kind.TEXT


def examine(path: Path, limits: Limits = NO_LIMITS_SET) -> FileFacts:
    """Hash a file, and find what it is and its encoding.

    Encodings are UTF-8, UTF-16 with its mark, Windows-125x and Latin-1. A file with some valid
    UTF-8 beyond ASCII is read as UTF-8 even where single bytes are damaged: only the damaged
    cells are lost then, and no other is misread.

    Raises
    ------
    ReadError
        The file cannot be opened, holds nothing, is too large, or is nothing that is read.
    """
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, start = True, b""
    try:
        size = path.stat().st_size
        most = limits.file_mb
        if size > most * _MEGABYTE:
            raise ReadError(
                f"{path.name}: the file has {size / _MEGABYTE:,.0f} MB; at most {most:,} MB are "
                "read (ATLAS_MAX_FILE_MB); split it"
            )
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                start = start or chunk[:_START]
                is_utf8 = is_utf8 and _decodes(decoder, chunk)
            is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    except OSError as error:
        raise ReadError(f"{path.name}: cannot be read ({error.strerror or error})") from error
    if not start:
        raise ReadError(f"{path.name}: the file is empty")
    kind = _kind(path.name, start)
    if kind is not Kind.TEXT:
        encoding = ""
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif is_utf8 or start.startswith(codecs.BOM_UTF8):
        encoding = UTF_8
    else:
        encoding = _encoding_of_damaged(path)
    return FileFacts(path, digest.hexdigest(), encoding, size, kind)


def _kind(name: str, start: bytes) -> Kind:
    for mark, kind in _READ.items():
        if start.startswith(mark):
            return kind
    for mark, what in _NOT_READ.items():
        if start.startswith(mark):
            raise ReadError(f"{name}: this is {what}")
    text = start.lstrip(codecs.BOM_UTF8 + codecs.BOM_UTF16_LE).replace(b"\0", b"").lstrip()
    if text.startswith((b"{", b"[{")):
        return Kind.JSON
    if text.startswith(b"<"):
        head = text[:500].lower()
        if b"<!doctype html" in head or b"<html" in head or b"<table" in head:
            raise ReadError(f"{name}: this is a web page; save the table in it as CSV")
        return Kind.XML
    return Kind.TEXT


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _encoding_of_damaged(path: Path) -> str:
    """UTF-8 where its characters outnumber the bytes that are none of it, else an older one.

    Of the older ones Arabic (Windows-1256) writes whole words beyond ASCII, where the Western
    ones (Windows-1252, Latin-1) write single letters between those of ASCII.
    """
    lone = foreign = in_words = 0
    high_bytes: set[int] = set()
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            lone += len(_LONE.findall(text))
            foreign += len(_FOREIGN.findall(text))
            in_words += sum(map(len, _ARABIC_WORD.findall(chunk)))
            high_bytes.update(chunk)
    if foreign >= lone:
        return UTF_8
    if in_words * 2 > lone:
        return "cp1256"
    return "latin-1" if high_bytes & _UNDEFINED_IN_CP1252 else "cp1252"
