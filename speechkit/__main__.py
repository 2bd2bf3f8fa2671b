"""The entry point of `speechkit` and `python -m speechkit`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    import gc
    import os
    import sys

    gc.set_threshold(100_000, 50, 100)  # documents hold few cycles; collecting more often only costs time
    from speechkit.cli import cli

    if sys.stdout is None:  # closed by the caller: what is written there fails, as on a full disk
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    try:
        cli(prog_name="speechkit")
    except OSError as error:  # of standard output; whoever opens a file sees to it
        from speechkit.cli_shared import end_without_output

        end_without_output(error)


if __name__ == "__main__":
    main()
