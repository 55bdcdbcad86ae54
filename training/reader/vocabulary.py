"""Cuts the student's vocabulary to the pieces that are needed: WORK/student/{vocab.txt, tokenizer.json, model.safetensors}.

Kept are the special pieces, the single characters of Latin script and signs with their `##` forms, the most frequent
pieces of the pretrained vocabulary (it is sorted by frequency) and all pieces that the invented texts, the names for training
and the ordinary mail hold. A word of a lost piece is written with shorter ones, as WordPiece does.
"""

import json
import re
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from base_models import student_folder, unpack_student
from examples import read_examples
from names import communities
from options import options

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
FREQUENT = 12_000  # pieces from the beginning of the pretrained vocabulary
MAX_TOKENS = 96
# Sources whose pieces are all kept.
MAIL = {"conduct", "students", "own", "conduct/personal-or-business", "ordinary/school-pta"}


def wordpiece(pieces: list[str]) -> Tokenizer:
    vocabulary = {piece: at for at, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def is_latin(piece: str) -> bool:
    return all(ord(char) < 0x250 or 0x2000 <= ord(char) < 0x2C00 for char in piece)


def kept_pieces(pieces: list[str], texts: set[str]) -> list[str]:
    tokenizer = wordpiece(pieces)
    seen: set[str] = set()
    for encoding in tokenizer.encode_batch(sorted(texts), add_special_tokens=False):
        seen.update(encoding.tokens)
    keep = []
    for at, piece in enumerate(pieces):
        if piece in SPECIAL or re.fullmatch(r"\[(unused\d+|MASK)\]", piece):
            continue
        is_character = len(piece.removeprefix("##")) == 1
        if piece in seen or (is_latin(piece) and (is_character or at < FREQUENT)):
            keep.append(piece)
    return [*SPECIAL, *keep]


def main() -> None:
    given = options()
    unpack_student(given.work)
    base, target = student_folder(given.work), given.work / "student"
    target.mkdir(parents=True, exist_ok=True)
    pieces = (base / "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = pieces[:-1] if pieces[-1] == "" else pieces
    texts = {
        one[field]
        for one in read_examples(given.work)
        if one["source"] in MAIL and one["split"] != "held"
        for field in ("before", "sentence", "behind")
    }
    texts.update(name for community in communities() for names in community.values() for name in names)
    keep = kept_pieces(pieces, texts)
    ids = {piece: at for at, piece in enumerate(pieces)}
    weights = load_file(base / "model.safetensors")
    weights = {name: value for name, value in weights.items() if "position_ids" not in name and "pooler" not in name}
    rows = torch.tensor([ids[piece] for piece in keep])
    words, places = "embeddings.word_embeddings.weight", "embeddings.position_embeddings.weight"
    weights[words] = weights[words][rows].contiguous()
    weights[places] = weights[places][:MAX_TOKENS].contiguous()
    save_file(weights, target / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((base / "config.json").read_text())
    config.update(vocab_size=len(keep), max_position_embeddings=MAX_TOKENS, pad_token_id=0)
    (target / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    (target / "vocab.txt").write_text("\n".join(keep) + "\n", encoding="utf-8")
    wordpiece(keep).save(str(target / "tokenizer.json"))
    print(f"{len(keep)} of {len(pieces)} pieces kept")


if __name__ == "__main__":
    main()
