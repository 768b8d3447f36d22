"""What credits, buttons and notices look like: the tables of patterns that `boilerplate` goes by."""

from __future__ import annotations

import re

from pipelines.article.chinese import HAN


def _any(words: str) -> str:
    """One of `words`, the longest first so that none hides a longer one; a space separates them."""
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


_OPEN, _CLOSE = "[（(\\[【〔]", "[）)\\]】〕]"
_GAP = "[ \u3000]*"
_NAME = f"[{HAN}·•A-Za-z.]{{2,16}}"
_PERSON = f"(?:[{HAN}]{{2,4}}|[{HAN}]{{1,8}}[·•][{HAN}·•]{{1,12}}|[A-Za-z][A-Za-z. ]{{1,30}})"
_PERSONS = f"{_PERSON}(?:[ \u3000、，,/]+{_PERSON}){{0,7}}"
# What can stand after 作者： and 来源：. A sentence there is a speaker's: “记者：您怎么看？”
_CREDITED = (
    "(?![\\s]*[我您你他她它这那請请])"
    f"(?:[^。！？!?；;\\n]{{0,60}}|[ \u3000]*{_PERSON}[，,（(][^。！？!?；;\\n]{{1,56}}。)"
)
_NAMES = f"{_NAME}(?:[ \u3000、，,/]+{_NAME}){{0,7}}"
_OFFICE = _any(
    "本报 本報 本刊 本网 本網 新华社 新華社 新华网 "
    "中央社 中新社 中新网 总台央视 總台央視 总台 總台 央视 央視 人民网 新京报 "
    f"特约 特約 见习 見習 实习 實習 首席 全媒体 全媒體 驻[{HAN}]{{1,6}} 文字 图文 摄影 攝影"
)
_OUTLET = f"[{HAN}A-Za-z0-9·]{{1,14}}" + _any(
    "报 報 网 網 社 频道 頻道 电视台 電視台 周刊 週刊 杂志 雜誌 客户端 客戶端 APP app 新闻 新聞 在线 广播 财经"
)
_REPORTER = f"(?:{_OUTLET}{_GAP})?(?:{_OFFICE}{_GAP}){{0,3}}" + _any(
    "记者 記者 通讯员 通訊員 撰稿人 特派员 实习生 實習生 评论员"
)
_CREDIT = _any(
    "作者 作者简介 撰文 撰稿 文字 采写 採寫 采访 供稿 摄影 攝影 图片 绘图 编译 編譯 翻译 翻譯 译者 譯者 选题 選題 "
    "记者 記者 通讯员 通訊員 策划 統籌 统筹 图文[/／] 文[/／丨|]图? 图[/／丨|]文?"
)
_EDITOR = _any(
    "责任编辑 責任編輯 责编 責編 本文编辑 文章编辑 值班编辑 值班编委 值班主任 编辑 編輯 主编 主編 校对 校對 审校 審校 "
    "审核 審核 监制 監製 终审 初审 复审 排版 责任校对 责任人 美编 流程编辑 新媒体编辑"
)
SOURCE = _any(
    "来源 來源 稿件来源 文章来源 新闻来源 信息来源 消息来源 资料来源 原文来源 内容来源 稿源 出处 出處 转自 轉自 "
    "原载 原載 原文链接 图片来源 圖片來源 图源 via"
)
_DATE = (
    "(?:(?:19|20)\\d\\d ?(?:年|-|/|\\.) ?\\d{1,2} ?(?:月|-|/|\\.) ?\\d{1,2} ?日?|民國\\d{2,3}年\\d{1,2}月\\d{1,2}日)"
    "(?:[ \u3000]*(?:星期[一二三四五六日天]|周[一二三四五六日]))?(?:[T \u3000]*\\d{1,2}[:：]\\d{2}(?:[:：]\\d{2})?)?"
)
_SHARE = _any(
    "分享到 分享至 分享 轉發 转发 收藏 点赞 點讚 微博 微信 QQ空间 腾讯QQ 朋友圈 新浪微博 打印 推荐 评论 评论\\d+ 举报 "
    "放大字体 缩小字体 [大中小]字号 字[号體体號][:：]?[大中小\\s]* 扫一扫 返回顶部 打印本页 关闭 关闭窗口 Facebook "
    "Twitter LINE "
    "列印 举报[/／]反馈 点个在看\\S{0,12} (?:【(?:纠错|打印|关闭|收藏|分享|评论)】)+"
)
# 阅读 1.2万, 点击：1234次
_COUNTER = _any(
    "阅读 阅读量 阅读数 在看 赞 点赞 浏览 浏览量 浏览次数 点击 点击数 点击量 评论 评论数 收藏 转发 播放 人气 瀏覽 "
    "點閱 閱讀"
)
_COUNT = f"{_COUNTER}\\s*[:：]?\\s*[（(]?[\\d,.]+\\s*[万萬wWkK]?\\+?次?[)）]?"

_SHARED = _any(
    "分享 到 至 微博 微信 QQ空间 QQ 朋友圈 新浪微博 腾讯微博 Facebook Twitter LINE 复制链接 收藏 打印 转发 "
    "评论 点赞 在看 推荐"
)
_EXPAND = _any(
    "展开全文 展開全文 点击展开 阅读全文 閱讀全文 阅读原文 閱讀原文 查看全文 展开剩余\\d*%? 收起全文 "
    "收起 全文 查看更多 加载更多 点击加载更多"
)
_RIGHTS = _any(
    "Copyright © All\\s[Rr]ights\\s[Rr]eserved 版\\s*权\\s*所\\s*有 版權所有 转载请注明 轉載請註明 免责声明 免責聲明 "
    "原创编译 不得转载 谢绝转载 禁止转载 严禁转载 ICP备 ICP证 公网安备 不代表\\S{0,16}(?:立场|立場|观点|觀點) "
    "仅代表作者 僅代表作者 仅提供信息存储 "
    "未\\s*经\\s*(?:本\\S{0,6}|书\\s*面|许可|授权|允许).{0,16}(?:转\\s*载|使\\s*用|复制) "
    "[未非][經经].{0,16}(?:轉載|转载|使用)"
)
# How a notice begins that is a sentence: in others of these words the article speaks of rights.
_NOTICE_BEGINS = "[\\W_]{0,3}" + _any(
    f"[{HAN}]{{0,4}}(?:声明|聲明)\\s*[:：] © Copyright 版权 版權 "
    f"[未非][经經](?=[^。]{{0,30}}(?:转\\s*载|轉載|摘编|复制|複製)) "
    "本(?:文|站|网|網|报|報|刊|平台|作品|内容|稿|图) [该此](?:文|作品|内容) 以上(?:内容|文章|图片|言论|观点) "
    "文章(?:来源|版权|内容|观点|不代表|仅) 任何(?:媒体|单位|网站|组织) 凡 转载 轉載 如需转载 欢迎转载 请勿转载"
)
_CALL = _any(
    "点击进入 點擊進入 点击投票 点击查看 点击下方 点击图片 点击蓝字 长按识别 长按二维码 扫描二维码 扫码关注 "
    "微信公众号[:：] "
    "更多精彩内容(?!将) 关注精彩内容 欢迎关注 客户端下载 下载\\S{0,8}(?:客户端|APP|App) "
    "关注(?:我们(?!的)|公众号|微信公众号|官方微信)"
)
_NAVIGATION = _any(
    "相关新闻 相关阅读 相关推荐 相关链接 相关文章 延伸阅读 推荐阅读 热门推荐 猜你喜欢 "
    "网友评论 延伸閱讀 相關新聞 相關文章 推薦閱讀 熱門新聞 最新评论 更多新闻"
)
_AFTER_END = "(?<=[。！？”）)])"
# 新华社记者 张三 摄, 新华社发（李四 摄）: the credit of a picture.
_TAKEN_BY = (
    f"(?:(?:{_REPORTER}|[{HAN}]{{2,6}}[社网报]发){_GAP})?{_OPEN}?{_GAP}"
    f"{_PERSON}(?:[ \u3000、，,/]+{_PERSON}){{0,3}}[ \u3000/／]{{0,3}}[摄攝]{_GAP}{_CLOSE}?"
)


def _patterns(*rows: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(pattern)) for rule, pattern in rows)


# Whole lines, wherever they stand.
LINES = _patterns(
    (
        "date",
        f"(?:(?:发布|發布|发表|發表|更新|时间|時間|日期)[^\\d\\n]{{0,6}}[:：]?\\s*)?{_DATE}(?:\\s*(?:发布|發布))?",
    ),
    ("source", f"{_OPEN}?\\s*{SOURCE}\\s*[:：]{_CREDITED}{_CLOSE}?"),
    ("source", f"{_OPEN}?\\s*《\\s*[^《》\\n]{{2,20}}》\\s*{_OPEN}?\\s*{_DATE}.{{0,16}}版\\s*[）)]{{0,2}}"),
    ("metadata", "原[标標][题題]\\s*[:：].{1,60}"),
    ("byline", f"{_REPORTER}{_GAP}[{HAN}、]{{2,9}}[／/][{HAN}]{{2,6}}(?:報導|报道|電)"),
    ("editor", f"{_OPEN}?\\s*{_EDITOR}(?:{_GAP}[:：/｜|]{_CREDITED}|(?:\\s+[{HAN}·]{{2,4}}){{1,8}})"),
    ("editor", f"{_OPEN}\\s*{_EDITOR}(?![部室制器]).{{0,60}}{_CLOSE}"),
    ("byline", f"{_OPEN}?\\s*{_CREDIT}\\s*[:：]{_CREDITED}"),
    (
        "byline",
        f"{_OPEN}?\\s*[文图](?:[/／]图)?\\s*[/／丨|｜:：]\\s*(?:{_REPORTER}{_GAP})?{_PERSONS}[^。！？，]{{0,30}}",
    ),
    (
        "byline",
        f"{_OPEN}?\\s*[□■●○◎△▲]?\\s*{_REPORTER}[ \u3000:：/]+{_NAMES}"
        f"(?:\\s*(?:摄影报道|报道|報導|报导|文/图|摄|图))?\\s*{_CLOSE}?",
    ),
    ("byline", f"{_OPEN}\\s*{_REPORTER}[^（）()。]{{2,60}}{_CLOSE}"),
    ("byline", f"{_TAKEN_BY}"),
    ("byline", "原创\\s[^。，！？]{2,40}"),
    ("expand", f"[.…]*\\s*(?:{_EXPAND}|(?<=\\.\\.) ?more)\\s*[>»↓]*"),
    ("share", f"{_SHARE}(?:[\\s|：:/、]+{_SHARED})*\\s*[:：|]?"),
    ("share", _COUNT),
    ("copyright", f"[^。！？]{{0,40}}{_RIGHTS}[^。！？]{{0,120}}"),
    ("copyright", f"{_NOTICE_BEGINS}.{{0,80}}{_RIGHTS}.{{0,120}}"),
    ("promotion", f"[^。！？]{{0,60}}(?<![可能要需须]){_CALL}[^。！？]{{0,40}}"),
    ("promotion", f"[^，。！？：]{{0,6}}(?<![可能要需须]){_CALL}[^。]{{0,40}}"),
    (
        "navigation",
        f"[（(]完[）)]|[-—\\s]{{0,9}}(?:END|End|全文完)[-—\\s]{{0,9}}|【\\d{{1,2}}】|\\[\\d{{1,2}}\\]|"
        f"[上下]一[页篇頁].{{0,40}}|{_NAVIGATION}\\s*[:：]?|[-—_=*~·]{{3,}}",
    ),
)

# Lead of a paragraph: 新华社北京5月7日电, 本报讯, 央视网消息, then （记者 张三） or 记者张三　李四　.
_AGENCY = f"{_OPEN}?(?:[{HAN}]{{2,10}}(?:社|网|網|報|报|台|时报)[ \u3000]?)?"
_CITIES = f"(?:[{HAN}]{{2,8}}[ \u3000]?(?:[、，,][ \u3000]?[{HAN}]{{2,8}}[ \u3000]?)?)?"
_DATED = f"{_AGENCY}{_CITIES}\\d{{1,2}}月\\d{{1,2}}日(?:电|電|讯|訊|消息|专电|專電){_CLOSE}?"
_NEWS = f"[{HAN}]{{2,8}}(?:快讯|快訊|讯|訊|综合报道|綜合報導|消息)(?=[ \u3000（(:：]|记者|記者)"
_QUOTED = (
    f"据[{HAN}]{{2,8}}[社网报](?:消息|报道)(?=[:：])|[{HAN}]{{2,6}}网(?:消息|讯)?(?:（[^（）]{{2,10}}）)?(?=[:：])"
)
# 【本报讯】, 【环球时报-环球网报道 记者 张三】
_HEADED = (
    f"(?:【(?:[{HAN}]{{2}}讯|[^】\\n]{{0,12}}[报網网社台闻][^】\\n]{{0,12}}"
    f"(?:报道|讯|消息|记者[^】\\n]{{0,14}}))】{_GAP})"
)
_IN_BRACKETS = f"{_OPEN}{_GAP}{_REPORTER}[^（）()。，]{{2,40}}{_CLOSE}"
_IN_SPACES = f"{_REPORTER}{_GAP}(?:(?![昨今近从在日当上下获了])[{HAN}·]{{2,4}}[ \u3000]+)+"
_REPORTING = f"{_REPORTER}{_GAP}{_NAMES}(?=(?:报道|報導|摄影报道)[:：])"
LEAD = re.compile(
    f"\\s*(?P<dateline>{_HEADED}?(?:(?:{_DATED}|{_NEWS}|{_QUOTED}){_GAP}[:：]?{_GAP})?)"
    f"(?P<byline>(?:{_IN_BRACKETS}|{_IN_SPACES}|{_REPORTING})(?:报道|報導)?{_GAP}[:：]?{_GAP})?"
)

# Tail of a paragraph, one after the other from its end.
TAILS = _patterns(
    ("navigation", f"(?<=[。！？”]){_GAP}[（(]完[）)]{_GAP}$"),
    ("editor", f"{_OPEN}{_GAP}{_EDITOR}(?![部室制器])[^（）()\\n]{{0,40}}{_CLOSE}{_GAP}\\d{{0,8}}$"),
    ("editor", f"{_AFTER_END}{_GAP}{_EDITOR}{_GAP}[:：]{_CREDITED}$"),
    ("source", f"{_OPEN}{_GAP}{SOURCE}{_GAP}[:：][^（）()\\n]{{0,40}}{_CLOSE}{_GAP}$"),
    ("source", f"{_AFTER_END}{_GAP}{SOURCE}{_GAP}[:：]{_CREDITED}$"),
    (
        "source",
        f"{_AFTER_END}{_GAP}{_OPEN}?《[^《》\\n]{{2,20}}》{_GAP}{_OPEN}?{_GAP}{_DATE}.{{0,16}}版{_GAP}[）)]{{1,2}}$",
    ),
    ("byline", f"{_OPEN}{_GAP}(?:{_REPORTER}|{_CREDIT}{_GAP}[:：])[^（）()。\\n]{{1,60}}{_CLOSE}{_GAP}$"),
    ("byline", f"{_AFTER_END}{_GAP}{_CREDIT}{_GAP}[:：]{_CREDITED}$"),
    ("byline", f"{_AFTER_END}{_GAP}(?:本报记者|本報記者|文/)[^。！？，\\n]{{1,40}}$"),
    ("byline", f"{_AFTER_END}{_GAP}{_TAKEN_BY}$"),
    ("expand", f"{_GAP}(?:\\.{{3}}|…+)?{_GAP}(?:展开全文|展開全文|阅读全文|查看全文|全文){_GAP}$"),
    ("expand", f"{_GAP}(?:\\.{{3}}|…+){_GAP}more{_GAP}$"),
    (
        "promotion",
        "(?:(?<=[。！？…”）)】])|(?<=[。！？…”）)】] ))"
        f"(?:{_GAP}(?:[{HAN}A-Za-z0-9_]{{1,14}}的微博视频|[OL]?\\s?网页链接|查看图片"
        "|微博视频|秒拍视频)[ \u3000.。]*)+$",
    ),
    ("promotion", f"(?<=[。！？]){_GAP}[看戳详情见]{{1,3}}{_GAP}[↓👇⬇→]+{_GAP}$"),
    ("hashtags", f"(?:{_GAP}#[^#\\n]{{1,40}}#)+{_GAP}$"),
)
TOPICS = re.compile("\\s*(?:#[^#\\n]{1,40}#[ \u3000]*)+(?=[【\\S])")
# A credit that begins within a line: 2019-07-15 08:30　来源：江城日报　作者：周小舟　点击：1234
LABEL = re.compile(f"(?<=[\\s|｜\\d日])(?:{SOURCE}|{_CREDIT}|{_EDITOR}|{_COUNTER}|字[号体])\\s*[:：]")
DATED_SOURCE = re.compile(f"(?P<date>{_DATE})(?P<source>[ \u3000|]+{_OUTLET}.{{0,20}})")
# A notice of rights that closes the text.
NOTICE = re.compile(
    "(?:本作品|本文|本文章|本站|该作品)[^\\n]{0,60}(?:法律|版权|版權|著作权|著作權|公有领域|公有領域|许可协议|許可協議|知识共享|创用)"
    "|(?:注：)?中文维基文库|维基文库社群|Public [Dd]omain"
)
