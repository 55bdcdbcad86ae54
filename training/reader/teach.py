"""Scores every example with a trained teacher: WORK/soft.npz, `probabilities` float32 [examples, labels].

usage: teach.py --name RUN [--name RUN …]

The logits of several teachers are averaged. Examples that were trained on are scored as they are: the teacher's
softness beside the hard label is what the student learns.
"""

import numpy as np
import torch

from examples import read_examples
from options import options
from train import logits_of, network


def main() -> None:
    given = options(("--name", {"action": "append", "required": True}))
    torch.set_num_threads(given.threads)
    examples = [one for one in read_examples(given.work)]
    train = [at for at, one in enumerate(examples) if one["split"] == "train"]
    model, encoder = network("teacher", given.work)
    logits = []
    for name in given.name:
        model.load_state_dict(torch.load(given.work / "runs" / f"{name}.pt"))
        logits.append(logits_of(model, encoder, [examples[at] for at in train]))
    found = np.zeros((len(examples), logits[0].shape[1]), dtype=np.float32)
    found[train] = 1 / (1 + np.exp(-np.mean(logits, axis=0)))
    np.savez_compressed(given.work / "soft.npz", probabilities=found)
    print(f"{len(train)} sentences scored")


if __name__ == "__main__":
    main()
