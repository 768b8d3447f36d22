"""What the page says, in English and Simplified Chinese: one table, a row for each string."""

from dataclasses import dataclass
from enum import StrEnum

Both = tuple[str, str]  # English, Simplified Chinese; "one|many" where English counts


class Language(StrEnum):
    """A language that the page speaks."""

    EN = "en"
    ZH = "zh"


TABLE: dict[str, Both] = {
    # --- the top
    "tagline": (
        "Paste a Chinese article, however messy. Read its summary and its English, sentence beside sentence.",
        "粘贴一篇中文文章，再乱也无妨：读它的摘要与英文，逐句对照。",
    ),
    "language": ("Language", "语言"),
    # --- the door
    "door": ("Sign in to read Chinese articles", "登录后即可阅读中文文章"),
    "door_about": ("This page is for people of this organisation.", "本页面只供本机构人员使用。"),
    "door_in": ("Sign in", "登录"),
    "door_in_with": ("Sign in with {name}", "使用 {name} 登录"),
    "door_out": ("Sign out", "退出登录"),
    "door_refused": ("You are signed in, but may not use this page", "您已登录，但无权使用本页面"),
    "door_refused_about": (
        "{address} is not among the addresses that are allowed here. Sign out and use another account, or ask whoever "
        "runs this server.",
        "{address} 不在允许之列。请退出后换用其他账号，或联系本服务器的管理者。",
    ),
    "door_nobody": ("An account without an address", "没有邮箱地址的账号"),
    # --- the input
    "text": ("Chinese article", "中文文章"),
    "text_hint": (
        "Paste the text here. Pinyin in brackets, broken commas, bylines and page clutter are cleaned up first.",
        "把文章粘贴到这里。括号里的拼音、错乱的标点、署名和网页杂质会先清理干净。",
    ),
    "source": (
        "From {name} ({kind}, {n} characters). Look it over, then press the button.",
        "来自 {name}（{kind}，{n} 字）。请看一遍，再按按钮。",
    ),
    "file": ("Or files", "或选择文件"),
    "file_kinds": (
        "Word, PDF, EPUB, HTML, Markdown, text, subtitles, or a zip of them, up to 10 MB",
        "Word、PDF、EPUB、HTML、Markdown、文本、字幕，或其 zip 压缩包，不超过 10 MB",
    ),
    "file_button": ("Choose files", "选择文件"),
    "file_refused": ("Not taken: a file may have 10 MB at most.", "未接收：文件不得超过 10 MB。"),
    "address": ("Or a web address", "或网址"),
    "fetch": ("Fetch", "获取"),
    "list_head": (
        "{n} file, in the order it will be read|{n} files, in the order they will be read",
        "{n} 个文件，按阅读顺序排列",
    ),
    "list_line": ("{name} ({kind}, {n} characters)", "{name}（{kind}，{n} 字）"),
    "list_drop": ("Drop this list", "放弃列表"),
    "run_list": ("Summarize and translate {n} article|Summarize and translate {n} articles", "摘要并翻译 {n} 篇"),
    "following": (
        "{n} more article follows by itself while this page is open|{n} more articles follow by themselves while this "
        "page is open",
        "本页打开期间，其余 {n} 篇会自动提交",
    ),
    "following_drop": ("Drop them", "放弃"),
    "examples": ("Or read an example at once", "或直接看一个例子"),
    "example_news": ("News: a new tram line", "新闻：有轨电车新线"),
    "example_science": ("Science: moss from the ice", "科学：冰下复苏的苔藓"),
    "example_traditional": ("Traditional and messy: old photographs", "繁体、错乱：老照片"),
    "length": ("Summary", "摘要长度"),
    "length_short": ("Short", "短"),
    "length_medium": ("Medium", "中"),
    "length_long": ("Long", "长"),
    "scope": ("Translate", "翻译范围"),
    "scope_both": ("Both", "全部"),
    "scope_summary": ("Summary", "摘要"),
    "scope_article": ("Article", "全文"),
    "models": ("Models", "模型"),
    "model_summarize": ("Summary by", "摘要模型"),
    "model_translate": ("English by", "翻译模型"),
    "model_auto": ("Best that is ready: {name}", "已就绪的最佳模型：{name}"),
    "model_ready": ("{name} · {licence}", "{name} · {licence}"),
    "model_remote": ("{name} · {licence} · ↓ {size}", "{name} · {licence} · 需下载 {size}"),
    "model_noncommercial": ("non-commercial", "不可商用"),
    "model_facts": (
        "{about}. About {seconds} s for 1,000 characters. {licence}.",
        "{about}。每千字约 {seconds} 秒。{licence}。",
    ),
    "model_other": (
        "{name} is not in the catalogue. Its page on the hub says what its licence allows.",
        "{name} 不在模型目录中。许可条款请见它在 Hugging Face 上的页面。",
    ),
    "model_repository": ("Or another of the Hugging Face hub", "或 Hugging Face 上的其他模型"),
    "model_download": ("Download {name} ({size})", "下载 {name}（{size}）"),
    "model_asking": ("Asking for it", "正在查询"),
    "model_arriving": ("{done} of {total}", "{done} / {total}"),
    "model_arriving_left": ("{done} of {total} · {rate}/s, {left} left", "{done} / {total} · {rate}/秒，还需 {left}"),
    "model_stopping": ("Stopping; what has arrived is kept", "正在停止，已下载的部分会保留"),
    "model_stop": ("Stop; what has arrived is kept", "停止（已下载的部分会保留）"),
    "glossary": ("Glossary", "术语表"),
    "glossary_own": ("Glossary ({n})", "术语表（{n}）"),
    "glossary_about": (
        "How you want some words translated. A term that stands for itself stays untranslated. {n} names of "
        "institutions are built in, for the gloss and for chat models. Yours is kept in this browser.",
        "某些词语应当怎样翻译。译文与原文相同的词语保持不译。内置 {n} 条机构名称，供逐词对译和对话模型使用。"
        "您的术语表保存在本浏览器中。",
    ),
    "glossary_file": ("A file of terms", "术语文件"),
    "glossary_choose": ("Choose a file", "选择文件"),
    "glossary_kinds": ("CSV or TSV: the Chinese, its English, a term a line", "CSV 或 TSV：每行一条，先中文后英文"),
    "glossary_source": ("Chinese", "中文"),
    "glossary_target": ("English", "英文"),
    "glossary_add": ("Add", "添加"),
    "glossary_download": ("Download", "下载"),
    "glossary_clear": ("Delete all of it", "全部删除"),
    "glossary_issue": ("Line {line}: {problem} ({text})", "第 {line} 行：{problem}（{text}）"),
    "glossary_term": ("Not added: {problem}", "未添加：{problem}"),
    "glossary_more": ("and {n} more|and {n} more", "还有 {n} 行"),
    "glossary_servers": ("The server adds {n} term|The server adds {n} terms", "服务器另有 {n} 条术语"),
    "run": ("Summarize and translate", "摘要并翻译"),
    "composer": ("Article and settings", "文章与设置"),
    "kept_hours": (
        "Your text stays on this server and is deleted after {n} hour. Nothing is sent anywhere else."
        "|Your text stays on this server and is deleted after {n} hours. Nothing is sent anywhere else.",
        "文本只留在本服务器上，{n} 小时后删除，不会发往别处。",
    ),
    "kept_memory": (
        "Your text stays on this server, in memory. Nothing is sent anywhere else.",
        "文本只留在本服务器的内存里，不会发往别处。",
    ),
    "kept_badly": (
        "This server cannot write to its disk now: your text stays in its memory, and a restart loses it. Nothing is "
        "sent anywhere else.",
        "本服务器目前无法写入磁盘：文本只留在内存里，重启后即失，不会发往别处。",
    ),
    "kept_elsewhere": (
        "Your text is also sent to the server of models or the database that whoever runs this server has named. It is "
        "deleted after {n} hour.|Your text is also sent to the server of models or the database that whoever runs this "
        "server has named. It is deleted after {n} hours.",
        "文本还会发往本服务器管理员指定的模型服务器或数据库，{n} 小时后删除。",
    ),
    "expected_moment": ("Ready in about a second", "约一秒完成"),
    "expected_seconds": ("Ready in about {n} seconds", "约 {n} 秒完成"),
    "expected_minutes": ("Ready in about {n} minute|Ready in about {n} minutes", "约 {n} 分钟完成"),
    # --- the articles of this visit
    "recent": ("Articles", "文章列表"),
    "recent_none": ("The articles you read here are listed here.", "在这里读过的文章会列在此处。"),
    "recent_kept_hours": (
        "Kept for {n} hour each, for you and for who has the link. Delete what nobody should find."
        "|Kept for {n} hours each, for you and for who has the link. Delete what nobody should find.",
        "每篇保存 {n} 小时，您和知道链接的人可以打开。不想让人看到的，请删除。",
    ),
    "recent_kept_memory": (
        "Kept in this server's memory, for you and for who has the link, until it restarts or newer articles need the "
        "room. Delete what nobody should find.",
        "保存在本服务器的内存中，您和知道链接的人可以打开；服务器重启或为新文章腾出空间时即失。不想让人看到的，请删除。",
    ),
    "recent_open": ("Open", "打开"),
    "recent_delete": ("Delete", "删除"),
    "state_waiting": ("waiting", "等待中"),
    "state_running": ("being read", "处理中"),
    "state_failed": ("failed", "失败"),
    "recent_delete_all": ("Delete all", "全部删除"),
    "older": ("Previous article", "上一篇"),
    "newer": ("Next article", "下一篇"),
    "place": ("{n} of {total}", "{n} / {total}"),
    # --- the empty page
    "how_paste": ("What the web gives you", "网上复制来的"),
    "how_summary": ("Its main sentences", "主要的句子"),
    "how_english": ("Every sentence in English", "每一句的英文"),
    "how_paste_note": ("Repaired first, and it says what was mended.", "先修复，并说明改了什么。"),
    "how_summary_note": ("Each one points to where it comes from.", "每一句都指向原文出处。"),
    "how_english_note": (
        "None left out; word for word from a dictionary, and it says so. Point at one to see its partner.",
        "一句不漏；由词典逐词对译，并会注明。指到哪句，对应的就亮起。",
    ),
    # --- a run
    "waiting": ("Next in line", "下一个就轮到"),
    "waiting_place": ("{n} article before it|{n} articles before it", "前面还有 {n} 篇"),
    "waiting_left": ("{place} · begins in about {n} s", "{place} · 约 {n} 秒后开始"),
    "waiting_minutes": (
        "{place} · begins in about {n} minute|{place} · begins in about {n} minutes",
        "{place} · 约 {n} 分钟后开始",
    ),
    "stopped": ("Stopped", "已停止"),
    "counted": ("{stage} · {done} of {total}", "{stage} · {done} / {total}"),
    "cancel": ("Cancel", "取消"),
    "cancelling": ("Cancelling; what is done is kept", "正在取消，已完成的部分会保留"),
    "cancelled": (
        "Cancelled. What was done until then is kept below. Article and settings, above, can start it again.",
        "已取消。此前完成的部分保留在下面；可在上方的“文章与设置”中重新开始。",
    ),
    "cancelled_early": ("Cancelled before the article was read.", "文章读完之前已取消。"),
    "failed": ("This could not be read", "无法处理"),
    "done": ("Done in {seconds} s", "用时 {seconds} 秒"),
    "gone": (
        "The result in this address is no longer kept: its time is over, or it was deleted. Press the button again; "
        "if the box is empty, paste your text first.",
        "该网址中的结果已不再保留：保存期限已过，或已被删除。请再按一次按钮；如果文本框是空的，请先重新粘贴。",
    ),
    "unreachable": ("The server does not answer", "服务器没有回应"),
    "unreachable_note": (
        "What you entered is still on this page, which goes on by itself once the server is back.",
        "您输入的内容还在本页上；服务器恢复后，页面会自动继续。",
    ),
    "tally_sentences": ("{done} of {total} sentences translated", "已译 {total} 句中的 {done} 句"),
    "tally_numbers": ("{done} of {total} numbers match", "{total} 个数字中 {done} 个相符"),
    "tally_look": ("{n} to look at|{n} to look at", "{n} 处值得一看"),
    "tally_nothing": ("nothing to look at", "没有可疑之处"),
    "left_moment": ("a moment left", "即将完成"),
    "left_seconds": ("about {n} s left", "约剩 {n} 秒"),
    "left_minutes": ("about {n} minute left|about {n} minutes left", "约剩 {n} 分钟"),
    "progress": ("{stage} · {left}", "{stage} · {left}"),
    # --- the result
    "untitled": ("Untitled", "无标题"),
    "repaired": ("Repaired: {what}", "已修复：{what}"),
    "switched_off": ("{n} rule switched off|{n} rules switched off", "关闭 {n} 条规则"),
    "repaired_nothing": ("Nothing needed repair", "无须修复"),
    "set_aside": ("{n} line set aside|{n} lines set aside", "另置 {n} 行"),
    "list": (", ", "、"),
    "colon": (": ", "："),
    "changes_before": ("As it came", "原样"),
    "changes_after": ("As it is read", "修复后"),
    "changes_aside": ("Set aside, not read by the models", "另置，不交给模型"),
    "changes_none": ("No sentence was changed.", "没有改动任何句子。"),
    "in_title": ("Title", "标题"),
    "in_byline": ("Byline", "署名"),
    "in_summary": ("Summary", "摘要"),
    "column_summary": ("Summary", "摘要"),
    "column_article": ("Original", "原文"),
    "column_english": ("English", "英文"),
    "count_of": ("{done} of {total} sentences", "{total} 句中的 {done} 句"),
    "count_all": ("{n} sentence|{n} sentences", "{n} 句"),
    "count_terms": ("{done} of {n} term used|{done} of {n} terms used", "{n} 条术语中 {done} 条已用"),
    "count_done": ("{done} of {total}", "{done} / {total}"),
    "evidence": ("From sentence {n}", "出自第 {n} 句"),
    "download": ("Download", "下载"),
    "download_docx": ("Word: a bilingual table", "Word：双语对照表"),
    "download_html": ("Web page: this reader in one file", "网页：单文件阅读器"),
    "download_md": ("Markdown", "Markdown"),
    "download_txt": ("Plain English text", "英文纯文本"),
    "download_tmx": ("TMX: translation memory", "TMX：翻译记忆库"),
    "download_json": ("JSON: everything, for programs", "JSON：全部数据，供程序使用"),
    "share": ("Share", "分享"),
    "share_about": (
        "Whoever has this link can read the article and its digest here, until {date}, unless it is deleted before.",
        "知道此链接的人都可以在这里阅读这篇文章及其摘译，直到 {date}，除非提前删除。",
    ),
    "share_memory": (
        "Whoever has this link can read the article and its digest here, until the server restarts.",
        "知道此链接的人都可以在这里阅读这篇文章及其摘译，直到服务器重启。",
    ),
    "share_signed_in": ("They have to sign in as you did.", "对方同样需要登录。"),
    "compare": ("Compare", "比较"),
    "compare_about": (
        "Run the same article through a second model, and see both side by side with the differences marked.",
        "用另一个模型处理同一篇文章，两者并列，标出差异。",
    ),
    "compare_none": (
        "Choose another model above. More can be downloaded under Article and settings, Models.",
        "请在上面另选一个模型。更多模型可在“文章与设置”的“模型”中下载。",
    ),
    "compare_start": ("Compare with it", "开始比较"),
    "compare_stop": ("Stop comparing", "结束比较"),
    "compare_same": ("as now: {name}", "不变：{name}"),
    "compare_label": ("{name}, for comparison", "用于比较：{name}"),
    "compare_shared": ("{name}: {n} sentence differs|{name}: {n} sentences differ", "{name}：{n} 句不同"),
    "rules": ("Rules that acted: switch one off and read the article again", "起了作用的规则：可关闭某条，重新阅读"),
    "rules_about": (
        "Only sentences that come out differently are translated again.",
        "只有因此改变的句子会重新翻译。",
    ),
    "rules_again": ("Read again", "重新阅读"),
    # --- the reader's own
    "reader_layout": ("Layout", "版式"),
    "reader_layout_columns": ("Columns", "分栏"),
    "reader_layout_pairs": ("Pairs", "对照"),
    "reader_layout_english": ("English only", "只看英文"),
    "reader_switches": ("Reading aids", "阅读辅助"),
    "reader_to_simplified": ("In simplified", "转为简体"),
    "reader_to_traditional": ("In traditional", "转为繁体"),
    "reader_shade": ("Shade what matters", "标示重点"),
    "reader_copy": ("Copy", "复制"),
    "reader_copy_original": ("The original", "原文"),
    "reader_copy_summary": ("The summary", "摘要"),
    "reader_copy_english": ("The English", "英文"),
    "reader_copy_pairs": ("Aligned pairs", "逐句对照"),
    "reader_copied": ("Copied", "已复制"),
    "reader_not_copied": ("The browser does not allow copying", "浏览器不允许复制"),
    "reader_aloud_zh": ("Read the Chinese aloud", "朗读中文"),
    "reader_aloud_en": ("Read the English aloud", "朗读英文"),
    "reader_silence": ("Stop reading", "停止朗读"),
    "reader_term_target": ("Its English, for the glossary", "它的英文（加入术语表）"),
    "reader_term_add": ("Add and translate again", "添加并重译"),
    "reader_edit": ("Correct", "修改"),
    "reader_editing": ("Corrected English of this sentence", "这一句的修改稿"),
    "reader_save": ("Keep", "保存"),
    "reader_discard": ("Discard", "放弃"),
    "reader_undo": ("Undo", "撤销"),
    "reader_wrong": ("This is wrong", "译错了"),
    "reader_wrong_about": (
        "Keeps this sentence and its English for whoever runs this server, without your name",
        "把这一句和它的译文留给本服务器的管理者，不记录您是谁",
    ),
    "reader_wrong_told": ("Noted", "已记下"),
    "reader_from": ("from", "出自"),
    "reader_missing": ("not translated", "未翻译"),
    # --- the foot
    "foot": ("摘译 Zhaiyi {version}", "摘译 Zhaiyi {version}"),
    "made_with": ("Made with", "数据来源"),
}


@dataclass(frozen=True, slots=True)
class Say:
    """The page's voice in one language: `say("counted", done=3, total=25, stage=…)`."""

    language: Language

    def __call__(self, key: str, **facts: str | int | float) -> str:
        """The string of this key, filled in."""
        return self.pick(TABLE[key], **facts)

    def pick(self, both: Both, *places: str, **facts: str | int | float) -> str:
        """This language's half of a row, in the singular where the fact `n` is 1; `places` fill {0}, {1} and so on."""
        text = both[self.language is Language.ZH]
        one, bar, many = text.partition("|")
        if bar:
            text = one if facts.get("n") == 1 else many
        return text.format(*places, **facts)
