"""What each finding says in English; the page has a sentence of its own for each language, of the same facts."""

from __future__ import annotations

from pipelines.document import Finding, FindingCode

SENTENCES: dict[FindingCode, str] = {
    FindingCode.SENTENCE_MISSING: "Sentence {0} has no English.",
    FindingCode.TRANSLATION_EMPTY: "The English of sentence {0} is empty.",
    FindingCode.SOURCE_ECHOED: "Sentence {0} was repeated instead of translated.",
    FindingCode.CHINESE_LEFT: "Chinese is left in the English of sentence {0}.",
    FindingCode.WORDS_LOOP: "The English of sentence {0} repeats itself.",
    FindingCode.TRANSLATION_SHORT: "The English of sentence {0} is so short that something may be missing.",
    FindingCode.TRANSLATION_LONG: "The English of sentence {0} is so long that something may be made up.",
    FindingCode.TRANSLATION_CUT: "The English of sentence {0} breaks off.",
    FindingCode.QUOTES_UNBALANCED: "A quotation mark in the English of sentence {0} has no partner.",
    FindingCode.UNKNOWN_MARKS: "The English of sentence {0} contains {1}, a mark left by a program instead of a word.",
    FindingCode.SCORE_LOW: "The model was far less sure of sentence {0} than of the others ({1} a word).",
    FindingCode.NUMBER_MISSING: "Sentence {0}: {1} ({2}) is not in the English.",
    FindingCode.NUMBER_ADDED: "Sentence {0}: the English says {1}, which is not in the Chinese.",
    FindingCode.NUMBER_WRONG: "Sentence {0}: {1} is {3}, but the English says {2}.",
    FindingCode.MAGNITUDE_WRONG: "Sentence {0}: {1} is {3}, but the English says {2}: the size is wrong.",
    FindingCode.DATE_MISSING: "Sentence {0}: the date {1} ({2}) is not in the English.",
    FindingCode.DATE_WRONG: "Sentence {0}: the date {1} is {3}, but the English says {2}.",
    FindingCode.TIME_WRONG: "Sentence {0}: the time {1} is {3}, but the English says {2}.",
    FindingCode.UNIT_WRONG: "Sentence {0}: {1} is {3}, but the English says {2}: another unit.",
    FindingCode.CURRENCY_WRONG: "Sentence {0}: {1} is {3}, but the English says {2}: another currency.",
    FindingCode.NAME_MISSING: "Sentence {0}: {1} ({2}) is not named in the English.",
    FindingCode.NAME_WRONG: "Sentence {0}: {1} is {2}, but the English says {3}.",
    FindingCode.NAME_ADDED: "Sentence {0}: the English names {1}, who is not in the Chinese.",
    FindingCode.PLACE_MISSING: "Sentence {0}: the place {1} ({2}) is not named in the English.",
    FindingCode.ORGANISATION_MISSING: "Sentence {0}: {1} ({2}) is not named in the English.",
    FindingCode.CLAUSE_MISSING: "Sentence {0}: nothing in the English seems to answer “{1}”.",
    FindingCode.TERM_UNUSED: "Sentence {0}: the glossary term {1} ({2}) was not used.",
    FindingCode.NUMBER_UNSUPPORTED: "Sentence {0} of the summary says {1}, which was not found in the article.",
    FindingCode.DATE_UNSUPPORTED: "Sentence {0} of the summary gives the date {1}, which was not found in the article.",
    FindingCode.NAME_UNSUPPORTED: "Sentence {0} of the summary names {1}, who was not found in the article.",
    FindingCode.QUOTE_UNSUPPORTED: "Sentence {0} of the summary quotes “{1}”, which was not found in the article.",
    FindingCode.NEGATION_FLIPPED: "Sentence {0} of the summary and the article differ in whether “{1}” is denied.",
    FindingCode.MODEL_PASSED_OVER: "{0} would not load, so {1} was used instead. ({2}.)",
    FindingCode.SERVER_LOST: "The server of models {0} was lost on the way; {1} of this machine did the rest. ({2}.)",
    FindingCode.UNSUPPORTED: "Nothing in the article supports sentence {0} of the summary.",
}


def said(finding: Finding) -> str:
    """What a finding says, with its facts."""
    return SENTENCES[finding.code].format(*finding.facts)
