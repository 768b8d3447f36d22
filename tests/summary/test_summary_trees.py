"""Boosted trees in numpy say what the trees say."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.summary.trees import Forest


def test_a_row_goes_left_where_its_feature_is_at_most_the_threshold() -> None:
    # The first tree: feature 1 <= 2 ? 10 : (feature 0 <= 0.5 ? 20 : 30). The second: a leaf alone, 1.
    forest = Forest(
        feature=np.array([1, -1, 0, -1, -1, -1], dtype=np.int16),
        threshold=np.array([2.0, 0, 0.5, 0, 0, 0], dtype=np.float32),
        left=np.array([1, 1, 3, 3, 4, 5], dtype=np.int32),
        value=np.array([0, 10, 0, 20, 30, 1], dtype=np.float32),
        roots=np.array([0, 5], dtype=np.int32),
        depth=2,
    )
    rows = np.array([[9.0, 2.0], [0.5, 2.1], [0.6, 3.0]])
    assert forest.predict(rows).tolist() == [11.0, 21.0, 31.0]
    assert forest.predict(np.zeros((0, 2))).tolist() == []


@pytest.mark.parametrize("boosters", [1, 2])
def test_a_forest_says_what_the_boosters_it_was_written_from_say(boosters: int) -> None:
    pytest.importorskip("lightgbm", reason="LightGBM, which grows the forests, is not installed")
    from training.summary import boost

    random = np.random.default_rng(3)
    rows = random.normal(size=(600, 5)).astype(np.float32)
    target = (rows[:, 0] * (rows[:, 1] > 0) + 0.1 * random.normal(size=600)).astype(np.float32)
    grown = [boost.fit(rows, target, None, rounds=80, seed=seed, max_depth=5) for seed in range(boosters)]
    forest = Forest.read(boost.arrays("toy", grown), "toy")
    expected = np.mean([booster.predict(rows) for booster in grown], axis=0)
    assert np.abs(forest.predict(rows.astype(np.float64)) - expected).max() < 1e-4
    assert np.corrcoef(forest.predict(rows.astype(np.float64)), target)[0, 1] > 0.8
