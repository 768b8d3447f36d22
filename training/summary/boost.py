"""LightGBM's trees (MIT) as arrays that `pipelines.summary.trees` reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.generic]]


def fit(
    rows: NDArray[np.float32],
    target: NDArray[np.float32],
    weight: NDArray[np.float32] | None,
    groups: NDArray[np.intp] | None = None,
    *,
    rounds: int,
    seed: int,
    leaves: int = 31,
    rate: float = 0.04,
    least: int = 60,
    **other: Any,
) -> Any:
    """A LightGBM booster; `groups` are the sizes of what is put in order, where order is learned."""
    import lightgbm

    settings = {
        "objective": "regression",
        "num_leaves": leaves,
        "learning_rate": rate,
        "min_data_in_leaf": least,
        "feature_fraction": 0.4,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
        "max_bin": 127,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "seed": seed,
        "verbosity": -1,
    } | other
    data = lightgbm.Dataset(rows, target, weight=weight, group=groups, free_raw_data=True)
    return lightgbm.train(settings, data, num_boost_round=rounds)


def arrays(name: str, boosters: Sequence[Any]) -> Arrays:
    """The forest `name` of all the trees of some boosters, averaged."""
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    value: list[float] = []
    roots: list[int] = []
    depth = 0

    def place(nodes: int) -> int:
        start = len(feature)
        feature.extend([-1] * nodes)
        threshold.extend([0.0] * nodes)
        left.extend(range(start, start + nodes))
        value.extend([0.0] * nodes)
        return start

    for tree in (tree for booster in boosters for tree in booster.dump_model()["tree_info"]):
        root = place(1)
        roots.append(root)
        waiting: list[tuple[int, Mapping[str, Any], int]] = [(root, tree["tree_structure"], 0)]
        while waiting:
            at, node, level = waiting.pop()
            depth = max(depth, level)
            if "leaf_value" in node:
                value[at] = node["leaf_value"] / len(boosters)
                continue
            children = place(2)
            feature[at], threshold[at], left[at] = node["split_feature"], node["threshold"], children
            waiting += [(children, node["left_child"], level + 1), (children + 1, node["right_child"], level + 1)]
    return {
        f"{name}.feature": np.array(feature, dtype=np.int16),
        f"{name}.threshold": np.array(threshold, dtype=np.float32),
        f"{name}.left": np.array(left, dtype=np.int32),
        f"{name}.value": np.array(value, dtype=np.float32),
        f"{name}.roots": np.array(roots, dtype=np.int32),
        f"{name}.depth": np.array([depth], dtype=np.int32),
    }
