"""What speeches are made of, and what breaks them, as strategies for hypothesis. All words are made up for this."""

from __future__ import annotations

from conftest import ROOT
from hypothesis import strategies as st

from speechkit.readers import read_source
from speechkit.settings import Settings

LABELS = (
    "一、", "二、", "三、", "十、", "十一、", "廿、", "（一）", "（二）", "（三）", "(一)", "(2)", "㈠", "㈡", "1.",
    "2.", "3.", "1．", "2、", "10.", "99.", "（1）", "（2）", "1）", "2）", "①", "②", "③", "⑳", "❶", "⒈", "⒉", "⑴",
    "第一，", "第二，", "第三，", "第一、", "第一部分", "第二部分 ", "第一章", "第十条 ", "第一点是", "第二个问题，",
    "首先，", "其次，", "再次，", "最后，", "其一，", "其二，", "一是", "二是", "三是", "四是", "一是要", "二是要",
    "一要", "二要", "三要", "一抓", "二抓", "一个是", "再一个是", "还有一个是", "壹、", "贰、", "一，", "二：", "1，",
    "一方面，", "另一方面，", "第0，", "第99个方面，", "０.", "1.1", "1.1.1 ", "A.", "IV、", "甲、",
)  # fmt: skip
TIMES = (
    "11月底前", "10月21日、23日", "6月底、12月底前", "每周一", "每月20日前", "每季度", "每半年一次", "每2小时",
    "本周内", "下周五前", "10个工作日内", "30天内", "24小时内", "三百年内", "2月30日前", "2024年2月29日", "13月1日",
    "0月0日", "99年", "九九年", "民国一百年", "二〇二四年", "2024—2026年", "9999年12月31日前", "一九四九年",
    "20240305", "2024-03-05", "2024.13.45前", "3/5前", "12:00前", "今晚8点前", "明天", "大后天", "昨天夜里到今天早上",
    "节前", "节后第一周", "春节前", "中秋", "“五一”前", "国庆后第一个工作日", "国庆期间", "清明前", "年底前", "年初",
    "年中", "季度末", "月底前", "月初", "上半年", "下半月", "上中旬", "9月下旬", "第三季度", "一、二季度", "前三季度",
    "最后两个月", "第53周", "3月最后一周", "第一周周五", "会议结束后15个工作日", "接到通知半个小时之内", "提前3天",
    "不少于2天", "一周一调度", "一年开四次", "两个月来", "近期", "即日起", "从9月份开始", "7至9月", "今明两天",
    "去年", "后年", "百日内", "半个月内", "3.5小时内", "一百零一个工作日内", "99999天内", "999999999个月内", "每0天",
    "每日0时前", "每日99时前", "每年2月30日前", "下下下周", "上上个月", "三天两头", "10月1日至10月7日",
    "12月31日到1月1日", "每周六、周日", "隔周", "每逢双月5日",
)  # fmt: skip
TIME_PARTS = (
    "每", "每隔", "每逢", "按", "逐", "隔", "第", "前", "后", "本", "下", "上", "今", "明", "去", "最后一个", "首",
    "末", "从", "自", "在", "年", "月", "月份", "周", "星期", "礼拜", "日", "号", "天", "季度", "旬", "上旬",
    "下半月", "工作日", "学期", "小时", "分钟", "半", "个", "一", "二", "三", "五", "六", "末", "十", "三十一",
    "廿九", "两", "百", "1", "2", "4", "5", "12", "13", "20", "30", "31", "32", "99", "至", "到", "—", "-", "、",
    "和", "及", "起", "底", "初", "前", "之前", "以内", "内", "后", "以来", "期间", "左右", "次", "一次", "以上",
    "8点", "24时", "17:30", "晚上", "上午", "下班", "半", "一刻", "2024年", "二〇二三年", "节", "春节", "汛期", "/",
    ".", "调度", "通报", "，", "要",
)  # fmt: skip
OWNERS = (
    "市水利局", "县教育局、县财政局", "各县（市、区）党委主要负责同志", "各单位", "各乡镇", "办公室",
    "省应急厅会同省气象局", "由市住建局牵头，市交通局配合", "责任单位：县卫健局；", "牵头单位：", "“一把手”", "大家",
    "同志们", "你们", "我", "各级各部门", "市局机关各科室", "东河区", "全体党员干部", "王小明同志", "分管领导",
    "青山镇、白石镇和石桥镇", "（县城管局）",
)  # fmt: skip
DEMANDS = (
    "要", "务必", "必须", "应当", "争取", "不得", "严禁", "请", "确保", "要求", "力争", "要在", "要于", "须", "不准",
    "完成40处泵站检修", "报送清单", "拆除15座违建棚屋", "开展一次“回头看”", "建立台账", "整改到位率达到95%以上",
    "上报", "加强领导", "提高认识", "压实责任", "走访510户低洼住户", "举办3期培训班", "增长8.5%以上", "零容忍",
    "编印1本手册", "对号入座", "久久为功", "踏石留印", "一竿子插到底", "挂图作战", "讲政治", "关键少数", "走深走实",
)  # fmt: skip
FRAMES = (
    "既抓自身", "，又抓基层", "不是不能", "，而是不想", "不仅要快", "，而且要准", "越干越实", "坚决防止反弹",
    "坚决杜绝", "以更高的站位", "、更严的要求", "对老问题，要查；", "对新问题，要防；", "什么问题突出就解决什么问题",
    "宁可", "也不", "既要", "又要", "不是", "而是", "越", "坚决", "防止", "对", "以", "什么", "就",
)  # fmt: skip
HEADS = (
    "在全县防汛工作会议上的讲话", "（2024年5月10日）", "（2024年13月40日）", "县委书记 王小明", "同志们：",
    "各位代表，同志们：", "同志们，", "下面，我讲三点意见。", "我再强调三个方面：", "做好四个方面工作，",
    "讲0点意见。", "谢谢大家！", "（根据录音整理）", "目 录", "去年以来，我们完成了泵站检修。", "但也存在一些问题：",
    "有的单位不够重视。", "要加快补齐进度。", "对作风问题要着力于“改”。", "关于印发《防汛工作方案》的通知",
    "责任单位：县水利局\n", "完成时限：10月底前\n", "抄送：各乡镇。", "附件：1.名单",
)  # fmt: skip
TRADITIONAL = (
    "各單位要認真貫徹落實", "加強領導", "第一、落實責任", "於十月底前完成", "臺灣", "後天", "乾部", "幹部", "裏面",
    "發現", "二零二四年", "會議精神", "着力", "著力", "鍾書記", "纔", "羣眾", "滙報", "㑹",
)  # fmt: skip
LEFTOVERS = (
    "- 4 -\n", "— 12 —", "第 3 页 共 10 页\n", "2、", "\n12\n", "[1]", "[bookmark: a]", "EMBED Word.Document.8",
    "\x0c", "HYPERLINK \"x\"", "……", "...", "。。", "，。", "！？", "、，", "安 全 生 产", "http://a.cn/b?c=1&d=2",
    "a@b.cn", "＝cmd|' /C'!A0", "<script>alert(1)</script>", "</p>", "]]>", "&amp;", "&#x110000;", "=1+1", "@a", "+1",
    "-1", "\"\"", "'", "|", "\\", "`", "*", "{{ doc }}", "{% if %}", "%s", "{0}", "$(id)", "::error file=a::b", "```",
    "# 标题", "> 引",
)  # fmt: skip
ODD = (
    " ", "  ", "　", "　　", "\t", "\n", "\n\n", "\r\n", "\r", "\u2003", "\u00a0", "\u200b", "\ufeff", "\u2028",
    "\u2029", "\x85", "\x00", "\x01", "\x1b[31m", "\x1b]0;a\x07", "\x7f", "\x9b31m", "\u202e", "\u2066", "\u2069",
    "\u200d", "\u0301", "\ufe0f", "\ue000", "\uffff", "\ufffd", "\ufffe", "😀", "👩‍🚒", "🇨🇳", "𠀀", "⼀", "⺟", "ｱ",
    "①", "½", "㎡", "％", "Ａ", "０", "٣", "ﬁ", "İ", "ß",
)  # fmt: skip
MARKS = tuple("。，、；：？！“”‘’（）《》〈〉【】—…·.,;:?!()\"'-~～/％%") + ("。\n", "；\n", "。”", "”。")
PLAIN = (
    "防汛", "安全", "工作", "会议", "我们", "的", "了", "和", "在", "对", "把", "有", "问题", "责任", "落实", "讲话",
    "人", "事", "渡口的石阶全是青苔。", "种子、化肥、农药等物资要备足。", "同比增长3.2%，比去年提高1.2个百分点。",
    "占总数的三分之一。", "一", "二", "十", "百", "千", "万", "亿", "零", "〇", "两", "0", "1", "2", "9", "12", "100",
    "3.14", "1,000", "a", "GDP", "x",
)  # fmt: skip
GROUPS = (LABELS, TIMES, TIME_PARTS, OWNERS, DEMANDS, FRAMES, HEADS, TRADITIONAL, LEFTOVERS, ODD, MARKS, PLAIN)

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 2000, 7))


def _samples() -> tuple[str, ...]:
    folder = ROOT / "samples"
    return tuple(read_source(str(path), Settings()).text for path in sorted(folder.glob("*.txt")))


SAMPLES = _samples()


def pieces(*groups: tuple[str, ...]) -> st.SearchStrategy[str]:
    """One piece, each group as likely as another."""
    return st.one_of(*(st.sampled_from(group) for group in groups or GROUPS))


def _slice(drawn: tuple[str, int, int]) -> str:
    text, start, length = drawn
    start %= len(text)
    return text[start : start + length]


def slices() -> st.SearchStrategy[str]:
    """A stretch of one of the samples, cut anywhere."""
    return st.tuples(st.sampled_from(SAMPLES), st.integers(0, 6000), st.integers(1, 300)).map(_slice)


def clauses() -> st.SearchStrategy[str]:
    """A sentence as speakers make them, with anything in one of its places."""
    some = pieces()
    return st.tuples(
        st.sampled_from(("", *LABELS)),
        st.one_of(st.sampled_from(OWNERS), some),
        st.sampled_from(DEMANDS),
        st.one_of(st.sampled_from(TIMES), some),
        st.one_of(st.sampled_from(DEMANDS), some),
        st.sampled_from(("。", "。\n", "；", "，", "\n", "", "！", "。\r\n")),
    ).map("".join)


def texts(*groups: tuple[str, ...], most: int = 40) -> st.SearchStrategy[str]:
    """A speech: sentences, stretches of samples, pieces once and many times; of `groups` alone if given."""
    if groups:
        return st.lists(pieces(*groups), max_size=most).map("".join)
    many = st.tuples(pieces(), st.integers(2, 40)).map(lambda drawn: drawn[0] * drawn[1])
    part = st.one_of(clauses(), clauses(), pieces(), pieces(), many, slices(), st.text(max_size=5))
    return st.lists(part, min_size=1, max_size=most).map("".join)


def speeches(most: int = 40) -> st.SearchStrategy[str]:
    """A text that a reader lets through: not blank, no lone surrogate."""
    return texts(most=most).map(_without_surrogates).filter(lambda text: bool(text.strip()))


def _without_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def han() -> st.SearchStrategy[str]:
    """Text of Han characters and punctuation alone: words of the genre, and characters at random."""
    words = tuple(sorted({word for group in GROUPS for word in group if word and all("一" <= c <= "鿿" for c in word)}))
    return st.lists(
        st.one_of(st.sampled_from(words), st.sampled_from(tuple("，。；、")), st.text(HAN, min_size=1, max_size=4)),
        max_size=40,
    ).map("".join)


def edits(text: str, most: int = 6) -> st.SearchStrategy[str]:
    """A draft made of another: stretches cut, doubled, moved, pieces put in."""
    change = st.tuples(
        st.sampled_from(["cut", "double", "move", "put"]), st.integers(0, 10_000), st.integers(0, 60), pieces()
    )
    return st.lists(change, max_size=most).map(lambda changes: _edit(text, changes))


def _edit(text: str, changes: list[tuple[str, int, int, str]]) -> str:
    for kind, place, length, piece in changes:
        start = place % (len(text) + 1)
        end = min(len(text), start + length)
        if kind == "cut":
            text = text[:start] + text[end:]
        elif kind == "double":
            text = text[:end] + text[start:]
        elif kind == "move":
            text = text[:start] + text[end:] + text[start:end]
        else:
            text = text[:start] + piece + text[start:]
    return _without_surrogates(text)
