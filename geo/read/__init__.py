"""Files of incidents, outlets and groups, as records and rejections.

``read_file`` recognises a table by its columns, or reads any other one by a mapping of its
columns, which ``guess_file`` proposes. Whatever is wrong with a row or a value becomes a
``Rejection``; only a file that cannot be read at all raises.
"""

from geo.read.formats import FORMATS, GUESSED
from geo.read.mapping import FIELDS, ColumnMapping
from geo.read.reader import FileReader, ReadOptions, guess_file, read_file, read_into
from geo.read.result import Format, ReadResult

__all__ = [
    "FIELDS",
    "FORMATS",
    "GUESSED",
    "ColumnMapping",
    "FileReader",
    "Format",
    "ReadOptions",
    "ReadResult",
    "guess_file",
    "read_file",
    "read_into",
]
