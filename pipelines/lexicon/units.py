"""Units, currencies and measure words: the English singular each Chinese word stands for."""


def _by_chinese(table: dict[str, str]) -> dict[str, str]:
    return {chinese: english for english, words in table.items() for chinese in words.split()}


CURRENCIES = _by_chinese(
    {
        "yuan": "元 元人民币 元钱 块钱 人民币",
        "jiao": "角 毛钱",
        "fen": "分钱",
        "US dollar": "美元 美金",
        "US cent": "美分",
        "Hong Kong dollar": "港元 港币 元港币",
        "New Taiwan dollar": "新台币 台币 元新台币",
        "pataca": "澳门元 澳门币",
        "euro": "欧元",
        "euro cent": "欧分",
        "yen": "日元 日圆",
        "pound": "英镑",
        "won": "韩元 韩圆",
        "ruble": "卢布",
        "Australian dollar": "澳元 澳大利亚元",
        "Canadian dollar": "加元 加拿大元 加币",
        "New Zealand dollar": "新西兰元 纽元",
        "Singapore dollar": "新加坡元 新元",
        "Swiss franc": "瑞士法郎 瑞郎",
        "franc": "法郎",
        "Swedish krona": "瑞典克朗",
        "Norwegian krone": "挪威克朗",
        "Danish krone": "丹麦克朗",
        "krona": "克朗",
        "rupee": "卢比 印度卢比",
        "baht": "泰铢",
        "dong": "越南盾 越盾",
        "rupiah": "印尼盾",
        "lira": "里拉 土耳其里拉",
        "peso": "比索",
        "real": "雷亚尔",
        "rand": "兰特",
        "mark": "马克",
        "ringgit": "林吉特 令吉",
        "rial": "里亚尔",
        "riyal": "沙特里亚尔",
        "dinar": "第纳尔",
        "dirham": "迪拉姆",
        "tenge": "坚戈",
        "naira": "奈拉",
        "shilling": "先令",
        "bitcoin": "比特币",
    }
)
SIGNS = {
    "$": "US dollar",
    "US$": "US dollar",
    "HK$": "Hong Kong dollar",
    "￥": "yuan",
    "¥": "yuan",
    "€": "euro",
    "£": "pound",
}

MEASURES = _by_chinese(
    {
        # length, area, volume
        "kilometer": "公里 千米 km",
        "meter": "米",
        "centimeter": "厘米 公分 cm",
        "millimeter": "毫米 mm",
        "micrometer": "微米",
        "nanometer": "纳米 nm",
        "nautical mile": "海里",
        "mile": "英里",
        "foot": "英尺",
        "inch": "英寸",
        "light-year": "光年",
        "li": "华里 里路 里地",
        "square kilometer": "平方公里 平方千米 km²",
        "square meter": "平方米 平米 平方 ㎡ m²",
        "square centimeter": "平方厘米",
        "square mile": "平方英里",
        "square foot": "平方英尺",
        "mu": "亩",
        "hectare": "公顷",
        "acre": "英亩",
        "cubic meter": "立方米 立方 m³",
        "cubic kilometer": "立方公里",
        "cubic centimeter": "立方厘米",
        "cubic foot": "立方英尺",
        "liter": "升 公升",
        "milliliter": "毫升 ml",
        "gallon": "加仑",
        "barrel": "桶",
        # mass
        "tonne": "吨 公吨",
        "deadweight tonne": "载重吨",
        "gross ton": "总吨",
        "kilogram": "公斤 千克 kg",
        "gram": "克",
        "milligram": "毫克 mg",
        "microgram": "微克",
        "jin": "斤 市斤",
        "carat": "克拉",
        "ounce": "盎司",
        "pound in weight": "磅",
        # energy, power, electricity, waves, pressure
        "kilowatt-hour": "千瓦时 度电 千瓦小时 kWh",
        "megawatt-hour": "兆瓦时 MWh",
        "kilowatt": "千瓦 kW",
        "megawatt": "兆瓦 MW",
        "gigawatt": "吉瓦 GW",
        "watt": "瓦 瓦特",
        "kilovolt": "千伏",
        "volt": "伏 伏特",
        "ampere": "安培",
        "kilohertz": "千赫 千赫兹",
        "megahertz": "兆赫 兆赫兹",
        "gigahertz": "吉赫 吉赫兹 GHz",
        "hertz": "赫兹 赫",
        "horsepower": "马力 匹马力",
        "calorie": "卡路里",
        "kilocalorie": "千卡 大卡",
        "joule": "焦耳",
        "decibel": "分贝",
        "hectopascal": "百帕",
        "kilopascal": "千帕",
        "megapascal": "兆帕",
        "newton": "牛顿",
        # temperature, angle
        "degree Celsius": "摄氏度 ℃ °C",
        "degree Fahrenheit": "华氏度 ℉ °F",
        "degree": "度 °",
        # information
        "byte": "字节",
        "megabyte": "兆字节 MB",
        "gigabyte": "吉字节 GB",
        "terabyte": "TB",
        "pixel": "像素",
        # trade and transport
        "TEU": "标准箱 标箱",
        "person-time": "人次",
        "trip": "趟",
        "flight": "架次 班次",
        "train": "车次 列次",
        "vehicle trip": "辆次",
    }
)

DURATIONS = _by_chinese(
    {
        "century": "个世纪 世纪",
        "year": "年 周年 年时间",
        "academic year": "学年 个学年",
        "semester": "学期 个学期",
        "quarter": "个季度",
        "month": "个月 个月时间",
        "week": "周 星期 个星期 礼拜 个礼拜 周时间",
        "day": "天 天时间 昼夜",
        "working day": "个工作日 工作日",
        "trading day": "个交易日 交易日",
        "hour": "小时 个小时 钟头 个钟头",
        "minute": "分钟 分多钟",
        "second": "秒 秒钟",
        "night": "夜 晚上",
    }
)

# Measure words, and the noun each leaves behind where no noun follows it: 确诊120例 is "120 cases", 120例病人 "120".
COUNTERS = _by_chinese(
    {
        "person": "名 位",
        "case": "例 起 宗 桩",
        "item": "件 项 条",
        "copy": "份",
        "time": "次 遍 回",
        "kind": "种",
        "category": "类",
        "company": "家",
        "institution": "所",
        "vehicle": "辆",
        "aircraft": "架",
        "ship": "艘",
        "train": "列",
        "floor": "层",
        "round": "轮",
        "match": "场",
        "game": "局",
        "session": "届",
        "phase": "期",
        "batch": "批 批次",
        "group": "组",
        "part": "部分 个部分",
        "set": "套 盘",
        "pair": "对 双",
        "place": "处",
        "article": "篇",
        "book": "本",
        "volume": "册",
        "sentence": "句",
        "generation": "代",
        "row": "排",
        "cup": "杯",
        "bottle": "瓶",
        "bowl": "碗",
        "box": "箱 盒",
        "bag": "袋",
        "point": "点",
    }
) | dict.fromkeys(
    "个只张把座栋幢间台部首枚颗粒块片面道门样顿口头株棵朵束串根节段幅盏尊副具团剂款尾轴封堂支枝群队股匹顶卷幕", ""
)

# Counted themselves: no other noun need follow.
COUNTED = _by_chinese(
    {
        "person": "人",
        "household": "户",
        "vote": "票",
        "point": "分",
        "page": "页",
        "character": "字 个字",
        "episode": "集",
        "goal": "球",
        "step": "步",
    }
)

# A number that names: English puts the word before it.
LABELS = {
    "号": "No.",
    "号线": "Line",
    "章": "Chapter",
    "条": "Article",
    "款": "Paragraph",
    "页": "page",
    "卷": "Volume",
    "集": "Episode",
    "级": "level",
}

# Characters after which a unit is the beginning of another word: 10年级 is no ten years, 3对于 no three pairs.
NOT_BEFORE = {
    "年": "级代轻龄货会报画度薪均产幼青糕夜富味", "周": "边围恩末转期刊", "天": "津空气然下使文才堂性主安坛河台",
    "米": "饭粉兰其线价面", "克": "服隆", "升": "级学值温幅降高",
    "分": "别之离子析配布类歧支手店行局社院期享明级为数公", "元": "旦素宵首老件", "日元": "旦首",
    "点": "名评击燃缀心滴头子到", "人": "民才员口类大物间事士性体权品格际造质工", "家": "庭长具乡",
    "面": "积对向临前粉包条子貌", "道": "路德歉理教", "条": "件例约", "位": "于置列居", "名": "单誉称字牌额义胜古",
    "类": "似别", "种": "植子族", "组": "织成建合", "部": "门长署委", "场": "地所景馆面", "期": "间待望货限权",
    "次": "要", "批": "准评发复量", "队": "伍员长", "台": "湾风阶词胞商北", "座": "谈右",
    "对": "于比外方手策抗象应待照话接内华此我他她阵冲", "双": "方边重打", "代": "表理替价码", "集": "团体中合资装",
    "层": "次面", "排": "名放练除斥水污", "首": "先次都席家", "支": "持付撑出援部", "股": "市份东价权指民",
    "口": "岸号", "头": "部", "只": "有是能要会", "本": "报月次身地来周国土市省校", "片": "区面",
    "起": "来到点伏步诉草", "轮": "胎廊", "局": "长面", "处": "理于罚分置长", "回": "国到来应归报顾", "遍": "布",
    "票": "价房", "球": "迷员队场", "户": "籍口外", "例": "如外行", "所": "以有在谓得需属", "把": "握",
    "节": "日目约能省", "具": "有体备", "团": "队体结", "步": "行枪入伐骤", "封": "锁闭", "堂": "弟兄姐妹",
    "幕": "后", "角": "度色落逐", "度": "过假量", "里": "面", "夜": "间", "倍": "增感", "级": "别",
    "号": "码召称角", "条线": "索",
}  # fmt: skip
