"""What the page says of the library's codes: one row for each error, stage, flag, finding and repair rule."""

from page.strings import Both, Say
from pipelines.document import Finding, FindingCode, Flag, Progress, Repair, Stage
from pipelines.errors import SENTENCES, ErrorCode, PipelineError

_ERRORS_ZH: dict[ErrorCode, str] = {
    ErrorCode.EMPTY: "这里没有文字。请粘贴一篇中文文章，或选择一个含有文章的文件。",
    ErrorCode.BINARY: "这不是文本文件（{kind}）。请用相应的程序打开，再把文字复制出来。",
    ErrorCode.DESTROYED: "这段文字在以前的转换中已经损坏（{share}% 的字符是 {example} 之类的替代符号），无法复原。"
    "请回到原网页重新复制。",
    ErrorCode.MOJIBAKE: "这段文字曾用错误的编码打开（{example}…），无法完整复原。"
    "请回到原网页重新复制，或上传原始文件。",
    ErrorCode.MIXED_ENCODINGS: "这个文件中途换了编码（在第 {kept} 个字符之后）。请把两部分都存成 UTF-8，再合并起来。",
    ErrorCode.UNKNOWN_ENCODING: "无法识别这个文件的编码（支持 UTF-8、UTF-16、GB18030 和 Big5）。"
    "请用能正常显示它的程序打开，另存为 UTF-8。",
    ErrorCode.NOT_CHINESE: "这看起来不是中文：只有 {share}% 的文字是汉字。请粘贴一篇中文文章。",
    ErrorCode.NO_ARTICLE: "这个网页里没有找到文章，只有导航和链接。请只复制文章的正文。",
    ErrorCode.TOO_LONG: "全文有 {length} 个字符，超过了 {limit} 的上限。请分成几部分。",
    ErrorCode.TOO_LARGE: "文件有 {size} 字节，超过了 {limit} 的上限。请分成几部分。",
    ErrorCode.UNREADABLE_FILE: "无法读取 {path}：{reason}。",
    ErrorCode.UNWRITABLE_FILE: "无法写入 {path}：{reason}。",
    ErrorCode.UNKNOWN_MODEL: "没有名为 {name} 的模型（{task}）。现有：{names}。",
    ErrorCode.UNKNOWN_RULE: "没有名为 {name} 的修复规则。现有：{names}。",
    ErrorCode.BUSY: "已有 {waiting} 篇文章在等待，达到了上限。请稍后再试。",
    ErrorCode.FAILED: "运行失败：{reason}。您输入的内容没有丢失，请再试一次。",
}
ERRORS: dict[ErrorCode, Both] = {code: (SENTENCES[code], chinese) for code, chinese in _ERRORS_ZH.items()}

STAGES: dict[Stage, Both] = {
    Stage.REPAIR: ("Reading and repairing", "阅读与修复"),
    Stage.SUMMARIZE: ("Summarizing", "摘要"),
    Stage.TRANSLATE_SUMMARY: ("Translating title and summary", "翻译标题与摘要"),
    Stage.TRANSLATE_ARTICLE: ("Translating the article", "翻译全文"),
}

# A flag's short label, and what it means.
FLAGS: dict[Flag, tuple[Both, Both]] = {
    Flag.GLOSS: (
        ("word-for-word gloss", "逐词对译"),
        (
            "This English is put together word by word from a dictionary, with names, dates and numbers worked out by "
            "rules. It gives the gist and invents nothing, but it is not a translation: the order of the words and "
            "the choice of a sense are often wrong.",
            "这里的英文由词典逐词拼成，人名、日期和数字按规则换算。它能让人了解大意，也不会凭空编造，但并不是翻译："
            "词序和词义的选择常有不当。",
        ),
    ),
}

FINDINGS: dict[FindingCode, Both] = {
    FindingCode.SENTENCE_MISSING: ("Sentence {0} has no English.", "第 {0} 句没有英文。"),
}

# Repair rules: what each one mended, counted.
REPAIRS: dict[str, Both] = {
    "mojibake": ("{n} garbled passage|{n} garbled passages", "{n} 处乱码"),
    "entities": ("{n} HTML entity|{n} HTML entities", "{n} 个 HTML 实体"),
    "markup": ("{n} HTML tag|{n} HTML tags", "{n} 个 HTML 标签"),
    "markdown": ("{n} Markdown mark|{n} Markdown marks", "{n} 个 Markdown 标记"),
    "invisible": ("{n} invisible character|{n} invisible characters", "{n} 个不可见字符"),
    "fullwidth": ("{n} full-width letter or digit|{n} full-width letters and digits", "{n} 个全角字母或数字"),
    "readings": ("{n} pinyin reading|{n} pinyin readings", "{n} 处拼音注音"),
    "spaced_characters": ("{n} space between characters|{n} spaces between characters", "{n} 个字间空格"),
    "stray_spaces": ("{n} stray space|{n} stray spaces", "{n} 个多余空格"),
    "hard_wraps": ("{n} broken line|{n} broken lines", "{n} 处断行"),
    "hash_marks": ("{n} topic mark|{n} topic marks", "{n} 个话题标记"),
    "broken_commas": ("{n} broken comma|{n} broken commas", "{n} 处错乱的逗号"),
    "doubled_punctuation": ("{n} doubled punctuation mark|{n} doubled punctuation marks", "{n} 处重复标点"),
    "halfwidth_punctuation": ("{n} half-width mark|{n} half-width marks", "{n} 个半角标点"),
}

# Rules that set lines aside: what such a line is.
ASIDES: dict[str, Both] = {
    "navigation": ("page clutter", "网页杂质"),
    "metadata": ("file header", "文件头信息"),
    "code": ("code", "代码"),
    "date": ("date", "日期"),
    "source": ("source", "来源"),
    "byline": ("byline", "署名"),
    "dateline": ("dateline", "电头"),
    "editor": ("editor", "编辑"),
    "hashtags": ("hashtags", "话题标签"),
    "expand": ("show-more button", "“展开全文”按钮"),
    "share": ("share button", "分享按钮"),
    "promotion": ("promotion", "推广语"),
    "copyright": ("copyright notice", "版权声明"),
}


def error(say: Say, error: PipelineError) -> str:
    """What went wrong and what to do about it."""
    return say.pick(ERRORS[error.code], **error.facts)


def stage(say: Say, progress: Progress) -> str:
    """What a run is doing, and how far it is where there is something to count."""
    name = say.pick(STAGES[progress.stage])
    if progress.total <= 1:
        return name
    return say("counted", stage=name, done=progress.done, total=progress.total)


def finding(say: Say, finding: Finding) -> str:
    """What a check noticed."""
    return say.pick(FINDINGS[finding.code]).format(*finding.facts)


def repairs(say: Say, repairs: tuple[Repair, ...]) -> str:
    """What was mended, in one line, most frequent first."""
    ordered = sorted(repairs, key=lambda repair: -repair.count)
    return say("list").join(say.pick(REPAIRS[repair.rule], n=repair.count) for repair in ordered)
