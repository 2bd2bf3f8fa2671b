"""Fuzzing: inputs made at random of the genre's own alphabet, and what must hold of every output.

    PYTHONPATH=tests python -m fuzz --minutes 10
    PYTHONPATH=tests python -m fuzz --minutes 10 --engine atheris docx html

`targets.TARGETS` lists what is fuzzed; tests/test_fuzz.py runs a few inputs of each target, always the same ones.
"""
