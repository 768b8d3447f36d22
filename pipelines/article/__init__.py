"""From bytes to sentences: reading, repair, script, sentences.

read.py          bytes or text in, an `Article` out
encoding.py      which encoding it is
mojibake.py      what was read with the wrong one before   gaps.py  and lost bytes in it
markup.py        HTML, XML, RSS                markdown.py  Markdown
rules.py         the rules by name             repair.py    one text through all of them
characters.py  readings.py  punctuation.py  lines.py        what is mended
page.py  boilerplate.py  phrases.py  title.py               what is set aside, and the headline
traced.py        text that knows where each character came from
script.py        traditional and simplified    chinese.py   what counts as Chinese
sentences.py     splitting, packing, cutting
"""

from pipelines.article.rules import RULES, SET_ASIDE_RULES, Rule
from pipelines.document import Article
from pipelines.settings import Settings

__all__ = ["RULES", "SET_ASIDE_RULES", "Rule", "read_article"]


def read_article(
    data: str | bytes,
    *,
    name: str = "",
    switched_off: frozenset[str] = frozenset(),
    settings: Settings | None = None,
) -> Article:
    """Read, repair and split an article.

    `name` is the file's name, if there is one; its ending tells Markdown. `switched_off` are names of rules (`RULES`,
    `SET_ASIDE_RULES`) that do not act. `Article.original` is the decoded text; of a whole HTML page or an XML feed it
    is the title and body text found in it.

    Raises InputError: EMPTY, BINARY, UNKNOWN_ENCODING, MIXED_ENCODINGS, DESTROYED, MOJIBAKE, NOT_CHINESE, NO_ARTICLE,
    TOO_LARGE, TOO_LONG, UNKNOWN_RULE.
    """
    # Compiling all the patterns takes longer than everything else that `import pipelines` does.
    from pipelines.article.read import read

    return read(data, name, switched_off, settings or Settings())
