"""Average precision, and precision and recall at a bound of false alarms."""

import numpy as np
from sklearn.metrics import average_precision_score

from labels import LABELS

FEWEST = 3  # positives, for a label to be measured
BOUND = 0.001  # false alarms on clean sentences


def average_precisions(scores: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> dict[str, float]:
    """By label, over the examples that say whether it applies."""
    found = {}
    for column, label in enumerate(LABELS):
        known = weights[:, column] > 0
        if wanted[known, column].sum() >= FEWEST:
            found[label] = round(float(average_precision_score(wanted[known, column], scores[known, column])), 4)
    return found


def mean_precision(precisions: dict[str, float]) -> float:
    return float(np.mean(list(precisions.values()))) if precisions else 0.0


def threshold_of(scores_of_clean: np.ndarray, bound: float = BOUND) -> float:
    """The lowest score that at most this share of clean sentences passes."""
    ordered = np.sort(scores_of_clean)[::-1]
    allowed = int(len(ordered) * bound)
    return float(np.nextafter(ordered[allowed], np.inf)) if len(ordered) else float("inf")


def at_threshold(scores: np.ndarray, wanted: np.ndarray, threshold: float) -> dict[str, float]:
    raised = scores >= threshold
    true = int((raised & (wanted > 0)).sum())
    recall = true / max(1, int((wanted > 0).sum()))
    precision = true / max(1, int(raised.sum()))
    f1 = 2 * true / max(1, int(raised.sum()) + int((wanted > 0).sum()))
    clean = wanted == 0
    false = int((raised & clean).sum())
    return {
        "recall": round(recall, 3),
        "precision": round(precision, 3),
        "f1": round(f1, 3),
        "falseAlarms": round(false / max(1, int(clean.sum())), 5),
    }
