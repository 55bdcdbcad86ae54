"""Measures the exported model and the runs on the held-out writer and districts: prints, and writes figures.json here.

usage: evaluate.py [--model FOLDER] [--figures FILE]

Sentences: average precision, and precision, recall and F1 at the threshold that 0.1 % of the set's clean sentences pass,
and at the model's own threshold (0.1 % of the clean sentences of the development part).
Messages: the largest score of their sentences; a message has the labels of its sentences.
"""

import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from encode import student_encoder
from examples import is_clean, read_examples, targets
from export import OUT, probabilities
from labels import LABELS
from metrics import FEWEST, at_threshold, average_precisions, mean_precision, threshold_of
from options import HERE, options
from run_onnx import onnx_logits
from train import logits_of, network


def at_bound(scores: np.ndarray, wanted: np.ndarray, weights: np.ndarray, clean: np.ndarray) -> dict[str, dict]:
    found = {}
    for column, label in enumerate(LABELS):
        known = weights[:, column] > 0
        if wanted[known, column].sum() >= FEWEST:
            threshold = threshold_of(scores[clean & known, column])
            found[label] = at_threshold(scores[known, column], wanted[known, column], threshold)
    return found


def by_message(examples: list[dict], scores: np.ndarray, wanted: np.ndarray, weights: np.ndarray):
    """The largest score, label and weight of each message's sentences."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(examples):
        places[one["message"]].append(at)
    together = [np.array([array[of].max(0) for of in places.values()]) for array in (scores, wanted, weights)]
    clean = np.array([all(is_clean(examples[at]) for at in of) for of in places.values()])
    return (*together, clean)


def at_own_thresholds(scores: np.ndarray, wanted: np.ndarray, weights: np.ndarray, thresholds: dict[str, float]) -> dict:
    found = {}
    for column, label in enumerate(LABELS):
        known = weights[:, column] > 0
        if wanted[known, column].sum() >= FEWEST:
            found[label] = at_threshold(scores[known, column], wanted[known, column], thresholds[label])
    return found


def measured(examples: list[dict], scores: np.ndarray, thresholds: dict[str, float]) -> dict:
    wanted, weights = targets(examples)
    clean = np.array([is_clean(one) for one in examples])
    precisions = average_precisions(scores, wanted, weights)
    whole = by_message(examples, scores, wanted, weights)
    return {
        "sentences": len(examples),
        "cleanSentences": int(clean.sum()),
        "messages": len(whole[3]),
        "meanAveragePrecision": round(mean_precision(precisions), 4),
        "averagePrecision": precisions,
        "positives": {label: int(wanted[:, LABELS.index(label)].sum()) for label in precisions},
        "atOneInThousand": at_bound(scores, wanted, weights, clean),
        "atModelThreshold": at_own_thresholds(scores, wanted, weights, thresholds),
        "messageAveragePrecision": average_precisions(*whole[:3]),
        "messageAtOneInThousand": at_bound(*whole),
        "messageAtModelThreshold": at_own_thresholds(*whole[:3], thresholds),
    }


def runs_of(work: Path, sets: dict[str, list[dict]]) -> dict[str, dict]:
    """Mean average precision of each run's float network by set."""
    found = {}
    for file in sorted((work / "runs").glob("*.json")):
        run = json.loads(file.read_text())
        if not file.with_suffix(".pt").exists():
            continue
        model, encoder = network(run["role"], work)
        model.load_state_dict(torch.load(file.with_suffix(".pt")))
        found[file.stem] = {key: run[key] for key in ("role", "seed", "fraction", "soft")}
        for name, examples in sets.items():
            wanted, weights = targets(examples)
            precisions = average_precisions(logits_of(model, encoder, examples), wanted, weights)
            found[file.stem][name] = {"mean": round(mean_precision(precisions), 4), **precisions}
        print(file.stem, {name: found[file.stem][name]["mean"] for name in sets}, flush=True)
    return found


def main() -> None:
    given = options(
        ("--model", {"type": Path, "default": OUT}),
        ("--figures", {"type": Path, "default": HERE / "figures.json"}),
        ("--skip-runs", {"action": "store_true"}),
    )
    torch.set_num_threads(given.threads)
    examples = read_examples(given.work)
    sets = {
        "heldWriter": [one for one in examples if one["split"] == "held" and one["source"] == "conduct"],
        "heldDistricts": [one for one in examples if one["split"] == "held" and one["source"] == "students"],
        "development": [one for one in examples if one["split"] == "development" and one["source"] == "conduct"],
    }
    sets = {name: found for name, found in sets.items() if found}
    description = json.loads((given.model / "reader.json").read_text())
    encoder = student_encoder(given.work / "student")
    figures = {"model": description["sha256"], "corpus": json.loads((given.work / "corpus.json").read_text())}
    for name, found in sets.items():
        rows = [encoder.row(one["before"], one["sentence"], one["behind"]) for one in found]
        logits = onnx_logits(given.model / "model.onnx", rows)
        figures[name] = measured(
            found, probabilities(logits, description["calibration"]), description["thresholds"]
        )
        figures[name]["float32"] = {}
        if (given.work / "plain.onnx").exists():
            wanted, weights = targets(found)
            plain = average_precisions(onnx_logits(given.work / "plain.onnx", rows), wanted, weights)
            figures[name]["float32"] = {"meanAveragePrecision": round(mean_precision(plain), 4), **plain}
        print(name, json.dumps({key: figures[name][key] for key in ("meanAveragePrecision", "averagePrecision")}))
        print("  at 0.1 %:", {label: (at["recall"], at["f1"]) for label, at in figures[name]["atOneInThousand"].items()})
    if not given.skip_runs:
        figures["runs"] = runs_of(given.work, sets)
    given.figures.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
