"""What marks one corpus against another, and how evenly a thing is spread: the measures of corpus linguistics.

Log-likelihood says how sure it is that two corpora differ, an effect size how much they do; the one without the other
misleads: in large corpora everything is significant, in small ones every ratio is large.

Sources:
    G²: T. Dunning, Accurate Methods for the Statistics of Surprise and Coincidence, Computational Linguistics 19(1),
        1993; in the form with two cells of P. Rayson and R. Garside, Comparing Corpora using Frequency Profiling, 2000.
    Log ratio: A. Hardie, Log Ratio: an informal introduction, CASS, Lancaster, 2014.
    %DIFF: C. Gabrielatos and A. Marchi, Keyness: Matching metrics to definitions, 2011.
    BIC: A. Wilson, Embracing Bayes factors for key item analysis in corpus linguistics, 2013: G² − ln N.
    DP: S. Th. Gries, Dispersions and adjusted frequencies in corpora, IJCL 13(4), 2008; normalised after J. Lijffijt
        and S. Th. Gries, IJCL 17(1), 2012.

Known limitations: G² takes occurrences to be independent of each other, which in speeches they are not: read it with
the number of speeches and the dispersion.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, log, log2, sqrt

SMOOTHING = 0.5
"""Occurrences that stand for none in the effect sizes, as in Hardie's log ratio; G² needs none."""


@dataclass(frozen=True, slots=True)
class Keyness:
    """How a thing's frequency differs between a target and a reference corpus.

    Attributes:
        g2: log-likelihood ratio, 0 or more; critical values for one degree of freedom 3.84 (5 %), 6.63 (1 %), 10.83
            (0.1 %), 15.13 (0.01 %).
        p: probability of such a G² or a larger one where the corpora do not differ.
        bic: G² less the logarithm of both sizes; above 2 positive, above 6 strong evidence of a difference.
        log_ratio: binary logarithm of the ratio of the relative frequencies; 1 is twice as frequent in the target. None
            where one count is 0 and the smoothing would turn the ratio round: too rare to say.
        diff: the same ratio as a per cent difference; 100 is twice as frequent.
    """

    g2: float
    p: float
    bic: float
    log_ratio: float | None
    diff: float | None


def measure_keyness(count: int, size: int, *, reference_count: int, reference_size: int) -> Keyness:
    """Compare two frequencies.

    Args:
        count: occurrences in the target corpus.
        size: of the target corpus, in the unit of the counting; 1 or more, not less than `count`.
        reference_count, reference_size: the same of the reference corpus.
    """
    whole = size + reference_size
    share = (count + reference_count) / whole
    g2 = 2 * (_term(count, size * share) + _term(reference_count, reference_size * share))
    g2 = max(0.0, g2)
    ratio = _ratio(count / size, reference_count / reference_size, size=size, reference_size=reference_size)
    effect = (None, None) if ratio is None else (log2(ratio), 100 * (ratio - 1))
    return Keyness(g2, probability(g2), g2 - log(whole), *effect)


def probability(g2: float) -> float:
    """The upper tail of the chi-squared distribution with one degree of freedom."""
    return erfc(sqrt(g2 / 2))


def adjust(p: float, comparisons: int) -> float:
    """A probability after Bonferroni: as if the one comparison had been picked from so many."""
    return min(1.0, p * comparisons)


def measure_dispersion(counts: Sequence[int], sizes: Sequence[int], *, size: int, smallest: int) -> tuple[float, float]:
    """How unevenly a thing is spread over the parts of a corpus: Gries' deviation of proportions.

    Args:
        counts: in the parts that hold the thing; none of them 0.
        sizes: of the same parts.
        size: of the whole corpus.
        smallest: size of its smallest part.
    Returns:
        DP: 0 where every part has its share, nearly 1 where one small part has all; and DP normalised, so that 1 can
        be reached. Both are 0 where the corpus is one part.
    """
    total = sum(counts)
    held = sum(abs(count / total - part / size) for count, part in zip(counts, sizes, strict=True))
    dp = (held + 1 - sum(sizes) / size) / 2
    dp = min(1.0, max(0.0, dp))
    most = 1 - smallest / size
    return dp, min(1.0, dp / most) if most > 0 else 0.0


def _term(observed: int, expected: float) -> float:
    return observed * log(observed / expected) if observed else 0.0


def _ratio(ours: float, theirs: float, *, size: int, reference_size: int) -> float | None:
    """Ratio of two relative frequencies, `SMOOTHING` in place of no occurrence."""
    if ours and theirs:
        return ours / theirs
    ratio = (ours or SMOOTHING / size) / (theirs or SMOOTHING / reference_size)
    return ratio if (ratio > 1) == (ours > theirs) else None
