"""What columns of official lists hold, by the words of their headings."""

import re
from typing import Literal

from index_pipeline.sources.labels.folding import folded

Role = Literal[
    "serial", "name", "former", "province", "city", "county", "place", "office", "product", "category", "batch", "year",
    "validity", "result", "decision", "grade", "note", "other",
]  # fmt: skip

PLACES: tuple[Role, ...] = ("province", "city", "county", "place")
"""What columns hold that name the place of an entry, the widest first."""

WHO = (
    r"(申报|推荐|所属|所在|拟?认定|入选|获奖|承担|示范|建设|依托|责任|牵头|项目"
    r"|企业|单位|工厂|园区|基地|遗产|机构|主体|公司|组织)*"
)

_TRAITS = "(?:为|是|属于?)?(?:上市|央企|中央企业|国有|国企|民营|外资|中小|高新|专精特新|规[上模]|脱贫|贫困)"
"""What firms are, beside what was decided of them: 是否上市."""

PATTERNS: tuple[tuple[Role, str], ...] = (
    ("serial", r"(序|(?:总|分)?序号|编号|编码|顺序|顺序号|项目编号|项目序号|(serial)?(no\.?|number))"),
    ("former", r"(原.*(名|名称)|.*变更前.*|.*更名前.*|曾用名|.*旧称)"),
    ("name", r"((现|新)(用)?.*(名|名称)|.*变更后.*|.*更名后.*)"),
    ("note", r"(备注|说明|附注|注|remarks?)"),
    ("validity", r".*(有效期|有效时间|到期|截止).*"),
    ("batch", r".*(批次|届次|批别)"),
    ("year", r".*(年份|年度|认定时间|批准时间|公布时间|命名时间|认定年|公布年)"),
    (
        "result",
        r"是否(撤|取消|移出|退出|摘|注销|除名|终止|更名|变更|不).*|.*(结果|结论|变更(类型|事项|内容)|状态|处理意见|处理方式)",
    ),
    ("decision", rf"是否(?!{_TRAITS}).*|.*(审核|评审|复核|审查|专家)(意见|情况)?|.*(推荐|初审|核查)意见"),
    ("grade", r".*(等级|星级|评级)"),
    ("office", r".*(推荐|主管|上报|组织|初审)(单位|部门|机构|地区)|推荐(省份|省市)"),
    ("county", rf"{WHO}(县|区|区县|县区|旗县|旗县区|县市区|县\(市、?区\)|区\(县\)|区县\(市\)|区/县|县级)(名称)?"),
    ("city", rf"{WHO}(市|城市|设区市|地市|地级市|市州|市\(州\)|州市|地\(市\)|市\(地、?州、?盟\))(名称)?"),
    (
        "province",
        rf"{WHO}(省|省份|省市|省区市|省\(区、?市\)|省\(自治区、?直辖市\)|省、?自治区、?直辖市|省级|省级行政区|省/市"
        r"|地区|区域|国家/地区)([、及和与/,]*(计划单列市|(新疆生产建设)?兵团))*(名称)?|province|region",
    ),
    (
        "place",
        rf"{WHO}(注册|生产|工作|详细|地理|归)?(地|地点|地址|地方|属地|乡镇|街道|位置|区位|地区或单位|所在地区?)|city|place|location",
    ),
    ("category", r".*(类别|类型|门类|种类|分类)"),
    (
        "product",
        r".*(产品|行业|领域|产业|品牌|商标|字号|核心物项|方向|专业|产品名称|特色|品种|主营业务|项目内容|product)(名称)?",
    ),
    (
        "name",
        r"((company|enterprise|firm|factory|works|park|base|site|project|brand|entry)(name|title)?|name|title|nameof\w+|.*(名称|名单|企业名|单位名|全称|题名|项目)|企业|单位|公司|工厂|园区|基地|机构|遗产|组织)",
    ),
    ("name", r".*(企业|单位|公司|工厂|园区|基地|机构|遗产|组织|主体)"),
)
"""Patterns of headings without blanks, the most particular first."""

_PLAIN = re.compile(
    r"(?:序|编|顺序?|[项条]目|企业|单位|工厂|公司|园区|基地|机构|遗产|组织|主体|名称?|名单|[全简题]名|全称|简称|[原现新前后曾]|用|更名|变更"
    r"|备注|说明|附?注|批次?|届次|批别|年份?|年度|认定|批准|公布|命名|时间|日期|结[果论]|[复审]核|评审|审查|评价|专家|意见|情况|状态|处理"
    r"|方式|类型|事项|内容|是否|[等星]级|评级|级别|推荐|主管|上报|初审|部门|地区|区域|省份?|市|[区县州盟旗]|乡镇|街道|设区|自治区|直辖|计划单列|新疆|生产建设|兵团|及|和|与|城市|地级?|行政区划"
    r"|所属|所在|注册|生产|工作|详细|地理|点|址|方|属|位置|归|[类种分门]类?别?|产品|行业|领域|产业|品牌|商标|字号|核心|物项|方向|专业"
    r"|特色|品种|主[营要导]|业务|代表|申报|拟|入选|获奖|承担|示范|建设|依托|责任|牵头|国家|负责人|联系|电话|人|号|数|[级的、,/()*:：])+"
)
"""Words of headings."""


def role_of(label: str) -> Role:
    """Return what a column of this heading holds."""
    bare = re.sub(r"\s", "", folded(label)).strip("*:：")
    without = re.sub(r"\([^()]*\)$", "", bare)
    for text in dict.fromkeys((bare, without, _chinese(bare))):
        for role, pattern in PATTERNS:
            if text and re.fullmatch(pattern, text):
                return role
    return "other"


def is_plain(label: str) -> bool:
    """Return whether a text has words of headings alone, or says that its column holds names or numbers."""
    bare = _chinese(folded(label))
    return _PLAIN.fullmatch(bare) is not None or bare.isascii() or bare.endswith(("名称", "名单", "序号", "编号"))


def _chinese(label: str) -> str:
    """Return a heading without the English behind its Chinese: 序号No., 企业名称Name."""
    return re.sub(r"(?<=[^\x00-\x7f])\s*[a-z][a-z .,'&/-]*$", "", label.lower())
