"""Writes the picture model for the gateway: src/ocr/classifier/model/{model.onnx, pictures.json, LICENSE}.

usage: convert.py PACKAGE [--out FOLDER]

PACKAGE is the unpacked npm package nsfwjs 4.4.0. Its MobileNet v2 is a Keras graph in JSON with weights of 8 bits. The
graph is written again as ONNX, layer by layer. The weights keep their 8 bits and are multiplied out as TensorFlow.js
does it (value = minimum + scale × byte), so the figures stay the same. `verify.mjs` shows that they do.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).resolve().parent
OUT = HERE.parents[1] / "src/ocr/classifier/model"
PACKAGE_VERSION = "4.4.0"
INTEGRITY = "sha512-krC1fgeTLXtZwgdpKJ0jm7hqv0gTSRQQRL+FhOaxaJ9Wj92t42BO3csO2odwgTAgZgf2RvkwPtp0R8Aa7dc+MA=="
LABELS = ["drawing", "drawn-explicit", "neutral", "explicit", "suggestive"]
"""In the order of the package's nsfw_classes.js: Drawing, Hentai, Neutral, Porn, Sexy."""
SIDE = 224
OPSET = 17


def read_package(package: Path) -> tuple[dict, bytes]:
    """The graph and the weights; the package holds both as JavaScript modules, which Node.js loads."""
    folder = package / "dist/models/mobilenet_v2"
    script = (
        "const {join} = require('node:path'); const folder = process.argv[1];"
        "const graph = require(join(folder, 'model.min.js'));"
        "const weights = require(join(folder, 'group1-shard1of1.min.js'));"
        "process.stdout.write(JSON.stringify({graph, weights}))"
    )
    # `require` takes the files as CommonJS, which is what they are, by the package.json beside them.
    run = subprocess.run(["node", "-e", script, str(folder.resolve())], check=True, capture_output=True)
    read = json.loads(run.stdout)
    return read["graph"], base64.b64decode(read["weights"])


class Graph:
    """Nodes and weights of the graph that is being written."""

    def __init__(self, manifest: list[dict], data: bytes) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.weights: dict[str, tuple[np.ndarray, float, float]] = {}
        at = 0
        for weight in manifest:
            count = int(np.prod(weight["shape"]))
            quantization = weight["quantization"]
            assert quantization["dtype"] == "uint8" and weight["dtype"] == "float32"
            array = np.frombuffer(data, np.uint8, count, at).reshape(weight["shape"])
            self.weights[weight["name"]] = (array, quantization["scale"], quantization["min"])
            at += count
        assert at == len(data)

    def node(self, kind: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def constant(self, name: str, array: np.ndarray) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def kernel(self, name: str, axes: tuple[int, ...]) -> str:
        """A weight in 8 bits with its multiplication; ONNX Runtime computes it once when it opens the model."""
        array, scale, minimum = self.weights[name]
        raw = self.constant(f"{name}/bytes", array.transpose(axes))
        number = self.node("Cast", [raw], f"{name}/number", to=TensorProto.FLOAT)
        scaled = self.node("Mul", [number, self.constant(f"{name}/scale", np.float32(scale))], f"{name}/scaled")
        return self.node("Add", [scaled, self.constant(f"{name}/minimum", np.float32(minimum))], name)

    def vector(self, name: str) -> str:
        array, scale, minimum = self.weights[name]
        return self.constant(name, array.astype(np.float32) * np.float32(scale) + np.float32(minimum))


def padding_of(config: dict) -> list[int]:
    """`same` of a stride of 1 alone: strides of 2 have a layer of their own for it."""
    if config["padding"] == "valid":
        return [0, 0, 0, 0]
    assert config["strides"] == [1, 1]
    high, wide = ((size - 1) // 2 for size in config["kernel_size"])
    return [high, wide, high, wide]


def add_layer(graph: Graph, layer: dict, inputs: list[str]) -> str:
    """One layer of Keras, with its channels first. @returns the name of its output"""
    kind, name, config = layer["class_name"], layer["name"], layer["config"]
    if kind == "ZeroPadding2D":
        (top, bottom), (left, right) = config["padding"]
        pads = graph.constant(f"{name}/pads", np.array([0, 0, top, left, 0, 0, bottom, right], np.int64))
        return graph.node("Pad", [*inputs, pads], name)
    if kind == "Conv2D":
        assert not config["use_bias"] and config["activation"] == "linear"
        kernel = graph.kernel(f"{name}/kernel", (3, 2, 0, 1))
        return graph.node("Conv", [*inputs, kernel], name, strides=config["strides"], pads=padding_of(config))
    if kind == "DepthwiseConv2D":
        assert not config["use_bias"] and config["depth_multiplier"] == 1
        kernel = graph.kernel(f"{name}/depthwise_kernel", (2, 3, 0, 1))
        channels = graph.weights[f"{name}/depthwise_kernel"][0].shape[2]
        attributes = {"strides": config["strides"], "pads": padding_of(config), "group": channels}
        return graph.node("Conv", [*inputs, kernel], name, **attributes)
    if kind == "BatchNormalization":
        parts = [graph.vector(f"{name}/{part}") for part in ("gamma", "beta", "moving_mean", "moving_variance")]
        return graph.node("BatchNormalization", [*inputs, *parts], name, epsilon=config["epsilon"])
    if kind == "ReLU":
        limits = [graph.constant(f"{name}/{end}", np.float32(value)) for end, value in (("min", 0), ("max", 6))]
        assert config["max_value"] == 6
        return graph.node("Clip", [*inputs, *limits], name)
    if kind == "Add":
        return graph.node("Add", inputs, name)
    if kind == "AveragePooling2D":
        return graph.node("AveragePool", inputs, name, kernel_shape=config["pool_size"], strides=config["strides"])
    if kind == "Flatten":
        # Of a map of one pixel: the order of the channels does not matter.
        return graph.node("Flatten", inputs, name)
    if kind == "Dropout":
        return inputs[0]
    assert kind == "Dense", kind
    product = graph.node("MatMul", [*inputs, graph.kernel(f"{name}/kernel", (0, 1))], f"{name}/product")
    sums = graph.node("Add", [product, graph.vector(f"{name}/bias")], f"{name}/sums")
    if config["activation"] == "relu":
        return graph.node("Relu", [sums], name)
    assert config["activation"] == "softmax"
    return graph.node("Softmax", [sums], "probabilities", axis=1)


def convert(model: dict, data: bytes) -> onnx.ModelProto:
    graph = Graph(model["weightsManifest"][0]["weights"], data)
    outputs: dict[str, str] = {}
    for layer in model["modelTopology"]["model_config"]["config"]["layers"]:
        if layer["class_name"] == "InputLayer":
            number = graph.node("Cast", ["pixels"], "pixels/number", to=TensorProto.FLOAT)
            shares = graph.node("Div", [number, graph.constant("white", np.float32(255))], "pixels/shares")
            outputs[layer["name"]] = graph.node("Transpose", [shares], "pixels/channels", perm=[0, 3, 1, 2])
            continue
        inputs = [outputs[name] for name, *_ in layer["inbound_nodes"][0]]
        outputs[layer["name"]] = add_layer(graph, layer, inputs)
    pixels = helper.make_tensor_value_info("pixels", TensorProto.UINT8, ["pictures", SIDE, SIDE, 3])
    result = helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["pictures", len(LABELS)])
    written = helper.make_graph(graph.nodes, "pictures", [pixels], [result], graph.constants)
    proto = helper.make_model(written, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(proto, full_check=True)
    return proto


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    assert json.loads((options.package / "package.json").read_text())["version"] == PACKAGE_VERSION
    graph, data = read_package(options.package)
    options.out.mkdir(parents=True, exist_ok=True)
    model = convert(graph, data).SerializeToString(deterministic=True)
    (options.out / "model.onnx").write_bytes(model)
    shutil.copyfile(options.package / "LICENSE", options.out / "LICENSE")
    description = {
        "version": 1,
        "labels": LABELS,
        "side": SIDE,
        "sha256": {"model.onnx": hashlib.sha256(model).hexdigest()},
        "provenance": {
            "package": f"nsfwjs {PACKAGE_VERSION} (npm), dist/models/mobilenet_v2",
            "integrity": INTEGRITY,
            "licence": "MIT, Copyright (c) 2019 Infinite Red, Inc. (LICENSE in this folder)",
            "weightsSha256": hashlib.sha256(data).hexdigest(),
            "converter": "training/pictures/convert.py",
        },
    }
    (options.out / "pictures.json").write_text(json.dumps(description, indent=2) + "\n")
    print(f"{len(model):,} bytes, {len(graph['weightsManifest'][0]['weights'])} weights")


if __name__ == "__main__":
    main()
