"""Options that the scripts share. Every script gives the same result for the same seed."""

import argparse
from pathlib import Path

HERE = Path(__file__).resolve().parent


def options(*arguments: tuple[str, dict]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=HERE.parents[2] / "shared/data", help="folder of the public sets")
    parser.add_argument("--work", type=Path, default=HERE / "work", help="folder of everything that is made on the way")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--held", default="", help="writer who is never trained on")
    for name, settings in arguments:
        parser.add_argument(name, **settings)
    return parser.parse_args()
