"""Run `newsledger clean` and `newsledger tag` over the evaluation sets and print the scorer's lines.

    python -m benchmarks.evaluate            every set
    python -m benchmarks.evaluate topics     the sets of one kind

NEWSLEDGER_EVAL_DIR names the folder of the sets, which also holds `score.py`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

COMMAND = Path(sys.executable).with_name("newsledger")


@dataclass(frozen=True)
class EvaluationSet:
    """A gold set: where it stands, what the scorer calls its kind, which command makes the predictions."""

    kind: str
    path: str
    command: str


SETS = (
    EvaluationSet("extraction", "extraction/publishers_dev.jsonl.gz", "clean"),
    EvaluationSet("extraction", "extraction/webpages_dev.jsonl.gz", "clean"),
    EvaluationSet("topics", "topics/dev.jsonl.gz", "tag"),
    EvaluationSet("entities", "entities/dev.jsonl.gz", "tag"),
)


def predict(which: EvaluationSet, folder: Path, out: Path) -> Path:
    """Write the predictions for one set under `out`.

    Raises:
        subprocess.CalledProcessError: the command failed, or some row came out as an error.
    """
    predictions = out / which.path.replace("/", "-").removesuffix(".gz")
    subprocess.run([COMMAND, which.command, folder / which.path, predictions], check=True)
    return predictions


def score(which: EvaluationSet, folder: Path, predictions: Path) -> str:
    """The scorer's lines."""
    command = [sys.executable, *map(str, (folder / "score.py", which.kind, folder / which.path, predictions))]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def evaluate(folder: Path, kinds: list[str]) -> None:
    """Print the scores of every set of these kinds; no kind means all."""
    with tempfile.TemporaryDirectory() as out:
        for which in SETS:
            if not kinds or which.kind in kinds:
                lines = score(which, folder, predict(which, folder, Path(out)))
                print(f"== {which.path}\n{lines}", flush=True)


def main() -> None:
    """Evaluate, or say in one sentence what is missing."""
    if not os.environ.get("NEWSLEDGER_EVAL_DIR"):
        sys.exit("make eval: set NEWSLEDGER_EVAL_DIR to the folder that holds the evaluation sets and score.py.")
    folder = Path(os.environ["NEWSLEDGER_EVAL_DIR"])
    if not (folder / "score.py").is_file():
        sys.exit(f"make eval: NEWSLEDGER_EVAL_DIR is {folder}, and there is no score.py in it.")
    try:
        evaluate(folder, sys.argv[1:])
    except subprocess.CalledProcessError as error:
        sys.exit(f"make eval: {' '.join(map(str, error.cmd))} ended with exit status {error.returncode}.")


if __name__ == "__main__":
    main()
