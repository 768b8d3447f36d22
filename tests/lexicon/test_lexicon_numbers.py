"""What quantities are found in Chinese, and how they read in English."""

from decimal import Decimal
from fractions import Fraction

import pytest

from pipelines.lexicon.numbers import Bound, Clock, Date, Kind, find

# --- each row is a phrase and its quantities in English, joined by " | " ---------------------------------------------

CARDINALS = """
    一共一百二十三      123
    共计三百零五        305
    两千五              2,500
    两千零五            2,005
    一万二              12,000
    一亿零五百万        105 million
    三万亿              3 trillion
    产值达百万          1 million
    二十                20
    3.5万               35,000
    2万6千              26,000
    11万7015            117,015
    1.2万亿             1.2 trillion
    1256万              12.56 million
    12.3456789亿        1,234,567,890
    123,456,789         123,456,789
    1,000万             10 million
    ３５００万           35 million
    五点三              5.3
    零点五              0.5
    5.10                5.10
    12306               12306
    〇二六              26
    -5                  -5
    负五百              -500
    （三）              three
    近百                100
    上千                more than 1,000
"""
APPROXIMATE = """
    120多人             more than 120 people
    2000余户            more than 2,000 households
    10余万              more than 100,000
    200多万             more than 2 million
    三十多万人          more than 300,000 people
    百余名代表          more than 100
    十几个              more than 10
    十几万人            more than 100,000 people
    几十人              dozens of people
    数百名代表          hundreds of
    数千万              tens of millions of
    数百万亿元          hundreds of trillions of yuan
    数十亿美元          billions of US dollars
    几百公里            hundreds of kilometers
    几个月              several months
    几十年              decades
    数日                several days
    上百名              more than 100 people
    上百亿颗            more than 10 billion
    两三天              two or three days
    七八个              seven or eight
    三四十人            30 or 40 people
    十五六岁            15 or 16 years old
    一二十人            10 or 20 people
    半个多月            more than half a month
    三五年              three to five years
    30多岁              more than 30 years old
    3个多月             more than 3 months
    三年多，            more than three years
"""
COUNTS = """
    三个孩子            three
    一名记者            one
    5批货物             5
    确诊120例           120 cases
    确诊病例三名        three people
    8项合作             8
    40余项              more than 40 items
    54票赞成            54 votes
    1.4亿人             140 million people
    1600余人次          more than 1,600 person-times
    只有一个字          one character
"""
ORDINALS = """
    第三                third
    第一产业            first
    第21届大会          21st
    第二批              second batch
    第十二              12th
    第102次             102nd time
    第二天              second day
    十三届人大          13th session
    三年级              third grade
    70周年              70th anniversary
    四中全会            fourth plenary session
    “十四五”规划        the 14th Five-Year Plan
    十四五期间          the 14th Five-Year Plan
    二十大报告          20th National Congress
    第四章              Chapter 4
    第十二条            Article 12
    第25页              page 25
    21号文创社区        No. 21
    第2758号决议        No. 2758
    8号线               Line 8
    6.5级地震           magnitude 6.5
    10级大风            force 10
    90后                post-90s generation
    第三、第四          third | fourth
"""
PERCENTAGES = """
    百分之五            5%
    百分之五点三        5.3%
    百分之百            100%
    百分之五至百分之六  5% to 6%
    5%                  5%
    5.1％               5.1%
    42.80%              42.80%
    -0.5%               -0.5%
    5%—6%               5%–6%
    5—6%                5%–6%
    千分之三            0.3%
    3‰                  0.3%
    5个百分点           5 percentage points
    0.82个百分点        0.82 percentage points
    1个百分点           1 percentage point
    30个基点            30 basis points
    三成                30%
    近九成              90%
    三成五              35%
    九折                10% off
    八五折              15% off
    3倍                 3 times
    三倍                three times
    两倍                twice
    1.5倍               1.5 times
    增长一倍            100%
    翻两番              quadruple
    三分之一            one-third
    三分之二            two-thirds
    四分之三            three-quarters
    十分之一            one-tenth
    一半                half
    1/3                 1/3
    百分之三点五至四    3.5% to 4%
    2比1                2-1
    25:19               25:19
    7-2                 7-2
"""
MONEY = """
    90亿元              9 billion yuan
    134.9万亿元         134.9 trillion yuan
    5000万元人民币      50 million yuan
    3200亿美元          $320 billion
    5美元               $5
    30至50亿美元        $3 billion to $5 billion
    300万欧元           3 million euros
    1欧元               1 euro
    4000港元            4,000 Hong Kong dollars
    100日元             100 yen
    5亿卢布             500 million rubles
    20英镑              20 pounds
    两元                two yuan
    3万-5万元           30,000–50,000 yuan
    3至5万元            30,000 to 50,000 yuan
    2.6至3.2万元        26,000 to 32,000 yuan
    三至五万元          30,000 to 50,000 yuan
    $3.5亿              $350 million
    ￥300               300 yuan
    3.5元/吨            3.5 yuan per tonne
    15元钱              15 yuan
"""
MEASURES = """
    3.5万吨             35,000 tonnes
    546.52万吨          5.4652 million tonnes
    300亩               300 mu
    100公里             100 kilometers
    1公里               1 kilometer
    34.538千米          34.538 kilometers
    50平方米            50 square meters
    三千瓦              three kilowatts
    200万千瓦时         2 million kilowatt-hours
    3兆瓦               3 megawatts
    35摄氏度            35 degrees Celsius
    35℃                 35 degrees Celsius
    摄氏95度            95 degrees Celsius
    零下5度             -5 degrees
    -5℃                 -5 degrees Celsius
    10～15℃             10–15 degrees Celsius
    2.5公顷             2.5 hectares
    60公里/小时         60 kilometers per hour
    6英尺               6 feet
    5kg                 5 kilograms
    3至5公里            3 to 5 kilometers
    半公里              half a kilometer
    0.5克               0.5 grams
"""
DURATIONS = """
    3年                 3 years
    三个月              three months
    一年                one year
    40分钟              40 minutes
    两周                two weeks
    半年                half a year
    半个小时            half an hour
    一年半              one and a half years
    两个半小时          two and a half hours
    1.5亿年             150 million years
    2000多年            more than 2,000 years
    2000年历史          2,000 years
    20个工作日          20 working days
    一个世纪            one century
    3—5天               3–5 days
    3日内               3 days
    12分35秒            12 minutes | 35 seconds
    5天4夜              5 days | 4 nights
    29岁                29 years old
    0至3岁              0 to 3 years old
    6个月大             6 months old
"""
DATES = """
    2026年5月7日        May 7, 2026
    二〇二六年五月七日  May 7, 2026
    一九九八年          1998
    2019年              2019
    2019年度            2019
    公元前221年         221 BC
    公元618年           618
    5月7日              May 7
    5月7号              May 7
    5月                 May
    11月份              November
    2018年12月          December 2018
    27日                the 27th
    2018-12-28          December 28, 2018
    2018/1/5            January 5, 2018
    5月7日—9日          May 7–9
    9月26日至27日       September 26–27
    9月26、27日         September 26 and 27
    26、27日            the 26th and 27th
    25至27日            the 25th to 27th
    9月28日至10月1日    September 28 to October 1
    2019年9月29日至10月10日  September 29 to October 10, 2019
    2020年10月20日至2021年4月10日  October 20, 2020 to April 10, 2021
    1至5月              January–May
    2019年1-5月         January–May 2019
    2016-2018年         2016–2018
    1999年至2016年      1999–2016
    5月底               the end of May
    8月上旬             early August
    2019年初            early 2019
    2019年底            the end of 2019
    2019年上半年        the first half of 2019
    2019年前三季度      the first three quarters of 2019
    上半年              the first half of the year
    一季度              the first quarter
    今年第二季度        the second quarter of this year
    今年前5个月         the first five months of this year
    今年                this year
    去年                last year
    去年5月             May last year
    去年9月18日         September 18 last year
    去年底              the end of last year
    今年年初            early this year
    本月14日            the 14th of this month
    年底                the end of the year
    1990年代            the 1990s
    80年代              the 1980s
    上世纪80年代        the 1980s
    上世纪80年代初      the early 1980s
    19世纪30年代        the 1830s
    19 世纪 30 年代     the 1830s
    21世纪              the 21st century
    19世纪末            the late 19th century
    本世纪中叶          the middle of this century
    周三                Wednesday
    星期日              Sunday
    本周五              this Friday
    上周六              last Saturday
    周一至周五          Monday to Friday
    昨日                yesterday
"""
TIMES = """
    8时30分             8:30
    8点半               8:30
    11 点 20 分         11:20
    上午9点             9 a.m.
    下午3点半           3:30 p.m.
    下午三时三十分      3:30 p.m.
    晚上11时            11 p.m.
    凌晨2点             2 a.m.
    中午12点            noon
    19:55               19:55
    零时                0:00
    26日晚8点           the 26th | 8 p.m.
    7时15分至8时        7:15 to 8:00
    08:18               8:18
    18时许              about 18:00
    20时30分至22时      20:30 to 22:00
    上午9点到11点       9 a.m. to 11 a.m.
    9:00-11:00          9:00–11:00
    2019年06月15日08:18  June 15, 2019 | 8:18
    9月29日上午10时     September 29 | 10 a.m.
"""
NOT_QUANTITIES = """
    一定 一些 一起 一直 一般 一样 一切 一致 统一 唯一 万一 十分 千万别 进一步 之一
    三明治 三亚 四川 九寨沟 五大道 万科 百度 三星 九江 八达岭 千岛湖 六安 十堰 五四运动
    数据 数字 数量 数学 人数 次数 多数 几乎 几何 几内亚 无数
    三心二意 百花齐放 千方百计 万众一心 成千上万 二十国集团
    A380 COVID-19 G20 5G 4K S-400 UTC+1 mp3 H1N1
    年轻 日常 月亮 周边 号召 点名 元旦 半导体 上海 下班 前往 今后
    第一线 百货 百姓 千里马 万里长城 二人转 一把手
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [
        (chinese, "".join(rest))
        for chinese, *rest in (line.strip().rsplit("  ", 1) for line in table.split("\n")[1:-1])
    ]


ALL = [
    (phrase.strip(), wanted.strip())
    for table in (
        *(CARDINALS, APPROXIMATE, COUNTS, ORDINALS, PERCENTAGES),
        *(MONEY, MEASURES, DURATIONS, DATES, TIMES),
    )
    for phrase, wanted in rows(table)
]


@pytest.mark.parametrize(("phrase", "wanted"), ALL)
def test_a_quantity_reads_in_english_as_a_news_editor_writes_it(phrase: str, wanted: str) -> None:
    found = " | ".join(quantity.english() for quantity in find(phrase))
    assert found == wanted


@pytest.mark.parametrize("word", NOT_QUANTITIES.split())
def test_a_numeral_inside_a_word_is_not_a_quantity(word: str) -> None:
    assert [quantity.text for quantity in find(f"他们的{word}，")] == []


VALUES = [
    ("90亿元", Kind.MONEY, 9_000_000_000, "yuan"),
    ("3.5万吨", Kind.MEASURE, 35_000, "tonne"),
    ("5.10%", Kind.PERCENT, Decimal("5.10"), "percent"),
    ("千分之三", Kind.PERCENT, Decimal("0.3"), "percent"),
    ("三分之一", Kind.FRACTION, Fraction(1, 3), ""),
    ("第21", Kind.ORDINAL, 21, ""),
    ("九折", Kind.DISCOUNT, 10, "percent"),
    ("29岁", Kind.AGE, 29, "year"),
    ("半年", Kind.DURATION, Fraction(1, 2), "year"),
    ("2026年5月7日", Kind.DATE, Date(2026, 5, 7), ""),
    ("公元前221年", Kind.DATE, Date(-221), ""),
    ("下午3点半", Kind.TIME, Clock(15, 30), ""),
    ("15时30分", Kind.TIME, Clock(15, 30), ""),
    ("1234567890.123456789亿元", Kind.MONEY, Decimal("123456789012345678.9"), "yuan"),
]


@pytest.mark.parametrize(("phrase", "kind", "value", "unit"), VALUES)
def test_values_are_exact(phrase: str, kind: Kind, value: object, unit: str) -> None:
    (quantity,) = find(phrase)
    assert (quantity.kind, quantity.value, quantity.unit) == (kind, value, unit)


def test_a_bound_says_what_an_approximation_means() -> None:
    more, several = find("120多人，数百名代表")
    assert (more.value, more.bound) == (120, Bound.MORE)
    assert (several.value, several.bound, several.measure) == (100, Bound.SEVERAL, "名")


def test_both_ends_of_a_range_are_values_and_share_the_scale() -> None:
    (quantity,) = find("3至5万元")
    assert (quantity.value, quantity.upper) == (30_000, 50_000)
    (quantity,) = find("5000至1万元")
    assert (quantity.value, quantity.upper) == (5_000, 10_000)


def test_spans_are_those_of_the_text() -> None:
    text = "２０１９年，全市共投入３．５亿元，建成１２０多个项目。"
    assert [text[quantity.start : quantity.end] for quantity in find(text)] == [
        "２０１９年",
        "３．５亿元",
        "１２０多个",
    ]


def test_nothing_is_found_inside_a_word_the_caller_knows() -> None:
    assert [quantity.text for quantity in find("百年树人三个")] == ["三个"]
    assert [quantity.text for quantity in find("三个代表有三个", words=[(0, 4)])] == ["三个"]


def test_a_year_ends_where_a_name_with_a_numeral_begins() -> None:
    assert [quantity.english() for quantity in find("2018万科年会")] == ["2018"]


def test_a_sentence_keeps_every_figure() -> None:
    text = "截至2019年6月末，外债余额为19980亿美元，较3月末增长263亿美元，增幅1.3%，其中七成以上由非居民持有。"
    assert [quantity.english() for quantity in find(text)] == [
        *("the end of June 2019", "$1.998 trillion", "the end of March", "$26.3 billion", "1.3%", "70%")
    ]
