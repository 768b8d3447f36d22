"""XML parts of packed files, parsed with no entity, no outside file and no network."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import unquote

from pipelines.errors import ErrorCode, InputError

_entities = re.compile(rb"<!ENTITY|<!DOCTYPE[^<>\[]*\[")


def parse(data: bytes, kind: str) -> Any:
    """The root element. Raises InputError DAMAGED, also where entities are declared: Office and EPUB need none."""
    from lxml import etree  # type: ignore[import-untyped]  # ships no type information

    if _entities.search(data):
        raise InputError(ErrorCode.DAMAGED, kind=kind)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise InputError(ErrorCode.DAMAGED, kind=kind) from error
    except ValueError as error:
        raise InputError(ErrorCode.DAMAGED, kind=kind) from error
    declared = root.getroottree().docinfo.internalDTD
    # In UTF-16 they could not be seen before.
    if declared is not None and any(True for _ in declared.iterentities()):
        raise InputError(ErrorCode.DAMAGED, kind=kind)
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace; comments and entities have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The value of an attribute, in whatever namespace it is; "" without one."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def inside(folder: str, reference: str) -> str:
    """The name within an archive that `reference`, made in an entry of `folder`, stands for."""
    return posixpath.normpath(posixpath.join("/", folder, unquote(reference.partition("#")[0]))).lstrip("/")
