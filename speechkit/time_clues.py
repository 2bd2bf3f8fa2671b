"""The words by which `time_roles` tells what a sentence does with a time.

Each pattern looks at one clause: before the time, behind it, or at both. They are no lexicon, because most hold
only beside certain neighbours.

Known limitations: what is not listed tells nothing; see docs/times.md.
"""

from __future__ import annotations

import re

DONE = re.compile(
    r"""
    (?<! [为除不得罢] ) (?<! 就[够行好是] ) 了 (?! [解如结然得再才就的] ) | 已经 | 早已 | 曾 (?!任) | 刚刚 | 刚才
    | 同比 | 环比 | 累计 | 没有发生 | 至今 | 过 (?= [，。；] ) | (?<= [到来去看做讲说用] ) 过 | [切拨]给
    | 来 (?= ，) | (?<= [查排理检测算] ) 出 (?! [来台版资席现口发动具] )
    """,
    re.VERBOSE,
)
"""A thing that was done. Must match in 召开了会议, must not in 为了完成 and 办不了."""
DIRECTS = re.compile(
    r"""
    (?<! [就主重需必只首摘概简纪提扼想快还没不] ) 要 (?! [求素点害闻职么塞是案领务] ) | (?<! 就 ) 还要 (?!求) | 必须
    | 务必 | 务求 | 应当 | 应该 | (?<! [响适供反感相对效顺] ) 应 (?! [急用对付届邀聘收] ) | (?<! [必无] ) 须 | 确保
    | 力争 | 争取 | 力求 | 保证 | 不得 | 不准 | 不许 | 不少于 | 不低于 | 不超过 | 至少 | 一律 | 抓紧 | 尽快
    | 请 (?! [来去客到] ) | 负责 | 牵头 | 责成 | 把 (?! [握关手脉柄] )
    """,
    re.VERBOSE,
)
"""Words that direct. Must match in 要完成整改, must not in 重要 and 就要过年了."""
BA = re.compile("把")
ACTS = re.compile(
    r"""
    完成 | (?<= [府委局办会部院校厅处司团] ) 报告 | 报 (?! [告道纸刊名表到酬] | .{0,2}道 ) | 提交 | 拿出 | 制定
    | 制订 | 出台 | 印发 | 召开 | 开展
    | 组织 (?! [部委者生] ) | 举办 | 举行 | 启动 | 建成 | 建立 | 落实 | 到位 | 达到 | 实现 | 整改 | 整治 | 总结
    | 排查 | 检查 | 安排 | 形成 | 办结 | 销号 | 清零 | 交付 | 投用 | 投产 | 开工 | 竣工 | 完工 | 验收 | 上线 | 挂牌
    | 发放 | 兑付 | 兑现 | 送到 | 发到 | 贴到 | 交到 | 配齐 | 装完 | 换上 | 换好 | 清理 | 摸清 | 审定 | 通过 | 进行
    | 评选 | 表彰 | 考核 | 评估 | 公布 | 公示 | 通报 | 开通 | 推出 | 培训 | 演练 | 约谈 | 督查 | 抽查 | 回访 | 走访
    | 调度 | 汇报 | 会商 | 签订 | 签约 | 招聘 | 招录 | 运行 | 推行 | 推开 | 执行 | 见底 | 还完 | 还清 | 到账
    | 修改完 | 付清 | 冲刺 | 攻坚 | 推进 | 选 (?= [出拔聘配先\d] ) | 来一?次 | 评出 | 公开 | 入户 | 上门 | 移交
    | 搬迁 | 搬 | 撤 | 补齐 | 补上 | 补课 | 算总账 | 开一?次 | 开.{0,3}会 | 新建 | 新增 | 改造 | 打造 | 培养 | 引进
    | 招引 | 压减 | 转移 | 开始 | 停止 | 实施 | 全面 | 述职 | 颁发 | 结束 | 上会 | 评比 | 正式 | 过 (?=\d) | 办
    """,
    re.VERBOSE,
)
"""What people are told to do by a day."""
QUANTITY = re.compile(
    r"(?:\d|[一二两三四五六七八九十百千])+(?!个?方面|点|项重?点?工作|件事|个重点|个环节|个问题|季度|月|年|届|号|[一二两三四五六七八九十百千\d])"
    r"(?:[.]\d+)?(?:%|个|家|项|次|户|名|人|成|倍|期|场|所|条|批|座|处|遍|轮|万|亿|亩|吨|公里|套|米|元|村|本|节|学时|天|所|位|篇|件|台|辆|分钟|小时)"
    r"|全覆盖|全部|翻番"
)
ATTRIBUTE = re.compile(
    r"""
    的 (?! [^，。；]{1,10} [上中里] [^，。；] ) | 各项 | 主要 | 重点 (?= 工作 | 任务 | 项目 | 目标 ) | 目标 | 任务
    | 工作 (?! 要 ) | 会议 | 计划 | 总结 (?! 验收 | 评估 | 推广 | 经验 | 表彰 ) | 指标 | 预算 | 收官 | 讲话 | 精神
    | 同期 | 全会 | 版 | 首日 | 文件 | 方案 | 第 | 经济 | 形势 | 党建 | 年度 | 国民 | 政府工作 | 度 (?! 过 ) | 改革
    | 发展 (?! 党员 )
    """,
    re.VERBOSE,
)
"""A noun that the time only describes (四季度工作, 年底的考核)."""
NAMED = re.compile("[终底末度]?(?:绩效|目标|综合|工作|党建|年度)?(?:考核|考评|测评|评优|评先|述职|决算|总评)")
"""What is held at the end of a year and named by it (年终考核)."""
NAMES = re.compile(
    r"""
    (?: 纳入 | 列入 | 计入 | 记入 | 作为 | 影响 | 取消 | 迎接 | 应对 | 通过 | [、和与] ) [^，。；]{0,12} 至
    | 至 (?: 的 | 实行 | 中 | 时 | 得分 | 分值 | 成绩 | 结果 | 等次
      | 内容 | 指标 | 体系 | 范围 | 项目 | 评优 | 评先 | 和 | 与 | 挂钩 )
    """,
    re.VERBOSE,
)
"""What stands beside such a name, 至 standing for it: 纳入年终考核, 年底考核的重要内容; none in 年底考核一次."""
EXPECTED = re.compile("[^，。；]{0,4}(?:预计|预期|有望)|即?将?(?:到期|届满|期满)")
"""The time is that of a forecast or of an end that comes by itself: 2024年预计, 年内到期."""
PERIODS = re.compile("[和与、及]节[中后期日]")
"""A time that with another names a season of work: 节前和节中."""
MENTIONED = re.compile(
    r"""
    (?: 截至 | 截止到 | 距离? | (?<! [分脱远撤] ) 离 | 比 | [比较] 上 | 较 | 同 | 与 | 跟 | 自从 | 早在 | 原定于?
      | 临近 | 接近 | 越是 | 每到 | 时至 | 等到 | 直到 | 像 | 谋划 | 展望 | 面向 | 迎接 | [说谈讲]到 | 到了 | 过去
      | 往年 | 岁末 | 岁尾 ) [ ]? \Z
    """,
    re.VERBOSE,
)
"""Words before a time that is no duty's."""
STATED = re.compile(
    r"[，]?(?:是(?!否)|就是|正值|正是|恰逢|适逢|历来|算起|相比|以来|有(?!关|序|效|条)|还有|就可以|可以|能)"
)
"""Words behind a time that is no duty's: 6月是安全生产月."""
LABEL = re.compile(
    r"(?:时限|期限|完成时间|办理时间|整改时间|时间节点|截止时间|截止日期|完成日期)(?:要求)?[：:为是]\s?\Z"
)
SCHEDULED = re.compile(
    r"(?:阶段[（(：:]|截止|定在|定于|安排在|放在|拟于|计划于|将于|放到|推迟到|提前到|暂定[于在]?|初定[于在]?)\Z"
)
CLOSES = re.compile(r"[，]?(?:截止|截稿|封账)")
WRITTEN = re.compile(r"(?:写着|写的是|说是|打算|听说|传)\Z")
PUSHED = re.compile(r"(?:冲刺|决战|决胜|大干|奋战|拼搏|抢抓|攻坚)\Z")
RELATIVE = re.compile(
    r"""
    [^，。；的]{0,3}
    (?: 确定 | 承诺 | 制定 | 下达 | 部署 | 安排 | 召开 | 印发 | 签订 | 提出 | 出台 | 发布 | 举办 | 举行 | 开展 | 实施
      | 定 | 开工 | 建成 | 收到 | 完成 | 交付 | 排查出来 | 通过 | 签约 | 建 | 发 | 拨 | 投 | 签 | 欠 | 办 )
    的 (?! [^，。；]{1,8} [上中] )
    """,
    re.VERBOSE,
)
"""A clause that describes a noun: 年初确定的目标."""
OTHERS = re.compile(
    r"""
    (?: 中央 | 国家 | 国务院 | 部里 | 省委 | 省政府 | 省里 | 省级 | 省[^，。；]{0,8}[厅局组委办] | 上级 | 督[导察]组
      | 巡[视察]组 | 考核组 | 检查组 | 媒体 )
    [^，。；]{0,16} (?: 将 (?! 其 ) | 拟 | 会来 | 要来 | 准备 | 即将 )
    | [市县区州]里 [^，。；]{0,16} (?: 要 | 将 | 会 ) [来到] [我咱本] [们]? [市县区镇乡村校院厂]
    """,
    re.VERBOSE,
)
"""What others announce is no duty of those who listen."""
LAW = re.compile(r"(?:》|条例|[新部]法|法律|规定|标准)[^，。；]{0,8}至(?:正式|全面)?(?:施行|生效|实施)")
"""A law that takes effect, 至 standing for the day."""
SHOULD = re.compile(
    r"应该|应当|本该|理应|本应|(?<![响适供反感相对效顺])应(?!急)|必须|须|务必|要求|规定|未完成|还没|没有完成|尚未"
)
PROBLEM = re.compile(r"(?:有的|有些|个别|少数|一些|部分)")
AVERAGE = re.compile(r"(?:平均|人均|户均|年均|日均|月均|往年|历年|过去|以往|几乎|连续.{1,3}年)\Z")
RATE = re.compile(
    r"(?:的?[^，。；\d]{0,6})?[约近超]?\d[\d.]*[余多]?[万亿千百]?(?:吨|元|立方|人次|人|件|辆|张|起|户|公里|度|千瓦|%)"
)
RAISES = re.compile(r"(?:加|提高|增加|扩大|提升|压减|下降)到|的标准")
HABIT = re.compile(r"[可约能]|因|都(?:是|有|会|在)|.?(?:面对的|接触|发生|出生|流失|损失|只|才|仅|就有)")
EXTENT = re.compile(r"(?<!做)到(?:[、和到]?每[月周天日季年]度?[、和到])*\Z")
"""细化到每周: the repetition is a size, nobody's duty."""
ANNOUNCES = re.compile(r"[^，。；]{0,30}(?:强调|讲|提|说|谈)[几一二三四五六七八九十\d]{1,2}[点个]")
"""The time belongs to what the speaker is going to say (就春节前后工作再强调四点)."""
NO_LENGTH = re.compile(r"(?:近|最近|过去|这|(?<![提会行课赛])前|将近|整整|足足|不到|已有|连续|又|隔|每隔)\Z")
EXPERIENCE = re.compile(r"讲完|说完|(?:[及或]?以上)?的?(?:工龄|工作|党龄|经历|经验|学历|教龄|刑|历史|没|未|不)")
EVENT = re.compile(
    r"""
    发现 | 接到 | 接报 | 收到 | 受理 | 发生 | 出现 | 遇到? | 反映 | 投诉 | 举报 | 诉求 | 差评 | 来信 | 来访 | 险情
    | 事故 | 突发 | 之日起 | [^会今]后，?\Z | [之以]后 | 结束后 | 完成后 | 印发后 | 等 | 待 | 凡 | 一旦 | 每次
    | 每轮 | 到任 | 小时[之以]?内
    | (?: 入职 | 到岗 | 上岗 | 任职 | 签约 | 立案 | 开工 | 竣工 | 验收 | 出院 | 毕业 | 印发 | 下发 | 下达
      | 公布 | 发布 | 批准 | 登记 | 中标 | 报到 | 报案 ) \Z
    """,
    re.VERBOSE,
)
"""What a length may run from that is not the speech."""
ANSWER = re.compile(r"(?!.{0,4}[给向]我)[^，。；]{0,6}(?:答复|回复|回应|回音|办结|反馈[^，。；]{0,4}结果)")
"""What is done within a length after something else, not after the speech."""
CLAUSE_END = re.compile("[，；：。！？,;:]")
MUST = re.compile(
    r"[就还也]?要(?![求素点是以]|坚持|继续|着力|更加|深入|切实|始终|突出|围绕|紧扣|聚焦|牢|重点|抓好|做好|全力|奋力)|必须"
)
SENDS = re.compile(r"让|派|请|叫|由")
IDLE = re.compile(r"再(?:抽|不|议|说|讲)|就[^，。；]{0,6}了|不(?:开|讲|说|点)|还有|冒出|^会")
TODAY = re.compile(
    r"(?<!立)(?:把|必须|务必|马上|立即|连夜)|(?<![就主需重])要|就要(?=公布|完成|报|落实|交|拿|到位|发|办|做)"
)
GATHERING = re.compile(
    r"[，]?(?:国家|中共|中央|省|市委|县委|区委|把(?:大家|各位|同志们)|我们?|咱们|大家|会议|在座|.{0,8}(?:召开|举行|参加|听取|观看|看到|学习了))"
)
