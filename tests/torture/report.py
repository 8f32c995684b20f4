"""The report of a run, line by line, and whether every aim was met."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from tests.torture.run import World


def report(worlds: Sequence[World], *, seed: int, seconds: float) -> tuple[list[str], bool]:
    """Return the lines, and whether nothing was lost, nothing came twice without its reason, all is whole."""
    censuses = [world.census for world in worlds if world.census is not None]
    kills = sum((world.kills for world in worlds), Counter[str]())
    faults = sum((world.weather.tally for world in worlds), Counter[str]())
    lost = [*chain(*(world.promises.lost for world in worlds))]
    lost_posts = [*chain(*(world.posts.lost for world in worlds))]
    unexplained = [*chain(*(world.posts.unexplained for world in worlds))]
    unhandled = [
        f"life {sent.life}: {sent.what}, update {sent.update_id}"
        for world in worlds
        for sent in world.updates.waiting
    ]
    ills = [*chain(*(world.ills for world in worlds))]
    acknowledged = sum(world.promises.acknowledgements for world in worlds)
    standing = sum(world.promises.found for world in worlds)
    erased = sum(world.promises.erased_as_promised for world in worlds)
    sent = sum(world.updates.count for world in worlds)
    calls = sum(len(world.telegram.calls) for world in worlds)
    lines = [
        f"seed {seed}: {len(worlds)} worlds, {sum(world.days for world in worlds)} days, "
        f"{calls} calls of the bot, {seconds / 60:.1f} minutes",
        f"kills                    {sum(kills.values()):6}   {_parts(kills)}",
        f"faults                   {sum(faults.values()):6}",
        *(f"  {name:38} {count:6}" for name, count in sorted(faults.items())),
        f"posts due                {sum(it.due for it in censuses):6}",
        f"posts posted             {sum(it.posted for it in censuses):6}",
        f"posts skipped, stale     {sum(it.skipped for it in censuses):6}",
        f"posts lost               {len(lost_posts):6}",
        f"outbox messages arrived  {sum(it.arrived for it in censuses):6}",
        f"  given up, 2 lost answers{sum(world.posts.given_up for world in worlds):5}",
        f"  twice, explained       {sum(it.doubled for it in censuses) - len(unexplained):6}",
        f"  twice, unexplained     {len(unexplained):6}",
        f"writes acknowledged      {acknowledged:6}",
        f"  slots found at the end {standing:6}",
        f"  erased as promised     {erased:6}",
        f"  lost                   {len(lost):6}",
        f"updates sent             {sent:6}",
        f"  handled                {sent - len(unhandled):6}",
        f"  handed back: say again {sum(world.updates.handed_back for world in worlds):6}",
        f"  lost                   {len(unhandled):6}",
        f"integrity, foreign keys, logs: {'whole' if not ills else f'{len(ills)} ills'}",
    ]
    wanted = sum(world.wanted for world in worlds)
    if sum(kills.values()) < wanted:
        ills.append(f"only {sum(kills.values())} of {wanted} kills")
    wrong = lost + lost_posts + unexplained + [f"lost update: {one}" for one in unhandled] + ills
    return lines + [f"WRONG: {one}" for one in wrong], not wrong


def _parts(counter: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counter.most_common())
