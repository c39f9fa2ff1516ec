"""Places are mapped to regions down to the county, or asked about; none is guessed."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers_of_lists import FRAMEWORK

from index_pipeline.sources.lists.gazetteer import FILE, Gazetteer

GAZETTEER = Gazetteer(FRAMEWORK.codes, 2021)

CLEAR = {
    "110000": "北京 北京市 北京市朝阳区 海淀区 海淀 崇文区 密云县 北京市经济和信息化局 中国北京",
    "120000": "天津 滨海新区 天津经济技术开发区",
    "130000": "石家庄 石家庄市 唐山市 正定县",
    "140000": "太原 大同市 山西大同 高平市",
    "150000": "内蒙 內蒙古 内蒙古自治区呼和浩特市 鄂尔多斯市伊金霍洛旗 伊金霍洛旗 海南区 兴安盟 巴彦淖尔",
    "210000": "朝阳市 朝阳县 辽宁朝阳 辽宁中部(沈阳-鞍山-抚顺) 辽宁省(含大连)",
    "210200": "大连 大连市 中山区 瓦房店市",
    "220000": "吉林 吉林市 吉林省吉林市 延边 延边州 延边朝鲜族自治州 长春",
    "230000": "甘南县 齐齐哈尔",
    "310000": "上海 浦东新区 上海市浦东新区",
    "320000": "昆山 昆山市 南京市鼓楼区 江苏鼓楼区 苏州工业园区 常熟市",
    "330000": "义乌 义乌市 杭州市西湖区",
    "330200": "宁波 慈溪市 浙江省宁波市慈溪市 宁波市经信局",
    "340000": "巢湖市 安徽省六安市霍山县",
    "350000": "福州 晋江市",
    "350200": "厦门市思明区",
    "370000": "济南 莱芜市 莱芜 山东省工业和信息化厅",
    "370200": "青岛西海岸新区",
    "410000": "河南 河南省 济源",
    "420000": "仙桃 神农架林区 襄樊 襄阳 恩施 恩施州",
    "430000": "湘西州 浏阳市",
    "440000": "东莞 东莞长安镇 中山市 广州市、佛山市 广东省（不含深圳）",
    "440300": "深圳 广东省深圳市南山区 深圳市南山区",
    "450000": "广西壮族自治区 桂林",
    "460000": "海南 海南省 五指山",
    "500000": "涪陵 涪陵区 万州",
    "510000": "凉山 凉山州 绵阳市游仙区",
    "520000": "黔东南 黔东南州 遵义",
    "530000": "普洱 思茅 安宁市",
    "540000": "拉萨 西藏拉萨",
    "610000": "西安市 陕西省西安市高新区 延安市",
    "620000": "甘南州 安宁区 兰州",
    "630000": "海南州 河南县 西宁",
    "640000": "银川 石嘴山市",
    "650000": "哈密 石河子市 克拉玛依",
    "XPCC": "兵团 新疆兵团 新疆生产建设兵团 新疆生产建设兵团第八师石河子市",
}
ASKED = (
    *(
        "朝阳",
        "朝阳区",
        "鼓楼区",
        "西安",
        "大同",
        "中山",
        "资阳",
        "甘南",
        "通州区",
        "通州",
        "江北区",
        "南山区",
        "城关区",
    ),
    *("城关区", "新华区", "长安区", "市中区", "安宁", "清河", "第八师", "雄安新区", "国务院国资委", "京津冀"),
    *(
        "上海市、江苏省",
        "北京/天津",
        "江苏合肥市",
        "昆山镇",
        "南京路",
        "海南岛",
        "北京大学",
        "县",
        "市辖区",
        "未知",
        "",
    ),
)


@pytest.mark.parametrize(("area", "text"), [(area, text) for area, texts in CLEAR.items() for text in texts.split()])
def test_a_clear_place(area: str, text: str) -> None:
    assert GAZETTEER.find(text).area == area


@pytest.mark.parametrize("text", ASKED)
def test_a_place_that_is_asked(text: str) -> None:
    assert GAZETTEER.find(text).area is None


def test_a_heading_makes_a_place_clear() -> None:
    assert GAZETTEER.find("鼓楼区", "350000").area == "350000"
    assert GAZETTEER.find("海南", "630000").area == "630000"
    assert GAZETTEER.find("慈溪", "330000").area == "330200"


def test_a_place_that_existed_in_one_region_only_in_that_year() -> None:
    """清河区 was in Jiangsu and in Liaoning, and in Jiangsu ended: lists from then on can only mean the other."""
    rows = list(csv.DictReader(FILE.open(encoding="utf-8")))
    ended = [row for row in rows if row["name"] == "清河区" and row["last"] != "2024"]
    assert {row["code"][:2] for row in ended} == {"32"}

    before, after = Gazetteer(FRAMEWORK.codes, 2010), Gazetteer(FRAMEWORK.codes, 2024)

    assert set(before.find("清河区").areas) == {"210000", "320000"}
    assert after.find("清河区").area == "210000"


PLACES = [row for row in csv.DictReader(FILE.open(encoding="utf-8")) if row["code"][:2] not in {"71", "81", "82"}]
TITLES = {region.ref_area: region.title_zh for region in FRAMEWORK.codes.regions.values()}


@given(st.sampled_from([place for place in PLACES if int(place["last"]) >= 2021]))
def test_a_full_name_is_found_in_its_province_or_asked(place: dict[str, str]) -> None:
    province = f"{place['code'][:2]}0000"

    alone, in_full = GAZETTEER.find(place["name"]), GAZETTEER.find(TITLES[province] + place["name"])

    for found in filter(None, (alone.area, in_full.area)):
        assert found[:2] == province[:2]
    assert in_full.area is not None
