"""No kind of name is written wrong without a question: in facts, lists, attributions and body text, for persons and small places."""

from __future__ import annotations

import pytest

from gazette.convert.loading import load_chooser

# Kinds of surname and given name, with the Traditional form.
PERSONS = {
    "a preposition and a character": ("于洋", "于洋"),
    "a preposition and two words": ("于得水", "于得水"),
    "a preposition and a word": ("于国庆", "于國慶"),
    "rest": ("余秋里", "余秋里"),
    "rest, and a word that ends in the given name": ("余则成", "余則成"),
    "a particle in the given name": ("范曾", "范曾"),
    "an adverb in the given name": ("涂又光", "涂又光"),
    "one word": ("余欢", "余歡"),
    "a sound": ("钟声", "鍾聲"),
    "a term": ("范用", "范用"),
    "a dry word": ("干勇", "干勇"),
    "a verb": ("游本昌", "游本昌"),
    "seed": ("种小青", "种小青"),
    "party": ("党刚", "党剛"),
    "grain": ("谷牧", "谷牧"),
    "a given name of its own form": ("王采玉", "王采玉"),
    "a given name at the end": ("李秋里", "李秋里"),
    "later": ("张后军", "張后軍"),
}
# What stands around a person, by kind.
AROUND = {
    "alone": "{}",
    "fact": "联系人：{}",
    "agent": "由{}负责",
    "agent with a title": "由{}同志负责具体工作",
    "agent and a signature": "由{}签字确认",
    "appointed": "决定任命{}为市局局长",
    "approved": "经{}批准后印发",
    "listed": "李明、{}、王芳任委员",
    "last of a list": "参加人员：李明、{}",
    "speaks": "{}在会上指出",
    "born": "{}，男，1970年出生",
    "about": "关于{}同志任职的通知",
    "against": "对{}给予警告处分",
    "with": "李明与{}签订合同",
    "object": "将{}列为被执行人",
    "receiver": "向{}送达了文书",
    "of": "{}的申请",
    "counted": "授予{}等10名同志称号",
    "reported": "据{}介绍，",
    "led": "在{}的带领下",
    "entrusted": "受{}委托",
    "head": "以{}为组长",
    "holder": "专利权人为{}",
    "cell": "| {} | 男 |",
    "brackets": "（{}）",
    "office": "{}（组长）",
    "author": "本文由{}撰写",
    "cause": "由于{}生病未到",
    "property": "属于{}所有",
    "number": "序号3：{}，男",
    "house": "走进老党员{}家中",
}
PLACES = {
    "later": ("后村镇", "后村鎮"),
    "later, two words": ("后屯村", "后屯村"),
    "a surname": ("于家镇", "于家鎮"),
    "rest": ("余店乡", "余店鄉"),
    "model": ("范庄村", "范莊村"),
    "dry": ("干溪村", "干溪村"),
    "a word": ("游仙镇", "游仙鎮"),
    "road": ("后海路", "后海路"),
    "river": ("余水河", "余水河"),
    "street": ("涂山街道", "涂山街道"),
    "lake": ("城淀水库", "城淀水庫"),
    "middle": ("大于庄", "大于莊"),
}
AROUND_PLACES = {
    "alone": "{}",
    "address": "住所地：{}",
    "at": "位于{}",
    "higher": "某市某县{}人民政府",
    "in": "在{}召开会议",
    "listed": "大王镇、{}、小李镇",
    "from": "从{}到市区",
    "agent": "由{}负责实施",
    "about": "关于{}的批复",
    "with": "和{}、大王镇",
}


def silent(text: str, name: str, form: str) -> list[str]:
    """The characters of the name that are neither in its form nor a doubt of tier 1."""
    start = text.index(name)
    converted, choices = load_chooser("tw").convert(text)
    asked = {each.offset for each in choices if each.tier == 1}
    return [converted[at] for at, one in enumerate(form, start) if converted[at] != one and at not in asked]


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND.keys())
@pytest.mark.parametrize(("name", "form"), PERSONS.values(), ids=PERSONS.keys())
def test_a_person_is_written_as_a_name_or_asked(name: str, form: str, around: str) -> None:
    assert silent(around.format(name), name, form) == []


@pytest.mark.parametrize("around", AROUND_PLACES.values(), ids=AROUND_PLACES.keys())
@pytest.mark.parametrize(("name", "form"), PLACES.values(), ids=PLACES.keys())
def test_a_small_place_is_written_as_a_name_or_asked(name: str, form: str, around: str) -> None:
    assert silent(around.format(name), name, form) == []


@pytest.mark.parametrize(
    "text",
    [
        "海波同志因公牺牲，秋里同志主持会议。",
        "记者 范曾 摄影 于帆",
        "文/宁冬游 图/栗台生",
        "姓　名：于　洋",
        "范曾、钟声二人",
    ],
)
def test_a_doubt_names_what_may_be_a_name(text: str) -> None:
    _, choices = load_chooser("tw").convert(text)
    assert any(code.endswith("name") for each in choices for code, _ in each.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "报市人民政府批准后实施，由于国家规定，对于群众诉求",
        "记者于会后采访，贯穿于全过程，适用于本市",
        "后开工的建设工程服从先批准的建设工程",
        "各自职责范围内负责，被征收人，征收与补偿",
        "党中央、国务院，党的活动，加强党组织建设",
        "里程碑、发展区、制造业强县、采购村级设备、征收区域",
        "示范镇、台阶、云计算、大数据、谷物、余额、剩余",
        "乡镇、村镇建设，街道办事处，道路两旁，河湖管护",
        "种子、种类、各种，干部、干旱，周期、周转、周末",
        "第八条 台湾投资者，台胞投资企业",
        "三种、十余名、两台、百余里，3种，20余个",
        "或者晋升、晋级，应当于十日内，将于明年起",
    ],
)
def test_ordinary_words_are_not_asked_as_names(text: str) -> None:
    _, choices = load_chooser("tw").convert(text)
    assert [each.reasons[0] for each in choices if each.tier == 1 and each.reasons[0][0] == "maybe-name"] == []
