"""What the page says of the library's codes: one row for each error, stage, flag, finding and repair rule."""

from page.strings import Both, Say
from pipelines.article import Kind
from pipelines.checks.sentences import SENTENCES as SENTENCES_OF_FINDINGS
from pipelines.document import Finding, FindingCode, Flag, Progress, Repair, Stage
from pipelines.errors import SENTENCES, ErrorCode, PipelineError
from pipelines.models.catalog import CATALOG
from pipelines.translation.glossary import Problem

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
    ErrorCode.ENCRYPTED: "这个文件（{kind}）受密码或版权保护。"
    "请在能打开它的地方另存一份不加保护的副本，或复制其中的文字。",
    ErrorCode.DAMAGED: "这个文件（{kind}）已损坏或不完整。请重新下载，或用相应的程序打开后另存一份。",
    ErrorCode.LEGACY_WORD: "这是 2007 年以前格式的 Word 文件（.doc）。"
    "请用 Word、WPS 或 LibreOffice 打开，另存为 .docx。",
    ErrorCode.NO_TEXT_LAYER: "这个 PDF（共 {pages} 页）没有可读取的文字，只有图像，应是扫描件。"
    "请先用文字识别（OCR）处理，或直接粘贴文字。",
    ErrorCode.TOO_MANY_PAGES: "这个 PDF 有 {pages} 页，超过了 {limit} 页的上限。请只把需要的页另存为一个 PDF。",
    ErrorCode.TOO_COMPLEX: "读取这个文件（{kind}）所需的时间或内存超过了上限。请用相应的程序打开，再把文字复制出来。",
    ErrorCode.ARCHIVE: "这是压缩文件（zip），不是文章。请先解压，再选择其中的一个文件。",
    ErrorCode.NESTED_ARCHIVE: "这是压缩文件中的压缩文件，不会打开。请先解压，再选择其中的文件。",
    ErrorCode.UNPACKED_TOO_LARGE: "这个文件解压后超过了 {limit} 字节的上限，或压缩比高得不安全。"
    "请自行解压，再选择需要的文件。",
    ErrorCode.TOO_MANY_FILES: "这里有 {count} 个文件，超过了一次 {limit} 个的上限。请少选一些。",
    ErrorCode.TOO_MANY_BYTES: "加上这个文件，总共有 {size} 字节，超过了一次 {limit} 字节的上限。请少选一些文件。",
    ErrorCode.BAD_ADDRESS: "{address} 不是可以读取的网址。请输入以 http:// 或 https:// 开头、不含密码的网址，"
    "就像浏览器里显示的那样。",
    ErrorCode.BAD_PORT: "{address} 使用了端口 {port}。这里只读取网页的通用端口 80 和 443。",
    ErrorCode.FETCH_OFF: "这台服务器不读取网址。请把文章从网页上复制下来，再粘贴到这里。",
    ErrorCode.NO_SUCH_HOST: "找不到名为 {host} 的服务器。请检查网址有没有输错。",
    ErrorCode.PRIVATE_ADDRESS: "{host} 属于内部网络，这里不会读取。请把文章从网页上复制下来，再粘贴到这里。",
    ErrorCode.UNREACHABLE: "无法连接 {host}（{reason}）。请稍后再试，或直接粘贴文章。",
    ErrorCode.UNSAFE_CONNECTION: "{host} 无法证明自己的身份（{reason}）。请用浏览器打开网页，再粘贴文章。",
    ErrorCode.FETCH_TIMEOUT: "{host} 没有在 {seconds} 秒内送来网页。请稍后再试，或直接粘贴文章。",
    ErrorCode.PAGE_TOO_LARGE: "{host} 上的网页超过了 {limit} 字节。请直接粘贴文章。",
    ErrorCode.HTTP_STATUS: "{host} 返回了状态码 {status}{meaning}。"
    "请用浏览器打开这个网址；如果能看到文章，请复制粘贴。",
    ErrorCode.WRONG_CONTENT: "这个网址上的内容不是文章（{kind}）。请输入一个文字网页的网址。",
    ErrorCode.TOO_MANY_REDIRECTS: "{host} 一再转到别的网址，超过了 {limit} 次。请用浏览器打开，再粘贴文章。",
    ErrorCode.BROKEN_ANSWER: "{host} 的回应不合规范或中途断开。请稍后再试，或直接粘贴文章。",
    ErrorCode.UNREADABLE_FILE: "无法读取 {path}：{reason}。",
    ErrorCode.UNWRITABLE_FILE: "无法写入 {path}：{reason}。",
    ErrorCode.UNKNOWN_MODEL: "没有名为 {name} 的模型（{task}）。现有：{names}。",
    ErrorCode.UNKNOWN_RULE: "没有名为 {name} 的修复规则。现有：{names}。",
    ErrorCode.WRONG_TASK: "{name} 不能用于这项任务（{task}）。",
    ErrorCode.NOT_ALLOWED: "{name} 不在模型目录中，此处不允许使用其他模型。现有：{names}。",
    ErrorCode.NOT_DOWNLOADED: "{name} 还没有下载到这台机器上。请在“模型”中下载，或另选一个。",
    ErrorCode.OFFLINE: "{name} 在这台机器上不完整，而 HF_HUB_OFFLINE 禁止下载。",
    ErrorCode.NO_NETWORK: "无法下载 {name}：{host} 没有应答（{reason}）。已下载的部分会保留，网络恢复后请再试。",
    ErrorCode.HUB_FAILED: "无法下载 {name}：{host} 返回错误（{status}）。请稍后再试。",
    ErrorCode.UNAUTHORIZED: "无法下载 {name}：{host} 不接受访问令牌。请检查 HF_TOKEN。",
    ErrorCode.FORBIDDEN: "无法下载 {name}：{host} 拒绝访问。请检查访问令牌的权限。",
    ErrorCode.GATED: "{name} 只提供给接受其条款的人。请在 {url} 上接受条款，并设置 HF_TOKEN。",
    ErrorCode.UNKNOWN_REPOSITORY: "{host} 上没有公开的模型 {repository}。如果是私有模型，请设置 HF_TOKEN。",
    ErrorCode.UNKNOWN_REVISION: "{repository} 没有 {revision} 这个版本。",
    ErrorCode.INCOMPLETE_REPOSITORY: "{repository} 不是完整的模型：缺少 {missing}。",
    ErrorCode.INCOMPLETE_FOLDER: "{path} 不是完整的模型：缺少 {missing}。",
    ErrorCode.WRONG_ARCHITECTURE: "{name} 的架构 {architecture} 无法运行。支持：{supported}。",
    ErrorCode.CHECKSUM: "{name} 的文件 {file} 两次下载都已损坏。请稍后再试，或换一个镜像（HF_ENDPOINT）。",
    ErrorCode.DISK_FULL: "{name} 需要 {path} 所在磁盘上的 {needed} 空间，现有 {free}。",
    ErrorCode.OUT_OF_MEMORY: "{name} 大约需要 {needed} 内存，现有 {free}。请选择较小的模型。",
    ErrorCode.UNWRITABLE_CACHE: "无法把 {name} 保存到 {path}：{reason}。",
    ErrorCode.CONVERSION_FAILED: "无法为这台机器准备 {name}：{reason}。",
    ErrorCode.NOT_LOADABLE: "无法加载 {name}：{reason}。",
    ErrorCode.SERVER_SILENT: "模型服务器 {host} 没有回应（{reason}）。请稍后再试，或选用本机的模型。",
    ErrorCode.SERVER_BUSY: "模型服务器 {host} 正忙。请稍后再试，或选用本机的模型。",
    ErrorCode.SERVER_KEY: "模型服务器 {host} 不接受密钥。请告知这台服务器的管理员"
    "（ZHAIYI_SERVE_KEY、ZHAIYI_CHAT_KEY）。",
    ErrorCode.SERVER_BROKEN: "模型服务器 {host} 的回应无法使用（{reason}）。请稍后再试，或选用本机的模型。",
    ErrorCode.UNALIGNED: "原文有 {source} 行，译文有 {target} 行：两者应逐行对应。",
    ErrorCode.GLOSSARY_EMPTY: "{name} 里没有术语。术语表应有两列，中文和英文，每行一条，用逗号或制表符分隔。",
    ErrorCode.BUSY: "已有 {waiting} 篇文章在等待，达到了上限。请稍后再试。",
    ErrorCode.OWN_WAITING: "您已有 {waiting} 篇文章在等待，达到了每位访客的上限。待其中一篇完成后再提交这一篇。",
    ErrorCode.TOO_FAST: "一分钟内的请求超过了 {limit} 次。请在 {seconds} 秒后再试。",
    ErrorCode.MEMORY_LOW: "服务器的空闲内存不足以再接收一篇文章。请稍后再试。",
    ErrorCode.NOT_KEPT: "服务器无法写入这篇文章（{reason}），因此没有接收。请稍后再试，或告知服务器的管理者。",
    ErrorCode.TOO_SLOW: "这篇文章处理了 {minutes} 分钟，达到了上限，已停止。已完成的部分会保留。"
    "请分成几部分，或选择更快的模型。",
    ErrorCode.UNWATCHED: "已有 {minutes} 分钟没有人查看这篇文章，处理已停止。已完成的部分会保留；"
    "如需其余部分，请重新开始。",
    ErrorCode.WORKER_LOST: "服务器在处理这篇文章时两次中断，因此不再重试。请分成几部分，或选择其他模型。",
    ErrorCode.FAILED: "运行失败：{reason}。您输入的内容没有丢失，请再试一次。",
}
# Where the library's own sentence tells of the command line.
_ERRORS_EN = SENTENCES | {
    ErrorCode.NOT_DOWNLOADED: "{name} is not on this machine yet. Download it under Models, or choose another."
}
ERRORS: dict[ErrorCode, Both] = {code: (_ERRORS_EN[code], chinese) for code, chinese in _ERRORS_ZH.items()}

STAGES: dict[Stage, Both] = {
    Stage.REPAIR: ("Reading and repairing", "阅读与修复"),
    Stage.LOAD: (
        "Loading the models; a new one is prepared for this machine first, which can take minutes",
        "载入模型；新下载的模型须先为本机转换，可能需要几分钟",
    ),
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
            "rules. It gives the gist, but it is not a translation: the order of the words and "
            "the choice of a sense are often wrong.",
            "这里的英文由词典逐词拼成，人名、日期和数字按规则换算。它能让人了解大意，但并不是翻译："
            "词序和词义的选择常有不当。",
        ),
    ),
    Flag.SPLIT: (
        ("translated in parts", "分段翻译"),
        (
            "This sentence is too long for the model, so it was cut at its clauses.",
            "这一句对模型来说太长，按分句断开翻译。",
        ),
    ),
    Flag.RETRIED: (
        ("second try", "重译"),
        (
            "The model's first output was faulty; this is the best of several.",
            "模型第一次的输出有毛病，这是几次中最好的一次。",
        ),
    ),
    Flag.SUSPECT: (
        ("doubtful", "存疑"),
        ("Of several tries none was sound. Compare this sentence with the original.", "几次翻译都有毛病，请对照原文。"),
    ),
    Flag.CUT: (
        ("cut off", "被截断"),
        ("The model reached its length limit before the sentence ended.", "这一句还没译完，就到了模型的长度上限。"),
    ),
    Flag.BY_HAND: (
        ("by hand", "人工译文"),
        ("A person wrote this English; no run changes it.", "这句英文是人工写的，重新运行也不会改动。"),
    ),
}

# Its English is the library's own.
_FINDINGS_ZH: dict[FindingCode, str] = {
    FindingCode.SENTENCE_MISSING: "第 {0} 句没有英文。",
    FindingCode.TRANSLATION_EMPTY: "第 {0} 句的英文是空的。",
    FindingCode.SOURCE_ECHOED: "第 {0} 句只是照抄，没有翻译。",
    FindingCode.CHINESE_LEFT: "第 {0} 句的英文里还留有中文。",
    FindingCode.WORDS_LOOP: "第 {0} 句的英文一再重复。",
    FindingCode.TRANSLATION_SHORT: "第 {0} 句的英文过短，可能有遗漏。",
    FindingCode.TRANSLATION_LONG: "第 {0} 句的英文过长，可能有添加。",
    FindingCode.TRANSLATION_CUT: "第 {0} 句的英文没有译完。",
    FindingCode.QUOTES_UNBALANCED: "第 {0} 句的英文里有一个引号不成对。",
    FindingCode.UNKNOWN_MARKS: "第 {0} 句的英文里有 {1}，这是程序留下的符号，不是文字。",
    FindingCode.SCORE_LOW: "模型对第 {0} 句的把握远低于其他句子（每词 {1}）。",
    FindingCode.NUMBER_MISSING: "第 {0} 句：英文里没有“{1}”（{2}）。",
    FindingCode.NUMBER_ADDED: "第 {0} 句：英文里的 {1} 在原文中没有。",
    FindingCode.NUMBER_WRONG: "第 {0} 句：“{1}”应为 {3}，英文却是 {2}。",
    FindingCode.MAGNITUDE_WRONG: "第 {0} 句：“{1}”应为 {3}，英文却是 {2}，数量级不对。",
    FindingCode.DATE_MISSING: "第 {0} 句：英文里没有日期“{1}”（{2}）。",
    FindingCode.DATE_WRONG: "第 {0} 句：日期“{1}”应为 {3}，英文却是 {2}。",
    FindingCode.TIME_WRONG: "第 {0} 句：时间“{1}”应为 {3}，英文却是 {2}。",
    FindingCode.UNIT_WRONG: "第 {0} 句：“{1}”应为 {3}，英文却是 {2}，单位不对。",
    FindingCode.CURRENCY_WRONG: "第 {0} 句：“{1}”应为 {3}，英文却是 {2}，币种不对。",
    FindingCode.NAME_MISSING: "第 {0} 句：英文里没有人名“{1}”（{2}）。",
    FindingCode.NAME_WRONG: "第 {0} 句：“{1}”应为 {2}，英文却是 {3}。",
    FindingCode.NAME_ADDED: "第 {0} 句：英文里的人名 {1} 在原文中没有。",
    FindingCode.PLACE_MISSING: "第 {0} 句：英文里没有地名“{1}”（{2}）。",
    FindingCode.ORGANISATION_MISSING: "第 {0} 句：英文里没有机构名“{1}”（{2}）。",
    FindingCode.CLAUSE_MISSING: "第 {0} 句：英文里似乎没有译出“{1}”。",
    FindingCode.TERM_UNUSED: "第 {0} 句：没有使用术语“{1}”（{2}）。",
    FindingCode.NUMBER_UNSUPPORTED: "摘要第 {0} 句中的“{1}”在原文中找不到。",
    FindingCode.DATE_UNSUPPORTED: "摘要第 {0} 句中的日期“{1}”在原文中找不到。",
    FindingCode.NAME_UNSUPPORTED: "摘要第 {0} 句中的人名“{1}”在原文中找不到。",
    FindingCode.QUOTE_UNSUPPORTED: "摘要第 {0} 句引用的“{1}”在原文中找不到。",
    FindingCode.NEGATION_FLIPPED: "摘要第 {0} 句与原文对“{1}”的肯定或否定不一致。",
    FindingCode.UNSUPPORTED: "摘要第 {0} 句在原文中找不到依据。",
    FindingCode.MODEL_PASSED_OVER: "{0} 无法载入，已改用 {1}。（{2}）",
    FindingCode.SERVER_LOST: "模型服务器 {0} 中途失去联系，其余由本机的 {1} 完成。（{2}）",
}
FINDINGS: dict[FindingCode, Both] = {
    code: (SENTENCES_OF_FINDINGS[code], chinese) for code, chinese in _FINDINGS_ZH.items()
}

# What a source was before it was text.
KINDS: dict[Kind, Both] = {
    Kind.TEXT: ("text", "文本"),
    Kind.MARKDOWN: ("Markdown", "Markdown 文件"),
    Kind.HTML: ("web page", "网页"),
    Kind.FEED: ("feed", "订阅源"),
    Kind.SUBTITLES: ("subtitles", "字幕"),
    Kind.WORD: ("Word", "Word 文档"),
    Kind.PDF: ("PDF", "PDF 文档"),
    Kind.EPUB: ("EPUB", "EPUB 电子书"),
    Kind.ARCHIVE: ("zip", "zip 压缩包"),
}

# What is wrong with a row of a glossary.
PROBLEMS: dict[Problem, Both] = {
    Problem.NO_TARGET: ("no English", "没有英文"),
    Problem.NO_SOURCE: ("no Chinese", "没有中文"),
    Problem.TOO_LONG: ("too long", "太长"),
    Problem.TOO_SHORT: ("one character alone would be found in other words", "单个汉字会混入其他词语"),
    Problem.CONFLICT: ("other English than in line {other}; this line holds", "与第 {other} 行不同，以本行为准"),
    Problem.TOO_MANY: ("too many rows; the rest is left out", "行数太多，其余未收"),
}

# Models of the catalogue: what each is good at.
_MODELS_ZH = {
    "cluster": "由 ZHAIYI_SERVE_URL 所指的服务器上的模型来做",
    "chat-server": "由 ZHAIYI_CHAT_URL 所指的服务器上的对话模型来做（vLLM、llama.cpp 等）",
    "hy-mt2": "译文最好，能顾及术语和上下文；没有 GPU 时很慢",
    "opus-mt-big": "译文良好，逐句翻译；也能翻译粤语等其他汉语",
    "opus-mt": "快而小，译文尚可，逐句翻译",
    "m2m100": "百种语言互译；英文比 opus-mt 平淡",
    "qwen3-1.7b": "一次读完全文，摘要流畅",
    "qwen3-0.6b": "一次读完全文；模型小，摘要须对照原文",
    "mt5-xlsum": "仿 BBC 新闻的一句话摘要；每次读 512 个词元",
    "extractive": "选取文中最要紧的句子；短摘要以“…”略去次要分句",
    "gloss": "由词典逐词对译：可知大意，不是翻译",
}
MODELS: dict[str, Both] = {spec.name: (spec.about, _MODELS_ZH[spec.name]) for spec in CATALOG}

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
    "running_heads": ("page header or footer", "页眉页脚"),
    "other_language": ("other language", "另一种语言"),
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
    return say.pick(FINDINGS[finding.code], *finding.facts)


def repairs(say: Say, repairs: tuple[Repair, ...]) -> str:
    """What was mended, in one line, most frequent first."""
    ordered = sorted(repairs, key=lambda repair: -repair.count)
    return say("list").join(say.pick(REPAIRS[repair.rule], n=repair.count) for repair in ordered)
