"""Starts the playground with whatever this Python has installed, looks at its page, and ends it.

`make test-lock` runs it in an environment that holds requirements.lock and nothing else: development tools
would hide a missing dependency.
"""

import re
import signal
import subprocess
import sys
from urllib.request import urlopen


def main() -> int:
    """Return 0 if the bot starts, shows its page and ends when told to."""
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "try"], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert bot.stdout is not None
        address = next(found[0] for line in bot.stdout if (found := re.findall(r"http://127\S+", line)))
        with urlopen(address, timeout=10) as page:
            shown = b"Kindling" in page.read()
    finally:
        bot.send_signal(signal.SIGTERM)
        ended = bot.wait(30)
    return 0 if shown and ended == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
