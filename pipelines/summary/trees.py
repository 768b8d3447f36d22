"""Boosted trees, read from arrays and evaluated with numpy: all rows and all trees at once, level by level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees one after the other: a node goes `left` where its feature is at most its threshold, else to `left` + 1.

    A leaf is its own `left` and has feature -1; `value` is what it adds. `roots` are where the trees begin.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    depth: int

    def predict(self, rows: Floats) -> Floats:
        """A number for each row of features."""
        count = len(rows)
        node = np.broadcast_to(self.roots, (count, len(self.roots))).copy()
        row = np.arange(count)[:, None]
        compared = rows.astype(np.float32)
        for _ in range(self.depth):
            feature = self.feature[node]
            inner = feature >= 0
            right = compared[row, feature] > self.threshold[node]
            node = np.where(inner, self.left[node] + right, node)
        return np.asarray(self.value[node].sum(axis=1, dtype=np.float64), dtype=np.float64)

    @staticmethod
    def read(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Forest:
        """The forest that was written under `name`."""
        roots = arrays[f"{name}.roots"].astype(np.int32)
        return Forest(
            feature=arrays[f"{name}.feature"].astype(np.int16),
            threshold=arrays[f"{name}.threshold"].astype(np.float32),
            left=arrays[f"{name}.left"].astype(np.int32),
            value=arrays[f"{name}.value"].astype(np.float32),
            roots=roots,
            depth=int(arrays[f"{name}.depth"][0]),
        )
