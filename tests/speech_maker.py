"""Speeches made of parts that are known, and edits of them: what a comparison must find is known by construction.

All sentences are made up. Those of `GROUND` hold no task, time, stock phrase or frame, which a test asserts, and tell
nothing that is done, so that no section reads as a review.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

NUMERALS = "一二三四五六七八九"
TITLES = (
    "查清河道家底", "修好村口泵站", "管住砂石堆场", "看护山塘水坝", "备足编织麻袋", "摸准低洼院落", "疏通背街暗管",
    "盯紧电排机组", "腾空滩地窝棚", "加固临崖护栏", "更换老旧闸门", "巡视尾矿库区", "清掉桥下漂木", "校准雨量仪器",
    "通好乡间喇叭", "安顿独居长者", "分开雨污两流", "记全值夜台账", "养护排涝沟渠", "测绘塌方斜坡",
)  # fmt: skip
NEW_TITLES = (
    "理顺库区人手", "添置橡皮小艇", "迁走路边货摊", "涂刷警示墙画", "丈量圩田埂道", "晾晒仓中稻谷", "收拢散养鸭群",
    "编排食堂菜单",
)  # fmt: skip
GROUND = (
    "东头那段老墙有一道缝。", "卖豆腐的老汉天不亮就出门。", "渡口的石阶全是青苔。", "木船停在芦苇荡里。",
    "他家院子比马路低半个人高。", "孩子们放学爱从田埂抄近道。", "晒谷场边有几垛稻草。", "那座拱桥是祖辈修的。",
    "老槐树底下总有一圈下棋的人。", "井水一到梅雨天就发浑。", "瓦匠说屋脊的灰浆太松。", "磨坊的水轮转得很慢。",
    "坡上的茶园又种新苗。", "货车司机爱在岔路口吃面。", "祠堂门前的鼓缺一面皮。", "猫在粮囤顶上打盹。",
    "剃头铺子的镜子蒙一层灰。", "赶集的人把摊子摆到桥面。", "竹林深处有一口废窑。", "收音机里唱地方小戏。",
    "裁缝把布料晾在二楼阳台。", "泥瓦房的后窗对面是鱼塘。", "邮差的自行车没有铃铛。", "放羊娃把哨子挂在脖子上。",
    "酱园的坛子有满满一墙。", "邻居借走的梯子至今没还。", "雾气常把对岸的烟囱遮住。", "铁匠铺的炉火烧得正旺。",
)  # fmt: skip
INSERTED = (
    "戏台的木板踩上去吱呀作响。", "药铺掌柜的算盘少一颗珠。", "染坊门口挂蓝布。", "外婆把腌菜压在石头底下。",
    "渡口那顶斗笠有个洞。", "纸扎店的灯笼糊红绸。",
)  # fmt: skip
PHRASES = {
    "踏石留印": "这股劲头叫作踏石留印。",
    "一竿子插到底": "老支书办事一竿子插到底。",
    "久久为功": "种树的人懂得久久为功。",
    "蜻蜓点水": "看堤的人不兴蜻蜓点水。",
}
OWNERS = ("市水利局", "市城管局", "市应急局", "市住建局", "市气象局", "市民政局", "市财政局", "市教育局")
DEADLINES = ("6月10日前", "7月5日前", "8月20日前", "9月底前", "10月15日前", "11月底前", "12月底前")
STRENGTHS = {"务必": "must", "争取": "aim"}
ACTS = (
    "完成40处泵站检修", "拆除15座违建棚屋", "更换300米老旧管网", "培训200名巡堤队员", "换装6台抽水机", "清运900吨淤泥",
    "新装72台水位计", "核查35家砂场", "加固11段土堤", "修复48盏路灯", "采购120件救生衣", "绘制22张避险示意图",
    "复测63个监测点", "关停8家洗砂点", "走访510户低洼住户", "安装27道挡水板",
)  # fmt: skip


@dataclass(frozen=True)
class Duty:
    """A sentence that orders something."""

    owner: str
    strength: str
    deadline: str
    act: str

    @property
    def text(self) -> str:
        return f"{self.owner}{self.strength}在{self.deadline}{self.act}。"


@dataclass(frozen=True)
class Part:
    """A point. `key` stays what it is through all edits; `body` holds sentences and duties."""

    key: int
    title: str
    body: tuple[str | Duty, ...] = ()
    parts: tuple[Part, ...] = field(default=())

    def walk(self) -> Iterator[Part]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def duties(self) -> list[Duty]:
        return [item for part in self.walk() for item in part.body if isinstance(item, Duty)]


Speech = tuple[Part, ...]


def write(speech: Speech) -> str:
    """The speech as a text: head, sections 一、 with points （一） below them."""
    lines = ["在全市防汛工作会议上的讲话", "（2024年5月10日）", "同志们：", "下面，我讲几点要求。"]
    for n, section in enumerate(speech):
        lines += [f"{NUMERALS[n]}、{section.title}", *_paragraph("", section.body)]
        for m, part in enumerate(section.parts):
            lines += _paragraph(f"（{NUMERALS[m]}）{part.title}。", part.body)
    return "\n".join(lines) + "\n"


def _paragraph(head: str, body: tuple[str | Duty, ...]) -> list[str]:
    text = head + "".join(item.text if isinstance(item, Duty) else item for item in body)
    return [text] if text else []


def change_part(speech: Speech, part: Part, **values: object) -> Speech:
    """The speech with one of its parts changed."""
    return tuple(_change(each, part.key, values) for each in speech)


def _change(part: Part, key: int, values: dict[str, object]) -> Part:
    if part.key == key:
        return replace(part, **values)  # type: ignore[arg-type]
    return replace(part, parts=tuple(_change(each, key, values) for each in part.parts))


def drop_part(speech: Speech, part: Part) -> Speech:
    """The speech without one of its parts."""
    return tuple(
        replace(each, parts=tuple(below for below in each.parts if below.key != part.key))
        for each in speech
        if each.key != part.key
    )
