"""The reader as one file: works offline, from a mail or a folder, with hovering, layouts and copying."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape

from page.component import source
from page.reader.payload import payload
from page.strings import Language, Say
from pipelines.document import Digest, Scope
from pipelines.export.credits import credits
from pipelines.lexicon.aids import aids

# The page's theme, which Streamlit hands to components (.streamlit/config.toml).
_THEME = """
:root {
  color-scheme: light dark;
  --st-primary-color: light-dark(#1f6b58, #79c2ab);
  --st-background-color: light-dark(#fcfbf8, #171a18);
  --st-secondary-background-color: light-dark(#f4f2ec, #20241f);
  --st-text-color: light-dark(#23241f, #e9e7df);
  --st-red-text-color: light-dark(#8f2d1b, #efa593);
  --st-font: -apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui,
    sans-serif;
  --st-heading-font: "Iowan Old Style", Charter, "Source Serif 4", Georgia, "Songti SC", "Noto Serif CJK SC", serif;
}
body {
  margin: 0;
  padding: 1.5rem clamp(1rem, 4vw, 4rem) 3rem;
  background: var(--st-background-color);
}
main {
  max-width: 82rem;
  margin: 0 auto;
  container-type: inline-size;
}
footer {
  max-width: 82rem;
  margin: 2.5rem auto 0;
  padding-top: 1rem;
  border-top: 1px solid color-mix(in srgb, var(--st-text-color) 14%, transparent);
  color: color-mix(in srgb, var(--st-text-color) 75%, var(--st-background-color));
  font: 0.875rem/1.6 var(--st-font);
}
"""

# The component's module, and after it what Streamlit would do: hand it its data.
_START = """
{
  const root = document.querySelector(".reader");
  new Reader(root).show(JSON.parse(document.getElementById("digest").textContent));
}
"""


def render(say: Say, digest: Digest, scope: Scope = Scope.BOTH) -> str:
    """The HTML page. It asks nothing of the network, and its own policy would not let it."""
    data = {
        "run": "",
        "layout": "columns",
        "editable": False,
        **payload(say, digest, scope, waiting=False, aids=aids(digest.article)),
    }
    style = _THEME + source("reader", "css")
    script = source("reader", "js") + _START
    policy = f"default-src 'none'; script-src '{_digest_of(script)}'; style-src 'unsafe-inline'"
    title = digest.title_translation.target if digest.title_translation else digest.title
    lang = "zh-Hans" if say.language is Language.ZH else "en"
    return (
        f'<!doctype html>\n<html lang="{lang}" translate="no">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title or say('untitled'))}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<main>\n{source('reader', 'html')}</main>\n<footer>{_foot(say, digest)}</footer>\n"
        f'<script id="digest" type="application/json">{_embedded(data)}</script>\n'
        f'<script type="module">{script}</script>\n</body>\n</html>\n'
    )


def _embedded(data: object) -> str:
    """JSON that no HTML parser can mistake: `<` occurs in strings only, where it may be written as its number."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _digest_of(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _foot(say: Say, digest: Digest) -> str:
    return "<br>".join(escape(str(credit)) for credit in credits(digest))
