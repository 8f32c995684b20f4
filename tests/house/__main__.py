"""`make house`: print the figures of the house, and with ALL=1 what each of them counts."""

import os
import sys

from tests.house.figures import FIGURES


def main() -> None:
    """Print a line for each figure: what it is, how much, and how much it may be."""
    for figure in FIGURES:
        found = figure.found()
        sys.stdout.write(f"{figure.line(len(found))}\n")
        for line in found if os.environ.get("ALL") else ():
            sys.stdout.write(f"    {line}\n")


if __name__ == "__main__":
    main()
