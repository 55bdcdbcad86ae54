"""Runs an ONNX model as the gateway does: one thread, one sentence a run."""

from pathlib import Path

import numpy as np
import onnxruntime


def session(file: Path) -> onnxruntime.InferenceSession:
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    settings.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), settings, providers=["CPUExecutionProvider"])


def onnx_logits(file: Path, rows: list[list[int]]) -> np.ndarray:
    """float32 [rows, labels]."""
    runner = session(file)
    found = []
    for row in rows:
        ids = np.array([row], dtype=np.int64)
        found.append(runner.run(["logits"], {"input_ids": ids, "attention_mask": np.ones_like(ids)})[0][0])
    return np.array(found, dtype=np.float32)
