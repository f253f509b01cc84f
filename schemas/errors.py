"""Errors that a user can cause or must act on: each is one clear sentence, shown without a traceback."""

from __future__ import annotations

from pathlib import Path


class NewsledgerError(Exception):
    """Base of every error whose message is meant for the user as it is."""


class InputError(NewsledgerError):
    """What was handed in cannot be read: a path, a URL, a line, a document."""


class ConfigError(NewsledgerError):
    """A file under `config/`, or a setting, is not valid. Says the file and, where known, the line."""

    def __init__(self, message: str, path: Path | None = None, line: int | None = None) -> None:
        where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(where + message)
        self.path, self.line = path, line


class ModelError(NewsledgerError):
    """A model is missing, or is not the one that was asked for."""


class StoreError(NewsledgerError):
    """The database or the raw store cannot be used."""
