"""Writes a sentence with its neighbours as token ids: `[CLS] before [SEP] sentence [SEP] behind [SEP]`, the same as
detectors/shared/reader/sentence-tokens.ts."""

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

CONTEXT_WORDS = 12
MARKS = 4


class Encoder:
    """Tokens of a pretrained tokenizer, without its own marks and padding."""

    def __init__(self, folder: Path, begin: str, separator: str, padding: str, max_tokens: int = 96):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.begin = self.tokenizer.token_to_id(begin)
        self.separator = self.tokenizer.token_to_id(separator)
        self.padding = self.tokenizer.token_to_id(padding)
        self.max_tokens = max_tokens
        self.kept: dict[str, list[int]] = {}

    def ids(self, text: str) -> list[int]:
        found = self.kept.get(text)
        if found is None:
            # Text that looks like a special token is ordinary text.
            found = self.tokenizer.encode(text.replace("[", "[ ").replace("<", "< "), add_special_tokens=False).ids
            self.kept[text] = found
        return found

    def row(self, before: str, sentence: str, behind: str) -> list[int]:
        """What is too long goes from behind, then from before, then from the sentence."""
        room = self.max_tokens - MARKS
        middle = self.ids(sentence)[:room]
        first = self.ids(" ".join(before.split()[-CONTEXT_WORDS:]))
        first = first[max(0, len(first) - (room - len(middle))) :]
        last = self.ids(" ".join(behind.split()[:CONTEXT_WORDS]))[: room - len(middle) - len(first)]
        return [self.begin, *first, self.separator, *middle, self.separator, *last, self.separator]

    def batch(self, rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """Ids and mask, padded to the longest."""
        ids = np.full((len(rows), max(map(len, rows))), self.padding, dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        return torch.from_numpy(ids), torch.from_numpy(mask)


def student_encoder(folder: Path) -> Encoder:
    return Encoder(folder, "[CLS]", "[SEP]", "[PAD]")


def teacher_encoder(folder: Path) -> Encoder:
    return Encoder(folder, "<s>", "</s>", "<pad>")
