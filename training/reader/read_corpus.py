"""Reads all texts and writes one example a sentence: WORK/examples.jsonl, and how many there are: WORK/corpus.json.

usage: read_corpus.py [--data FOLDER_OF_PUBLIC_SETS] [--work FOLDER]
"""

import json
from collections import Counter
from pathlib import Path

import invented
from options import options
from public_sets import public_sets

ROOT = Path(__file__).resolve().parents[2]


def held_writer(folder: Path) -> str:
    """The writer who is never trained on: w5, or the one with the least texts."""
    sizes = {path.name: sum(file.stat().st_size for file in path.glob("*.txt")) for path in folder.iterdir() if path.is_dir()}
    sizes = {name: size for name, size in sizes.items() if size > 0}
    return "w5" if "w5" in sizes else min(sizes, key=sizes.get, default="")


def main() -> None:
    given = options()
    given.work.mkdir(parents=True, exist_ok=True)
    conduct = ROOT / "corpus/conduct"
    held = given.held or held_writer(conduct)
    examples = [
        *invented.conduct(conduct, held),
        *invented.students(ROOT / "corpus/students"),
        *invented.own(ROOT / "scripts/train/own"),
        *invented.first_met(ROOT / "eval/first-met"),
        *public_sets(given.data, given.seed),
    ]
    seen: set[tuple[str, str, str, str]] = set()
    kept = []
    for one in examples:
        key = (one["source"], one["before"], one["sentence"], one["behind"])
        if key not in seen:
            seen.add(key)
            kept.append(one)
    with (given.work / "examples.jsonl").open("w", encoding="utf-8") as file:
        for one in kept:
            file.write(json.dumps(one, ensure_ascii=False) + "\n")
    positives = Counter(
        f"{one['source']} {label}" for one in kept for label, value in one["labels"].items() if value == 1
    )
    summary = {
        "held": held,
        "sentences": Counter(f"{one['source']} {one['split']}" for one in kept),
        "messages": {split: len({one["message"] for one in kept if one["split"] == split}) for split in ("train", "development", "held")},
        "writers": Counter(one["writer"] for one in kept if one["source"] == "conduct"),
        "positives": dict(sorted(positives.items())),
    }
    (given.work / "corpus.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps({key: summary[key] for key in ("held", "sentences", "writers")}, indent=1))


if __name__ == "__main__":
    main()
