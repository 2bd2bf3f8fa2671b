"""What the commands that read speeches make of a folder: the speeches below it, by name.

Known limitations: a folder that may not be listed is taken as a file, so that its failure is seen.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from speechkit.errors import WrongUsage


def expand_folders(files: Sequence[str], *, own: str | None = None) -> list[str]:
    """Put in a folder's place the speeches below it, in the order of their names; files stay as they are.

    Args:
        own: the output of the run, a file or a folder, which is no input.

    Raises:
        WrongUsage: there is no speech in a folder.
    """
    found: list[str] = []
    for file in files:
        found += _speeches_below(file, own) if os.path.isdir(file) else [file]
    return found


def _speeches_below(folder: str, own: str | None) -> list[str]:
    from speechkit.batch_inputs import find_inputs, make_wanted
    from speechkit.readers import FORMATS

    wanted = make_wanted((), {suffix for row in FORMATS for suffix in row.suffixes})
    inputs = find_inputs(folder, wanted, own={os.path.abspath(own)} if own else ())
    paths = [entry.path for entry in sorted(inputs, key=lambda entry: entry.name)]
    if not paths:
        raise WrongUsage("no speech in this folder; give one that holds .txt, .docx, .pdf and the like", path=folder)
    return paths
