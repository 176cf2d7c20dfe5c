"""The one family of errors whose message a reader of the app may see."""

from __future__ import annotations


class AtlasError(Exception):
    """Base of every error that the atlas raises on purpose; its text is fit to be shown."""


class SettingsError(AtlasError):
    """A setting has a value that the atlas cannot work with."""


class ReadError(AtlasError):
    """A whole file cannot be read (missing, wrong format, no known columns)."""


class AmbiguousDatesError(ReadError):
    """Day and month of a column's dates cannot be told apart; ``column`` names it.

    ``value``: a date of the column that can be read both ways, "" where none is known.
    """

    def __init__(self, column: str, why: str, where: str = "", value: str = "") -> None:
        super().__init__(f"{where}column {column!r}: {why}; say --day-first or --month-first")
        self.column, self.why, self.value = column, why, value


class UnknownTableError(ReadError):
    """The columns are of no format that the atlas knows: a mapping must say what they hold."""


class BoundaryError(AtlasError):
    """A boundary set is incomplete, of the wrong geometry type, or invalid."""


class RoadError(AtlasError):
    """A file of roads cannot be read or used."""


class ModelError(AtlasError):
    """A language model that was set up does not answer, or not as asked."""


class StoreError(AtlasError):
    """The store is missing, locked, damaged, or of another version."""


class AccessError(AtlasError):
    """Somebody may not see or change this; it says what would let them."""


class SignInError(AccessError):
    """Somebody has to sign in first, or again."""


class StoreAwayError(StoreError):
    """The server of the store does not answer; it may do so later, without our doing."""


class NotFoundError(AtlasError):
    """Something that was asked for by its id or revision does not exist."""


class ExportError(AtlasError):
    """A view cannot be written in the format asked for."""


class QueryError(AtlasError):
    """A map window, zoom, sort or page was asked for that cannot be shown."""


class DecisionError(AtlasError):
    """A decision cannot be made, or not taken back."""


class CorrectionError(DecisionError):
    """Place words cannot be corrected so."""
