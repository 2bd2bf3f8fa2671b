"""The labels of automatic lists as text: 3 → 三, ③, 叁, 丙, III, c, ０３, and the label before its paragraph.

Styles have the names of WordprocessingML's ST_NumberFormat; the HTML reader maps its own to them.

Known limitations: an unknown style, and a number beyond a style's signs (㉑ …), is written in decimal
digits, as Word does. Source: ECMA-376, part 1, 17.18.59; what Word shows where that is silent.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from speechkit.numerals import to_chinese

_LEGAL_SIMPLIFIED = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千万亿", "壹貳參肆伍陸柒捌玖拾佰仟萬億")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_IDEOGRAPHS = str.maketrans("0123456789", "〇一二三四五六七八九")
_IDEOGRAPHS_TAIWAN = str.maketrans("0123456789", "○一二三四五六七八九")
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_LIMIT = 4000
_MOST_DIGITS = 5
"""As many as Word offers."""
_LETTERS_LIMIT = 26 * 20
"""Twenty times the same letter is more than any list has; a hostile start value would write megabytes."""

Writer = Callable[[int], str]


def write_number(number: int, style: str) -> str:
    """Write the number of a list item, without the punctuation round it.

    Args:
        number: a negative one is written in decimal digits.
        style: a name of ST_NumberFormat, or "01", "001" … for that many digits; an unknown one is "decimal".
    """
    if style.strip("0") == "1":
        return f"{number:0{min(len(style), _MOST_DIGITS)}}"
    writer = _WRITERS.get(style)
    if writer is None or number < 0:
        return str(number)
    return writer(number)


def join_label(label: str, suffix: str, text: str) -> str:
    """Put a label before its paragraph as one would type it: 一、加强领导, 第一章 总则, 1.2024年.

    A label that ends in punctuation or in a ring needs nothing; one that would run into the text (第一章,
    1, A, and a point before a digit) gets a space, unless the list says "nothing".
    """
    if not label or not text or suffix == "nothing":
        return label + text
    runs_on = unicodedata.category(label[-1])[0] == "L" or unicodedata.category(label[-1]) in ("Nd", "Nl")
    before_digit = label[-1] in ".．" and text[0].isdecimal()
    return f"{label} {text}" if runs_on or before_digit else label + text


def _roman(number: int) -> str:
    if not 0 < number < _ROMAN_LIMIT:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


def _letters(number: int) -> str:
    """A … Z, AA, BB …: the same letter again, not AB."""
    if not 0 < number <= _LETTERS_LIMIT:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _signs(first: str, count: int) -> Writer:
    """Write 1 to `count` by signs that follow one another in Unicode, others in digits."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= count else str(number)


def _cycle(*wheels: str) -> Writer:
    """Write by one sign of each wheel, as the sixty pairs from 甲子 on are made; then in digits."""
    count = 60 if len(wheels) > 1 else len(wheels[0])

    def write(number: int) -> str:
        if not 0 < number <= count:
            return str(number)
        return "".join(wheel[(number - 1) % len(wheel)] for wheel in wheels)

    return write


def _counting(digits: dict[int, int]) -> Writer:
    """十 up to 99, from there digit by digit: 九十九, 一〇〇."""
    return lambda number: to_chinese(number) if 0 < number < 100 else str(number).translate(digits)


def _japanese(number: int) -> str:
    """As Chinese, but without zeros and without the one before 十, 百 and 千: 百一."""
    if number == 0:
        return "〇"
    written = to_chinese(number).replace("零", "")
    for unit in "十百千":
        written = written.replace(f"一{unit}", unit)
    return written


def _legal(table: dict[int, int]) -> Writer:
    """The digits of cheques; ten is 壹拾."""

    def write(number: int) -> str:
        written = to_chinese(number)
        return (f"一{written}" if written.startswith("十") else written).translate(table)

    return write


_WRITERS: dict[str, Writer] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _signs("①", 20),
    "decimalEnclosedCircleChinese": _signs("①", 20),
    "decimalEnclosedParen": _signs("⑴", 20),
    "decimalEnclosedFullstop": _signs("⒈", 20),
    "ideographEnclosedCircle": _signs("㊀", 10),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "chineseCounting": _counting(_IDEOGRAPHS),
    "chineseCountingThousand": to_chinese,
    "taiwaneseCounting": _counting(_IDEOGRAPHS_TAIWAN),
    "taiwaneseCountingThousand": to_chinese,
    "ideographDigital": lambda number: str(number).translate(_IDEOGRAPHS),
    "taiwaneseDigital": lambda number: str(number).translate(_IDEOGRAPHS_TAIWAN),
    "japaneseDigitalTenThousand": lambda number: str(number).translate(_IDEOGRAPHS),
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": _legal(_LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": _cycle(_STEMS, _BRANCHES),
    "numberInDash": lambda number: f"- {number} -",
    "bullet": lambda number: "",
    "none": lambda number: "",
}
