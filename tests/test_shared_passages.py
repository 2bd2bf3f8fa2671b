"""Shared passages against the comparison of all pairs, on generated speeches; and what is no shared passage."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from conftest import MOST_GROWTH, growth

from speechkit import minhash
from speechkit.minhash import ROWS, bands_for, make_signer, shingles, similarity
from speechkit.shared_passages import MOST_COMPARED, Sentence, find_passages, key_of, link_similar

WORDS = (
    "会议要求各地查清底数补齐短板压实责任按期完成整改验收销号逐级上报台账群众反映问题现场答复限时办结回访满意".strip()
)


def make_text(rng: random.Random, length: int) -> str:
    return "".join(rng.choices(WORDS, k=length))


def edit(rng: random.Random, text: str, times: int) -> str:
    for _ in range(times):
        at = rng.randrange(len(text))
        text = rng.choice([text[:at] + text[at + 1 :], text[:at] + rng.choice(WORDS) + text[at:]])
    return text


def make_speeches(seed: int, *, speeches: int = 12, common: int = 10) -> list[list[str]]:
    """Speeches of own sentences and variants of common ones."""
    rng = random.Random(seed)
    pool = [make_text(rng, rng.randint(14, 50)) for _ in range(common)]
    made = []
    for _ in range(speeches):
        texts = [make_text(rng, rng.randint(5, 50)) for _ in range(8)]
        texts += [edit(rng, rng.choice(pool), rng.randint(0, 6)) for _ in range(6)]
        rng.shuffle(texts)
        made.append(texts)
    return made


def as_sentences(speeches: Iterable[Iterable[str]]) -> list[Sentence]:
    found = []
    for number, texts in enumerate(speeches):
        at = 0
        for text in texts:
            found.append(Sentence(number, at, at + len(text) + 1, f"{text}。", key_of(text)))
            at += len(text) + 1
    return found


def components(size: int, links: Iterable[tuple[int, int]]) -> set[frozenset[int]]:
    member = [{number} for number in range(size)]
    for left, right in links:
        if member[left] is not member[right]:
            member[left] |= member[right]
            for number in member[right]:
                member[number] = member[left]
    return {frozenset(group) for group in member}


@pytest.mark.parametrize("least", [0.5, 0.7, 0.9])
@pytest.mark.parametrize("seed", range(6))
def test_links_join_what_the_comparison_of_all_pairs_joins(seed: int, least: float) -> None:
    keys = sorted({s.key for s in as_sentences(make_speeches(seed)) if len(s.key) >= 12})
    sets = [shingles(key) for key in keys]
    every = [(i, j) for i in range(len(keys)) for j in range(i) if similarity(sets[i], sets[j]) >= least]
    links = list(link_similar(keys, least))
    assert every
    assert set(links) <= {pair for i, j in every for pair in ((i, j), (j, i))}
    assert components(len(keys), links) == components(len(keys), every)


@pytest.mark.parametrize("seed", range(4))
def test_equal_sentences_are_those_that_counting_finds(seed: int) -> None:
    sentences = as_sentences(make_speeches(seed))
    holders: dict[str, set[int]] = {}
    for sentence in sentences:
        if len(sentence.key) >= 12:
            holders.setdefault(sentence.key, set()).add(sentence.speech)
    wanted = {key for key, speeches in holders.items() if len(speeches) > 1}
    found = find_passages(sentences, least=1)
    assert {key_of(place.text) for passage in found for place in passage.places if passage.sentences == 1} <= wanted
    assert sum(passage.sentences for passage in found) == len(wanted)
    assert all(place.similarity == 1 for passage in found for place in passage.places)


def test_signatures_agree_as_often_as_the_texts_are_alike() -> None:
    rng = random.Random(7)
    sign = make_signer(100)
    for edits in (1, 4, 9, 20):
        text = make_text(rng, 60)
        left, right = shingles(text), shingles(edit(rng, text, edits))
        agreed = sum(a == b for a, b in zip(sign(left), sign(right), strict=True)) / (100 * ROWS)
        assert agreed == pytest.approx(similarity(left, right), abs=0.1)


def test_bands_are_enough() -> None:
    for least in (0.3, 0.5, 0.7, 0.9, 1.0):
        assert 1 - (1 - least**ROWS) ** bands_for(least) >= 0.999


SAID = ("各镇要在会后三天之内把低洼院落再走一遍，", "走完以后由包片的干部在册子上签字并写明时间。")


def test_sentences_that_follow_each_other_everywhere_are_one_passage() -> None:
    own = ["东头那段老墙裂着一道很长的缝。", "渡口的石阶今年又长满了青苔。", "孩子们放学总爱从田埂上抄近道。"]
    speeches = [[own[0], *SAID], [*SAID, own[1]], [own[2], SAID[0], SAID[1].replace("签字", "签名")]]
    (passage,) = find_passages(as_sentences(speeches))
    assert (passage.speeches, passage.sentences, len(passage.places)) == (3, 2, 3)
    assert passage.places[0].text == f"{SAID[0]}。{SAID[1]}。"
    assert [place.similarity for place in passage.places[:2]] == [1, 1]
    assert 0.7 <= passage.places[2].similarity < 1
    assert passage.length == sum(len(key_of(text)) for text in SAID)


def test_sentences_that_part_somewhere_are_passages_of_their_own() -> None:
    own = "东头那段老墙裂着一道很长的缝。"
    found = find_passages(as_sentences([list(SAID), list(SAID), [SAID[0], own, SAID[1]]]))
    assert [passage.sentences for passage in found] == [1, 1]


def test_no_passage_reaches_from_one_speech_into_the_next() -> None:
    own = ["东头那段老墙裂着一道很长的缝。", "渡口的石阶今年又长满了青苔。"]
    found = find_passages(as_sentences([[own[0], SAID[0]], [SAID[1]], [own[1], SAID[0]], [SAID[1]]]))
    assert [passage.sentences for passage in found] == [1, 1]


def test_forgotten_shingles_are_hashed_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    texts = [shingles(make_text(rng, 30)) for _ in range(20)]
    wanted = [make_signer(3)(text) for text in texts]
    monkeypatch.setattr(minhash, "_MOST_KNOWN", 7)
    sign = make_signer(3)
    assert [sign(text) for text in texts] == wanted


def test_what_is_not_shared() -> None:
    assert find_passages(as_sentences([[SAID[0], SAID[0]], [SAID[1]]])) == []  # twice in one speech
    assert find_passages(as_sentences([["真抓实干"], ["真抓实干"]])) == []  # short
    assert find_passages(as_sentences([["真抓实干"], ["真抓实干"]]), length=4) != []
    assert find_passages([]) == []
    assert find_passages(as_sentences([["，。！？" * 9], ["，。！？" * 9]])) == []  # nothing that counts


def test_punctuation_and_blanks_do_not_count() -> None:
    (passage,) = find_passages(as_sentences([[SAID[0]], [SAID[0].replace("，", " ——")]]), least=1)
    assert [place.similarity for place in passage.places] == [1, 1]


def test_many_variants_of_one_template_cost_no_square() -> None:
    def variants(number: int) -> list[Sentence]:
        return as_sentences([f"第{n}号简报已经发到各镇各村请对照问题逐条整改到位"] for n in range(number))

    assert growth(find_passages, variants(400), variants(1600)) < MOST_GROWTH
    (passage,) = find_passages(variants(3 * MOST_COMPARED))
    assert passage.speeches == 3 * MOST_COMPARED


def test_time_grows_with_the_sentences() -> None:
    small, large = (as_sentences(make_speeches(1, speeches=n, common=n)) for n in (25, 100))
    assert growth(find_passages, small, large) < MOST_GROWTH
