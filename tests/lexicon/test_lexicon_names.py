"""Persons and places in English, and the persons found in a text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.lexicon.names import SURNAMES, find_persons, is_surname, person, place

PERSONS = [
    ("王东群", "Wang Dongqun"),
    ("田军", "Tian Jun"),
    ("习近平", "Xi Jinping"),
    ("欧阳修", "Ouyang Xiu"),
    ("诸葛亮", "Zhuge Liang"),
    ("欧阳倚玲", "Ouyang Yiling"),
    ("姚希紫", "Yao Xizi"),
    ("傅建华", "Fu Jianhua"),
    ("爱新觉罗溥仪", "Aisin Gioro Puyi"),
    # family names that are read in their own way
    ("单田芳", "Shan Tianfang"),
    ("曾国藩", "Zeng Guofan"),
    ("解晓东", "Xie Xiaodong"),
    ("仇怀军", "Qiu Huaijun"),
    ("区志强", "Ou Zhiqiang"),
    ("查良镛", "Zha Liangyong"),
    ("任天一", "Ren Tianyi"),
    ("翟天临", "Zhai Tianlin"),
    ("尉迟恭", "Yuchi Gong"),
    ("万俟卨", "Moqi Xie"),
    # ü, and syllables that could be read otherwise
    ("吕布", "Lyu Bu"),
    ("李彦昂", "Li Yan'ang"),
    ("陈躬安", "Chen Gong'an"),
    # names of other peoples, and names known otherwise
    ("努尔·白克力", "Nu'er Baikeli"),
    ("迪丽热巴·迪力木拉提", "Dilraba Dilmurat"),
    ("孙中山", "Sun Yat-sen"),
    ("蒋介石", "Chiang Kai-shek"),
    ("孔子", "Confucius"),
    ("林郑月娥", "Carrie Lam"),
    ("王", "Wang"),
]
PLACES = [
    ("定州市", "Dingzhou City"),
    ("河北省", "Hebei Province"),
    ("和平区", "Heping District"),
    ("朝阳里社区", "Chaoyangli Community"),
    ("朝阳区", "Chaoyang District"),
    ("滨海新区", "Binhai New Area"),
    ("天津经济技术开发区", "Tianjin Economic and Technological Development Zone"),
    ("阳朔县", "Yangshuo County"),
    ("蔚县", "Yuxian County"),
    ("于家堡高铁站", "Yujiabao High-speed Railway Station"),
    ("南京路", "Nanjing Road"),
    ("天安门广场", "Tian'anmen Square"),
    ("陕西", "Shaanxi"),
    ("山西", "Shanxi"),
    ("西藏", "Tibet"),
    ("内蒙古", "Inner Mongolia"),
    ("香港", "Hong Kong"),
    ("台北", "Taipei"),
    ("哈尔滨市", "Harbin City"),
    ("西安市", "Xi'an City"),
    ("吕梁市", "Lüliang City"),
    ("石家庄市", "Shijiazhuang City"),
    ("重庆市", "Chongqing"),
    ("黑龙江省", "Heilongjiang Province"),
    ("广西壮族自治区", "Guangxi Zhuang Autonomous Region"),
    ("延边朝鲜族自治州", "Yanbian Korean Autonomous Prefecture"),
    ("恩施土家族苗族自治州", "Enshi Tujia and Miao Autonomous Prefecture"),
    ("海河", "Haihe River"),
    ("长江", "Yangtze River"),
    ("松花江", "Songhua River"),
    ("太湖", "Taihu Lake"),
    ("河北省定州市", "Dingzhou City, Hebei Province"),
    ("天津市和平区", "Heping District, Tianjin"),
]
FOUND = [
    ("5月7日，市委书记、市人大常委会主任王东群带领代表团考察。", ["王东群"]),
    ("王东群说，天津的经验值得学习。", ["王东群"]),
    ("会上，郑伟铭主任介绍了情况。", ["郑伟铭"]),
    (
        "市领导田军、李克明、周胜会、曹铂、梁枫、赵红亮等参加活动。",
        ["田军", "李克明", "周胜会", "曹铂", "梁枫", "赵红亮"],
    ),
    ("（记者赵珍珍）", ["赵珍珍"]),
    ("责编：李华", ["李华"]),
    ("公司副总经理欧阳倚玲说。", ["欧阳倚玲"]),
    ("局长张克俭在会上发言，随后张克俭到车间。", ["张克俭", "张克俭"]),
    ("习近平新时代中国特色社会主义思想", ["习近平"]),
    ("（记者 张千千、吴雨）", ["张千千", "吴雨"]),
]
NOT_FOUND = [
    "专家表示，双方高度重视。",
    "方面表示，华为称将继续投资。",
    "外交部发言人曾表示，将予以回应。",
    "记者从北京市获悉，主任安排工作。",
    "黄山、华山、泰山都是名山。",
    "法国总统说，德国外长雷蒙德·达马迪到访。",
    "高新区主任强调安全。",
    "温州、杭州和苏州的代表高度评价。",
    "皮特曼认为天气很好。",
    "孙子兵法写于春秋时期。",
    "石家庄市长、江苏省长出席。",
    "著名日本导演石井裕也参加活动。",
]


@pytest.mark.parametrize(("name", "english"), PERSONS)
def test_a_person_is_named_as_the_press_does(name: str, english: str) -> None:
    assert person(name) == english


@pytest.mark.parametrize(("name", "english"), PLACES)
def test_a_place_is_named_as_the_press_does(name: str, english: str) -> None:
    assert place(name) == english


@pytest.mark.parametrize(("text", "names"), FOUND)
def test_persons_are_found_by_titles_speech_and_lists(text: str, names: list[str]) -> None:
    persons = find_persons(text)
    assert [found.name for found in persons] == names
    assert [text[found.start : found.end] for found in persons] == names


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_like_a_name_is_left(text: str) -> None:
    assert [found.name for found in find_persons(text)] == []


def test_family_names_are_known_single_and_compound() -> None:
    assert all(map(is_surname, ["王", "欧阳", "尉迟", "冼", "逄"]))
    assert not any(map(is_surname, ["的", "王东", ""]))
    assert 400 < len(SURNAMES) < 900


@settings(deadline=None)  # the first call reads the tables
@given(st.text("王李欧阳司马张東东群伟·说，、主任书记的 a1", max_size=30))
def test_any_text_gives_persons_in_order(text: str) -> None:
    position = 0
    for found in find_persons(text):
        assert position <= found.start < found.end <= len(text)
        assert person(found.name)
        position = found.end
