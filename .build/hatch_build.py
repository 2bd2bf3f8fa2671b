"""Build hook: compiles the shipped lexicons into the wheel, so that nobody's first run has to.

Known limitations: an editable install has no compiled lexicons; there they are compiled into the user's cache.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledLexicons(BuildHookInterface):
    """Puts `speechkit/_compiled/*.json` into the wheel; a lexicon with faults stops the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        try:
            from speechkit.lexicon import shipped_paths
            from speechkit.lexicon_cache import write_packaged

            self.folder = tempfile.TemporaryDirectory()
            write_packaged(shipped_paths(), self.folder.name)
        finally:
            sys.path.remove(self.root)
        for path in sorted(Path(self.folder.name).glob("*.json")):
            path.chmod(0o644)
            build_data["force_include"][str(path)] = f"speechkit/_compiled/{path.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self.folder.cleanup()
