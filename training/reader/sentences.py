"""Cuts a text into the sentences that the gateway reads. The same as detectors/shared/text/sentences.ts and
detectors/shared/reader/sentences-to-read.ts."""

import re

LONGEST = 40  # words of a sentence; longer ones are read in pieces
FEWEST_CELLS = 3  # tabs or bars that make a line a row of a table
_LETTERS = re.compile(r"[^\W\d_]{2}")


def borders(text: str) -> list[int]:
    """Starts of the sentences."""
    starts = [0]
    for at, char in enumerate(text):
        following = text[at + 1 : at + 2]
        if char == "\n":
            if following != "" and following in "\n-*•>":
                starts.append(at + 1)
        elif char in ".!?" and (following == "" or following in ' \n\t"”’)'):
            starts.append(at + 1)
    return starts


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span without white space around it, in pieces of at most 40 words; nothing where it holds no words."""
    written = text[start:end]
    if not _LETTERS.search(written) or len(re.findall(r"[\t|]", written)) >= FEWEST_CELLS:
        return []
    words = [(word.start(), word.end()) for word in re.finditer(r"\S+", written)]
    spans = [
        (start + words[at][0], start + words[min(at + LONGEST, len(words)) - 1][1])
        for at in range(0, len(words), LONGEST)
    ]
    return [(first, last) for first, last in spans if _LETTERS.search(text[first:last])]


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one stretch of a voice."""
    starts = [*borders(text), len(text)]
    return [piece for start, end in zip(starts, starts[1:]) for piece in pieces(text, start, end)]
