"""What stops a document, as exceptions that name what, where and what to do.

Whatever is merely odd inside a document is a `speechkit.model.Notice`, not an exception.

Known limitations: none.
"""

from __future__ import annotations

FAILED = 1
"""Exit status: a file could not be read or analysed."""
WRONG_USAGE = 2
"""Exit status: the command was called wrongly."""


class SpeechkitError(Exception):
    """A failure that a user can understand and mend.

    Args:
        message: one line: what is wrong and what to do; no path, no trailing period.
        path: the file it concerns, as the user wrote it; None where no file is concerned.
    """

    code = "error"
    exit_status = FAILED

    def __init__(self, message: str, *, path: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.path))


def _rebuild(kind: type[SpeechkitError], message: str, path: str | None) -> SpeechkitError:
    """Unpickle an error in another process (keyword-only arguments need help)."""
    return kind(message, path=path)


class UnreadableSource(SpeechkitError):
    """The file is missing, a directory, forbidden, empty or broken."""

    code = "unreadable"


class UnknownFormat(SpeechkitError):
    """The bytes are of no format that speechkit reads."""

    code = "unknown-format"


class WrongEncoding(SpeechkitError):
    """The bytes do not decode, as guessed or as told."""

    code = "wrong-encoding"


class TooLarge(SpeechkitError):
    """The file, or what it unpacks to, is over the size limit."""

    code = "too-large"


class MissingPackage(SpeechkitError):
    """A format needs a package or program that is not installed."""

    code = "missing-package"


def missing_package(what: str, package: str, *, path: str | None = None) -> MissingPackage:
    """The error that says what cannot be done without a package, by the name that pip takes.

    It names the package, not an extra of ours: on the package index our own name is another project's.
    """
    return MissingPackage(f"{what} needs {package}; run: pip install {package}", path=path)


class BadLexicon(SpeechkitError):
    """A lexicon has faults; the message holds one fault a line, each as file:line:column."""

    code = "bad-lexicon"


class BadRecord(SpeechkitError):
    """What was read back is no record of the contract; the path names the file and its line."""

    code = "bad-record"


class OutputFailed(SpeechkitError):
    """An output cannot be written (disk full) or is in use by another run."""

    code = "output-failed"


class EngineLost(SpeechkitError):
    """What does the work of a batch is gone: the scheduler, or every worker."""

    code = "engine-lost"


class WrongUsage(SpeechkitError):
    """An option or setting has a value that it cannot have."""

    code = "wrong-usage"
    exit_status = WRONG_USAGE
