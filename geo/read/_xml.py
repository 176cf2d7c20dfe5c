"""XML that is looked at before any library sees it: no document type, hence no entity."""

from __future__ import annotations

from xml.parsers import expat

from geo.errors import ReadError


class XmlGuard:
    """Fed with XML piece by piece; raises ``ReadError`` for what is not to be trusted.

    ``root``: local name of the outermost element in lower case, once it was seen.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.root = ""
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start

    def _start(self, tag: str, _attributes: object) -> None:
        self.root = tag.rpartition(":")[2].lower()
        self._parser.StartElementHandler = None

    def _refuse(self, *_: object) -> None:
        raise ReadError(
            f"{self._name}: its XML declares a document type or entities, which may hide other "
            "files or fill the memory; it is not read"
        )

    def feed(self, chunk: bytes, final: bool = False) -> None:
        """Look at the next piece; ``final``: there is no more."""
        try:
            self._parser.Parse(chunk, final)
        except (expat.ExpatError, LookupError, ValueError) as error:  # unknown encodings too
            raise ReadError(f"{self._name}: its XML is not well-formed ({error})") from error
