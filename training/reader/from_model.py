"""Turns the committed model back into weights to go on from: WORK/runs/NAME.pt and NAME.json, for `train.py --start NAME`.

usage: from_model.py --name NAME [--model FOLDER]

The float weights of a training are not kept. The int8 ones differ from them by less than the training's own noise; pieces that the
committed vocabulary lacks have the pretrained embedding. Run it after vocabulary.py.
"""

import json
import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from export import OUT
from options import options
from train import network


def dequantized(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    scale, zero = arrays[f"{name}_scale"], arrays[f"{name}_zero_point"]
    return (arrays[f"{name}_quantized"].astype(np.float32) - zero.astype(np.float32)) * scale


def weights_of(file: Path) -> dict[str, torch.Tensor]:
    """The parameters under their names in the network."""
    graph = onnx.load(str(file)).graph
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    found = {name: array for name, array in arrays.items() if re.search(r"\.(weight|bias)$", name)}
    for name in arrays:
        if re.search(r"_embeddings\.weight_quantized$", name):
            stem = name.removesuffix("_quantized")
            found[stem] = dequantized(arrays, stem)
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        stem = node.input[1].removesuffix("_quantized")
        place = re.fullmatch(r"/(.+)/MatMul_output_0_output_quantized", node.output[0])
        path = place[1].replace("/", ".") if place else "head"
        found[f"{path}.weight"] = dequantized(arrays, stem).T
    return {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in found.items()}


def main() -> None:
    given = options(("--name", {"required": True}), ("--model", {"type": Path, "default": OUT}))
    network_now, _ = network("student", given.work)
    state = network_now.state_dict()
    found = weights_of(given.model / "model.onnx")
    words = "encoder.embeddings.word_embeddings.weight"
    rows = {piece: at for at, piece in enumerate((given.model / "vocab.txt").read_text(encoding="utf-8").splitlines())}
    pieces = (given.work / "student/vocab.txt").read_text(encoding="utf-8").splitlines()
    table = state[words].clone()
    for at, piece in enumerate(pieces):
        if piece in rows:
            table[at] = found[words][rows[piece]]
    found[words] = table
    missing = [name for name in state if name not in found and "position_ids" not in name]
    if missing:
        raise ValueError(f"the model lacks {missing}")
    runs = given.work / "runs"
    runs.mkdir(exist_ok=True)
    torch.save({name: found[name] if name in found else state[name] for name in state}, runs / f"{given.name}.pt")
    described = json.loads((given.model / "reader.json").read_text())["provenance"]
    summary = {"role": "student", "seed": 0, "fraction": 1.0, "soft": False, "start": described["runs"]}
    (runs / f"{given.name}.json").write_text(json.dumps(summary, indent=1) + "\n")
    print(f"{sum(piece in rows for piece in pieces)} of {len(pieces)} pieces known")


if __name__ == "__main__":
    main()
