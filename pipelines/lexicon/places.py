"""Chinese places in English: pinyin and the kind of place, and the names known otherwise."""

import re
from functools import cache

from pipelines.lexicon.pinyin import capitalized, table

_KINDS = {
    "特别行政区": "Special Administrative Region",
    "经济技术开发区": "Economic and Technological Development Zone",
    "高新技术产业开发区": "High-tech Industrial Development Zone",
    "高新技术开发区": "High-tech Development Zone",
    "高新区": "High-tech Zone",
    "经济开发区": "Economic Development Zone",
    "经济特区": "Special Economic Zone",
    "开发区": "Development Zone",
    "自由贸易试验区": "Pilot Free Trade Zone",
    "自贸区": "Free Trade Zone",
    "自贸试验区": "Pilot Free Trade Zone",
    "保税区": "Bonded Zone",
    "工业园区": "Industrial Park",
    "工业园": "Industrial Park",
    "科技园": "Science Park",
    "自治区": "Autonomous Region",
    "自治州": "Autonomous Prefecture",
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "新区": "New Area",
    "新城": "New Town",
    "生态城": "Eco-city",
    "地区": "Prefecture",
    "社区": "Community",
    "小区": "Residential Community",
    "街道": "Subdistrict",
    "林区": "Forestry District",
    "矿区": "Mining District",
    "省": "Province",
    "市": "City",
    "区": "District",
    "县": "County",
    "镇": "Town",
    "乡": "Township",
    "村": "Village",
    "州": "Prefecture",
    "盟": "League",
    "旗": "Banner",
    "大街": "Street",
    "大道": "Avenue",
    "路": "Road",
    "街": "Street",
    "巷": "Lane",
    "胡同": "Hutong",
    "高速公路": "Expressway",
    "高速": "Expressway",
    "广场": "Square",
    "公园": "Park",
    "大桥": "Bridge",
    "桥": "Bridge",
    "隧道": "Tunnel",
    "水库": "Reservoir",
    "水电站": "Hydropower Station",
    "机场": "Airport",
    "国际机场": "International Airport",
    "火车站": "Railway Station",
    "高铁站": "High-speed Railway Station",
    "站": "Station",
    "港": "Port",
    "大学": "University",
    "海峡": "Strait",
    "群岛": "Islands",
    "半岛": "Peninsula",
    "岛": "Island",
    "湾": "Bay",
    "山脉": "Mountains",
    "山": "Mountain",
    "平原": "Plain",
    "盆地": "Basin",
    "高原": "Plateau",
    "沙漠": "Desert",
    "草原": "Grassland",
    "运河": "Canal",
    "峡谷": "Canyon",
    "河": "River",
    "江": "River",
    "湖": "Lake",
    "寺": "Temple",
    "庙": "Temple",
    "塔": "Pagoda",
    "村委会": "Village Committee",
}  # fmt: skip
# Where what is left is one syllable, the whole name stays and the kind is added: 海河 is the Haihe River.
_KEEPING = frozenset("河江湖山县岛区镇乡村寺塔")
# The peoples in the names of autonomous prefectures and counties, where the English is not the pinyin.
_PEOPLES = {
    "朝鲜族": "Korean", "藏族": "Tibetan", "蒙古族": "Mongolian", "蒙古": "Mongolian", "哈萨克族": "Kazakh",
    "哈萨克": "Kazakh", "回族": "Hui", "壮族": "Zhuang", "苗族": "Miao", "彝族": "Yi", "土家族": "Tujia",
    "侗族": "Dong", "白族": "Bai", "傣族": "Dai", "哈尼族": "Hani", "黎族": "Li", "瑶族": "Yao", "羌族": "Qiang",
    "傈僳族": "Lisu", "景颇族": "Jingpo", "满族": "Manchu", "维吾尔": "Uygur", "柯尔克孜": "Kirgiz",
    "布依族": "Bouyei", "畲族": "She", "纳西族": "Naxi", "佤族": "Wa", "土族": "Tu",
}  # fmt: skip
_PEOPLED = re.compile(f"(.+?)((?:{'|'.join(sorted(_PEOPLES, key=len, reverse=True))})+)")
_PEOPLE = re.compile("|".join(sorted(_PEOPLES, key=len, reverse=True)))
_WITHIN = re.compile(r"(.{2,}?(?:省|自治区|自治州|地区|市|区|县|盟|州|镇|乡))(.{2,})")


def place(name: str) -> str:
    """The English of a place's name: 定州市 "Dingzhou City", 海河 "Haihe River".

    One place within another comes out smallest first: 河北省定州市 "Dingzhou City, Hebei Province".
    """
    name = name.strip()
    if known := known_places().get(name):
        return known
    kinds = sorted((kind for kind in _KINDS if name.endswith(kind) and len(name) > len(kind)), key=len, reverse=True)
    within = _WITHIN.fullmatch(name)
    if within and kinds and len(within[2]) > len(kinds[0]) and (within[1] in known_places() or within[2] not in _KINDS):
        return f"{place(within[2])}, {place(within[1])}"
    for kind in kinds:
        stem = name.removesuffix(kind)
        if known := known_places().get(stem):
            return f"{known} {_KINDS[kind]}"
        if kind.startswith("自治") and (peopled := _PEOPLED.fullmatch(stem)):
            peoples = " and ".join(_PEOPLES[people] for people in _PEOPLE.findall(peopled[2]))
            return f"{known_places().get(peopled[1]) or _spelled(peopled[1])} {peoples} {_KINDS[kind]}"
        if len(stem) == 1 and kind not in _KEEPING:
            continue
        return f"{_spelled(name if len(stem) == 1 else stem)} {_KINDS[kind]}"
    return _spelled(name)


def _spelled(name: str) -> str:
    """A place's name as one word of pinyin."""
    from pypinyin import lazy_pinyin

    return capitalized(lazy_pinyin(name, v_to_u=True))


@cache
def known_places() -> dict[str, str]:
    """The table of places whose English is no plain pinyin."""
    return table("places.tsv")
