"""Speeches made by rule from parts of our own writing: as many as wanted, the same ones for the same seed.

    python benchmarks/speeches.py FOLDER NUMBER [--characters 3000] [--seed 1]

Files lie a thousand to a folder; one in ten is GB 18030, one in twenty UTF-16, the others are UTF-8.

Known limitations: a million speeches share a few hundred sentences, so that they say nothing about quality, and repeat
phrases more often than real speeches do.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from random import Random

PLACES = ("青禾县", "临江区", "石桥镇", "云岭县", "白沙区", "南塘镇", "松河县", "北渡区")
BODIES = (
    "县应急局", "县农业农村局", "市财政局", "区教育局", "县水利局", "市交通运输局", "区卫生健康局", "县住建局",
    "各乡镇（街道）", "各村（社区）", "县委办", "市国资委", "县市场监管局", "区民政局", "市生态环境局", "各学校",
)  # fmt: skip
TOPICS = (
    "秋粮收购", "防汛备汛", "校园安全", "老旧小区改造", "危桥改造", "基层减负", "项目建设", "清欠账款", "森林防火",
    "农村饮水", "河道清淤", "招商引资", "医保服务", "数据共享", "安全生产", "冬季供暖", "高标准农田", "电梯检修",
)  # fmt: skip
OPENINGS = (
    "今天这个会，主要是把{topic}的事再推一推。",
    "开这个会之前，我到几个点上看了看，有喜有忧。",
    "刚才几个单位作了发言，讲得都比较实，我都同意。",
    "{topic}抓到今天，已经到了要见真章的时候。",
)
REVIEWS = (
    "上半年大家是下了功夫的，{topic}完成了年度计划的{share}%。",
    "前一阶段，{body}牵头跑了{number}个点，摸清了底数。",
    "应该肯定，{place}的做法有新意，群众是认账的。",
)
PROBLEMS = (
    "但是也要看到，有的地方还停在纸面上，台账做得漂亮，现场一塌糊涂。",
    "有的同志既不到一线去看，又不肯坐下来算账，{topic}就这么拖着。",
    "个别单位推一推动一动，问题报上来{number}个，真正销号的不到一半。",
    "说到底，不是条件不够，而是责任心不强。",
)
TITLES = (
    "把底数摸清楚", "把责任压到人", "把短板补起来", "把群众的事办实", "突出重点抓{topic}", "严把{topic}的关口",
    "守住安全底线", "健全长效机制", "强化要素保障", "在落实上见成效",
)  # fmt: skip
DUTIES = (
    "{body}要在{month}月{day}日前把{topic}的清单报上来，一项一项销号。",
    "{body}牵头，{other}配合，{month}月底前完成{number}处隐患的整改。",
    "{body}每周五向县委办报一次进度，不能断档。",
    "{other}要集中{weeks}周时间，把{topic}过一遍筛子。",
    "年底前，{body}的{topic}覆盖率要达到{share}%以上。",
    "{body}要在{days}个工作日内拿出方案，发给大家提意见。",
    "请{other}对照问题清单，对号入座，{month}月中旬前把整改方案报{body}。",
)
PROSE = (
    "这件事说难也难，说容易也容易，关键看我们用不用心。",
    "要沉到一线去，脚上沾泥，心里才有底。",
    "既要算经济账，又要算民生账，哪一头都不能偏。",
    "以钉钉子精神一锤接着一锤敲，敲一个成一个。",
    "越是到了紧要关头，越要稳得住阵脚。",
    "不能会上热热闹闹，会后冷冷清清。",
    "群众看的不是我们说了多少，而是家门口的路修没修、水清没清。",
    "{place}的干部讲过一句话，我很赞成：账要一笔一笔算，人要一户一户访。",
    "做{topic}不能搞花架子，更不能让基层围着表格转。",
)
CLOSINGS = ("事情就讲这些，大家回去抓紧干。", "任务已经明确，关键在落实。", "希望大家拿出干劲，把这件事办成办好。")
NUMERALS = "一二三四五六七八九"
STYLES = (
    ("{n}、{title}", "（{n}）{text}"),
    ("第{n}，{title}。", "{n}是{text}"),
    ("{n}要{title}。", "{text}"),
    ("（{n}）{title}", "{a}.{text}"),
)
"""How points and what stands in them open: n in Chinese, a in Arabic numerals."""
ENCODINGS = ("gb18030",) * 2 + ("utf-16",) + ("utf-8",) * 17
FILES_IN_FOLDER = 1000


def make_speech(seed: str, *, characters: int = 3000) -> str:
    """Make one speech of about so many characters; the same for the same seed."""
    random = Random(seed)
    year, month = random.randint(2015, 2024), random.randint(1, 12)
    head = [
        f"在{random.choice(PLACES)}{random.choice(TOPICS)}工作会议上的讲话",
        f"（{year}年{month}月{random.randint(1, 28)}日）",
        "同志们：",
    ]
    opening = _some(random, OPENINGS, 2) + _some(random, REVIEWS, 2) + _some(random, PROBLEMS, 3)
    count = random.randint(3, 5)
    body = [f"{opening}下面，我讲{NUMERALS[count - 1]}点意见。"]
    heading, label = random.choice(STYLES)
    share = max(80, (characters - len(opening) - 60) // count)
    for n in range(1, count + 1):
        body.append(heading.format(n=NUMERALS[n - 1], title=_fill(random, random.choice(TITLES))))
        body += _make_point(random, label, share)
    return "\n".join([*head, *body, random.choice(CLOSINGS)]) + "\n"


def write_speeches(folder: Path, number: int, *, characters: int = 3000, seed: int = 1) -> int:
    """Write so many speeches; returns their characters."""
    total = 0
    for n in range(number):
        below = folder / f"{n // FILES_IN_FOLDER:03}"
        if n % FILES_IN_FOLDER == 0:
            below.mkdir(parents=True, exist_ok=True)
        text = make_speech(f"{seed}-{n}", characters=characters)
        total += len(text)
        (below / f"{n:07}.txt").write_bytes(text.encode(ENCODINGS[n % len(ENCODINGS)]))
    return total


def _make_point(random: Random, label: str, characters: int) -> list[str]:
    """Paragraphs of a point."""
    paragraphs: list[str] = []
    n = size = 0
    while size < characters:
        n += 1
        text = _some(random, DUTIES, random.randint(1, 2)) + _some(random, PROSE, random.randint(1, 3))
        text = label.format(n=NUMERALS[(n - 1) % 9], a=n, text=text)
        paragraphs.append(text)
        size += len(text)
    return paragraphs


def _some(random: Random, parts: tuple[str, ...], number: int) -> str:
    return "".join(_fill(random, part) for part in random.sample(parts, min(number, len(parts))))


def _fill(random: Random, part: str) -> str:
    body, other = random.sample(BODIES, 2)
    return part.format(
        topic=random.choice(TOPICS),
        place=random.choice(PLACES),
        body=body,
        other=other,
        number=random.randint(2, 60),
        share=random.randint(50, 98),
        month=random.randint(1, 12),
        day=random.randint(1, 28),
        weeks=NUMERALS[random.randint(0, 3)],
        days=random.randint(3, 20),
    )


def main() -> None:
    """Read the options and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("number", type=int)
    parser.add_argument("--characters", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    total = write_speeches(options.folder, options.number, characters=options.characters, seed=options.seed)
    print(f"{options.number:,} speeches, {total:,} characters")


if __name__ == "__main__":
    main()
