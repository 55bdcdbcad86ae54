"""Changes a sentence as hasty writers do, so that the model does not hang on context, case, spelling or end marks, and
exchanges the names in it, so that it does not hang on them."""

import random
import re

from names import SHARE, with_other_names


def augmented(example: dict, chance: random.Random) -> tuple[str, str, str]:
    """The neighbours and the sentence, changed at random."""
    before, sentence, behind = example["before"], example["sentence"], example["behind"]
    if chance.random() < SHARE:
        before, sentence, behind = with_other_names((before, sentence, behind), chance)
    draw = chance.random()
    if draw < 0.15:
        before, behind = "", ""
    elif draw < 0.25:
        before = ""
    elif draw < 0.35:
        behind = ""
    # Lower case needs no change: the vocabulary is uncased.
    if chance.random() < 0.15:
        sentence = re.sub(r"[.!?]+$", chance.choice(["", "", "!", "...", "."]), sentence)
    if chance.random() < 0.08:
        sentence = sentence.replace("'", "").replace("’", "")
    if chance.random() < 0.12:
        sentence = with_typo(sentence, chance)
    return before, sentence, behind


def with_typo(sentence: str, chance: random.Random) -> str:
    """One letter of a longer word dropped, doubled or changed with the next."""
    places = [found.start() for found in re.finditer(r"(?<=[a-z])[a-z](?=[a-z]{2})", sentence)]
    if not places:
        return sentence
    at = chance.choice(places)
    kind = chance.randrange(3)
    if kind == 0:
        return sentence[:at] + sentence[at + 1 :]
    if kind == 1:
        return sentence[:at] + sentence[at] + sentence[at:]
    return sentence[:at] + sentence[at + 1] + sentence[at] + sentence[at + 2 :]
