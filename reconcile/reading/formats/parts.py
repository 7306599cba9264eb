"""Zip containers and the XML in them, opened so that neither can exhaust memory nor reach outside the file."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from reconcile.errors import DocumentError
from reconcile.reading.limits import MEGABYTE, MOST_INFLATED, MOST_PARTS

if TYPE_CHECKING:
    from lxml import etree

_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


class Parts:
    """The parts of a Word or Excel file. Raises ``DocumentError`` where the container is broken or a bomb."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._zip = _opened(data, name)
        self._sizes = {part.filename: part.file_size for part in self._zip.infolist()}
        self._left = MOST_INFLATED

    def names(self) -> list[str]:
        """The names of all parts, sorted."""
        return sorted(self._sizes)

    def read(self, part: str) -> bytes | None:
        """The bytes of a part, None where there is none of that name."""
        if part not in self._sizes:
            return None
        # What a part claims as its size bounds what is inflated of it.
        self._left -= self._sizes[part]
        if self._left < 0:
            raise DocumentError(
                f"its parts inflate to more than {MOST_INFLATED // MEGABYTE} MB",
                document=self.name,
                remedy="give a file that holds the one table alone",
            )
        try:
            return self._zip.read(part)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ) as error:
            raise _broken(self.name, f"{part}: {error}") from error

    def xml(self, part: str) -> etree._Element | None:
        """The root element of an XML part, None where there is no such part."""
        data = self.read(part)
        return None if data is None else parsed_xml(data, self.name, part)


def part_names(data: bytes, name: str) -> set[str]:
    """The names of the parts of a container."""
    return set(_opened(data, name).namelist())


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _broken(name, str(error)) from error
    if len(container.filelist) > MOST_PARTS:
        raise DocumentError(
            f"the container has more than {MOST_PARTS:,} parts", document=name, remedy="save the document again"
        )
    return container


def _broken(name: str, reason: str) -> DocumentError:
    return DocumentError(
        f"the file is damaged and cannot be opened: {reason}",
        document=name,
        remedy="fetch it again, or open it in the program it was made with and save it anew",
    )


def refuse_declarations(data: bytes, name: str, part: str) -> None:
    """Refuse XML that declares a document type: office files have none, and entities are how XML exhausts or reads."""
    if any(word in data for word in _DECLARATIONS):
        raise DocumentError(
            f"{part} declares a document type or entities, which no office program writes",
            document=name,
            remedy="open it in the program it was made with, save it anew and give that file",
        )


def parsed_xml(data: bytes, name: str, part: str) -> etree._Element:
    """XML without entities, external references or network; raises ``DocumentError`` where it is broken."""
    from lxml import etree

    refuse_declarations(data, name, part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _broken(name, f"{part}: {error.msg}") from error
    except ValueError as error:
        raise _broken(name, f"{part}: {error}") from error
