"""Reads the examples back, with targets and weights as arrays of one column a label."""

import json
from pathlib import Path

import numpy as np

from labels import INDEX, LABELS


def read_examples(work: Path) -> list[dict]:
    with (work / "examples.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def targets(examples: list[dict]) -> tuple[np.ndarray, np.ndarray]:
    """Labels (0, 1) and weights (0 where nothing is known): float32 [examples, labels]."""
    wanted = np.zeros((len(examples), len(LABELS)), dtype=np.float32)
    weights = np.zeros_like(wanted)
    for at, one in enumerate(examples):
        for label, value in one["labels"].items():
            wanted[at, INDEX[label]] = value
            weights[at, INDEX[label]] = one["weight"]
    return wanted, weights


def is_clean(example: dict) -> bool:
    return not any(example["labels"].values())
