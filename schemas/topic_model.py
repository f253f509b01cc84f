"""What was learned about a topic: words, and how much each speaks for or against it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from schemas.errors import ModelError

MODELS = Path(__file__).parents[1] / "models"  # those that come with newsledger
AGAIN = "newsledger topics learn {0} makes one, newsledger topics drop {0} does without"


class TopicModel(Struct, frozen=True, forbid_unknown_fields=True):
    """A linear model over the words of an article. Its sum is in units of the topic's score.

    An article's sum is `bias` + the counts of its words / the square root of how many words it has, each word once;
    what it adds to the score is that, but no more than `limit`, nor less than -`limit`.
    """

    topic: str
    articles: int  # that it was learned from
    limit: float
    bias: float
    words: dict[str, float]


def learned_path(folder: Path, key: str) -> Path:
    """Where a model is written that is learned here."""
    return folder / "learned" / f"{key}.json"


def load_model(folder: Path, key: str, sha256: str) -> TopicModel:
    """The model of a topic of `folder`: one that was learned here, or one that comes with newsledger.

    Raises:
        ModelError: neither is the one that the topic's file names, or it cannot be read.
    """
    for path in (learned_path(folder, key), MODELS / f"topic_{key}.json"):
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ModelError(f"The model {path} cannot be read ({error.strerror}): {AGAIN.format(key)}.") from error
        if hash_of(content) == sha256:
            return read_model(content, path)
    raise ModelError(f"The model that {folder / key}.toml names is not {_places(folder, key)}: {AGAIN.format(key)}.")


def _places(folder: Path, key: str) -> str:
    own, shipped = learned_path(folder, key), MODELS / f"topic_{key}.json"
    return f"{own} nor {shipped}" if shipped.exists() else str(own)


def read_model(content: bytes, path: Path) -> TopicModel:
    """A model as it stands in its file.

    Raises:
        ModelError: it is none.
    """
    try:
        return msgspec.json.decode(content, type=TopicModel)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} is not the model of a topic: {error}.") from error


def write_model(model: TopicModel) -> bytes:
    """A model as it stands in its file: JSON, a word a line."""
    return msgspec.json.format(msgspec.json.encode(model, order="sorted"), indent=1) + b"\n"


def hash_of(content: bytes) -> str:
    """The sha256 by which a topic's file names its model."""
    return hashlib.sha256(content).hexdigest()
