"""The house: which room may import which, how long files and functions are, what is in no file."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from speechkit.pipeline import STEPS, load_step
from speechkit.readers import FORMATS as READERS
from speechkit.readers import load_reader
from speechkit.renderers import FORMATS as RENDERERS
from speechkit.renderers import load_renderer

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "speechkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
STEP_MODULES = {step.module.rpartition(".")[2] for step in STEPS}
LONGEST_FILE = 400
LONGEST_FUNCTION = 50
CORE = {"errors", "model", "settings", "align", "numerals"}
OUTER = {"cli", "__main__", "__init__", "pipeline", "batch", "stats_sources"}
OUTER_PREFIXES = ("cli_", "batch_", "tables_")
OPTIONAL = {
    "openpyxl",
    "docx",
    "pypdf",
    "dask",
    "distributed",
    "icalendar",
    "pyarrow",
    "fsspec",
    "jinja2",
    "chinese_calendar",
}


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def _imports(path: Path) -> list[tuple[str, bool]]:
    """Modules that a file imports, and whether at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        at_top = node in tree.body
        if isinstance(node, ast.Import):
            found += [(alias.name, at_top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found += [(name if _is_module(name) else str(node.module), at_top) for name in names]
    return found


def _is_module(name: str) -> bool:
    path = ROOT / Path(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _rooms(path: Path) -> set[str]:
    return {name.removeprefix("speechkit.") for name, _ in _imports(path) if name.startswith("speechkit.")}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_obey_the_table(path: Path) -> None:
    name, rooms = _name(path), _rooms(path)
    if name == "errors":
        assert rooms == set()
    if name in CORE:
        assert rooms <= CORE
    if name not in OUTER and not name.startswith(("renderers", *OUTER_PREFIXES)):
        assert not any(room.startswith("renderers") for room in rooms), "only renderers and the command line render"
        assert not rooms & {"cli", "__main__"}
    if name not in OUTER and not name.startswith(("readers", "renderers", *OUTER_PREFIXES)):
        assert not any(room.startswith("readers") for room in rooms), "only the outer rooms read"
    if name in STEP_MODULES:
        assert not rooms & (STEP_MODULES - {name}), "no step imports another"
    if name.startswith(("readers", "renderers")):
        assert not rooms & STEP_MODULES, "readers and renderers know no step"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_optional_packages_are_imported_by_their_own_file_only(path: Path) -> None:
    used = {name.partition(".")[0] for name, _ in _imports(path)} & OPTIONAL
    assert len(used) <= 1
    at_top = {name.partition(".")[0] for name, top in _imports(path) if top}
    if _name(path).split(".")[0] not in ("readers", "renderers"):
        assert not at_top & (OPTIONAL | {"rich", "jieba", "rjieba", "yaml"}) or _name(path) in {"yaml_tree"}


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_says_what_it_is_and_what_it_lacks(path: Path) -> None:
    words = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert words
    if path.name not in ("__init__.py", "__main__.py"):
        assert "Known limitations:" in words


def test_registries_load() -> None:
    for step in STEPS:
        assert callable(load_step(step))
        assert set(step.needs) <= {other.name for other in STEPS[: STEPS.index(step)]}
    for row in READERS:
        if row.extra is None:
            assert callable(load_reader(row))
    for command, rows in RENDERERS.items():
        for form in rows:
            assert callable(load_renderer(command, form.name))


def test_outline_loads_no_dictionary_and_no_heavy_package() -> None:
    import subprocess

    code = (
        "import sys, runpy; sys.argv = ['speechkit', 'outline', '-', '--format', 'json'];\n"
        "try:\n runpy.run_module('speechkit', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print([m for m in ('jieba', 'rjieba', 'yaml', 'rich') if m in sys.modules], file=sys.stderr)"
    )
    run = [sys.executable, "-c", code]
    text = "一、查\n查细。\n二、改\n改完。\n".encode()
    subprocess.run(run, input=text, capture_output=True, check=True)  # fills the cache of compiled lexicons
    loaded = subprocess.run(run, input=text, capture_output=True, check=True).stderr.decode()
    assert not re.search("'(jieba|rjieba|yaml|rich)'", loaded)
