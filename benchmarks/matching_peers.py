"""Other ways to match two tables, each set up as its documentation recommends; used by ``matching.py``.

A peer takes both tables (columns id, text, owners) and gives the links it finds, as pairs of ids. All compare the text
with the owners behind it, where one column is asked for. One-to-one exclusion is each peer's own, where it has one.
Every line that a peer draws (least similarity, weight or probability) was chosen by trying a few on another seed of
2,000 rows and keeping the one with the best F1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

Links = set[tuple[str, str]]
_NEIGHBOURS = 10


def joined(frame: pd.DataFrame) -> list[str]:
    """Each row's text with its owners."""
    return [f"{text} {owners}".strip() for text, owners in zip(frame["text"], frame["owners"], strict=True)]


def _pairs(plan: pd.DataFrame, outcome: pd.DataFrame, rows: Any, columns: Any) -> Links:
    return set(zip(plan["id"].to_numpy()[rows].tolist(), outcome["id"].to_numpy()[columns].tolist(), strict=True))


def rapidfuzz_cdist(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 70.0) -> Links:
    """RapidFuzz ``cdist`` with ``fuzz.ratio``, then scipy's ``linear_sum_assignment``."""
    from rapidfuzz import fuzz, process
    from scipy.optimize import linear_sum_assignment

    score = process.cdist(joined(plan), joined(outcome), scorer=fuzz.ratio, dtype=np.float32, workers=1)
    rows, columns = linear_sum_assignment(score, maximize=True)
    kept = score[rows, columns] >= least
    return _pairs(plan, outcome, rows[kept], columns[kept])


def sparse_top_n(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 0.5) -> Links:
    """scikit-learn's TF-IDF over character 1-3-grams, sparse_dot_topn's best rows, each row of both sides once."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), dtype=np.float32)
    vectors.fit([*joined(plan), *joined(outcome)])
    ours, theirs = vectors.transform(joined(plan)), vectors.transform(joined(outcome))
    found = sparse.coo_array(sp_matmul_topn(ours, theirs.T.tocsr(), top_n=_NEIGHBOURS, threshold=least, n_threads=1))
    return _greedy(plan, outcome, found.row, found.col, found.data)


def string_grouper(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 0.5) -> Links:
    """string_grouper's ``match_strings`` with its own 3-grams and its best rows, each row of both sides once."""
    from string_grouper import match_strings

    found = match_strings(
        pd.Series(joined(plan)),
        pd.Series(joined(outcome)),
        min_similarity=least,
        max_n_matches=_NEIGHBOURS,
        normalize_to_ascii=False,
        number_of_processes=1,
    )
    return _greedy(
        plan,
        outcome,
        found["left_index"].to_numpy(),
        found["right_index"].to_numpy(),
        found["similarity"].to_numpy(),
    )


def recordlinkage(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 1.0) -> Links:
    """The Python Record Linkage Toolkit: blocks by the first characters and by the owners, q-grams and Levenshtein."""
    import recordlinkage as toolkit

    ours, theirs = (frame.assign(head=frame["text"].str[:3], tail=frame["text"].str[-6:]) for frame in (plan, outcome))
    index = toolkit.Index()
    for column in ("head", "tail"):
        index.block(column)
    candidates = index.index(ours, theirs)
    compare = toolkit.Compare()
    compare.string("text", "text", method="qgram", label="grams")
    compare.string("text", "text", method="levenshtein", label="edits")
    compare.string("owners", "owners", method="qgram", label="owners", missing_value=0.5)
    found = compare.compute(candidates, ours.replace("", np.nan), theirs.replace("", np.nan)).sum(axis=1)
    found = found[found >= least]
    rows = found.index.get_level_values(0).to_numpy()
    return _greedy(plan, outcome, rows, found.index.get_level_values(1).to_numpy(), found.to_numpy())


def splink(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 0.001) -> Links:
    """Splink on DuckDB: trained without labels, as its tutorial has it; links one to one at the end."""
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    tables = [
        frame.assign(
            unique_id=frame["id"],
            head=frame["text"].str[:3],
            tail=frame["text"].str.rstrip("。").str[-6:],
            middle=frame["text"].str[3:9],
            figures=frame["text"].str.findall(r"\d+(?:\.\d+)?").str.join(" ").replace("", None),
            owners=frame["owners"].replace("", None),
        ).drop(columns="id")
        for frame in (plan, outcome)
    ]
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("head", "middle"),
            block_on("tail", "head"),
            block_on("figures", "head"),
            block_on("owners", "tail"),
            block_on("owners", "head"),
            block_on("figures", "tail"),
        ],
        comparisons=[
            compare.LevenshteinAtThresholds("text", [1, 3, 6, 12]),
            compare.JaccardAtThresholds("text", [0.95, 0.85, 0.7]),
            compare.JaroWinklerAtThresholds("owners", [0.95, 0.85]),
            compare.ExactMatch("figures"),
            compare.ExactMatch("head"),
        ],
    )
    database = DuckDBAPI()
    linker = Linker([database.register(table) for table in tables], settings)
    linker.training.estimate_probability_two_random_records_match([block_on("text")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("head", "middle"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("figures", "tail"))
    found = linker.inference.predict(threshold_match_probability=least).as_duckdbpyrelation().df()
    row = {id: position for position, id in enumerate(plan["id"])}
    column = {id: position for position, id in enumerate(outcome["id"])}
    turned = [left in column for left in found["unique_id_l"]]
    ids = [
        (right, left) if turn else (left, right)
        for left, right, turn in zip(found["unique_id_l"], found["unique_id_r"], turned, strict=True)
    ]
    rows, columns = np.array([row[a] for a, _ in ids], int), np.array([column[b] for _, b in ids], int)
    return _greedy(plan, outcome, rows, columns, found["match_weight"].to_numpy())


def _greedy(plan: pd.DataFrame, outcome: pd.DataFrame, rows: Any, columns: Any, score: Any) -> Links:
    """The pairs that stay where the best one takes its two rows first: none of these libraries excludes rivals."""
    free_rows, free_columns = np.ones(len(plan), bool), np.ones(len(outcome), bool)
    kept = []
    for pair in np.argsort(-np.asarray(score), kind="stable"):
        if free_rows[rows[pair]] and free_columns[columns[pair]]:
            free_rows[rows[pair]] = free_columns[columns[pair]] = False
            kept.append(pair)
    return _pairs(plan, outcome, np.asarray(rows)[kept], np.asarray(columns)[kept])


def ours(plan: pd.DataFrame, outcome: pd.DataFrame) -> Links:
    """``reconcile.match_frames``."""
    from reconcile import match_frames

    found = match_frames(plan, outcome)
    return set(zip(found["plan_id"], found["outcome_id"], strict=True))


PEERS: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Links]] = {
    "reconcile": ours,
    "RapidFuzz cdist + assignment": rapidfuzz_cdist,
    "TF-IDF + sparse_dot_topn": sparse_top_n,
    "string_grouper": string_grouper,
    "recordlinkage": recordlinkage,
    "Splink on DuckDB": splink,
}
