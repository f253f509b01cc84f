"""The files that commands and people both edit, put in their place as a whole."""

from __future__ import annotations

from pathlib import Path

from schemas.errors import ConfigError

ADOPTED = Path("boilerplate") / "learned.toml"  # under the config folder


def write_edited(path: Path, text: str) -> None:
    """Puts a new text in its place, or leaves what was there.

    Raises:
        ConfigError: it cannot be written.
    """
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8", newline="")
        new.replace(path)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path) from error
