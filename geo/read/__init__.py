"""Files of incidents, outlets and groups, as records and rejections.

``read_file`` recognises a table by its columns. Whatever is wrong with a row or a value becomes
a ``Rejection``; only a file that cannot be read at all raises.
"""

from geo.read.reader import FORMATS, FileReader, read_file
from geo.read.result import Format, ReadResult

__all__ = ["FORMATS", "FileReader", "Format", "ReadResult", "read_file"]
