"""Puts names of other communities into sentences, so that a name says nothing about what is written around it.

The names are those of names.txt. What is a name in a sentence is told by the table of names that the gateway reads
(detectors/shared/people/name-tables): a capitalized word that is a given name or surname and no English word.
"""

import random
import re
import unicodedata
from functools import cache

from options import HERE

LISTS = HERE / "names.txt"
TABLE = HERE.parents[1] / "detectors/shared/people/name-tables/names.txt"
# The classes' signs, in the order of detectors/shared/people/name-table-format.ts.
SIGNS = "0123456789!\"#$%&()*+,-./:;<=>?@[]^_`{"
KNOWN_GIVEN = 2
FEWEST_LETTERS = 3
SHARE = 0.6
# In the table, but in mail mostly days, months, feasts, languages, places, faith and small words of Spanish.
_NO_PEOPLE = set(
    """monday friday saturday sunday tuesday wednesday thursday january february june july april august easter christmas hanukkah
    ramadan eid english spanish latin french german america american orlando norfolk columbus lincoln austin dallas denver houston
    phoenix davis boston lansing madison jackson washington santa san los las del jesus christ messiah lord allah baptist catholic
    christian lutheran islam google facebook venmo zelle excel mis sus mas por para con como ella ellos ese esa esta
    este eso era hay muy sin gracias bueno buena hola dios lunes martes viernes profe""".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "coach", "principal", "officer", "señor", "señora", "sra", "sr", "maestra", "profesora"}


@cache
def communities() -> list[dict[str, list[str]]]:
    """Given names and surnames by community."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in LISTS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            community, kind, names = (field.strip() for field in line.split("|"))
            found.setdefault(community, {})[kind] = names.split()
    return [found[community] for community in sorted(found)]


@cache
def known_names() -> dict[str, bool]:
    """Folded names that are no English words: whether it is rather a given name than a surname."""
    found = {}
    for line in TABLE.read_text(encoding="ascii").splitlines():
        before = ""
        for shared, rest, sign in re.findall(r"([A-Z])([a-z]*)([^A-Za-z])", line):
            before = before[: ord(shared) - 65] + rest
            of, is_word = divmod(SIGNS.index(sign), 3)
            given, family = divmod(of, 3)
            if is_word == 0 and (given >= KNOWN_GIVEN or family > 0):
                found[before] = given >= KNOWN_GIVEN
    return found


def folded(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in parts if "a" <= char <= "z")


def is_name(word: str) -> bool:
    """Whether a word is written like a name (`Ana`, not `ANA`) and is one."""
    key = folded(word)
    is_written_so = len(word) >= FEWEST_LETTERS and word[0].isupper() and not word.isupper()
    return is_written_so and key in known_names() and key not in _NO_PEOPLE


def with_other_names(texts: tuple[str, ...], chance: random.Random) -> tuple[str, ...]:
    """All texts with every name exchanged, the same name for the same one in all of them."""
    community = chance.choice(communities())
    exchanged: dict[tuple[str, bool], str] = {}
    return tuple(exchange(text, community, exchanged, chance) for text in texts)


def exchange(text: str, community: dict[str, list[str]], exchanged: dict[tuple[str, bool], str], chance: random.Random) -> str:
    found, at, before, end_before = [], 0, "", 0
    for word in _WORD.finditer(text):
        follows = text[end_before : word.start()].strip(" .") == "" and before
        before, end_before = "", word.end()
        if folded(word[0]) in _TITLES:
            before = "title"
            continue
        if not is_name(word[0]):
            continue
        kind = "surname" if follows or not known_names()[folded(word[0])] else "given"
        before = "" if kind == "surname" else "given"
        key = (folded(word[0]), kind)
        if key not in exchanged:
            exchanged[key] = drawn(community, kind, chance)
        found += [text[at : word.start()], exchanged[key]]
        at = word.end()
    return "".join([*found, text[at:]])


def drawn(community: dict[str, list[str]], kind: str, chance: random.Random) -> str:
    if kind == "surname" and "double" in community:
        return " ".join(chance.sample(community["double"], 2))
    return chance.choice(community[kind])
