"""Part f: CPU time for each post and reply, and what one core carries by it."""

import statistics
from collections.abc import Sequence

from tests.bench.table import Figure, Part

POSTS_A_DAY = 3
"""Two posts and one reveal."""
REPLIES_A_DAY = 12
PEAK = 4
"""How many times the mean the evening's peak is."""
_DAY = 86_400_000  # milliseconds


def part(post: Sequence[float], reply: Sequence[float]) -> Part:
    """Return part f from the CPU-milliseconds of posts and replies in each run."""
    each = [PEAK * (POSTS_A_DAY * statistics.median(post) + REPLIES_A_DAY * statistics.median(reply))]
    return Part(
        "f. What one core carries",
        [
            Figure("CPU for each post", post, " ms"),
            Figure("CPU for each reply", reply, " ms"),
            Figure("couples per core", [_DAY / each[0]]),
        ],
        [
            f"Two posts, one reveal (counted as a post) and {REPLIES_A_DAY} replies a day for each couple, "
            f"the evening's peak at {PEAK} times the mean.",
            "CPU time is the whole process's, all threads, under the load of parts a and b.",
        ],
    )
