"""English endings: the plural of a noun, the past of a verb, and whether a word has one already."""

from __future__ import annotations

import re

_PAST = dict(
    pair.split(":")
    for pair in (
        "be:was become:became begin:began break:broke bring:brought build:built buy:bought catch:caught choose:chose "
        "come:came cost:cost cut:cut do:did draw:drew drive:drove eat:ate fall:fell feel:felt fight:fought find:found "
        "fly:flew forget:forgot get:got give:gave go:went grow:grew have:had hear:heard hit:hit hold:held keep:kept "
        "know:knew lead:led learn:learned leave:left let:let lose:lost make:made mean:meant meet:met overcome:overcame "
        "pay:paid put:put read:read ride:rode rise:rose run:ran say:said see:saw seek:sought sell:sold send:sent "
        "set:set show:showed sit:sat speak:spoke spend:spent stand:stood steal:stole strike:struck swim:swam take:took "
        "teach:taught tell:told think:thought throw:threw understand:understood win:won write:wrote"
    ).split()
)
_PARTICIPLES = dict(
    pair.split(":")
    for pair in (
        "be:been become:become begin:begun break:broken choose:chosen come:come do:done draw:drawn drive:driven "
        "eat:eaten fall:fallen fly:flown forget:forgotten give:given go:gone grow:grown know:known overcome:overcome "
        "ride:ridden rise:risen run:run see:seen show:shown speak:spoken steal:stolen swim:swum take:taken "
        "throw:thrown write:written"
    ).split()
)
_PLURALS = {
    "child": "children", "foot": "feet", "half": "halves", "life": "lives", "man": "men", "person": "people",
    "tooth": "teeth", "wife": "wives", "woman": "women",
}  # fmt: skip
# Also what has no plural, or is one already.
_WITHOUT_PLURAL = frozenset(
    "people men women children police information news research equipment evidence advice aircraft money water time "
    "percent million billion experience work data staff traffic food weather series species personnel media".split()
)


def plural(noun: str) -> str:
    """The plural of a noun or of a phrase that ends in one."""
    *before, word = noun.split(" ")
    if word in _WITHOUT_PLURAL or not word.isalpha() or word.isupper() or re.search(r"(?<![su])s$", word):
        return noun
    if word in _PLURALS:
        ended = _PLURALS[word]
    elif re.search(r"[^aeiou]y$", word):
        ended = word[:-1] + "ies"
    elif re.search(r"(?:s|x|z|ch|sh)$", word):
        ended = word + "es"
    else:
        ended = word + "s"
    return " ".join([*before, ended])


def past(verb: str) -> str:
    """The simple past of a verb or of a phrase that begins with one, from its plain form."""
    return _with_ending(verb, _PAST)


def participle(verb: str) -> str:
    """The past participle of a verb or of a phrase that begins with one, from its plain form."""
    return _with_ending(verb, _PAST | _PARTICIPLES)


def is_past(verb: str) -> bool:
    """Whether a verb stands in the past already, or is its participle."""
    word = verb.split(" ", 1)[0]
    return word.endswith("ed") or word in _PAST_FORMS


def is_plain(verb: str) -> bool:
    """Whether a verb seems to have no ending."""
    word = verb.split(" ", 1)[0]
    return not is_past(verb) and not re.search(r"(?:ing|(?<![su])s)$", word)


_NOT_VERBS = frozenset("to by with of in on at for from as up out the a can will may must not".split())
_PAST_FORMS = frozenset(_PAST.values()) | frozenset(_PARTICIPLES.values())


def _with_ending(verb: str, irregular: dict[str, str]) -> str:
    word, *after = verb.split(" ")
    if word in irregular:
        ended = irregular[word]
    elif not word.isalpha() or is_past(word) or word in _NOT_VERBS:
        return verb
    elif word.endswith("e"):
        ended = word + "d"
    elif re.search(r"[^aeiou]y$", word):
        ended = word[:-1] + "ied"
    elif re.fullmatch(r"[^aeiou]*[aeiou][bdgklmnprt]", word):
        ended = word + word[-1] + "ed"
    else:
        ended = word + "ed"
    return " ".join([ended, *after])
