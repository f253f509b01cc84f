"""Remake `page_blocks.json`, the model that finds the article among the blocks of a page.

    python -m models.train_page_blocks --data PATH              train on everything, write the model
    python -m models.train_page_blocks --data PATH --folds OUT  clean each page with a model from other sites

PATH holds files of JSON lines, plain or .gz, {id, site, url, html, body}. OUT gets what `newsledger clean` would write,
for the scorer. Needs catboost, which newsledger itself does not: pip install catboost.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import log
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np
from catboost import CatBoostClassifier
from numpy.typing import NDArray

from flows.shapes import article_row
from schemas.records import Failure, RawDocument
from tasks.clean.batch import clean_one
from tasks.clean.block_model import BlockModel, Trees
from tasks.clean.blocks import Blocks, without_menus
from tasks.clean.features import features
from tasks.clean.io import HASHES, PAGE_BLOCKS, load_rules
from tasks.clean.page import parse_page
from tasks.clean.rules import CleaningRules
from tasks.clean.vocabulary import MOST_NAMES, Vocabulary, edge_words, name_words, text_words

WORD = re.compile(r"\w+")
GRAM = 4  # words
REACH = 150  # words around a repeated passage in which the rest of the article is looked for
TREES, LEVELS, RATE, REGULARISATION, BORDERS = 200, 6, 0.1, 5, 64
FOLDS = 5
FEWEST_SITES = {"words": 5, "names": 4, "tags": 4}  # that a word of the vocabulary was seen on
SMOOTHING = 1.0  # sites
FAINT = 0.3  # log-odds below which a word says nothing
NEWS_WEIGHT = 2.0  # of a publisher's page: they are few, and what newsledger reads

Counts = dict[str, tuple[float, int]]  # word -> sum over sites of its share in bodies, sites


@dataclass(frozen=True)
class Page:
    """A page with its gold body."""

    row: dict[str, str]
    collection: str
    title: str
    blocks: Blocks
    gold: NDArray[np.bool_]  # one a block

    @property
    def site(self) -> str:
        """Whose page it is."""
        return self.row["site"]


def read_pages(folder: Path) -> Iterator[Page]:
    """Every page of the folder's files."""
    for path in sorted(folder.glob("*.jsonl*")):
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            for row in map(json.loads, lines):
                found = parse_page(row["html"])
                blocks, _ = without_menus(found.blocks)
                gold = in_body([block.text for block in blocks.blocks], row["body"])
                yield Page(row, path.name, found.clues.title, blocks, gold)


def in_body(texts: Sequence[str], body: str) -> NDArray[np.bool_]:
    """Which blocks the gold body has: at least half of their words are in 4-grams of it.

    Each 4-gram counts as often as the body has it; of passages that a page repeats, those count that stand where most
    of the body stands. Blocks of fewer words are looked for among the body's lines, beside blocks that it has.
    """
    wanted = Counter(grams(WORD.findall(body)))
    words = [WORD.findall(text) for text in texts]
    flat = [word for block in words for word in block]
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, gram in enumerate(grams(flat)):
        if gram in wanted:
            places[gram].append(place)
    hits = np.zeros(len(flat) + 1)
    hits[[place for found in places.values() for place in found]] = 1
    sums = np.concatenate(([0], np.cumsum(hits)))
    covered = np.zeros(len(flat), bool)
    for gram, found in places.items():
        dense = sorted(found, key=lambda p: -(sums[min(len(sums) - 1, p + REACH)] - sums[max(0, p - REACH)]))
        for place in dense[: wanted[gram]]:
            covered[place : place + GRAM] = True
    ends = np.cumsum([len(block) for block in words])
    shares = [float(c.mean()) if len(c) else 0.0 for c in np.split(covered, ends[:-1])] if words else []
    lines = {" ".join(WORD.findall(line)) for line in body.splitlines()}
    for n, block in enumerate(words):
        if 0 < len(block) < GRAM and " ".join(block) in lines:
            near = [shares[m] for m in (n - 2, n - 1, n + 1, n + 2) if 0 <= m < len(words) and len(words[m]) >= GRAM]
            shares[n] = max([shares[n], *(float(share > 0.5) for share in near)])
    return np.array(shares) >= 0.5


def grams(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of four words."""
    return zip(*(words[n:] for n in range(GRAM)), strict=False)


def site_shares(pages: Iterable[Page]) -> dict[str, dict[str, float]]:
    """For one site, the share of each word's, name's and tag's text that is in a body."""
    sums: dict[str, defaultdict[str, list[float]]] = {kind: defaultdict(lambda: [0.0, 0.0]) for kind in FEWEST_SITES}
    for page in pages:
        weights = np.sqrt([block.text.count(" ") + 1 for block in page.blocks.blocks])
        total, right = (np.concatenate(([0], np.cumsum(each))) for each in (weights, weights * page.gold))
        for element in page.blocks.elements:
            there, good = total[element.last] - total[element.first], right[element.last] - right[element.first]
            names = [name for value in element.names for name in value.split()[:MOST_NAMES]] if there else ()
            words = {word for name in names for word in name_words(name)}
            for kind, found in (("names", words), ("tags", (element.tag,))):
                for word in found:
                    sums[kind][word][0] += good
                    sums[kind][word][1] += there
        for block, gold in zip(page.blocks.blocks, page.gold, strict=True):
            tokens = block.text.lower().split()
            for word in {*text_words(tokens), *edge_words(tokens)}:
                sums["words"][word][0] += gold
                sums["words"][word][1] += 1
    return {kind: {w: good / there for w, (good, there) in found.items() if there} for kind, found in sums.items()}


class Odds(dict[str, float]):
    """Log-odds of one kind of word over many sites, but for one; worked out when asked for."""

    def __init__(self, counts: Counts, fewest: int, without: Mapping[str, float]) -> None:
        super().__init__()
        self.counts, self.fewest, self.without = counts, fewest, without

    def __missing__(self, word: str) -> float:
        good, sites = self.counts.get(word, (0.0, 0))
        if word in self.without:
            good, sites = good - self.without[word], sites - 1
        odds = log((good + SMOOTHING) / (sites - good + SMOOTHING)) if sites >= self.fewest else 0.0
        self[word] = odds if abs(odds) >= FAINT else 0.0
        return self[word]

    def get(self, word: str, _: object = None) -> float:
        """As the vocabulary asks."""
        return self[word]


@dataclass(frozen=True)
class Learner:
    """What was counted on the training sites."""

    shares: dict[str, dict[str, dict[str, float]]]  # site -> kind -> word -> share
    counts: dict[str, Counts]

    def vocabulary(self, without: str | None = None) -> Vocabulary:
        """The vocabulary as it would be had this site not been there, lest its own words tell the answer."""
        own = self.shares.get(without or "", {kind: {} for kind in FEWEST_SITES})
        odds = {kind: Odds(self.counts[kind], fewest, own[kind]) for kind, fewest in FEWEST_SITES.items()}
        return Vocabulary(odds["words"], odds["names"], odds["tags"])


def learn(pages: Sequence[Page]) -> Learner:
    """Count on all sites."""
    by_site: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_site[page.site].append(page)
    shares = {site: site_shares(theirs) for site, theirs in by_site.items()}
    counts: dict[str, Counts] = {}
    for kind in FEWEST_SITES:
        sums: defaultdict[str, list[float]] = defaultdict(list)
        for site in shares.values():
            for word, share in site[kind].items():
                sums[word].append(share)
        counts[kind] = {word: (sum(found), len(found)) for word, found in sums.items()}
    return Learner(shares, counts)


def fit(pages: Sequence[Page], learner: Learner) -> BlockModel:
    """Train on these pages, with the vocabulary of others of their sites."""
    pages = [page for page in pages if page.blocks.blocks]
    vocabularies = {site: learner.vocabulary(without=site) for site in learner.shares}
    found = [features(page.blocks, vocabularies[page.site], page.title) for page in pages]
    columns = tuple(found[0])
    matrix = np.concatenate([np.column_stack([each[name] for name in columns]) for each in found])
    trees = CatBoostClassifier(
        iterations=TREES, depth=LEVELS, learning_rate=RATE, l2_leaf_reg=REGULARISATION, border_count=BORDERS,
        rsm=0.4, bootstrap_type="Bernoulli", subsample=0.8, random_seed=1, thread_count=2, verbose=0,
        allow_writing_files=False,
    )  # fmt: skip
    trees.fit(matrix, np.concatenate([page.gold for page in pages]), sample_weight=_weights(pages))
    return BlockModel(_export(trees), columns, learner.vocabulary(), "")


def _weights(pages: Sequence[Page]) -> NDArray[np.float64]:
    """A block weighs what its words are of the article's, since the score is a mean over pages."""
    weights = []
    for page in pages:
        words = np.array([block.text.count(" ") + 2 for block in page.blocks.blocks], float)
        news = NEWS_WEIGHT if page.collection.startswith("publishers") else 1.0
        weights.append(news * np.minimum(1, words / (len(page.row["body"].split()) + 50)))
    found = np.concatenate(weights)
    return np.asarray(found / found.mean())


def _export(trained: CatBoostClassifier) -> Trees:
    with NamedTemporaryFile(suffix=".json") as file:
        trained.save_model(file.name, format="json")
        model = json.loads(Path(file.name).read_text())
    numbers = [info["flat_feature_index"] for info in model["features_info"]["float_features"]]
    trees = model["oblivious_trees"]
    columns, borders = np.zeros((len(trees), LEVELS), int), np.full((len(trees), LEVELS), np.inf)
    leaves = np.zeros((len(trees), 1 << LEVELS))
    for n, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            columns[n, level], borders[n, level] = numbers[split["float_feature_index"]], split["border"]
        leaves[n, : len(tree["leaf_values"])] = tree["leaf_values"]
    scale, (bias,) = model["scale_and_bias"]
    return Trees(columns, borders, leaves * scale, bias)


def cross_validate(
    pages: Sequence[Page],
    out: Path,
    put: Callable[[CleaningRules, BlockModel], CleaningRules],
    document: Callable[[Page], dict[str, str]],
) -> None:
    """Write what cleaning makes of each page with a model from other sites.

    Args:
        pages: to learn from, and to clean.
        out: gets a row for each.
        put: a model where the rules have it.
        document: the row that is cleaned of a page.
    """
    rules = load_rules(Path("config"))
    with out.open("w") as file:
        for fold in range(FOLDS):
            others = [page for page in pages if fold_of(page) != fold]
            own = put(rules, fit(others, learn(others)))
            for page in pages:
                if fold_of(page) == fold:
                    cleaned = clean_one(_raw(document(page)), own)
                    row = {"error": cleaned.error} if isinstance(cleaned, Failure) else article_row(cleaned.article)
                    file.write(json.dumps({"id": page.row["id"], **row}) + "\n")


def fold_of(page: Page) -> int:
    """Which fold a page is in, with all of its site."""
    return zlib.crc32(page.site.encode()) % FOLDS


def _raw(row: dict[str, str]) -> RawDocument:
    return RawDocument("", row["id"], "application/json", json.dumps(row).encode(), "", datetime.now(UTC))


def _with_blocks(rules: CleaningRules, model: BlockModel) -> CleaningRules:
    return replace(rules, blocks=model)


def _html(page: Page) -> dict[str, str]:
    return {key: page.row[key] for key in ("id", "url", "html")}


def write(pages: Sequence[Page], path: Path) -> None:
    """Train on all; write the features that the trees ask for and the words that are known, and note the hash."""
    learner = learn(pages)
    model = fit(pages, learner)
    used = np.unique(model.trees.columns)
    trees = {
        "columns": np.searchsorted(used, model.trees.columns).tolist(),
        "borders": [[round(b, 6) if np.isfinite(b) else None for b in tree] for tree in model.trees.borders.tolist()],
        "leaves": np.round(model.trees.leaves, 5).tolist(),
        "bias": round(model.trees.bias, 6),
    }
    vocabulary = {kind: _known(kind, model, learner) for kind in FEWEST_SITES}
    said = {"columns": [model.columns[n] for n in used], "trees": trees, "vocabulary": vocabulary}
    content = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    path.write_bytes(content)
    _note_hash(path, hashlib.sha256(content).hexdigest())
    print(f"{path.name}: {len(content):,} bytes")


def _note_hash(path: Path, sha256: str) -> None:
    sums = path.with_name(HASHES)
    others = [line for line in sums.read_text().splitlines() if not line.endswith(f"  {path.name}")]
    sums.write_text("".join(f"{line}\n" for line in sorted([*others, f"{sha256}  {path.name}"])))


def _known(kind: str, model: BlockModel, learner: Learner) -> dict[str, float]:
    """The words of this kind that say something."""
    odds = getattr(model.vocabulary, kind)
    words = {word for site in learner.shares.values() for word in site[kind]}
    return {word: round(odds[word], 2) for word in sorted(words) if odds[word]}


def options(about: str | None) -> argparse.Namespace:
    """What the command line says: where the pages are, and whether to cross-validate."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=Path, metavar="OUT")
    return parser.parse_args()


def main() -> None:
    """Train or cross-validate."""
    given = options(__doc__)
    pages = list(read_pages(given.data))
    if given.folds:
        cross_validate(pages, given.folds, _with_blocks, _html)
    else:
        write(pages, Path(__file__).with_name(PAGE_BLOCKS))


if __name__ == "__main__":
    main()
