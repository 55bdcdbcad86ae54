"""Trains one network: WORK/runs/NAME.pt (the weights of the best epoch) and NAME.json (what was measured).

usage: train.py --role student|teacher --name NAME [--seed N] [--epochs N] [--fraction F] [--soft FILE] [--start NAME]
                [--writer NAME … --rest F] [--still N]

Every label has a weight: 0 where a text does not say whether it applies. `--soft` adds the teacher's probabilities,
which fill these gaps. `--fraction` trains on a part of the messages of corpus/conduct, for the learning curve.
To go on from a trained network with new texts at little cost: `--writer` says whose texts are new, `--rest` how much of an
epoch's other sentences are read besides, so that nothing is forgotten, and `--still` how many layers (and the embeddings) stay as
they are.
"""

import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from augment import augmented
from encode import Encoder, student_encoder, teacher_encoder
from examples import is_clean, read_examples, targets
from invented import part_of
from metrics import average_precisions, mean_precision
from model import Reader
from options import options

BATCH = 32
# Share of the clean sentences of a source that an epoch takes, by role: another one each time.
SHARES = {
    "student": {"conduct": 1.0, "own": 1.0, "students": 0.12, "conduct/personal-or-business": 0.5, "other": 0.12},
    "teacher": {"conduct": 0.5, "own": 0.8, "students": 0.06, "conduct/personal-or-business": 0.2, "other": 0.08},
}
# Times that an epoch takes a marked sentence of corpus/conduct, each time changed in another way.
REPEATS = {"student": 2, "teacher": 1}
RATES = {"student": 1e-4, "teacher": 3e-5}
HEAD_RATE = 1e-3
SOFT_SHARE = 0.5


def network(role: str, work: Path) -> tuple[Reader, Encoder]:
    if role == "student":
        encoder = student_encoder(work / "student")
        return Reader(work / "student", encoder.separator), encoder
    from base_models import teacher_folder, unpack_teacher

    unpack_teacher(work)
    encoder = teacher_encoder(teacher_folder(work))
    model = Reader(teacher_folder(work), encoder.separator)
    model.encoder.embeddings.requires_grad_(False)
    return model, encoder


def half_precision() -> torch.autocast:
    """bfloat16 where the processor multiplies it in hardware; elsewhere float32."""
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.cpu._is_amx_tile_supported())


def chosen(examples: list[dict], role: str, fraction: float, chance: random.Random) -> list[int]:
    """Numbers of the examples of one epoch."""
    shares = SHARES[role]
    numbers = []
    for at, one in enumerate(examples):
        if one["split"] != "train":
            continue
        source = one["source"]
        if source == "conduct" and part_of("curve " + one["message"], 1000) >= fraction * 1000:
            continue
        share = shares.get(source, shares["other"])
        invented = source in ("conduct", "own", "students")
        if invented and not is_clean(one):
            numbers.extend([at] * (REPEATS[role] if source == "conduct" else 1))
        elif chance.random() < share:
            numbers.append(at)
    return numbers


def mostly_new(examples: list[dict], numbers: list[int], writers: list[str], rest: float, chance: random.Random) -> list[int]:
    """All of the new writers' sentences of an epoch, and a share of the others."""
    return [at for at in numbers if examples[at]["writer"] in writers or chance.random() < rest]


def keep_still(model: Reader, layers: int) -> None:
    if layers > 0:
        for part in (model.encoder.embeddings, *model.encoder.encoder.layer[:layers]):
            part.requires_grad_(False)


def batches(rows: list[list[int]], numbers: list[int], chance: random.Random) -> list[list[int]]:
    """Places in `rows`, in batches of about the same length."""
    places = list(range(len(numbers)))
    chance.shuffle(places)
    window = BATCH * 40
    found = []
    for at in range(0, len(places), window):
        near = sorted(places[at : at + window], key=lambda place: len(rows[place]))
        found.extend(near[start : start + BATCH] for start in range(0, len(near), BATCH))
    chance.shuffle(found)
    return found


@torch.inference_mode()
def logits_of(model: Reader, encoder: Encoder, examples: list[dict], batch: int = 64) -> np.ndarray:
    """float32 [examples, labels], in the order of the examples."""
    model.eval()
    rows = [encoder.row(one["before"], one["sentence"], one["behind"]) for one in examples]
    order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
    result = np.zeros((len(rows), model.head.out_features), dtype=np.float32)
    for at in range(0, len(order), batch):
        places = order[at : at + batch]
        ids, mask = encoder.batch([rows[place] for place in places])
        with half_precision():
            result[places] = model(ids, mask).float().numpy()
    return result


def optimizer_of(model: Reader, role: str) -> torch.optim.AdamW:
    body = [parameter for parameter in model.encoder.parameters() if parameter.requires_grad]
    groups = [{"params": body, "lr": RATES[role]}, {"params": list(model.head.parameters()), "lr": HEAD_RATE}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def train(given) -> None:
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    chance = random.Random(given.seed)
    examples = read_examples(given.work)
    wanted, weights = targets(examples)
    soft = np.load(given.soft)["probabilities"] if given.soft else None
    model, encoder = network(given.role, given.work)
    runs = given.work / "runs"
    runs.mkdir(exist_ok=True)
    if given.start:
        model.load_state_dict(torch.load(runs / f"{given.start}.pt"))
    development = [
        at for at, one in enumerate(examples) if one["split"] == "development" and one["source"] in ("conduct", "own")
    ]
    if given.measure:
        development = random.Random(0).sample(development, min(given.measure, len(development)))
    keep_still(model, given.still)
    optimizer = optimizer_of(model, given.role)

    def epoch_of(order: random.Random) -> list[int]:
        return mostly_new(examples, chosen(examples, given.role, given.fraction, order), given.writer, given.rest, order)

    per_epoch = epoch_of(random.Random(0))
    if given.limit:
        per_epoch = per_epoch[: given.limit]
    total = given.epochs * (len(per_epoch) // BATCH + 1)
    warm = max(1, total // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.02, 1 - (step - warm) / max(1, total - warm)))
    )
    best, history = -1.0, []
    for epoch in range(given.epochs):
        began, tokens, losses = time.time(), 0, []
        numbers = epoch_of(chance)
        if given.limit:
            numbers = chance.sample(numbers, min(given.limit, len(numbers)))
        rows = [encoder.row(*augmented(examples[at], chance)) for at in numbers]
        model.train()
        for places in batches(rows, numbers, chance):
            ids, mask = encoder.batch([rows[place] for place in places])
            at = [numbers[place] for place in places]
            with half_precision():
                output = model(ids, mask)
            loss = loss_of(output.float(), wanted[at], weights[at], None if soft is None else soft[at])
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad(set_to_none=True)
            tokens += int(mask.sum())
            losses.append(loss.item())
            if len(losses) % 50 == 0:
                print(f"{given.name} {len(losses)} batches, {tokens / (time.time() - began):.0f} tokens/s", flush=True)
        found = logits_of(model, encoder, [examples[at] for at in development])
        precisions = average_precisions(found, wanted[development], weights[development])
        mean = mean_precision(precisions)
        history.append(
            {
                "epoch": epoch + 1,
                "sentences": len(numbers),
                "tokens": tokens,
                "loss": round(float(np.mean(losses)), 5),
                "seconds": round(time.time() - began),
                "averagePrecision": round(mean, 4),
            }
        )
        print(given.name, json.dumps(history[-1]), flush=True)
        if mean > best:
            best = mean
            torch.save(model.state_dict(), runs / f"{given.name}.pt")
            summary = {"role": given.role, "seed": given.seed, "fraction": given.fraction, "soft": bool(given.soft), "start": given.start, "history": history, "development": precisions}
            (runs / f"{given.name}.json").write_text(json.dumps(summary, indent=1) + "\n")


def loss_of(output: torch.Tensor, wanted: np.ndarray, weights: np.ndarray, soft: np.ndarray | None) -> torch.Tensor:
    """Cross-entropy with what is known, and with what the teacher says."""
    known = torch.from_numpy(weights)
    hard = nn.functional.binary_cross_entropy_with_logits(output, torch.from_numpy(wanted), weight=known, reduction="sum")
    if soft is None:
        return hard / len(output)
    taught = nn.functional.binary_cross_entropy_with_logits(output, torch.from_numpy(soft), reduction="sum")
    return ((1 - SOFT_SHARE) * hard + SOFT_SHARE * taught) / len(output)


if __name__ == "__main__":
    train(
        options(
            ("--role", {"choices": ["student", "teacher"], "required": True}),
            ("--name", {"required": True}),
            ("--epochs", {"type": int, "default": 4}),
            ("--fraction", {"type": float, "default": 1.0}),
            ("--soft", {"default": ""}),
            ("--start", {"default": ""}),
            ("--writer", {"action": "append", "default": []}),
            ("--rest", {"type": float, "default": 1.0}),
            ("--still", {"type": int, "default": 0}),
            ("--measure", {"type": int, "default": 0, "help": "sentences of the development part that an epoch is measured with, 0 for all"}),
            ("--limit", {"type": int, "default": 0, "help": "examples an epoch, to try the scripts"}),
        )
    )
