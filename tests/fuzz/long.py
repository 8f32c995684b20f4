"""`make fuzz`: 100,000 inputs (FUZZ_INPUTS), led by coverage where atheris is there, by chance otherwise.

Every other one is an update through the router, the rest are texts for everything that reads what people
type. Ends with a traceback at the first that breaks something.
"""

import importlib
import os
import sys
import time
import warnings
from random import Random
from typing import Any

os.environ["PTB_TIMEDELTA"] = "1"
warnings.simplefilter("ignore")

atheris: Any
try:
    atheris = importlib.import_module("atheris")  # a tool that need not be there
except ImportError:
    atheris = None

INPUTS = int(os.environ.get("FUZZ_INPUTS", "100000"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))


class Bytes(Random):
    """Chance that is read from a fuzzer's bytes; when they are used up, from their own sum."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0
        super().__init__(content)

    def getrandbits(self, k: int, /) -> int:
        """Return the next bits."""
        size = (k + 7) // 8
        piece = self._content[self._at : self._at + size]
        self._at += size
        if len(piece) < size:
            return super().getrandbits(k)
        return int.from_bytes(piece, "little") >> (size * 8 - k)


def main() -> None:
    """Try them all."""
    if atheris is None:
        from tests.fuzz.bench import Bench
    else:
        with atheris.instrument_imports(include=["bot.telegram", "bot.features", "bot.spaces", "content"]):
            from tests.fuzz.bench import Bench
    bench, began = Bench(), time.monotonic()
    tried = 0

    def one(content: bytes) -> None:
        nonlocal tried
        bench.tries(Bytes(content))
        tried += 2
        if tried % 10_000 == 0 or tried >= INPUTS:
            sys.stdout.write(f"{tried} inputs, {time.monotonic() - began:.0f} s, no traceback\n")
            sys.stdout.flush()

    if atheris is None:
        sys.stdout.write(f"by chance, seed {SEED}\n")
        chance = Random(SEED)
        for _pair in range(INPUTS // 2):
            one(chance.randbytes(256))
        bench.close()
    else:
        sys.stdout.write("led by coverage (atheris)\n")
        atheris.Setup(
            [sys.argv[0], f"-runs={INPUTS // 2}", f"-seed={SEED}", "-max_len=512", "-len_control=0"], one
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
