"""What a sentence does with a time: sets a duty by it, or merely mentions it.

A duty has a day to come and words that direct; a report has 了, 已 and days gone by. `judge` weighs the clause that
the time stands in, what the time itself says, and where it lies as seen from the speech.

Known limitations: works on the words of one sentence; irony, conditions and what others have announced are told
only by the words listed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from speechkit.model import Role, Span, TimeRole
from speechkit.time_periods import unit
from speechkit.time_values import Value
from speechkit.timex_parts import Found

_DONE = re.compile(
    r"""
    (?<! [为除不得罢] ) (?<! 就[够行好是] ) 了 (?! [解如结然得再才就的] ) | 已经 | 早已 | 曾 (?!任) | 刚刚 | 刚才
    | 同比 | 环比 | 累计 | 没有发生 | 至今 | 过 (?= [，。；] ) | (?<= [到来去看做讲说用] ) 过 | [切拨]给
    | 来 (?= ，)
    """,
    re.VERBOSE,
)
"""A thing that was done. Must match in 召开了会议, must not in 为了完成 and 办不了."""
_DIRECTS = re.compile(
    r"""
    (?<! [就主重需必只首摘概简纪提扼想快还没不] ) 要 (?! [求素点害闻职么塞是案领务] ) | (?<! 就 ) 还要 (?!求) | 必须
    | 务必 | 务求 | 应当 | 应该 | (?<! [响适供反感相对效顺] ) 应 (?! [急用对付届邀聘收] ) | (?<! [必无] ) 须 | 确保
    | 力争 | 争取 | 力求 | 保证 | 不得 | 不准 | 不许 | 不少于 | 不低于 | 不超过 | 至少 | 一律 | 抓紧 | 尽快
    | 请 (?! [来去客到] ) | 负责 | 牵头 | 责成 | 把 (?! [握关手脉柄] )
    """,
    re.VERBOSE,
)
"""Words that direct. Must match in 要完成整改, must not in 重要 and 就要过年了."""
_BA = re.compile("把")
_ACTS = re.compile(
    r"""
    完成 | 报 (?! [告道纸刊名表到酬] | .{0,2}道 ) | 提交 | 拿出 | 制定 | 制订 | 出台 | 印发 | 召开 | 开展
    | 组织 (?! [部委者生] ) | 举办 | 启动 | 建成 | 建立 | 落实 | 到位 | 达到 | 实现 | 整改 | 排查 | 检查 | 安排
    | 形成 | 办结 | 销号 | 清零 | 交付 | 投用 | 投产 | 开工 | 竣工 | 完工 | 验收 | 上线 | 挂牌 | 发放 | 兑付 | 兑现
    | 送到 | 发到 | 贴到 | 交到 | 配齐 | 装完 | 换上 | 换好 | 清理 | 摸清 | 审定 | 通过 | 进行 | 评选 | 表彰 | 考核
    | 评估 | 公布 | 公示 | 通报 | 开通 | 推出 | 培训 | 演练 | 约谈 | 督查 | 抽查 | 回访 | 走访 | 调度 | 汇报 | 会商
    | 签订 | 签约 | 招聘 | 招录 | 运行 | 推行 | 推开 | 执行 | 见底 | 还完 | 还清 | 到账 | 修改完 | 付清 | 冲刺
    | 攻坚 | 推进 | 选 (?= [出拔聘配先\d] ) | 来一?次 | 评出 | 公开 | 入户 | 上门 | 移交 | 搬迁 | 搬 | 撤 | 补齐
    | 补上 | 补课 | 算总账 | 开一?次 | 开.{0,3}会 | 新建 | 新增 | 改造 | 打造 | 培养 | 引进 | 招引 | 压减 | 转移
    | 开始 | 停止 | 实施 | 全面 | 述职 | 颁发 | 过 (?=\d) | 办
    """,
    re.VERBOSE,
)
"""What people are told to do by a day."""
_QUANTITY = re.compile(
    r"(?:\d|[一二两三四五六七八九十百千])+(?!个?方面|点|项重?点?工作|件事|个重点|个环节|个问题|季度|月|年|届|号|[一二两三四五六七八九十百千\d])"
    r"(?:[.]\d+)?(?:%|个|家|项|次|户|名|人|成|倍|期|场|所|条|批|座|处|遍|轮|万|亿|亩|吨|公里|套|米|元|村|本|节|学时|天|所|位|篇|件|台|辆|分钟|小时)"
    r"|全覆盖|全部|翻番"
)
_ATTRIBUTE = re.compile(
    r"""
    的 (?! [^，。；]{1,10} [上中里] [^，。；] ) | 各项 | 主要 | 重点 (?= 工作 | 任务 | 项目 | 目标 ) | 目标 | 任务
    | 工作 (?! 要 ) | 会议 | 计划 | 总结 | 指标 | 预算 | 收官 | 讲话 | 精神 | 同期 | 全会 | 版 | 首日 | 文件 | 方案
    | 第 | 经济 | 形势 | 党建 | 年度 | 国民 | 政府工作 | 度 (?! 过 ) | 改革 | 发展 (?! 党员 )
    """,
    re.VERBOSE,
)
"""A noun that the time only describes (四季度工作, 年底的考核)."""
_MENTIONED = re.compile(
    r"""
    (?: 截至 | 截止到? | 距离? | (?<! [分脱远撤] ) 离 | 比 | [比较] 上 | 较 | 同 | 与 | 跟 | 自从 | 早在 | 原定于?
      | 临近 | 接近 | 越是 | 每到 | 时至 | 等到 | 直到 | 像 | 谋划 | 展望 | 面向 | 迎接 | [说谈讲]到 | 到了 | 过去
      | 往年 | 岁末 | 岁尾 ) [ ]? \Z
    """,
    re.VERBOSE,
)
"""Words before a time that is no duty's."""
_STATED = re.compile(
    r"[，]?(?:是(?!否)|就是|正值|正是|恰逢|适逢|历来|算起|相比|以来|有(?!关|序|效|条)|还有|就可以|可以|能)"
)
"""Words behind a time that is no duty's: 6月是安全生产月."""
_LABEL = re.compile(
    r"(?:时限|期限|完成时间|办理时间|整改时间|时间节点|截止时间|截止日期|完成日期)(?:要求)?[：:为是]\s?\Z"
)
_SCHEDULED = re.compile(r"(?:定在|定于|安排在|放在|拟于|计划于|将于|放到|推迟到|提前到)\Z")
_WRITTEN = re.compile(r"(?:写着|写的是|说是|打算|听说|传)\Z")
_PUSHED = re.compile(r"(?:冲刺|决战|决胜|大干|奋战|拼搏|抢抓|攻坚)\Z")
_RELATIVE = re.compile(
    r"""
    [^，。；的]{0,3}
    (?: 确定 | 承诺 | 制定 | 下达 | 部署 | 安排 | 召开 | 印发 | 签订 | 提出 | 出台 | 发布 | 举办 | 举行 | 开展 | 实施
      | 定 | 开工 | 建成 | 收到 | 完成 | 交付 | 排查出来 | 通过 | 签约 | 建 | 发 | 拨 | 投 | 签 | 欠 | 办 )
    的 (?! [^，。；]{1,8} [上中] )
    """,
    re.VERBOSE,
)
"""A clause that describes a noun: 年初确定的目标."""
_OTHERS = re.compile(
    r"""
    (?: 中央 | 国家 | 国务院 | 部里 | 省委 | 省政府 | 省里 | 省级 | 省[^，。；]{0,8}[厅局组委办] | 上级 | 督[导察]组
      | 巡[视察]组 | 考核组 | 检查组 | 媒体 )
    [^，。；]{0,16} (?: 将 (?! 其 ) | 拟 | 会来 | 要来 | 准备 | 即将 )
    """,
    re.VERBOSE,
)
"""What others announce is no duty of those who listen."""
_LAW = re.compile(r"(?:》|条例|[新部]法|法律|规定|标准)[^，。；]{0,8}至(?:正式|全面)?(?:施行|生效|实施)")
"""A law that takes effect, 至 standing for the day."""
_SHOULD = re.compile(
    r"应该|应当|本该|理应|本应|(?<![响适供反感相对效顺])应(?!急)|必须|须|务必|要求|规定|未完成|还没|没有完成|尚未"
)
_PROBLEM = re.compile(r"(?:有的|有些|个别|少数|一些|部分)")
_AVERAGE = re.compile(r"(?:平均|人均|户均|年均|日均|月均|往年|历年|过去|以往|几乎|连续.{1,3}年)\Z")
_RATE = re.compile(
    r"(?:的?[^，。；\d]{0,6})?[约近超]?\d[\d.]*[余多]?[万亿千百]?(?:吨|元|立方|人次|人|件|辆|张|起|户|公里|度|千瓦|%)"
)
_RAISES = re.compile(r"(?:加|提高|增加|扩大|提升|压减|下降)到|的标准")
_HABIT = re.compile(r"[可约能]|因|.?(?:面对的|接触|发生|出生|流失|损失|只|才|仅|就有)")
_NO_LENGTH = re.compile(r"(?:近|最近|过去|这|(?<![提会行课赛])前|将近|整整|足足|不到|已有|连续|又|隔|每隔)\Z")
_EXPERIENCE = re.compile(r"讲完|说完|(?:[及或]?以上)?的?(?:工龄|工作|党龄|经历|经验|学历|教龄|刑|历史|没|未|不)")
_EVENT = re.compile(
    r"""
    发现 | 接到 | 接报 | 收到 | 受理 | 发生 | 出现 | 遇到? | 反映 | 投诉 | 举报 | 诉求 | 差评 | 来信 | 来访 | 险情
    | 事故 | 突发 | 之日起 | [^会今]后，?\Z | [之以]后 | 结束后 | 完成后 | 印发后 | 等 | 待 | 凡 | 一旦 | 每次
    | 每轮 | 到任 | 小时[之以]?内
    """,
    re.VERBOSE,
)
"""What a length may run from that is not the speech."""
_ANSWER = re.compile(r"[^，。；]{0,6}(?:答复|回复|回应|回音|办结|反馈[^，。；]{0,4}结果)")
"""What is done within a length after something else, not after the speech."""
_CLAUSE_END = re.compile("[，；：。！？,;:]")
_SIGHT = 200
"""Characters of a sentence that are looked at on each side of a time; keeps endless sentences linear."""
_FAR = 40
"""Characters before a length in which its event is looked for."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a time stands.

    Attributes:
        before: its clause up to it.
        after: its clause behind it; the next clause where that is empty.
        lead: the sentence up to it.
        line: the whole line holds nothing else but brackets.
        role: of the passage, where one is known.
    """

    before: str
    after: str
    lead: str
    alone: bool
    role: Role | None


def set_scene(text: str, sentence: Span, found: Found, role: Role | None) -> Scene:
    """Cut out the surroundings of a time; a list (10月21日、23日) ends behind its last member."""
    lead = text[max(sentence.start, found.start - _SIGHT) : found.start]
    cut = max(lead.rfind("，"), lead.rfind("；"), lead.rfind("："), lead.rfind(","), lead.rfind(";"), lead.rfind(":"))
    rest = text[found.end : min(sentence.end, found.end + _SIGHT)]
    clauses = _CLAUSE_END.split(rest, maxsplit=2)
    after = clauses[0] if len(clauses[0]) > 1 or len(clauses) < 2 else f"{clauses[0]}，{clauses[1]}"
    alone = not lead.strip("（( ") and not rest.strip("）) ")
    return Scene(lead[cut + 1 :], after, lead, alone, role)


def judge(found: Found, value: Value, scene: Scene, anchor: date | None) -> TimeRole | None:
    """Decide what a time is to the sentence.

    Args:
        found: the time.
        value: what it comes to where nothing is known of its role.
        scene: where it stands.
        anchor: the day of the speech; None where nothing says it.
    Returns:
        The role; None for repetitions and lengths that bind nobody, and so are no times at all.
    """
    if found.kind == "set":
        return _judge_set(found, scene)
    if found.kind == "length":
        return _judge_length(found, scene)
    if found.kind == "ago":
        ahead = not found.back and not scene.before and _DIRECTS.search(scene.after)
        return "deadline" if ahead and not _DONE.search(scene.after) else "mention"
    return "deadline" if _is_duty(found, value, scene, anchor) else "mention"


def runs_from_event(found: Found, scene: Scene) -> bool:
    """True for a length that something else than the speech starts (发现苗头24小时内)."""
    if found.since or found.licence != "within":
        return False
    if found.unit.startswith("T") or _ANSWER.match(scene.after):
        return True
    return _EVENT.search(scene.lead[-_FAR:]) is not None


def looks_back(found: Found, scene: Scene) -> bool:
    """True for a mention in a report of what was, whose time therefore lies in the past."""
    if scene.role in ("review", "problems"):
        return True
    part = found.first
    if part is not None and part.edge == "start" and unit(part) == "year" and not part.has_year():
        return True
    if (part is not None and part.festival) or _MENTIONED.search(scene.before):
        return False
    return bool(_DONE.search(scene.after) or _DONE.search(scene.before))


def _judge_set(found: Found, scene: Scene) -> TimeRole | None:
    if _AVERAGE.search(scene.before) or (found.licence == "loose" and scene.role in ("review", "problems")):
        return None
    if _DIRECTS.search(scene.after) or _DIRECTS.search(scene.before) or _RAISES.search(scene.after):
        return "recurring"
    if _DONE.search(scene.after) or _RATE.match(scene.after) or _HABIT.match(scene.after):
        return None
    return None if scene.role == "problems" and _PROBLEM.search(scene.lead) else "recurring"


def _judge_length(found: Found, scene: Scene) -> TimeRole | None:
    if _NO_LENGTH.search(scene.before) or "天数" in scene.before or _EXPERIENCE.match(scene.after):
        return None
    directs = bool(_DIRECTS.search(scene.after) or _DIRECTS.search(scene.before))
    done = bool(_DONE.search(scene.after) or _DONE.search(scene.before))
    if done and not (directs and found.licence == "within"):
        return None
    if scene.role in ("review", "problems") and not directs:
        return None
    if found.licence in ("more", "change", "term") and not directs:
        return None
    ahead = found.licence == "ahead"
    if ahead and (scene.after[:1] in ("就", "便") or not (directs or scene.role == "requirements")):
        return None
    return "duration"


def _is_duty(found: Found, value: Value, scene: Scene, anchor: date | None) -> bool:
    """True where an action is due by or in a time of the calendar."""
    if _LABEL.search(scene.lead):
        return True
    if scene.alone or _MENTIONED.search(scene.before) or found.bound == "during":
        return False
    bounded = found.bound in ("before", "until", "around", "within") or _is_within(found)
    if _is_past(found, value, anchor):
        return bounded and bool(_SHOULD.search(scene.before + scene.after)) and not _DONE.search(scene.after)
    if _ATTRIBUTE.match(scene.after, 0) if not bounded else scene.after.startswith("的"):
        return False
    directs = bool(_DIRECTS.search(scene.after) or _DIRECTS.search(scene.before))
    told = scene.role in ("review", "problems")
    if (told or _is_done(scene, certain=not bounded)) and not (directs and _is_ordered(scene)):
        return False
    if _OTHERS.search(scene.before + "至" + scene.after):
        return False
    if bounded:
        return not re.match("还[有剩]|只剩|是", scene.after)
    if found.bound == "from":
        return not _LAW.search(scene.before + "至" + scene.after) and not _is_long_since(found, value, anchor)
    return _is_due_in(found, scene, anchor, directs=directs)


def _is_done(scene: Scene, *, certain: bool) -> bool:
    """True where the clause tells of something done; unless `certain`, only 已 proves it (年底前把账清了)."""
    if "已" in scene.after[:6] + scene.before[-6:]:
        return True
    return certain and bool(_DONE.search(scene.after) or _DONE.search(scene.before))


def _is_ordered(scene: Scene) -> bool:
    """True where more than 把 directs: 把…了 may be a report."""
    return bool(_DIRECTS.search(_BA.sub("", scene.after)) or _DIRECTS.search(_BA.sub("", scene.before)))


def _is_past(found: Found, value: Value, anchor: date | None) -> bool:
    """True where the whole time lies before the speech, by its words or by the calendar."""
    if _is_told_past(found):
        return True
    if anchor is None:
        return False
    if value.latest is not None:
        return value.latest < anchor
    return value.earliest is not None and value.earliest < anchor and found.bound != "from"


_SPANS = {"day": 0, "week": 6, "month": 30, "quarter": 91, "half": 183, "year": 365}
"""Days by which the first day of a unit may precede a day in it."""


def _is_long_since(found: Found, value: Value, anchor: date | None) -> bool:
    """True for …起 whose day or period was over before the speech."""
    if anchor is None or value.earliest is None or found.first is None:
        return False
    return (anchor - value.earliest).days > _SPANS[unit(found.first)]


def _is_within(found: Found) -> bool:
    """True for 年内 and 月内."""
    return found.first is not None and found.first.edge == "within"


def _is_told_past(found: Found) -> bool:
    """True for 去年, 上月, 昨天."""
    part = found.first
    return part is not None and any(
        shift is not None and shift < 0
        for shift in (part.near_year, part.near_quarter, part.near_month, part.near_week, part.near_day)
    )


def _is_due_in(found: Found, scene: Scene, anchor: date | None, *, directs: bool) -> bool:
    """Judge a period or day that has no bound: something must be done in it."""
    part = found.last or found.first
    if part is None:
        return False
    if _WRITTEN.search(scene.before):
        return False
    if _SCHEDULED.search(scene.before):
        return unit(part) != "year"
    if _STATED.match(scene.after) or _RELATIVE.match(scene.after):
        return False
    acts = bool(_ACTS.search(scene.after))
    if part.near_day == 0 and not (found.clock and scene.role == "requirements"):
        return _is_due_today(found, scene)
    if part.festival and not part.tail:
        return False
    if part.season:
        return directs or acts or scene.role == "requirements"
    if _PUSHED.search(scene.before):
        return unit(part) != "year"
    if found.bound == "after":
        return directs
    if part.edge == "start" and unit(part) == "year" and not part.has_year():
        return False
    if unit(part) == "year" and not part.edge:
        if _MUST.match(scene.after):
            return True
        acts = acts and scene.role == "requirements"
        return (directs or acts) and bool(_QUANTITY.search(scene.after))
    if part.near_day and not found.clock and "今天" in scene.lead[-30:]:
        return False
    if unit(part) in ("day", "week") and (scene.role == "requirements" or _SENDS.search(scene.before)):
        return not _IDLE.search(scene.after)
    return directs or acts


_MUST = re.compile(r"[就还也]?要(?![求素点是])|必须")
_SENDS = re.compile(r"让|派|请|叫|由")
_IDLE = re.compile(r"再(?:抽|不|议|说|讲)|就[^，。；]{0,6}了|不(?:开|讲|说|点)|还有|冒出|^会")
_TODAY = re.compile(
    r"(?<!立)(?:把|必须|务必|马上|立即|连夜)|(?<![就主需重])要|就要(?=公布|完成|报|落实|交|拿|到位|发|办|做)"
)
_GATHERING = re.compile(
    r"[，]?(?:把(?:大家|各位|同志们)|我们?|咱们|大家|会议|在座|.{0,8}(?:召开|举行|参加|听取|观看|看到|学习了))"
)


def _is_due_today(found: Found, scene: Scene) -> bool:
    """Judge 今天 and 今晚: mostly the meeting's own day, a duty's only where the words leave no doubt."""
    if _GATHERING.match(scene.after):
        return False
    return bool(_TODAY.search(scene.after)) or (found.clock and bool(_ACTS.search(scene.after)))
