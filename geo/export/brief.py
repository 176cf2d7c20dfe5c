"""The brief of a view or of an incident, and the picture of a view, as files."""

from __future__ import annotations

from typing import Final

from geo.export.blocks import Document
from geo.export.brief_html import html_of
from geo.export.brief_incident import incident_document
from geo.export.brief_view import picture_document, view_document
from geo.export.selection import Selection
from geo.export.typeset import typeset

PNG_PPI: Final = 144


def brief_file(selection: Selection, format: str) -> bytes:
    """The file.

    Parameters
    ----------
    format : "pdf", "html" or "png".

    Raises
    ------
    ExportError
        It cannot be set within the time or memory that it may take.
    """
    if format == "png":
        return typeset(picture_document(selection), "picture", "png", PNG_PPI)
    document = document_of(selection)
    if format == "html":
        return html_of(document).encode("utf-8", "replace")
    return typeset(document, "brief", "pdf")


def document_of(selection: Selection) -> Document:
    """The brief of an incident where the export is of one, else of the view."""
    if selection.detail is not None:
        return incident_document(selection, selection.detail)
    return view_document(selection)
