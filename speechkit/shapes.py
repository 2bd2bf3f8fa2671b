"""Hold parsed JSON to a JSON Schema: the part of 2020-12 that speechkit's own schema uses.

The schema is compiled to closures once, because a corpus has a million records and each some hundred values. Beyond
the schema, integers must be exact in a double (2⁵³), numbers finite, days days of the calendar.

Known limitations: keywords that `output.schema.json` does not use are refused when it is compiled; a key that the
schema does not name passes, as the contract wants it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Any

Check = Callable[[Any], None]
"""Returns nothing; raises `WrongShape`."""

_KNOWN = frozenset(
    (
        "type", "properties", "required", "items", "$ref", "const", "enum", "pattern", "minimum", "maximum",
        "minLength", "minItems", "anyOf", "not", "title", "description",
    )
)  # fmt: skip
_LARGEST = 2**53
_DAY = r"^\d{4}-\d{2}-\d{2}$"
_NAMES = {"object": "an object", "array": "an array", "string": "text", "integer": "a whole number"}
_NAMES |= {"number": "a number", "boolean": "true or false", "null": "null"}


class WrongShape(ValueError):
    """What is wrong and, as keys and indexes from the inside out, where; never leaves the package."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.place: list[str | int] = []

    def __str__(self) -> str:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in reversed(self.place))
        return f"{place.lstrip('.') or 'the record'}: {self.message}"


def compile_schema(schema: dict[str, Any], definitions: dict[str, Any]) -> Check:
    """Compile a schema.

    Args:
        schema: a subschema.
        definitions: the `$defs` that its references name.
    Raises:
        NotImplementedError: the schema uses a keyword that this module does not know.
    """
    return _Compiler(definitions).compile(schema)


class _Compiler:
    """Compiles; remembers what it compiled, so that a schema may hold itself."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self._definitions = definitions
        self._done: dict[str, Check] = {}

    def compile(self, schema: dict[str, Any]) -> Check:
        unknown = schema.keys() - _KNOWN
        if unknown:
            raise NotImplementedError(f"keywords {sorted(unknown)}")
        if "$ref" in schema:
            return self._refer(schema["$ref"].rpartition("/")[2])
        if "anyOf" in schema:
            return _any_of([self.compile(part) for part in schema["anyOf"]])
        if "const" in schema or "enum" in schema:
            return _one_of(tuple(schema.get("enum", [schema.get("const")])))
        names = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        checks = {"object": self._object, "array": self._array}
        kinds = {_TYPES[name]: checks.get(name, _SCALARS.get(name, _nothing))(schema) for name in names}
        return _of_type(kinds, " or ".join(_NAMES[name] for name in names))

    def _refer(self, name: str) -> Check:
        def refer(value: Any) -> None:
            if name not in self._done:
                self._done[name] = self.compile(self._definitions[name])
            self._done[name](value)

        return refer

    def _object(self, schema: dict[str, Any]) -> Check:
        properties = {key: self.compile(part) for key, part in schema.get("properties", {}).items()}
        required = tuple(schema.get("required", ()))
        refused = tuple(schema.get("not", {}).get("required", ()))

        def check(value: dict[str, Any]) -> None:
            for key in required:
                if key not in value:
                    raise WrongShape(f"lacks the key '{key}'")
            if refused and all(key in value for key in refused):
                raise WrongShape(f"has the key '{refused[0]}' of a failure beside those of a speech")
            for key, part in properties.items():
                if key in value:
                    try:
                        part(value[key])
                    except WrongShape as wrong:
                        wrong.place.append(key)
                        raise

        return check

    def _array(self, schema: dict[str, Any]) -> Check:
        item = self.compile(schema["items"])
        least = schema.get("minItems", 0)

        def check(value: list[Any]) -> None:
            if len(value) < least:
                raise WrongShape(f"must hold {least} or more")
            for number, part in enumerate(value):
                try:
                    item(part)
                except WrongShape as wrong:
                    wrong.place.append(number)
                    raise

        return check


def _of_type(kinds: dict[type, Check], wanted: str) -> Check:
    if float in kinds:
        kinds = {int: kinds[float], **kinds}

    def check(value: Any) -> None:
        kind = kinds.get(type(value))
        if kind is None:
            raise WrongShape(f"must be {wanted}")
        kind(value)

    return check


def _string(schema: dict[str, Any]) -> Check:
    if not schema.keys() & {"pattern", "minLength"}:
        return _nothing(schema)
    pattern, least = schema.get("pattern", ""), schema.get("minLength", 0)
    find = re.compile(pattern.replace("$", r"\Z")).search
    is_day = pattern == _DAY

    def check(value: str) -> None:
        if len(value) < least:
            raise WrongShape("must not be empty" if least == 1 else f"must have {least} characters or more")
        if find(value) is None:
            raise WrongShape(f"does not match {pattern}")
        if is_day:
            try:
                date.fromisoformat(value)
            except ValueError:
                raise WrongShape("is no day of the calendar") from None

    return check


def _number(schema: dict[str, Any]) -> Check:
    least, most = schema.get("minimum", -_LARGEST), schema.get("maximum", _LARGEST)

    def check(value: float) -> None:
        if not (math.isfinite(value) and least <= value <= most):
            raise WrongShape(f"must lie between {least} and {most}")

    return check


def _one_of(values: tuple[Any, ...]) -> Check:
    def check(value: Any) -> None:
        if value not in values or isinstance(value, bool):
            raise WrongShape(f"must be {' or '.join(map(str, values))}")

    return check


def _any_of(checks: list[Check]) -> Check:
    def check(value: Any) -> None:
        last = None
        for part in checks:
            try:
                part(value)
            except WrongShape as wrong:
                last = wrong
            else:
                return
        if last is not None:
            raise last

    return check


def _nothing(schema: dict[str, Any]) -> Check:
    return lambda value: None


_SCALARS: dict[str, Callable[[dict[str, Any]], Check]] = {"string": _string, "integer": _number, "number": _number}
_TYPES: dict[str, type] = {
    "object": dict, "array": list, "string": str, "integer": int, "number": float, "boolean": bool, "null": type(None),
}  # fmt: skip
