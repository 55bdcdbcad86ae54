"""Reads the invented texts of the repository: corpus/conduct, corpus/students, scripts/train/own and the marked sets of eval/first-met."""

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

from labels import CHILD, WRITTEN, all_clean, with_any
from sentences import sentences

# Districts whose messages are for measuring only.
HELD_DISTRICTS = {"south-fork-island", "valley-oaks"}
DEVELOPMENT_PARTS = 5

Mark = tuple[int, int, list[str]]


def part_of(key: str, parts: int) -> int:
    """The part of a key, the same on every run."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % parts


def split_of(key: str) -> str:
    return "development" if part_of(key, DEVELOPMENT_PARTS) == 0 else "train"


def labelled(text: str, marks: list[Mark], known: dict[str, int], **fields) -> Iterator[dict]:
    """One example a sentence of a stretch. A sentence has a mark's labels where they share half of the shorter of both."""
    spans = sentences(text)
    for at, (start, end) in enumerate(spans):
        labels = dict(known)
        for first, last, names in marks:
            shared = min(end, last) - max(start, first)
            if shared > 0 and shared * 2 >= min(end - start, last - first):
                labels.update(dict.fromkeys(names, 1))
        yield {
            **fields,
            "before": text[slice(*spans[at - 1])] if at > 0 else "",
            "sentence": text[start:end],
            "behind": text[slice(*spans[at + 1])] if at + 1 < len(spans) else "",
            "labels": with_any(labels),
        }


def blocks(folder: Path) -> Iterator[tuple[str, str]]:
    """First lines and bodies of the messages of a folder."""
    for file in sorted(folder.glob("*.txt")):
        for block in re.split(r"^=== ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
            head, _, body = block.partition("\n")
            yield head, body.strip("\n")


# ---- corpus/conduct


def without_conduct_marks(text: str) -> tuple[str, list[Mark]]:
    clean, marks, at = [], [], 0
    length = 0
    for found in re.finditer(r"\{\{\s*([a-z, -]+?)\s*:\s*(.*?)\}\}", text, flags=re.S):
        names = [name.strip() for name in found[1].split(",")]
        unknown = [name for name in names if name not in WRITTEN]
        if unknown:
            raise ValueError(f"unknown labels {unknown} in: {text[:80]!r}")
        clean.append(text[at : found.start()])
        length += len(clean[-1])
        marks.append((length, length + len(found[2]), names))
        clean.append(found[2])
        length += len(found[2])
        at = found.end()
    clean.append(text[at:])
    return "".join(clean), marks


def conduct(folder: Path, held: str) -> Iterator[dict]:
    """Sentences of the senders' own words. The writer `held` is for measuring only."""
    for writer in sorted(path for path in folder.iterdir() if path.is_dir()):
        for head, body in blocks(writer):
            fields = [field.strip() for field in head.split("|")]
            name = f"{writer.name}/{fields[0]}"
            to = next((field[3:].strip() for field in fields if field.startswith("to:")), "one")
            known = all_clean() if to == "list" else all_clean("personal")
            about = {
                "source": "conduct",
                "writer": writer.name,
                "message": name,
                "to": to,
                "split": "held" if writer.name == held else split_of(name),
                "weight": 1.0,
            }
            subject = re.match(r"Subject:[ \t]*(.*)\n?", body)
            if subject:
                text, marks = without_conduct_marks(subject[1])
                yield from labelled(text, marks, known, **about)
                body = body[subject.end() :]
            for stretch in re.split(r"(?:^>.*(?:\n|\Z))+", body, flags=re.M):
                text, marks = without_conduct_marks(stretch)
                yield from labelled(text, marks, known, **about)


# ---- corpus/students

_STUDENT_MARK = re.compile(r"\[\[([a-z]+)(?::([^|\]]*))?\|(.*?)\]\]", flags=re.S)
_READ_ZONES = {"own", "quoted", "forwarded"}


def without_student_marks(text: str) -> tuple[str, list[Mark]]:
    clean, marks, at, length = [], [], 0, 0
    for found in _STUDENT_MARK.finditer(text):
        clean.append(text[at : found.start()])
        length += len(clean[-1])
        if found[1] in CHILD and found[2]:
            marks.append((length, length + len(found[3]), [f"about-child-{found[1]}"]))
        clean.append(found[3])
        length += len(found[3])
        at = found.end()
    clean.append(text[at:])
    return "".join(clean), marks


def prose(body: str) -> Iterator[str]:
    """Subject and stretches of prose of a message: no headers, signatures, footers, HTML source or files of rows."""
    header, _, rest = body.partition("\n\n")
    subject = re.search(r"^Subject:[ \t]*(.+)$", header, flags=re.M)
    if subject:
        yield subject[1]
    zone, lines, is_rows = "own", [], False
    for line in [*rest.split("\n"), "@end"]:
        if re.match(r"@[a-z]+", line):
            if zone in _READ_ZONES and not is_rows and lines:
                yield "\n".join(lines)
            lines = []
            name = re.match(r"@([a-z]+)", line)[1]
            if name == "attachment":
                is_rows = bool(re.search(r"\.(csv|tsv|xlsx?|json|xml|vcf|ics)\s*$", line, flags=re.I))
            zone = "own" if name == "attachment" else name
        else:
            lines.append(line)


def students(folder: Path) -> Iterator[dict]:
    """Sentences about children and ordinary sentences of school mail. Nothing is known about personal mail to lists."""
    for district in sorted(path for path in folder.iterdir() if path.is_dir()):
        for head, body in blocks(district):
            name = f"{district.name}/{head.split('|')[0].strip()}"
            about = {
                "source": "students",
                "writer": district.name,
                "message": name,
                "split": "held" if district.name in HELD_DISTRICTS else split_of(name),
                "weight": 1.0,
            }
            for stretch in prose(body):
                text, marks = without_student_marks(stretch)
                yield from labelled(text, marks, all_clean("personal"), **about)


# ---- scripts/train/own

_OWN = {
    "harassment": "harassment-any",
    "threat": "threat-any",
    "sexual": "sexual-any",
    "sale": "selling",
    "business": "business",
    "appeal": "appeal",
    "political": "political",
    "personal": "personal",
}
# What these lines do not label.
_OWN_UNKNOWN = ("about-child", "profanity", "credentials")


def own(folder: Path) -> Iterator[dict]:
    """Single lines of staff mail. They tell harassment, threats and sexual remarks, but not open from subtle ones."""
    for file in sorted(folder.glob("*.txt")):
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            found = re.match(r"([a-z,-]+): (.+)$", line)
            if not found:
                continue
            names = [] if found[1] == "-" else found[1].split(",")
            unknown = list(_OWN_UNKNOWN)
            if file.name not in ("lists.txt", "personal.txt", "work.txt"):
                unknown.append("personal")
            if not names:
                unknown = [name for name in unknown if name not in ("profanity", "credentials")]
            known = all_clean(*unknown)
            for name in names:
                label = _OWN[name]
                if label.endswith("-any"):
                    stem = label.removesuffix("any")
                    known = {key: value for key, value in known.items() if not key.startswith(stem)}
                known[label] = 1
            key = f"own/{file.name}:{number}"
            text = found[2]
            yield from labelled(
                text,
                [],
                known,
                source="own",
                writer="own",
                message=key,
                split=split_of(key),
                # A line of two sentences says of neither which one offends.
                weight=1.0 if not names or len(sentences(text)) == 1 else 0.5,
            )


# ---- eval/first-met


def first_met(folder: Path) -> Iterator[dict]:
    """Sentences of the mails of those sets that were measured with once and have marks since. The others stay for measuring."""
    for marks_file in sorted(folder.glob("*/marks.json")):
        marked = json.loads(marks_file.read_text(encoding="utf-8"))
        doubtful = set(marked.get("_doubtful", []))
        described = json.loads((marks_file.parent / "set.json").read_text(encoding="utf-8"))
        lists = {one["address"].lower() for one in described.get("lists", [])}
        for line in (marks_file.parent / "mail.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["id"] in doubtful:
                continue
            to = "list" if any(address in lists for address in recipients(row)) else "one"
            name = f"{marks_file.parent.name}/{row['id']}"
            about = {
                "source": "conduct",
                "writer": marks_file.parent.name,
                "message": name,
                "to": to,
                "split": split_of(name),
                "weight": 1.0,
            }
            known = all_clean() if to == "list" else all_clean("personal")
            sayings = marked.get(row["id"], [])
            for text in (row.get("subject", ""), *re.split(r"(?:^>.*(?:\n|\Z))+", row.get("text", ""), flags=re.M)):
                yield from labelled(text, found_marks(text, sayings), known, **about)


def recipients(row: dict) -> list[str]:
    fields = [row.get(name) or [] for name in ("to", "cc", "bcc")]
    boxes = [box for field in fields for box in (field if isinstance(field, list) else [field])]
    return [box["address"].lower() for box in boxes]


def found_marks(text: str, sayings: list[dict]) -> list[Mark]:
    marks = []
    for saying in sayings:
        at = text.find(saying["text"])
        if at >= 0:
            marks.append((at, at + len(saying["text"]), saying["labels"]))
    return marks
