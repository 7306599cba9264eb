"""Small questions to XML elements, whatever the namespace: office programs write two of them for the same format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def tag_of(element: _Element) -> str:
    """The name of an element without its namespace, "" of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child_of(element: _Element | None, tag: str) -> _Element | None:
    """The first child of that name, None where there is none."""
    return None if element is None else next((child for child in element if tag_of(child) == tag), None)


def attribute(element: _Element, name: str) -> str:
    """An attribute by its name without namespace, "" where there is none."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def value_of(element: _Element | None) -> str:
    """The attribute ``val``, in which most of an office document's settings stand."""
    return "" if element is None else attribute(element, "val")


def integer(text: str, default: int) -> int:
    """A short whole number, else the default."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else default
