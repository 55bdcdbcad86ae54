"""Reads the public sets that may be trained on (`"train": true` in set.json). Each annotates a few labels: the others
are unknown and are taught by the teacher alone. A quarter of each set is never read (the same as scripts/train/corpora.ts)."""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from labels import all_clean, with_any
from sentences import borders, sentences

LONGEST_TEXT = 60  # words of a comment
SENTENCES_OF_MAIL = 12

# Numbers of texts taken, and the weight of their labels beside an invented sentence.
TAKEN = {
    "conduct/edos": (2500, 0.3),
    "conduct/davidson": (900, 0.2),
    "conduct/moderation": (600, 0.3),
    "conduct/wiki-toxicity": (570, 0.3),
    "conduct/toxic-spans": (1200, 0.2),
    "conduct/identity-templates": (300, 0.15),
    "conduct/profanity-disguised": (2000, 0.3),
    "conduct/political": (370, 0.3),
    "conduct/personal-or-business": (1200, 0.5),
    "ordinary/school-pta": (60, 0.5),
}


def part_of_key(key: str, parts: int) -> int:
    """FNV-1a over the characters: the part of `scripts/train/random.ts`."""
    value = 0x811C9DC5
    for char in key:
        value = ((value ^ ord(char)) * 0x01000193) & 0xFFFFFFFF
    return (value ^ (value >> 15)) % parts


def is_held(name: str, row: dict) -> bool:
    return row.get("split") != "train" if name == "conduct/edos" else part_of_key(row["id"], 4) == 0


def known_of(name: str, row: dict) -> dict[str, int] | None:
    """What the set says of the whole text; nothing where the text is no example."""
    has = lambda label: int(label in row["labels"])  # noqa: E731
    match name:
        case "conduct/edos":
            known = {"harassment-any": has("harassment")}
            return {**known, **({"threat-any": 0} if not has("threat") else {})}
        case "conduct/davidson":
            # "Offensive" tweets are left out: they do not separate harassing from merely profane ones.
            return None if row.get("note") == "offensive" else {"harassment-any": has("harassment")}
        case "conduct/moderation":
            return {f"{label}-any": has(label) for label in ("harassment", "sexual", "threat")}
        case "conduct/wiki-toxicity" | "conduct/identity-templates":
            return {"harassment-any": has("harassment")}
        case "conduct/profanity-disguised":
            return {"profanity": has("profanity")}
        case "conduct/political":
            return {"political": 1}
        case "conduct/personal-or-business":
            return None if has("listserv_misuse") else all_clean("about-child", "profanity")
        case "ordinary/school-pta":
            return all_clean("about-child")
    return {}


def texts_of(name: str, row: dict, chance: random.Random) -> Iterator[dict]:
    known = known_of(name, row)
    if known is None:
        return
    text = row["text"]
    if name == "conduct/toxic-spans":
        marked = [at for at in row.get("spans", []) if isinstance(at, int)]
        starts = [*borders(text), len(text)]
        for start, end in zip(starts, starts[1:]):
            if text[start:end].strip():
                label = int(any(start <= at < end for at in marked))
                # An unmarked sentence of a toxic comment may well offend: only the marked ones are labelled.
                yield example("", text[start:end].strip(), "", {"harassment-any": 1} if label else {})
        return
    is_mail = name in ("conduct/political", "conduct/personal-or-business", "ordinary/school-pta")
    if not is_mail:
        yield example("", " ".join(text.split()[:LONGEST_TEXT]), "", known)
        return
    spans = sentences(text)
    most = 3 if name == "conduct/political" else SENTENCES_OF_MAIL
    for at in sorted(chance.sample(range(len(spans)), min(most, len(spans)))):
        around = [text[slice(*spans[index])] if 0 <= index < len(spans) else "" for index in (at - 1, at, at + 1)]
        if name != "conduct/political" or len(around[1].split()) >= 6:
            yield example(*around, known)


def example(before: str, sentence: str, behind: str, known: dict[str, int]) -> dict:
    return {"before": before, "sentence": sentence, "behind": behind, "labels": with_any(known)}


def public_sets(folder: Path, seed: int) -> Iterator[dict]:
    """Raises ValueError where a set is for measuring only."""
    for name, (count, weight) in TAKEN.items():
        if not (folder / name).is_dir():
            continue
        if json.loads((folder / name / "set.json").read_text())["train"] is not True:
            raise ValueError(f"{name} is for measuring only")
        rows = [json.loads(line) for line in (folder / name / "mail.jsonl").read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if row.get("text", "").strip() and not is_held(name, row)]
        chance = random.Random(f"{seed} {name}")
        chance.shuffle(rows)
        taken = 0
        for row in rows:
            if taken >= count:
                break
            found = list(texts_of(name, row, chance))
            taken += bool(found)
            for text in found:
                yield {"source": name, "writer": name, "message": f"{name}/{row['id']}", "split": "train", "weight": weight, **text}
