"""Pages, feeds, Markdown and posts come down to their article; what stood around it is set aside by name."""

import pytest

from pipelines.article import read_article
from pipelines.errors import ErrorCode, InputError

TITLE = "市图书馆新馆正式开放 首日迎来三千读者"
FIRST = "昨天上午，市图书馆新馆正式向读者开放。新馆共有四层，藏书约六十万册，设有儿童阅览室和自习室。"
SECOND = "馆长表示，希望每一位市民都能在这里找到自己想看的书，新馆将一直免费开放。"
THIRD = "开放第一天，有三千多人走进新馆，不少家长带着孩子前来办理借书证。"
BODY = "\n".join((FIRST, SECOND, THIRD))

PAGE = f"""{TITLE}_河边新闻_河边网

河边网首页

新闻

体育

财经

登录

注册

更多

{TITLE}

2021年3月4日 08:15

河边日报

收藏

微博

微信

“十大读书人物”火热进行中！点击投票

{FIRST}

{SECOND}

{THIRD}

责任编辑：王小二

相关新闻

全市公交线路调整

河边公园樱花本周盛开，预计游客将超过十万人次，交警提醒市民绿色出行。

热门推荐

省城地铁三号线年底通车，沿线二十个车站已经全部封顶，票价方案正在征求意见。

老人学画三十年

返回顶部

Copyright © 2021 河边网 版权所有
"""


def aside(article):
    return [(stretch.rule, stretch.text) for stretch in article.set_aside]


def test_a_copied_page_is_reduced_to_its_article():
    article = read_article(PAGE)
    assert (article.title, article.text) == (TITLE, BODY)
    assert ("date", "2021年3月4日 08:15") in aside(article)
    assert ("source", "河边日报") in aside(article)
    assert ("editor", "责任编辑：王小二") in aside(article)


NAVIGATION = {
    "rows of links": "首页 | 新闻 | 财经 | 体育 | 登录 | 注册\n您现在的位置：首页 > 新闻中心 > 正文",
    "links with spaces": f"{TITLE}_河边网\n首页 新闻 财经 军事 娱乐 体育 女性\n河边网 > 城市频道 > 要闻",
    "a window's title and a trail": f"{TITLE}-河边网\n河边网 > 城市频道 > 正文\n图集\n滚动",
    "a record above the headline": f"{TITLE}_河边网\n首页|简|繁|登录\n首页 > 文件\n发文机关：\n市图书馆",
}
CREDITS = {
    "separate lines": "2021年3月4日 08:15\n来源：河边日报",
    "one line": "2021-03-04 08:15:33　来源：河边日报　作者：张三　点击：1234次",
    "no space": "2021-03-04 08:15来源：河边日报",
    "bars": "2021年03月04日08:15 | 来源：河边日报 | 字号：大 中 小",
}
CLOSING = "（责任编辑：王小二）\n上一篇：全市公交线路调整\n【打印】【关闭】\n关于我们 | 联系我们\n版权所有：河边网"


@pytest.mark.parametrize("navigation", NAVIGATION.values(), ids=NAVIGATION)
@pytest.mark.parametrize("credits", CREDITS.values(), ids=CREDITS)
def test_a_copied_page_is_reduced_whatever_its_layout(navigation, credits):
    article = read_article(f"{navigation}\n{TITLE}\n{credits}\n{BODY}\n{CLOSING}")
    assert (article.title, article.text) == (TITLE, BODY)
    assert {"date", "source", "editor"} <= {rule for rule, _ in aside(article)}


@pytest.mark.parametrize(
    "middle",
    [
        "\n".join(
            ("站名", "水位", "汉口", "26.10", "九江", "20.10", "黄石", "23.00", "武穴", "21.50", "田家镇", "22.00")
        ),
        "问：新馆有什么特点？\n答：大。\n问：谢谢。",
        "《登楼》\n——佚名\n白日依山尽，\n黄河入海流。\n欲穷千里目，\n更上一层楼。",
    ],
)
def test_tables_dialogues_and_poems_within_a_copied_page_stay(middle):
    article = read_article(PAGE.replace(SECOND, f"{SECOND}\n{middle}"))
    assert article.text == "\n".join((FIRST, SECOND, middle, THIRD))


def test_a_copied_page_stays_whole_when_the_rule_is_switched_off():
    article = read_article(PAGE, switched_off=frozenset({"navigation"}))
    assert "河边公园樱花本周盛开" in article.text


def test_a_page_without_an_article_is_refused():
    links = "\n".join(
        ("首页", "登录", "注册", "更多", "导航", "体育", "财经", "相关新闻", *(f"第{n}条新闻的标题" for n in range(20)))
    )
    with pytest.raises(InputError) as caught:
        read_article(links + "\nCopyright © 2021 版权所有")
    assert caught.value.code is ErrorCode.NO_ARTICLE


def test_what_repair_makes_of_a_page_is_not_repaired_again():
    article = read_article(PAGE)
    again = read_article(f"{article.title}\n{article.text}")
    assert (again.title, again.text, again.repairs, again.set_aside) == (TITLE, BODY, (), ())


HTML = f"""<!DOCTYPE html><html><head><meta charset="{{charset}}"><title>{TITLE} - 河边网</title>
<style>p {{{{ color: red }}}}</style><script>var a = "<p>脚本里的字不是文章。</p>";</script></head>
<body><nav><a href="/">首页</a><a href="/a">新闻</a></nav><article><h1>{TITLE}</h1>
<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article><footer>Copyright 河边网</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
def test_an_html_page_is_reduced_to_its_article_in_any_declared_encoding(charset):
    article = read_article(HTML.format(charset=charset).encode(charset))
    assert (article.title, article.text) == (TITLE, BODY)
    assert [repair.rule for repair in article.repairs] == ["markup"]


def test_lists_and_tables_of_an_html_page_keep_their_text_without_marks():
    body = f"<p>{FIRST}</p><ul><li>{SECOND}</li></ul><table><tr><th>层</th><th>面积</th></tr>"
    body += f"<tr><td>4</td><td>600</td></tr></table><p>{THIRD}</p>"
    article = read_article(
        f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1>{body}</article></body></html>"
    )
    assert (article.title, article.paragraphs) == (TITLE, (FIRST, SECOND, "层\t面积", "4\t600", THIRD))


def test_an_html_page_that_only_a_script_fills_is_refused():
    with pytest.raises(InputError) as caught:
        read_article(f"<html><head><title>{TITLE}</title></head><body><div id='app'></div></body></html>")
    assert caught.value.code is ErrorCode.NO_ARTICLE


def test_xml_that_escapes_nothing_loses_nothing():
    text = "R&D投入增长，A&B公司很高兴；当x<3且y>2时成立，&ldquo;很好&rdquo;。"
    article = read_article(f"<doc><contenttitle>AT&T与华为签约</contenttitle><content>{text}</content></doc>")
    assert article.title == "AT&T与华为签约"
    assert article.text == "R&D投入增长，A&B公司很高兴；当x<3且y>2时成立，“很好”。"


def test_a_feed_gives_the_title_and_text_of_its_items_and_no_addresses():
    items = "".join(
        f"<item><title>第{n}条</title><link>http://a.cn/{n}</link><description><![CDATA[<p>{text}</p>]]></description></item>"
        for n, text in (("一", FIRST), ("二", SECOND))
    )
    article = read_article(
        f'<?xml version="1.0" encoding="utf-8"?><rss><channel><title>河边网</title>{items}</channel></rss>'
    )
    assert (article.title, article.text) == ("河边网", "\n".join(("第一条", FIRST, "第二条", SECOND)))


def test_a_corpus_document_gives_its_title_and_content():
    text = (
        f"<doc>\n<url>http://a.cn/?a=1&b=2</url>\n<docno>1a2b</docno>\n<contenttitle>{TITLE}</contenttitle>\n"
        f"<content>{FIRST}\ue40c{SECOND}</content>\n</doc>\n"
    )
    article = read_article(text.encode("gb18030"))
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n{SECOND}")


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_entities_are_unescaped_however_often_they_were_escaped(layers):
    text = f"<p>{''.join(f'&#{ord(c)};' for c in FIRST)}<br/>{SECOND}</p>"
    for _ in range(layers - 1):
        text = text.replace("&", "&amp;").replace("<br/>", "&lt;br/&gt;")
    assert read_article(text).text == f"{FIRST}\n{SECOND}"


MARKDOWN = f"""---
title: ignored
---

# {TITLE}

> {FIRST}

昨天有**三千多人**走进[新馆](http://a.cn/new)，其中 `500` 人借了书。![图](a.png)

```python
print("代码不是文章。")
```

* {SECOND}

[1]: http://a.cn/1
"""


def test_markdown_comes_down_to_its_text_with_code_set_aside():
    article = read_article(MARKDOWN, name="a.md")
    assert (article.title, article.text) == (TITLE, f"{FIRST}\n昨天有三千多人走进新馆，其中 500 人借了书。\n{SECOND}")
    assert {"metadata", "code"} == {rule for rule, _ in aside(article)}


def test_markdown_tables_and_emphasis_within_words_come_down_to_their_text():
    table = "| 选项 | 含义 |\n| --- | --- |\n| `-i` | 忽略 |"
    text = f"# {TITLE}\n\n他*真的*很高兴，2*3*4=24，a_b不变。\n\n{table}\n\n{FIRST}\n"
    article = read_article(text, name="a.md")
    assert article.paragraphs == ("他真的很高兴，2*3*4=24，a_b不变。", "选项\t含义", "-i\t忽略", FIRST)


def test_posts_lose_their_topics_buttons_and_credits():
    article = read_article(
        "#河边播报#【新馆开放】昨天新馆开放，今天是#读书日#。 河边新闻的微博视频 \u200b\u200b\n"
        "【樱花盛开】公园樱花盛开。（总台记者李四） \u200b...展开全文\n"
    )
    assert article.text == "【新馆开放】昨天新馆开放，今天是读书日。\n【樱花盛开】公园樱花盛开。"
    assert [rule for rule, _ in aside(article)] == ["hashtags", "promotion", "byline", "expand"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (f"{FIRST}(記者趙小明)\n責任編輯:", ["byline", "editor"]),
        (f"新华社北京5月7日电（记者 张三 李四）{FIRST}", ["dateline", "byline"]),
        (f"本报讯　记者张三　李四　{FIRST}", ["dateline", "byline"]),
        (f"中新网上海3月4日电 (记者 张三){FIRST}", ["dateline", "byline"]),
        (f"央视网消息：{FIRST}", ["dateline"]),
        (f"{FIRST}\n作者：张三　（来源：河边日报）", ["byline", "source"]),
        (f"2019年06月15日08:18  来源：河边网\n{FIRST}", ["date", "source"]),
        (f"来源：\n河边网\n{FIRST}", ["source"]),
        (f"{FIRST}\n未经授权禁止转载", ["copyright"]),
        (f"{FIRST}\n本文系作者授权发布，转载请注明出处。", ["copyright"]),
        (f"{FIRST}\n长按识别二维码，关注河边读书会", ["promotion"]),
        (f"{FIRST}\n编辑 王小二 校对 李四", ["editor"]),
        (f"文/张三\n{FIRST}", ["byline"]),
        (f"河边新闻记者 张三\n{FIRST}", ["byline"]),
        (f"□ 本报记者 李明 通讯员 张建国\n{FIRST}", ["byline"]),
        (f"【河边日报综合报道】{FIRST}", ["dateline"]),
        (f"【河边时报-河边网报道 记者 张三】{FIRST}", ["dateline"]),
        (f"原创 张三 河边发布 2021-03-04 18:00\n{FIRST}", ["byline"]),
        (f"{FIRST}（編輯：張三）1100325", ["editor"]),
        (f"{FIRST}新华社记者 张三 摄", ["byline"]),
        (f"{FIRST}新华社发（张三 摄）", ["byline"]),
        (f"{FIRST}\n张三 摄", ["byline"]),
        (f"{FIRST}\n《 河边日报 》（ 2021年03月04日 04 版）", ["source"]),
        (f"{FIRST}\n作者：张三，河边大学教授。", ["byline"]),
        (f"{FIRST}\n阅读原文\n阅读 1.2万\n点个在看，让更多人知道", ["expand", "share"]),
        (f"{FIRST}\n本網站之文字、圖片及影音，非經授權，不得轉載、公開播送。", ["copyright"]),
        (f"{FIRST}\n免责声明：本文来自网友，不代表河边网的观点和立场。", ["copyright"]),
        (f"{FIRST}\n—END—", ["navigation"]),
    ],
)
def test_credits_and_notices_are_set_aside_by_name(text, rules):
    article = read_article(text)
    assert (article.text, [rule for rule, _ in aside(article)]) == (FIRST, rules)
    for rule in set(rules):
        assert rule not in [name for name, _ in aside(read_article(text, switched_off=frozenset({rule})))]


@pytest.mark.parametrize(
    "sentence",
    [
        "记者从交通运输部获悉，今年春运客流量将超过去年。",
        "编辑部昨天召开会议，讨论了今年的选题。",
        "据美国媒体4月1日报道，双方没有达成协议。",
        "他把这篇文章分享到朋友圈，很多人点赞。",
        "来源不明的药品不能买。",
        "这项规定保护作者的版权，受到欢迎。",
        "该平台因未经授权使用他人作品被起诉，法院判决赔偿5万元。",
        "他在声明中说，这一说法不代表公司的立场。",
        "法律规定，未经许可不得转载他人作品。",
        "“版权所有，侵权必究”八个字很醒目。",
        "记者：您怎么看这个问题？",
        "编辑：这本书什么时候出版？",
        "作者：我写了三年，走访了很多地方。",
        "他来了。记者：您怎么看这个问题？",
        "来源：目前还不清楚，专家正在调查。",
        "记者 昨日 从市教育局获悉，今年中考时间确定。",
        "市民只要扫描二维码，就能查询！",
        "更多精彩内容将在下周揭晓。",
        "（编辑部的故事）",
    ],
)
def test_sentences_about_reporters_and_editors_stay(sentence):
    assert read_article(sentence + FIRST).text == sentence + FIRST
    lines = "\n".join((FIRST, sentence, SECOND))
    assert read_article(lines).text == lines


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{TITLE}\n{BODY}", TITLE),
        (f"题：{TITLE}\n{BODY}", TITLE),
        (f"新华社北京3月4日电 题：{TITLE}\n{BODY}", TITLE),
        (f"{TITLE}--文化--河边网\n{BODY}", TITLE),
        (f"{TITLE} - 河边网\n{BODY}", TITLE),
        (f"新馆为什么这么受欢迎？\n记者 张三\n{BODY}", "新馆为什么这么受欢迎？"),
        (f"{TITLE}\n======\n\n{BODY}\n\n**完**", TITLE),
        (BODY, ""),
        (f"发言人1 00:05\n{BODY}", ""),
        (f"各位代表：\n{BODY}", ""),
        (f"一、工作回顾\n{BODY}", ""),
        (f"你还记得去年冬天吗？\n{BODY}", ""),
        ("今天北京天气晴，最高气温28度。", ""),
        (TITLE, ""),
        ("指标\t2024\t2025\nGDP\t134.9\t140.2\n注：数据为示例，单位见表头，仅供参考。", ""),
    ],
)
def test_the_headline_is_told_from_the_first_sentence(text, title):
    article = read_article(text)
    assert article.title == title
    assert article.sentences


def test_a_notice_of_rights_at_the_end_is_set_aside():
    text = BODY * 8 + "\n\n本作品是公共机构的\n法律\n、\n法规\n，属于公有领域。\n\nPublic domain\nfalse\n"
    article = read_article(text)
    assert article.text == BODY * 8
    assert {rule for rule, _ in aside(article)} == {"copyright"}


def test_a_table_keeps_its_numbers():
    table = "指标\t2024\t2025\t同比\nGDP（万亿元）\t134.9\t140.2\t+5.0%\nCPI\t100.2\t100.0\t-0.2pct"
    assert read_article(table).text == table
