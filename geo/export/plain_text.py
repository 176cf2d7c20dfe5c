"""Text that XML, and so a workbook or a KML file, can hold."""

from __future__ import annotations

import re
from typing import Final

REPLACEMENT: Final = "\ufffd"
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with a mark in place of each character that XML 1.0 does not know (section 2.2).

    >>> xml_text("a\\x00b"), xml_text("\\u0627")
    ('a�b', 'ا')
    """
    return _NOT_XML.sub(REPLACEMENT, text)


def xml_escaped(text: str) -> str:
    """The text for the content or an attribute (in double quotes) of an XML element."""
    text = xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")
