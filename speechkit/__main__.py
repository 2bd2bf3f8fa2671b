"""The entry point of `speechkit` and `python -m speechkit`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    import gc

    gc.set_threshold(100_000, 50, 100)  # documents hold few cycles; collecting more often only costs time
    from speechkit.cli import cli

    cli(prog_name="speechkit")


if __name__ == "__main__":
    main()
