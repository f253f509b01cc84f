"""The file of adopted lines, which people edit too: read, and put in its place as a whole."""

from __future__ import annotations

from pathlib import Path

from schemas.errors import ConfigError

ADOPTED = Path("boilerplate") / "learned.toml"  # under the config folder


def read_adopted(config_dir: Path) -> str:
    """The file's text; empty if there is none.

    Raises:
        ConfigError: it cannot be read.
    """
    path = config_dir / ADOPTED
    try:
        return path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {error}", path) from error


def write_adopted(config_dir: Path, text: str) -> None:
    """Puts a new text in its place, or leaves what was there.

    Raises:
        ConfigError: it cannot be written.
    """
    path = config_dir / ADOPTED
    new = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_text(text, encoding="utf-8")
        new.replace(path)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path) from error
