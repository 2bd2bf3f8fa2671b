"""How days and periods of the calendar are written: the pattern that `speechkit.timex` matches.

It runs on folded text (simplified characters, half-width digits, full-width punctuation) and is made of
alternatives of bounded length, so that matching at one place takes constant time. `timex_parts` reads its groups.

Known limitations: of lunar dates only the festivals are known, of eras only the Minguo years; clock times count
only beside a day.
"""

from __future__ import annotations

ONES = "一二三四五六七八九"
TO = "(?: —— | [—–~～至到-] )"
"""Between the two ends of a range."""
_YYYY = rf"(?: (?: 1\d | 20 | 21 ) \d\d | [一二] [{ONES}〇零○]{{3}} )"

_YEAR = rf"""
(?: (?<! \d ) (?P<year> {_YYYY} | 两千 [零〇]? [{ONES}十]{{0,3}} )
      (?: [ ]?年?[ ]? {TO} [ ]? (?P<year2> {_YYYY} ) )? [ ]?年度?
  | 民国 (?P<minguo> \d{{1,3}} | [{ONES}十百零〇]{{1,5}} ) 年度?
  | (?<! \d ) (?P<short_year> 0\d (?= [ ]?年 ) | 零[{ONES}] (?= 年 )
                            | [1-4]\d (?= [ ]?年[ ]? [\d{ONES}十]{{1,2}} 月 ) ) [ ]?年
  | (?P<near_year> 今年 | 本年 (?!级) | 明年 | 来年 | 后年 | (?<! 过 ) 去年 | 前年 | 上一?年 (?= 度 | [的全底末] )
                     | 当年 (?= [^，。；]{{0,8}} (?: 不少于 | 不低于 | 确保 | 力争 | 必须 ) ) ) 度?
  | (?P<both_years> 今明两年 )
) [ ]?
"""

_EDGE = "[初底末内] (?! [步级三始次心见显期衷子线气数层色蕴座部容外蒙地] )"
"""初, 底, 末, 内 behind a year or a month, unless they open a word of their own (初步, 底子, 内部)."""
NOT_BEHIND = "一二两三四五六七八九十百千半几数多余今去明后前本当每全老少青新晚早同往翌"
_OF_YEAR = rf"""
的? (?: 前 (?P<first_months> \d\d? | [二两三四五六七八九十]{{1,2}} ) 个月
      | 最后 [ ]? (?P<last_months> \d\d? | [一二两三四五六七八九十]{{1,2}} ) [ ]? 个月
      | 第 (?P<nth_month> \d\d? | [{ONES}十]{{1,2}} ) 个月 )
"""
_YEAR_EDGE = rf"(?P<year_edge> 年? {_EDGE} | 年终 | 年中 (?! [无国央级] ) )"
_BARE_YEAR_EDGE = rf"""
(?<! [\d{NOT_BEHIND}] ) (?P<bare_year_edge>
    年 [底末] (?!子) | 年终 | 年内 (?! [部容] ) | 年中 (?! [无国央级] ) | 年初 (?! [始步一级] ) )
"""

_MM = rf"(?: 1[0-2] | 0?[1-9] | 十[一二]? | [{ONES}元] )"
DD = rf"(?: 3[01] | [12]\d | 0?[1-9] | 三十一? | [二廿]?十?[{ONES}] | 二?十 )"
"""Day of a month."""
_DAYS = rf"""
(?: (?P<day> {DD} ) (?: [日号]?[ ]? {TO} [ ]? (?P<day2> {DD} ) )? [ ]?[日号] (?! [内元] )
  | (?P<open_day> {DD} ) (?= [、和] {DD} [日号] )
  | (?P<bare_day> 二?十[{ONES}] | 二十 | 三十一? )
      (?! [个家名项余多万千百亿天年元月日号分周岁种点时度届国位所人件次期场台辆、] )
)
"""
_TEN = "(?P<ten> [上中下]旬 | 上中旬 | 中下旬 | [上下]半月 )"
_NTH_WEEK = rf"""
的? (?: 第 (?P<nth_week> [{ONES}\d] ) 个? | (?P<last_week> 最后一个? ) )
    (?: 周 | 星期 | 礼拜 ) (?P<nth_weekday> [{ONES[:6]}日天] )?
"""
_NTH_WEEK_OF_YEAR = rf"的? 第 (?P<week_of_year> \d\d? | [{ONES}十]{{1,3}} ) 个? (?: 周 (?![年期]) | 星期 )"
# 12月31日 of a year that is none (9999年, 第1年) is no day of the speech's own year: hence the look behind.
_NO_MONTH = "(?! [饼嫂供光均亮台球兰] | 三 (?! [十日号] ) )"
_MONTHS = rf"""
(?(with_year) | (?<! [\d{ONES}十〇零○]年 ) )
(?: (?<! [\d第十] ) (?P<month> {_MM} )
      (?: (?: 月份? )? [ ]? {TO} [ ]? (?P<month2> {_MM} )
          (?= [ ]?月份? (?! [ ]? (?: {DD} [日号] | [上中下]旬 | [初底末] ) ) ) )?
      [ ]?月 {_NO_MONTH} 份?
  | (?<! [\d第十] ) (?P<open_month> {_MM} ) (?= [、和] {_MM} 月 )
  | (?P<near_month> (?: 本 | 这个? | [上下]{{1,2}}个? ) 月 ) {_NO_MONTH} 份?
)
(?: [ ]? (?: {_DAYS} | {_TEN} | (?P<month_edge> {_EDGE} ) | {_NTH_WEEK} ) )?
"""
_BARE_MONTH_EDGE = rf"""
(?<! [\d{NOT_BEHIND}个岁满日正这上下该份] ) (?P<bare_month_edge>
    月 [底末] (?!子) | 月内 (?! [部容] ) | 月初 (?! [始步级] ) )
"""
_QUARTER = r"""
(?: (?: 第 (?= [一二三四1-4]个 ) | 第? (?<! [\d一二三四五六七八九十百] ) (?! .个 ) )
      (?P<quarter> [一二三四1-4] ) (?: (?: 季度 )? [—–~～至到-] 第? (?P<quarter2> [二三四2-4] ) )? 个?季度
  | (?P<near_quarter> [本上下] ) [个一]? 季度
  | 前 (?P<first_quarters> [二两三23] ) 个?季度
  | 第? (?<! [\d一二三四五六七八九十百] ) (?P<open_quarter> [一二三1-3] ) (?= [、和] 第? [二三四2-4] 个?季度 )
)
(?P<quarter_edge> [初底末内] (?! [部容] ) )?
| (?<! [\d一二三四个每本上下第四] ) (?P<bare_quarter_edge> 季度 [底末] | 季末 (?= [之以]?前 | [，要必须把将完考] ) )
"""
_HALF = "(?P<half> [上下前后] 个? 半年 )"

_WEEK = rf"""
(?P<near_week> 本 | 这个? | [上下]{{1,2}}个? ) (?: 周 (?! [期围边全密到年] ) | 星期 | 礼拜 )
    (?P<weekday> [{ONES[:6]}日天末] )?
| (?<! [\d一二两三四五六七八九十每半几数个双单隔第] ) (?:
      (?: 星期 | 礼拜 ) (?P<star_weekday> [{ONES[:6]}日天] ) (?! [个次] )
    | 周 (?P<bare_weekday> [{ONES[:6]}日] )
        (?= [之以]?前 | 起 | [上下中]午 | 早 | 晚 | 凌晨 | 下班 | [、至到和] 周 | [要把将，。] | \Z ) )
"""
_NEAR_DAY = r"""
(?P<near_day> 大前天 | 大后天 | (?<! 时至 ) 今[天日] (?! 头条 ) | 昨[天日] | 前天
  | (?<! 美好 ) (?<! [的信向赢] ) 明[天日] (?! [之会更] ) | (?<! 先天 ) 后天 (?! [性努形养] ) | [今明昨] [晚早晨夜] )
| (?P<day_pair> 今明 | 明后 ) [两二]? [天日]
| (?P<now> 即日 ) (?= 起 )
"""
_NUMERIC = r"""
(?<! \d ) (?<! \d[./] ) (?: (?<! - ) | (?<= \d{4}- ) | (?<= [/.]\d- ) | (?<= [/.]\d\d- ) ) (?:
    (?P<y1> (?: 1[5-9] | 20 | 21 ) \d\d ) (?: - (?P<m1> \d\d? ) - (?P<d1> \d\d? )
                                            | / (?P<m2> \d\d? ) / (?P<d2> \d\d? )
                                            | [.] (?P<m3> \d\d? ) [.] (?P<d3> \d\d? ) )
  | (?P<d4> \d\d? ) (?: [.] (?P<m4> \d\d? ) [.] | / (?P<m5> \d\d? ) / | - (?P<m6> \d\d? ) - )
        (?P<y4> (?: 19 | 20 ) \d\d )
  | (?P<m7> \d\d? ) [/.] (?P<d7> \d\d? ) (?= 之?前 (?!几) | 以前 | 起 )
) (?! [./]? \d | -\d\d? (?! [\d./] ) )
"""
_LONE_DAY = rf"""
(?<! [\d./第十百月:前后近共约] ) (?P<lone_day> 3[01] | [12]\d | 0?[1-9] | [二三]?十[{ONES}]? )
    (?: 日 (?! [之以]?内 | [元常游均] ) | 号 (?! [楼线文机令院公井桩门岛台风病仓泵地块炉店区口坑称召码角] ) )
    (?: (?= [之以]?[前后] | 起 | [、至到，] | [上下中]午 | 晚 | 凌晨 | 早 ) | (?<= [日号\d] [、和及] \d [日号] )
      | (?<= [日号\d] [、和及] \d\d [日号] ) | (?<= [日号十] [、和及] [一二三十] [一二三四五六七八九十] [日号] ) )
| (?<! [^，。；：、（(\n在于至到] ) (?P<first_day> 3[01] | [12]\d | [1-9] ) (?: 日 (?! [之以]?内 )
| 号 (?= [你我他，。] | \Z ) )
| (?<! [^，。；：、（(\n我] ) (?P<half_month> [上下]半月 ) (?! [谈刊] )
| (?<! [\d./第十百月:] ) (?P<open_lone_day> 3[01] | [12]\d | 0?[1-9] ) (?= [、和] \d\d? [日号] [之以]?前 )
"""

PART_OF_DAY = r"""
(?: 凌晨 | 清晨 | 早[晨上间] | 上午 | [中正]午 | 午[间后] | 下午 | 傍晚 | 晚[上间] | 夜[里间] | [深半午]夜 | 白天
  | 晚 (?! [于点会饭宴自餐] ) | 早 (?! [于日期点读操餐会班市自] ) )
"""
HOUR = rf"""
(?: (?: 2[0-4] | [01]?\d ) [:：] [0-5]\d (?! \d ) (?: [:：] [0-5]\d )?
  | (?: 2[0-4] | [01]?\d | 二?十[{ONES}]? | [{ONES}两零] ) (?: 点钟? | 时 (?! [候间段刻常] ) )
      (?: 半 | 整 | [一三]刻 | (?: \d\d? | [二三四五]?十五? ) 分? (?!钟) )? )
"""
_BEFORE = "(?= [之以]?前 )"
_GLOSS = r"""
[（(] (?: 周 | 星期 | 礼拜 | \d\d?月 ) [^（）()\n]{0,8} [）)]
    (?= [之以]?[前内] | 起 | [上中下]午 | 早 | 晚 | 凌晨 | \d )
"""
"""What a day is also called, where a bound or a clock time follows: 11月15日（周五）前."""
_CLOCK = rf"""
[ ]? (?P<clock>
    (?: {PART_OF_DAY} (?: [ ]? {HOUR} (?: {TO} {HOUR} )? )? | {HOUR} (?: {TO} {HOUR} )? ) (?: [上下]班 {_BEFORE} )?
  | (?: [上下]班 | 天[黑亮] | 收工 | 放学 ) (?: 时 | {_BEFORE} ) )
"""
_BOUND = r"""
(?P<bound> [或及和]?[之以]前 | [或及]?[之以]后 | 前夕 | 前后 | 左右 | [之以]内 | 开始 | 以来 | 期间
  | 前 (?! [往期沿线景述辈身来去方瞻] | 提下 | [\d一二三四五六七八九十几]+ (?: 名 | 位 | 强 | 个月 | 季度 | 天
  | 周 ) )
  | 内 (?! [部外容涝设控地心存蒙源阁陆河] )
  | 起 (?! [来步草点码诉义伏立色床航飞重降程] | 到 (?! [今明后本下次\d年] ) )
  | 后 (?! [来续者勤面期台备方果天年] ) )
"""

FESTIVALS = {
    "春节": "春节", "农历新年": "春节", "大年初一": "春节", "除夕": "除夕", "元宵": "元宵",
    "清明": "清明", "端午": "端午", "中秋": "中秋", "重阳": "重阳", "国庆": "国庆", "元旦": "元旦", "新年": "元旦",
    "劳动节": "劳动节", "青年节": "青年节", "儿童节": "儿童节", "建党节": "建党节", "建军节": "建军节",
    "妇女节": "妇女节", "女生节": "女生节", "植树节": "植树节", "护士节": "护士节", "医师节": "医师节",
    "教师节": "教师节", "记者节": "记者节", "消防日": "消防日", "宪法日": "宪法日", "圣诞节": "圣诞节",
    "平安夜": "平安夜", "万圣节": "万圣节", "愚人节": "愚人节", "情人节": "情人节", "光棍节": "光棍节",
    "双十一": "光棍节", "母亲节": "母亲节", "父亲节": "父亲节", "感恩节": "感恩节",
}  # fmt: skip
"""Names as written and as `calendar_cn` knows them."""
NUMBERED_FESTIVALS = {
    "五一": "劳动节", "十一": "国庆", "五四": "青年节", "六一": "儿童节", "七一": "建党节", "八一": "建军节",
    "三八": "妇女节",
}  # fmt: skip
"""Names that are numbers too: they count in quotes or before 节, 前, 期间 and the like."""
_NAMES = " | ".join(sorted(FESTIVALS, key=len, reverse=True))
_NUMBER_NAMES = " | ".join(NUMBERED_FESTIVALS)
_FESTIVAL = rf"""
(?: (?: (?: {_NUMBER_NAMES} ) (?: 国际 )? )? (?P<festival> {_NAMES} )
  | “ (?P<quoted_festival> {_NUMBER_NAMES} ) ”
  | (?<! [\d{ONES}十年月第路] ) (?P<number_festival> {_NUMBER_NAMES} )
      (?= 节 | 假期 | [小长]+假 | 黄金周 | 期间 | [之以]?前 (?! [几三] ) | [、和] [国端清元中五十“] )
  | (?<! [每逢度] ) (?P<new_year> 过年 | 农历年 ) {_BEFORE}
  | (?<! [\d{NOT_BEHIND}] ) (?P<new_year_short> 年 ) (?= 前 [，要必须把完将] )
  | (?<! [环章季细关情小音枝春骨末时礼个佳过旦庆秋阳午明宵气各调] ) “? (?P<any_festival> [两双]?节 ) ”?
      (?= [之以]?前 (?! [几两] ) | 后第 ) )
节? (?: 假期 | [小长]+假 | 黄金周 | 假日 | 放假 )?
(?: (?P<festival_week> 后的?第一周 | 后首周 )
  | (?P<festival_workday> 后 (?: 上班 )? 的? (?: 第一个?工作日 | 首个工作日 ) | 后上班第一天 ) )?
"""
_SEASON = r"""
(?P<season> 主?汛期 | 入汛 | 汛 | [寒暑]假 | 放假 | 开学 | 开春 | 入[冬夏秋] | 春耕 | 秋收 | [供采]暖[季期]?
  | 雨季 | 冬训 )
    (?= [之以]?前 (?! [\d几两一三五七十] ) )
| (?P<school> 开学第一 [周天] | 开学首 [周日] )
"""

_BESIDE = rf"(?P<beside> {_NAMES} ) 节? | (?P<event> 开学 | 放假 | 高考 | 中考 | 开幕 | 开赛 ) {_BEFORE}"
"""What a day is named for besides: 5月12日护士节前, 9月1日开学前."""
CALENDAR = rf"""
(?: (?P<with_year> {_YEAR} ) )?
(?: (?P<core> (?: {_MONTHS} ) (?: [ ]? (?: {_BESIDE} ) )?
  | {_QUARTER} | {_HALF} | {_WEEK} | {_NEAR_DAY} | {_NUMERIC} | {_LONE_DAY} | {_FESTIVAL} | {_SEASON}
  | (?P<whole_year> 全年 ) | {_BARE_YEAR_EDGE} | {_BARE_MONTH_EDGE}
  | (?(with_year) (?: {_YEAR_EDGE} | {_OF_YEAR} | {_NTH_WEEK_OF_YEAR} ) | (?!) ) )
  | (?(with_year) | (?!) ) )
(?: {_GLOSS} )?
(?: {_CLOCK} )?
(?: {_BOUND} )?
"""
