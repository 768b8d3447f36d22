"""What a file is, told by its content: something to be decoded, one of the packed formats, or nothing to read here."""

from __future__ import annotations

import re

from pipelines.article import archive
from pipelines.article.extracted import Kind
from pipelines.errors import ErrorCode, InputError

# What a file that cannot be read starts with, and what a user calls it.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"BM", "BMP image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"Rar!", "RAR archive"),
    (b"7z\xbc\xaf", "7-Zip archive"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"SQLite format 3", "SQLite database"),
    (b"AT&TFORM", "DjVu"),
    (b"ITSF", "CHM"),
    (b"ID3", "MP3 audio"),
    (b"RIFF", "audio, video or image"),
    (b"OggS", "audio or video"),
    (b"fLaC", "audio"),
    (b"\x1aE\xdf\xa3", "video"),
)
_BOXES = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")  # pictures that use the container of videos
_LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_controls = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PDF_WITHIN = 1024  # readers look for %PDF so far into a file

_OFFICE = (("word/", Kind.WORD), ("xl/", "Excel"), ("ppt/", "PowerPoint"), ("index/document.iwa", "Pages"))


def told(data: bytes) -> Kind:
    """WORD, PDF, EPUB or ARCHIVE for what is packed, TEXT for all that is to be decoded.

    Raises InputError: BINARY, LEGACY_WORD, ENCRYPTED, DAMAGED.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    position = data.find(b"%PDF-", 0, _PDF_WITHIN)
    if position == 0 or (position > 0 and b"endobj" in data):
        return Kind.PDF
    if data.startswith(_LEGACY):
        _refuse_legacy(data)
    if data[4:8] == b"ftyp":
        raise InputError(ErrorCode.BINARY, kind="HEIC or AVIF image" if data[4:12] in _BOXES else "audio or video")
    for signature, kind in _SIGNATURES:
        # A short signature such as "BM" may be the first letters of a text.
        if data.startswith(signature) and (kind == "RTF" or _controls.search(data[:512])):
            raise InputError(ErrorCode.BINARY, kind=kind)
    return Kind.TEXT


def _packed(data: bytes) -> Kind:
    names = archive.names(data)
    if any(name.lower() == "meta-inf/container.xml" for name in names):
        return Kind.EPUB
    for start, kind in _OFFICE:
        if any(name.lower().startswith(start) for name in names) and (
            "[Content_Types].xml" in names or kind == "Pages"
        ):
            if isinstance(kind, Kind):
                return kind
            raise InputError(ErrorCode.BINARY, kind=kind)
    if "mimetype" in names and "content.xml" in names:
        raise InputError(ErrorCode.BINARY, kind="OpenDocument")
    return Kind.ARCHIVE


def _refuse_legacy(data: bytes) -> None:
    """What Office wrote before 2007; its new formats, too, are wrapped in this one when they have a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(ErrorCode.ENCRYPTED, kind="Word, Excel or PowerPoint")
    if "WordDocument".encode("utf-16-le") in data:
        raise InputError(ErrorCode.LEGACY_WORD)
    raise InputError(ErrorCode.BINARY, kind="Excel, PowerPoint or Outlook")
