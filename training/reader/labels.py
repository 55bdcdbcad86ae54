"""The meanings that the reader knows, in the order of the model's output."""

CHILD = [
    "health", "sped", "discipline", "grades", "counselling", "medication", "pregnancy", "custody",
    "protection", "immigration", "lunch", "homeless", "attendance",
]  # fmt: skip

WRITTEN = [
    "harassment-open", "harassment-subtle", "threat-open", "threat-subtle", "sexual-open", "sexual-subtle",
    "selling", "business", "appeal", "political", "personal", "credentials", "profanity",
    *[f"about-child-{kind}" for kind in CHILD],
]  # fmt: skip

# A label of this kind is positive where one of its parts is. Texts that name no part train only these.
ANY = {
    "harassment-any": ["harassment-open", "harassment-subtle"],
    "threat-any": ["threat-open", "threat-subtle"],
    "sexual-any": ["sexual-open", "sexual-subtle"],
    "solicitation-any": ["selling", "business", "appeal"],
    "about-child-any": [f"about-child-{kind}" for kind in CHILD],
}

LABELS = [*WRITTEN, *ANY]
INDEX = {label: at for at, label in enumerate(LABELS)}


def with_any(known: dict[str, int]) -> dict[str, int]:
    """Adds the labels of `ANY` that follow from their parts; a stated one stays as it is."""
    complete = dict(known)
    for label, parts in ANY.items():
        if label in complete:
            continue
        if any(known.get(part) == 1 for part in parts):
            complete[label] = 1
        elif all(known.get(part) == 0 for part in parts):
            complete[label] = 0
    return complete


def all_clean(*unknown: str) -> dict[str, int]:
    """Every written label 0, apart from those whose names begin with one of `unknown`."""
    return {label: 0 for label in WRITTEN if not label.startswith(unknown)} if unknown else dict.fromkeys(WRITTEN, 0)
