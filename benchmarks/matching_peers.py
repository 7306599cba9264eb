"""Other ways to match two tables, each set up as its documentation recommends; used by ``matching.py``.

A peer takes both tables (columns id, text, owners) and gives the links it finds, as pairs of ids. All compare the text
with the owners behind it, where one column is asked for. One-to-one exclusion is each peer's own, where it has one.
Every line that a peer draws (least similarity, weight or probability) was chosen by trying a few on another seed of
2,000 rows and keeping the one with the best F1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

Links = set[tuple[str, str]]
_NEIGHBOURS = 10
_NUMBER = r"\d+(?:\.\d+)?"


def joined(frame: pd.DataFrame) -> list[str]:
    """Each row's text with its owners."""
    return [f"{text} {owners}".strip() for text, owners in zip(frame["text"], frame["owners"], strict=True)]


def _pairs(plan: pd.DataFrame, outcome: pd.DataFrame, rows: Any, columns: Any) -> Links:
    return set(zip(plan["id"].to_numpy()[rows].tolist(), outcome["id"].to_numpy()[columns].tolist(), strict=True))


def rapidfuzz_cdist(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 60.0) -> Links:
    """RapidFuzz ``cdist`` with ``fuzz.ratio``, then scipy's ``linear_sum_assignment``."""
    from rapidfuzz import fuzz, process
    from scipy.optimize import linear_sum_assignment

    score = process.cdist(joined(plan), joined(outcome), scorer=fuzz.ratio, dtype=np.float32, workers=1)
    rows, columns = linear_sum_assignment(score, maximize=True)
    kept = score[rows, columns] >= least
    return _pairs(plan, outcome, rows[kept], columns[kept])


def sparse_top_n(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 0.45) -> Links:
    """scikit-learn's TF-IDF over character 1-3-grams, sparse_dot_topn's best rows, each row of both sides once."""
    from scipy import sparse
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), dtype=np.float32)
    vectors.fit([*joined(plan), *joined(outcome)])
    ours, theirs = vectors.transform(joined(plan)), vectors.transform(joined(outcome))
    found = sparse.coo_array(sp_matmul_topn(ours, theirs.T.tocsr(), top_n=_NEIGHBOURS, threshold=least, n_threads=1))
    return _greedy(plan, outcome, found.row, found.col, found.data)


def string_grouper(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 0.35) -> Links:
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


def prepared(plan: pd.DataFrame, outcome: pd.DataFrame, together: int = 15) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables as one prepares them for record linkage: the text in parts that can be compared apart.

    The text without marks and its words without figures; the place at its head; its clauses; its figures; the owners, a
    name each, abbreviations written alike; and as keys to block on its sequences of four characters that stand in so
    few rows of both sides that they give no more than ``together`` squared pairs. Lists are missing where empty.
    """
    tables = []
    for frame in (plan, outcome):
        clauses = frame["text"].str.findall(r"[^，,；;、。]+")
        text = clauses.str.join("")
        tables.append(
            pd.DataFrame(
                {
                    "unique_id": frame["id"],
                    "text": text,
                    "words": text.str.replace(_NUMBER, "", regex=True),
                    "place": text.str.extract(r"^(.{2,3}?[县区市旗镇])", expand=False),
                    "grams": [
                        sorted({row[at : at + 2] for at in range(len(row) - 1)})
                        for row in text.str.replace(_NUMBER, "", regex=True)
                    ],
                    "clauses": clauses,
                    "numbers": frame["text"].str.findall(_NUMBER),
                    "owners": frame["owners"].str.replace("人民政府", "政府").str.split(),
                }
            )
        )
    fours = [[{text[at : at + 4] for at in range(len(text) - 3)} for text in table["text"]] for table in tables]
    seen = [Counter(four for row in side for four in row) for side in fours]
    keys = {four for four, count in seen[0].items() if 0 < count * seen[1][four] <= together**2}
    for table, side in zip(tables, fours, strict=True):
        table["keys"] = [sorted(row & keys) for row in side]
        for column in ("clauses", "numbers", "owners", "keys"):
            table[column] = [row or None for row in table[column]]
    return tables[0], tables[1]


def recordlinkage(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 2.4) -> Links:
    """The Python Record Linkage Toolkit: rows that share a key or all words, the sum of its string comparisons."""
    import recordlinkage as toolkit
    from recordlinkage.base import BaseIndexAlgorithm

    class Keys(BaseIndexAlgorithm):  # type: ignore[misc]
        """The pairs of rows that share a key, as the toolkit wants an index of one's own."""

        def _link_index(self, left: pd.DataFrame, right: pd.DataFrame) -> pd.MultiIndex:
            sides = [
                table["keys"].explode().dropna().rename_axis(name).reset_index()
                for table, name in ((left, "left"), (right, "right"))
            ]
            pairs = sides[0].merge(sides[1], on="keys")[["left", "right"]].drop_duplicates()
            return pd.MultiIndex.from_frame(pairs)

    ours, theirs = prepared(plan, outcome)
    for table in (ours, theirs):
        for column in ("numbers", "owners"):
            table[column] = table[column].str.join(" ")
    index = toolkit.Index([Keys(), toolkit.index.Block("words")])
    compare = toolkit.Compare()
    compare.string("text", "text", method="qgram", label="grams")
    compare.string("text", "text", method="levenshtein", label="edits")
    compare.string("owners", "owners", method="qgram", label="owners", missing_value=0.5)
    compare.string("numbers", "numbers", method="qgram", label="numbers", missing_value=0.5)
    compare.exact("place", "place", label="place", missing_value=0.5)
    found = compare.compute(index.index(ours, theirs), ours, theirs).sum(axis=1)
    found = found[found >= least]
    rows, columns = (found.index.get_level_values(level).to_numpy() for level in (0, 1))
    return _greedy(plan, outcome, rows, columns, found.to_numpy())


def splink(plan: pd.DataFrame, outcome: pd.DataFrame, least: float = 0.0) -> Links:
    """Splink on DuckDB, trained without labels; ``least`` is a match weight, links are one to one at the end."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    database = DuckDBAPI()
    tables = [
        database.register(table, dataset_display_name=name)
        for table, name in zip(prepared(plan, outcome), ("plan", "outcome"), strict=True)
    ]
    settings = SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"]), block_on("words")],
        comparisons=_splink_comparisons(),
    )
    linker = Linker(tables, settings)
    linker.training.estimate_probability_two_random_records_match([block_on("text")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("place"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("words"))
    found = linker.inference.predict(threshold_match_weight=least).as_duckdbpyrelation().df()
    row = {id: position for position, id in enumerate(plan["id"])}
    column = {id: position for position, id in enumerate(outcome["id"])}
    turned = found["source_dataset_l"] == "outcome"
    ours = found["unique_id_r"].where(turned, found["unique_id_l"]).map(row)
    theirs = found["unique_id_l"].where(turned, found["unique_id_r"]).map(column)
    return _greedy(plan, outcome, ours.to_numpy(), theirs.to_numpy(), found["match_weight"].to_numpy())


def _splink_comparisons() -> list[Any]:
    """The levels of likeness of each column; what has nothing in common first, to spare it the slower comparisons."""
    import splink.comparison_level_library as level
    from splink.comparison_library import ArrayIntersectAtSizes, CustomComparison

    edits = "levenshtein(text_l, text_r) / greatest(length(text_l), length(text_r))"
    shared = "len(list_intersect(grams_l, grams_r))"
    contained = f"{shared} / greatest(1, least(len(grams_l), len(grams_r)))"
    jaccard = f"{shared} / greatest(1, len(grams_l) + len(grams_r) - {shared})"
    near = [f"{edits} <= 0.06", f"{edits} <= 0.15", f"{contained} >= 0.97", f"{jaccard} >= 0.8"]
    far = [f"{contained} >= 0.85", f"{jaccard} >= 0.6", f"{jaccard} >= 0.4"]
    levels: dict[str, list[Any]] = {
        "text": [
            level.CustomLevel("jaccard(text_l, text_r) < 0.25"),
            level.ExactMatchLevel("text"),
            *map(level.CustomLevel, near + far),
        ],
        "place": [level.ExactMatchLevel("place", term_frequency_adjustments=True), level.LevenshteinLevel("place", 1)],
        "numbers": [
            level.CustomLevel("list_sort(numbers_l) = list_sort(numbers_r)"),
            level.CustomLevel("list_has_all(numbers_l, numbers_r)"),
            level.CustomLevel("list_has_all(numbers_r, numbers_l)"),
            level.ArrayIntersectLevel("numbers", 2),
            level.ArrayIntersectLevel("numbers", 1),
        ],
        "owners": [
            level.CustomLevel("list_sort(owners_l) = list_sort(owners_r)"),
            level.CustomLevel("list_has_all(owners_l, owners_r) OR list_has_all(owners_r, owners_l)"),
            level.ArrayIntersectLevel("owners", 1),
        ],
        "keys": [
            level.CustomLevel("NOT list_has_any(keys_l, keys_r)"),
            *(level.ArrayIntersectLevel("keys", size) for size in (20, 10, 5, 2)),
        ],
    }
    compared = [
        CustomComparison([level.NullLevel(column), *some, level.ElseLevel()], output_column_name=column)
        for column, some in levels.items()
    ]
    return [*compared, ArrayIntersectAtSizes("clauses", [3, 2, 1])]


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
