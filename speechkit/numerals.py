"""Numbers as Chinese writes them: 十二 ↔ 12, 二〇二五, 廿三, 两百, １２, ③, 叁.

`to_chinese` writes, `parse_chinese` reads; each positional system that speeches use is understood.

Known limitations: no fractions (三分之一), no decimals (三点五), no mixed forms (3万), nothing from 10^12 on;
百, 千, 万 and 亿 are numbers only behind a digit or 十.
"""

from __future__ import annotations

import unicodedata

_DIGITS = "零一二三四五六七八九"
_DIGIT_VALUES = {character: value for value, character in enumerate(_DIGITS)} | {
    "〇": 0, "○": 0, "Ｏ": 0,
    "壹": 1, "贰": 2, "貳": 2, "两": 2, "兩": 2, "叁": 3, "參": 3, "叄": 3, "肆": 4, "伍": 5,
    "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNIT_VALUES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIAD_VALUES = {"万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_TWENTIES = {"廿": "二十", "卄": "二十", "卅": "三十", "卌": "四十"}
_UNITS = ("", "十", "百", "千")
_LARGEST = 10**12
"""First number that is not written in Chinese: 亿 counts to 9999 of itself."""


def to_chinese(number: int) -> str:
    """Write a number as Chinese reads it: 12 → 十二, 103 → 一百零三, 20 → 二十.

    Args:
        number: 0 to 10^12 - 1; a number outside is written in ASCII digits.
    Returns:
        The shortest standard form; 10 to 19 without 一 in front; `parse_chinese` reads it back.
    """
    if not 0 <= number < _LARGEST:
        return str(number)
    if number == 0:
        return "零"
    written = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, unit)
        if group:
            gap = "零" if written and group < 1000 else ""
            written += gap + _write_group(group) + name
    return written.removeprefix("一") if written.startswith("一十") else written


def _write_group(group: int) -> str:
    """Write 1 to 9999: each digit with its unit, one 零 for any zeros between two digits."""
    written = ""
    for place, digit in zip(range(3, -1, -1), f"{group:04}", strict=True):
        if digit != "0":
            written += _DIGITS[int(digit)] + _UNITS[place]
        elif written and not written.endswith("零"):
            written += "零"
    return written.removesuffix("零")


def parse_chinese(written: str) -> int | None:
    """Read a number; the whole string must be one.

    Understood: 十二, 一百零三, 一百二 (120), 两千, 廿三, 三万五千, 一亿零五十; digit by digit 二〇二五;
    formal 贰拾叁; ASCII and full-width digits; one enclosed number (③ ⑶ ⒊ ㈢ ㊂ ❸).

    Returns:
        The number, or None where the string is no number. Never raises.
    """
    if not written:
        return None
    if all("0" <= c <= "9" or "０" <= c <= "９" for c in written):
        return int(written) if len(written) <= 12 else None
    if len(written) == 1:
        enclosed = _parse_enclosed(written)
        if enclosed is not None:
            return enclosed
    for short, long in _TWENTIES.items():
        written = written.replace(short, long)
    if all(c in _DIGIT_VALUES for c in written):
        return _parse_digits(written)
    return _parse_myriads(written)


def _parse_enclosed(character: str) -> int | None:
    """Value of a circled, bracketed or dotted number; None for any other character, also for 十."""
    if character in _DIGIT_VALUES or unicodedata.category(character) != "No":
        return None
    if unicodedata.decomposition(character).startswith(("<super>", "<sub>", "<fraction>")):
        return None
    value = unicodedata.numeric(character, -1)
    return int(value) if value >= 0 and value == int(value) else None


def _parse_digits(written: str) -> int | None:
    """Read digit by digit: 二〇二五 → 2025."""
    if len(written) > 12:
        return None
    return int("".join(str(_DIGIT_VALUES[c]) for c in written))


def _parse_myriads(written: str) -> int | None:
    """Read groups of up to four digits, each with its 万 or 亿, the larger first."""
    total = 0
    group = ""
    above = _LARGEST
    for character in written:
        myriad = _MYRIAD_VALUES.get(character)
        if myriad is None:
            group += character
            continue
        value = _parse_group(group, first=total == 0)
        if not value or myriad >= above:
            return None
        total += value * myriad
        above = myriad
        group = ""
    if not group:
        return total
    if total and len(group) == 1 and group in _DIGIT_VALUES:
        return total + _DIGIT_VALUES[group] * (above // 10)  # 一万二 is 12,000
    rest = _parse_group(group, first=total == 0)
    return None if rest is None else total + rest


def _parse_group(group: str, *, first: bool) -> int | None:
    """Read 1 to 9999 with 十, 百, 千; None where the units do not fall or a digit has none.

    Args:
        group: without 万 and 亿.
        first: False behind 万 or 亿, where 零 may open the group.
    """
    total = 0
    digit: int | None = None
    above = 10_000
    zero = False  # 零 stands before the last digit, which then counts ones: 一百零三, not 一百三
    for place, character in enumerate(group):
        unit = _UNIT_VALUES.get(character)
        value = _DIGIT_VALUES.get(character)
        if unit is not None:
            if unit >= above or (digit is None and not (unit == 10 and place == 0)) or digit == 0:
                return None
            total += (1 if digit is None else digit) * unit
            above, digit, zero = unit, None, False
        elif value is None or digit is not None:
            return None
        elif value == 0:
            if zero or (place == 0 and first):
                return None
            zero = True
        else:
            digit = value
    if digit is None:
        return None if zero else total
    if zero or above <= 10 or total == 0:
        return total + digit
    return total + digit * (above // 10)  # 一百二 is 120
