"""What a reader is, and what reading a file gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from geo.claims.hypotheses import Hypothesis
from geo.model import Actor, Outlet, Rejection, ReportRow
from geo.validate import Row

Item = ReportRow | Outlet | Actor | Hypothesis
"""What a row of a known format becomes."""


@dataclass(frozen=True, slots=True)
class Format:
    """A table the atlas can read.

    Attributes
    ----------
    name : as given to ``read_file(format=...)`` and on the command line.
    dataset : name of the set of incidents in the store; "" for tables about outlets and groups.
    title : for a reader.
    key : the column whose value may stand once in a file, or the columns, in words.
    required : columns without which the file is not of this format.
    aliases : other names under which a column was published -> its name here.
    parse : row -> record; raises ``RowRefused``.
    layout : names of the columns of files that were published without a header line.
    headless : what the first cells of such a file look like, joined by commas.
    outlets : who publishes the dataset, where the table itself does not say.
    """

    name: str
    dataset: str
    title: str
    key: str
    required: tuple[str, ...]
    parse: Callable[[Row], Item]
    aliases: Mapping[str, str] = field(default_factory=dict)
    layout: tuple[str, ...] = ()
    headless: re.Pattern[str] | None = None
    outlets: tuple[Outlet, ...] = ()

    def column(self, written: str) -> str:
        """The name used here for a column as it is written in a file."""
        name = written.strip().strip("\ufeff\"'").strip().lower().replace(" ", "_")
        return self.aliases.get(name, name)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """Everything a file held. Each data row is in exactly one of records and refused rows.

    Attributes
    ----------
    file, sha256, encoding, delimiter : the file's name, hash and how it was read.
    rows, outlets, actors, hypotheses : records; which of them is filled depends on ``format``.
    rejections : in the order of lines. Of a whole row (counted in ``n_refused``), or of one
        value of a row that was kept; the reason ends with which of the two.
    n_read : data rows in the file: neither header, HXL tags nor empty lines.
    """

    dataset: str
    format: str
    file: str
    sha256: str
    encoding: str
    delimiter: str
    rows: list[ReportRow]
    rejections: list[Rejection]
    n_read: int
    n_refused: int
    outlets: list[Outlet] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    hypotheses: list[Hypothesis] = field(default_factory=list)
