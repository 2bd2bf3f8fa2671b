"""The entry point of `speechkit` and `python -m speechkit`."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from speechkit.cli import cli

    cli(prog_name="speechkit")


if __name__ == "__main__":
    main()
