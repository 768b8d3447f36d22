"""Answers: what a chat model wraps around the text it was asked for, taken off again."""

from __future__ import annotations

import re

_thoughts = re.compile(r"(?s)<think>.*?(?:</think>|\Z)|<\|[^|<>]{1,30}\|>")
_fence = re.compile(r"(?m)^[ \t]*(?:```|~~~)[^\n]*\n?")
# "好的，以下是这篇文章的摘要：", "Sure! Here is the translation:", "**摘要**："
_courtesy = r"(?:好的|当然(?:可以)?|没问题|Sure|Certainly|Of course|Okay|OK)[，,。！!.：:\s]*"
_label = (
    r"(?:(?:以下|下面|这里|这)[^，。！？：:\n]{0,20}(?:摘要|总结|概要|概述|概括|标题|译文|翻译|结果|内容)[^，。！？：:\n]{0,6}"
    r"|(?:本文|全文|文章|中文|内容)?(?:摘要|总结|概要|概述|概括|标题|译文|翻译|英文翻译|英译)(?:如下|正文)?"
    r"|(?i:(?:Here(?:'s| is)|Below is|The following is|This is) (?:the|a|an|my|your)[^.!?:：\n]{0,30}"
    r"(?:translation|summary|title|English|version)[^.!?:：\n]{0,30}"
    r"|(?:English )?(?:translation|summary|title)(?: in English)?))"
)
_preamble = re.compile(rf"\s*(?:{_courtesy})?(?:[*_#\s]*{_label}[*_]*\s*[:：][*_]*|[*_#\s]*{_label}[*_]*[ \t]*\n)\s*")
_courteous = re.compile(rf"\s*{_courtesy}\n")
# What comes after the answer, on a line of its own.
_afterword = re.compile(
    r"(?s)\n\s*[*_（(\[【]*(?:(?:注意?|说明|备注|解释|Notes?|Explanation)[*_]*\s*[:：]|以上(?:是|就是|为)|希望(?:这|以上)|如果?[您你]"
    r"|Please note|Let me know|I hope this|Feel free).*\Z"
)
_QUOTES = {"“": "”", "「": "」", "『": "』", '"': '"', "'": "'", "‘": "’"}


def unwrapped(answer: str, *, preamble: bool = True) -> str:
    """`answer` without thoughts, special tokens, code fences, an afterword and, where one is expected, a preamble."""
    text = _fence.sub("", _thoughts.sub("", answer)).strip()
    if preamble:
        text = _courteous.sub("", text, count=1)
        opening = _preamble.match(text)
        if opening and opening.end() < len(text):
            text = text[opening.end() :]
    return _afterword.sub("", text).strip()


def unquoted(text: str) -> str:
    """`text` without one pair of quotes around all of it."""
    text = text.strip()
    inner = text[1:-1]
    if len(text) > 2 and _QUOTES.get(text[0]) == text[-1] and text[0] not in inner and text[-1] not in inner:
        return inner.strip()
    return text
