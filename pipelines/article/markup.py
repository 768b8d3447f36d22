"""HTML and XML: a whole page or feed is reduced to its title and body text, a fragment to its text in place."""

from __future__ import annotations

import html
import re
from typing import Any, NamedTuple

from pipelines.article.chinese import han
from pipelines.article.title import without_site
from pipelines.article.traced import Edit, Traced

_page = re.compile(r"<(?:!doctype\s+html|html|head|body)\b[^<>]{0,400}>", re.IGNORECASE)
_xml = re.compile(
    r"\s*(?:<\?xml\b[^<>]*\?>|<(?:rss|feed|docs?|rdf:RDF|channel|article|news)\b[^<>]{0,2000}>)", re.IGNORECASE
)
_xml_declaration = re.compile(r"<\?xml\b[^<>]*\?>|<!DOCTYPE[^<>\[]*>")
_not_xml = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)|<(?![A-Za-z/!?])")
_tag = re.compile(
    r"</?(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:[\s/][^<>]{0,4000})?)>|<!DOCTYPE[^<>]{0,400}>|</?o:p>|<!\[CDATA\[|\]\]>"
)
_table_rule = re.compile(r"\|(?:-{3,}\|)+")
_hidden = tuple(
    (re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE))
    for opening, closing in (
        ("<!--", "-->"),
        *(
            (f"<{name}\\b[^<>]{{0,4000}}>", f"</{name}\\s*>")
            for name in ("script", "style", "noscript", "template", "svg", "iframe", "rp")
        ),
    )
)
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 head header hr html li main nav ol option p pre section select table tbody td tfoot th thead title "
    "tr ul".split()
)
_INLINE = frozenset(
    "a abbr acronym audio b bdi bdo big button cite code data del dfn em font i img input ins kbd label link mark "
    "meta q rb rp rt ruby s samp script small source span strike strong style sub sup time tt u var video wbr".split()
)
_ITEMS = frozenset({"item", "entry", "doc", "article", "news", "post", "story", "document"})
_TITLES = ("title", "contenttitle", "headline", "subject")
_BODIES = ("encoded", "content", "body", "text", "description", "summary", "maintext", "content_html")
_PUBLISHED = (
    "//meta[@property='article:published_time' or @itemprop='datePublished' or @itemprop='dateUpdate'"
    " or @name='publishdate' or @name='pubdate' or @name='PubDate' or @property='og:release_date']/@content"
)
_AUTHOR = "//meta[@name='author' or @property='article:author' or @name='Author']/@content"


class Page(NamedTuple):
    """What a whole page or feed came down to: its text, its title (which the text begins with), and tags dropped."""

    text: str
    title: str
    tags: int


def is_page(text: str) -> bool:
    """Whether `text` is a whole HTML page."""
    return bool(_page.search(text, 0, 5000)) and "</" in text


def is_feed(text: str) -> bool:
    """Whether `text` is an XML document."""
    return bool(_xml.match(text)) and "</" in text


def page(text: str) -> Page:
    """The article of an HTML page, as trafilatura finds it; all visible lines where it finds none."""
    import lxml.html  # type: ignore[import-untyped]  # ships no type information

    tags = len(_tag.findall(text))
    source = _xml_declaration.sub("", text).replace("\0", "")
    try:
        tree = lxml.html.document_fromstring(source)
    except (lxml.etree.ParserError, ValueError):
        return Page("", "", tags)
    body = _body(source)
    if len(han.findall(body)) < 60:
        body = visible(source)
    title = _page_title(tree)
    date = _first(tree, _PUBLISHED)
    author = _first(tree, _AUTHOR)
    head = [
        title,
        date.replace("T", " ")[:19] if date[:2].isdigit() else "",
        f"作者：{author}" if han.search(author) else "",
    ]
    lines = [_plain(line) for line in body.split("\n") if not _table_rule.fullmatch(line.strip())]
    # The headline is often the first line of the body as well.
    while title and lines and lines[0].strip() in ("", title):
        del lines[0]
    if not any(han.search(line) for line in lines):
        return Page("", title, tags)
    return Page("\n".join((*filter(None, head), *lines)), title, tags)


def _body(source: str) -> str:
    """The body text, one paragraph a line.

    Extraction for precision knows where it begins and ends but may drop lists in between; the ordinary one keeps them.
    """
    import trafilatura

    precise = trafilatura.extract(source, include_comments=False, favor_precision=True) or ""
    ordinary = (trafilatura.extract(source, include_comments=False) or "").split("\n")
    lines = precise.split("\n")
    if lines[0] not in ordinary or lines[-1] not in ordinary:
        return precise
    end = len(ordinary) - ordinary[::-1].index(lines[-1])
    return "\n".join(ordinary[ordinary.index(lines[0]) : end])


def _plain(line: str) -> str:
    """A line as trafilatura writes it, "- " before list items and "|" around table cells, without these marks."""
    line = line.strip()
    if line.startswith("|") and line.endswith("|"):
        return "\t".join(cell.strip() for cell in line.strip("|").split("|"))
    return line.removeprefix("- ")


def _first(tree: Any, path: str) -> str:
    return next((" ".join(str(value).split()) for value in tree.xpath(path) if str(value).strip()), "")


def _page_title(tree: Any) -> str:
    """The headline: the first h1 that the window's title repeats, else that title without the site's name."""
    window = " ".join((tree.findtext(".//title") or _first(tree, "//meta[@property='og:title']/@content")).split())
    for heading in tree.iter("h1"):
        text = " ".join(heading.text_content().split())
        if text and (text in window or not window):
            return text
    return without_site(window)


def visible(source: str) -> str:
    """The text of a page or fragment as it is drawn: scripts gone, blocks on lines of their own."""
    return html.unescape(Traced.whole(source).edited(fragment(source)).text)


def fragment(text: str) -> list[Edit]:
    """An edit for each tag, comment and script: blocks become line ends, ruby texts brackets, the rest nothing."""
    edits = _hidden_parts(text)
    hidden = iter(edits)
    current = next(hidden, None)
    shown = []
    for match in _tag.finditer(text):
        while current and current.end <= match.start():
            current = next(hidden, None)
        replacement = _drawn(match)
        if replacement is not None and not (current and current.start < match.end() and match.start() < current.end):
            shown.append(Edit(match.start(), match.end(), replacement))
    return sorted(edits + shown)


def _drawn(match: re.Match[str]) -> str | None:
    name = (match["name"] or "").lower()
    attributes = (match["rest"] or "").strip(" /\n\t")
    if attributes and "=" not in attributes:
        # a < b and c > d
        return None
    if name in _BLOCKS:
        return "\n"
    if name == "rt":
        return "）" if match.group().startswith("</") else "（"
    return "" if not name or name in _INLINE else None


def _hidden_parts(text: str) -> list[Edit]:
    """Comments and scripts, each searched only up to the last place where one closes, so that none costs a rescan."""
    edits: list[Edit] = []
    for opening, closing in _hidden:
        closings = [match.end() for match in closing.finditer(text)]
        position = 0
        for match in opening.finditer(text):
            if match.start() < position:
                continue
            while closings and closings[0] < match.end():
                closings.pop(0)
            if not closings:
                break
            position = closings[0]
            edits.append(Edit(match.start(), position))
    return _outermost(edits)


def _outermost(edits: list[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept


def feed(text: str) -> Page:
    """The titles and texts of an XML document: of each item of a feed or corpus, or all its Chinese text.

    The title is that of the only item, or the Chinese one of the whole feed, else of the first item.
    """
    from lxml import etree

    parser = etree.XMLParser(recover=True, huge_tree=False, resolve_entities=False, no_network=True)
    source = _xml_declaration.sub("", text).replace("\0", "")
    # Many a corpus escapes nothing; the parser would drop what follows.
    source = _not_xml.sub(lambda match: html.escape(match.group()), source)
    root = etree.fromstring(f"<root>{source}</root>".encode(), parser)
    tags = len(_tag.findall(text))
    if root is None:
        return Page(visible(source), "", tags)
    items = [element for element in root.iter() if _local(element) in _ITEMS and _field(element, _BODIES)]
    if not items:
        lines = [line for element in root.itertext() if (line := " ".join(element.split())) and han.search(line)]
        return Page("\n".join(lines), "", tags)
    titles = [" ".join(_field(item, _TITLES).split()) for item in items]
    title = titles[0]
    parts: list[str] = []
    if len(items) > 1:
        whole = next(
            (" ".join((element.text or "").split()) for element in root.iter() if _local(element) == "title"), ""
        )
        channel = next((element for element in root.iter() if _local(element) in ("channel", "feed")), None)
        if channel is not None and han.search(whole):
            title = whole
            parts.append(whole)
    for heading, item in zip(titles, items, strict=True):
        parts += heading, visible(html.unescape(_field(item, _BODIES))).strip("\n"), ""
    return Page("\n".join(parts).strip("\n"), title, tags)


def _local(element: Any) -> str:
    """The name of an element without its namespace; comments have none."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _field(item: Any, names: tuple[str, ...]) -> str:
    """The longest text among the children of `item` with one of these names."""
    return max(("".join(child.itertext()).strip() for child in item if _local(child) in names), key=len, default="")
