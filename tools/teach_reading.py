"""Teach the reader what labelled documents say of entries, and write `weights.npz`.

usage: uv run --with lightgbm==4.7.0 python tools/teach_reading.py [--apart]
LUOTSI_SHARED and LUOTSI_STRATEGIES name the folders with the texts of the real strategies.

Taught on the labels that may be looked at (`tests/strategy/intake/unread/README.md`); those aside, kept and sealed are
never opened. The same labels, rules and versions of the libraries give the same weights. With `--apart` nothing is
written: every document is read by weights that have not seen it, and the score of that is printed.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightgbm  # MIT; only to teach, what it taught is plain arrays
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from luotsi.strategy.intake.evaluation import Score, named_in, score, similarity  # noqa: E402
from luotsi.strategy.intake.extraction.extract import extract  # noqa: E402
from luotsi.strategy.intake.reading.learned.cutting import cut  # noqa: E402
from luotsi.strategy.intake.reading.learned.traits import KINDS, Numbers, Said, traits  # noqa: E402
from luotsi.strategy.intake.reading.learned.weights import CLASSES, WEIGHTS, around, shares_of, weights_from  # noqa: E402
from luotsi.strategy.intake.reading.learned.words import BUCKETS, words_of  # noqa: E402
from luotsi.strategy.intake.reading.outline import Entry  # noqa: E402
from luotsi.strategy.intake.reading.reader import read, ruled_by_words  # noqa: E402
from luotsi.strategy.intake.reading.truth import as_truth  # noqa: E402
from luotsi.strategy.intake.types import DocumentText, ElementKind  # noqa: E402

UNREAD = ROOT / "tests" / "strategy" / "intake" / "unread"
BULK, TRUTH = Path("evaluation", "documents", "bulk"), Path("evaluation", "documents", "truth")
SAME = 0.85
PARTS, FOLDS = 3, 4
COLUMNS, FIRST_ROUNDS, ROUNDS = 220, 80, 250
Classes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Taught:
    """One labelled document: its traits, its words, and the class of each of its entries."""

    name: str
    truth: dict[str, Any]
    document: DocumentText
    seen: Numbers
    words: list[npt.NDArray[np.int64]]
    classes: Classes


def labelled() -> Iterator[tuple[str, dict[str, Any], DocumentText]]:
    """Yield name, label and text of each document that may be looked at."""
    shared, strategies = Path(os.environ["LUOTSI_SHARED"]), Path(os.environ["LUOTSI_STRATEGIES"])
    folders = [(UNREAD / "open", shared / BULK), (UNREAD / "real", shared / BULK)]
    folders += [(UNREAD / "survey", strategies), (UNREAD / "lot", strategies), (shared / TRUTH, shared / "sources")]
    folders += [(UNREAD / half, UNREAD / half) for half in ("open", "more", "plain")]
    for labels, texts in folders:
        for label in sorted(labels.glob("*.json")):
            text = texts / f"{label.name.removesuffix('.json').removesuffix('.label').removesuffix('.truth')}.txt"
            if text.is_file():
                truth = json.loads(label.read_text(encoding="utf-8"))
                yield text.name, truth, extract(text.read_bytes(), text.name)


def taught() -> list[Taught]:
    """Return all documents that are plans by their cover."""
    found = []
    for name, truth, document in labelled():
        ruled = ruled_by_words(document)
        if not (ruled.cover.is_plan and ruled.entries) or ruled.is_project:
            continue
        seen = traits(ruled.entries, Said(ruled.entries, ruled.collector.drafts))
        classes = classes_of(truth, ruled.entries)
        found.append(Taught(name, truth, document, seen, words_of(ruled.entries), classes))
    return found


def classes_of(truth: dict[str, Any], entries: Sequence[Entry]) -> Classes:
    """Return of each entry the class of what the label says best of it or of its parts, 0 where it says none."""
    classes, best = np.zeros(len(entries), dtype=np.int64), np.zeros(len(entries))
    said: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for kind, name in named_in(truth):
        said[kind].append(name)
    for at, entry in enumerate(entries):
        for number, kind in enumerate(KINDS, start=1):
            alike = _alike(entry, ElementKind(kind), said[kind])
            if alike >= SAME and alike > best[at]:
                best[at], classes[at] = alike, number
    return classes


def _alike(entry: Entry, kind: ElementKind, said: Sequence[str]) -> float:
    """Return how like a name of the label the entry is, or most of the parts that it is cut into."""
    whole = max((similarity(name, entry.text) for name in said), default=0.0)
    parts = [max((similarity(name, one.words.text) for name in said), default=0.0) for one in cut(entry, kind)]
    return max(whole, sorted(parts)[len(parts) // 2]) if parts else whole


def of_words(documents: Sequence[Taught]) -> tuple[Numbers, Numbers]:
    """Return coefficients and bias of the linear model of words."""
    model = SGDClassifier(loss="log_loss", alpha=3e-6, max_iter=12, tol=None, average=True, random_state=0)
    model.fit(table_of([numbers for one in documents for numbers in one.words]), joined(documents))
    words = np.zeros((len(CLASSES), model.coef_.shape[1]), dtype=np.float16)
    bias = np.full(len(CLASSES), -20, dtype=np.float16)
    words[model.classes_], bias[model.classes_] = model.coef_, model.intercept_
    return words.astype(np.float32), bias.astype(np.float32)


def table_of(counted: Sequence[npt.NDArray[np.int64]]) -> csr_matrix:
    """Return one row of length one for each entry."""
    starts = np.cumsum([0, *map(len, counted)])
    values = np.concatenate([np.full(len(numbers), max(len(numbers), 1) ** -0.5) for numbers in counted])
    return csr_matrix((values, np.concatenate(counted), starts), shape=(len(counted), BUCKETS))


def joined(documents: Sequence[Taught]) -> Classes:
    """Return the classes of all entries."""
    return np.concatenate([one.classes for one in documents])


def parted(count: int, parts: int) -> list[list[int]]:
    """Return the documents dealt at random, always in the same way."""
    order = np.random.default_rng(7).permutation(count).tolist()
    return [order[at::parts] for at in range(parts)]


def whole(documents: Sequence[Taught]) -> tuple[Numbers, Classes]:
    """Return what the trees learn from: the shares of words come from a model that has not seen the document."""
    rows: list[Numbers | None] = [None] * len(documents)
    for part in parted(len(documents), PARTS):
        words, bias = of_words([one for at, one in enumerate(documents) if at not in set(part)])
        for at in part:
            shares = shares_of(documents[at].words, words, bias)
            rows[at] = np.hstack([documents[at].seen, around(shares)])
    return np.vstack(rows), joined(documents)


def trees(seen: Numbers, classes: Classes, rounds: int) -> lightgbm.Booster:
    """Return boosted trees over the columns."""
    few = {"max_bin": 63, "num_threads": 1, "verbose": -1}
    settings = few | {
        "objective": "multiclass",
        "num_class": len(CLASSES),
        "learning_rate": 0.05,
        "num_leaves": 20,
        "min_data_in_leaf": 25,
        "feature_fraction": 0.3,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 5,
        "deterministic": True,
        "seed": 1,
    }
    return lightgbm.train(settings, lightgbm.Dataset(seen, classes, params=few), num_boost_round=rounds)


class Nodes:
    """The nodes of all trees, one after another."""

    def __init__(self) -> None:
        self.feature: list[int] = []
        self.threshold: list[float] = []
        self.below: list[int] = []
        self.above: list[int] = []
        self.value: list[float] = []

    def take(self, node: dict[str, Any]) -> int:
        """Take in a node and all below it, and return its number; a leaf has no feature."""
        number = len(self.feature)
        self.feature.append(node.get("split_feature", -1))
        self.threshold.append(node.get("threshold", 0.0))
        self.value.append(node.get("leaf_value", 0.0))
        self.below.append(number)
        self.above.append(number)
        if "split_feature" in node:
            self.below[number] = self.take(node["left_child"])
            self.above[number] = self.take(node["right_child"])
        return number

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return them as columns."""
        return {
            "feature": np.array(self.feature, dtype=np.int16),
            "threshold": np.array(self.threshold, dtype=np.float32),
            "below": np.array(self.below, dtype=np.int32),
            "above": np.array(self.above, dtype=np.int32),
            "value": np.array(self.value, dtype=np.float32),
        }


def weights_of(documents: Sequence[Taught]) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of `weights.npz`."""
    words, bias = of_words(documents)
    seen, classes = whole(documents)
    gained = trees(seen, classes, FIRST_ROUNDS).feature_importance("gain")
    columns = np.sort(np.argsort(-gained, kind="stable")[:COLUMNS])
    nodes = Nodes()
    told = trees(np.ascontiguousarray(seen[:, columns]), classes, ROUNDS).dump_model()["tree_info"]
    roots = [nodes.take(tree["tree_structure"]) for tree in told]
    return {
        "words": words.astype(np.float16),
        "bias": bias.astype(np.float16),
        "columns": columns.astype(np.int32),
        "roots": np.array(roots, dtype=np.int32).reshape(-1, len(CLASSES)),
        **nodes.arrays(),
    }


def apart(documents: Sequence[Taught]) -> Score:
    """Return how documents are read by weights that have not seen them."""
    total = Score()
    for part in parted(len(documents), FOLDS):
        learnt = weights_of([one for at, one in enumerate(documents) if at not in set(part)])
        for at in part:
            one = documents[at]
            total += score(one.name, one.truth, as_truth(read(one.document, weights_from(learnt)))).total
    return total


def main() -> None:
    """Write the weights, or print what is reached by weights that have not seen the document."""
    documents = taught()
    print(f"{len(documents)} documents, {sum(len(one.classes) for one in documents)} entries")
    if "--apart" in sys.argv:
        total = apart(documents)
        print(f"found {total.found}, true {total.true}, matched {total.matched}, F1 {total.f1:.3f}")
    else:
        np.savez_compressed(WEIGHTS, **weights_of(documents))


if __name__ == "__main__":
    main()
