"""Spaces and partners as plain values."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.spaces.preference import TEXT, YES_OR_NO, Mine, Ours, T, Values


class SpaceState(StrEnum):
    """How far a space is in its life, as its row holds it."""

    INVITING = "inviting"
    """It waits for both to say yes, at first or anew after one undid it; nothing begins by the clock."""
    ACTIVE = "active"
    """Both are in."""
    CLOSED = "closed"
    """It was stopped, or the bot removed: each can still take along or erase their own until it is erased."""


class PartnerState(StrEnum):
    """What somebody is in a space, as their row holds it."""

    INVITED = "invited"
    """They opened their private chat from the group and have not said yes: one on their way."""
    IN = "in"
    """They said yes: one of the two. Whoever leaves, or undoes it, has no row any more."""


DAY_BEGINS = time(4)


def day_of(local: datetime, comes_at: time = DAY_BEGINS) -> date:
    """Return the date that people mean by today at a local time: until four the day before goes on.

    What `comes_at` an earlier time of the night begins the day then: its own day's has come.
    """
    today = local.date()
    return today - timedelta(days=1) if local.time() < min(DAY_BEGINS, comes_at) else today


ANNOUNCED: Mine[str | None] = Mine("spaces.announced", None, TEXT)
"""The zone whose hours they told the other."""

VOUCHED = Mine("spaces.vouched", False, YES_OR_NO)
"""Whether they said that the other member is a bot, or that a third one is fine."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One of the two people of a space, with what they chose for themselves there (`me[REMINDER]`).

    `zone` rules this person's evening, reminders and quiet hours at their own door, and nothing that the
    other meets: that follows `announced`, the zone whose hours they told the other (None: none). None of
    what they chose but what was announced is ever shown to the other. `away` is set while they are out of
    the group.
    """

    person_id: int
    name: str
    zone: str
    state: PartnerState
    joined_at: datetime | None
    door_open: bool
    away: bool = False
    values: Values = field(default_factory=Values.of)

    def __getitem__(self, it: Mine[T]) -> T:
        """Return what they chose of a preference, or its default."""
        return self.values[it]

    @property
    def announced(self) -> str | None:
        """The zone whose hours they told the other, or None."""
        return self[ANNOUNCED]

    @property
    def vouched(self) -> bool:
        """Whether they said that a further member of the group is fine."""
        return self[VOUCHED]

    @property
    def tz(self) -> ZoneInfo:
        """This person's zone."""
        return ZoneInfo(self.zone)

    def day(self, instant: datetime) -> date:
        """Return the date an instant belongs to for this person (see `day_of`)."""
        return day_of(instant.astimezone(self.tz))


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of the group of a space.

    `members` is how many were in it when last counted; while it is `public` anybody finds and reads it. Posts
    go to the topic `thread_id` (None: General). Before an upgrade it was the chat `moved_from`.
    """

    members: int | None = None
    public: bool = False
    thread_id: int | None = None
    moved_from: int | None = None


@dataclass(frozen=True, slots=True)
class Space:
    """A group chat and its partners: the two who are in, and while inviting those on their way.

    `chat_id` is None once the bot is gone from the group. `zone` rules the space's posts. What the couple
    chose is asked for by its declaration: `space[QUESTION_TIME]`.
    """

    id: int
    chat_id: int | None
    inviter_id: int
    state: SpaceState
    zone: str
    created_at: datetime
    active_at: datetime | None
    removed_at: datetime | None
    erase_at: datetime | None
    group: Group
    partners: tuple[Partner, ...]
    values: Values = field(default_factory=Values.of)

    def __getitem__(self, it: Ours[T]) -> T:
        """Return what the couple chose of a preference, or its default."""
        return self.values[it]

    @property
    def tz(self) -> ZoneInfo:
        """The zone of the space's posts."""
        return ZoneInfo(self.zone)

    @property
    def clocks(self) -> tuple[ZoneInfo, ...]:
        """The clocks that what both meet goes by: the space's, and each that was announced."""
        announced = (partner.announced for partner in self.couple if partner.announced)
        return tuple(ZoneInfo(zone) for zone in dict.fromkeys((self.zone, *announced)))

    @property
    def couple(self) -> tuple[Partner, ...]:
        """Return the partners who are in, in the order in which they joined."""
        return tuple(partner for partner in self.partners if partner.state is PartnerState.IN)

    @property
    def quieted(self) -> bool:
        """Whether the bot says nothing in the group: it may not be the two of them who listen there."""
        away = self.state is SpaceState.ACTIVE and any(partner.away for partner in self.couple)
        return self.crowded or self.exposed or away

    @property
    def is_out_of_reach(self) -> bool:
        """Whether nothing may be said in the group now: a third person may listen, or the bot is out."""
        return self.quieted or self.removed_at is not None

    @property
    def parted(self) -> bool:
        """Whether the bot is quiet only because a partner is out of the group, where nobody else listens."""
        return self.quieted and not self.crowded and not self.exposed

    @property
    def exposed(self) -> bool:
        """Whether anybody may read along, as the group is public. Only an active space is quiet for it."""
        return self.state is SpaceState.ACTIVE and self.group.public

    @property
    def accompanied(self) -> bool:
        """Whether anybody else is in the group, vouched for or not: more than two people and the bot."""
        return self.group.members is not None and self.group.members > 3

    @property
    def crowded(self) -> bool:
        """Whether a third human may be listening: more than two people and the bot, not vouched for.

        Only an active space has something to be quiet about.
        """
        if self.state is not SpaceState.ACTIVE or not self.accompanied:
            return False
        couple = self.couple
        return not (len(couple) == 2 and all(partner.vouched for partner in couple))

    def partner(self, person_id: int) -> Partner | None:
        """Return the partner who is in, or None for anyone else."""
        return next((p for p in self.couple if p.person_id == person_id), None)

    def guest(self, person_id: int) -> Partner | None:
        """Return the row of anyone who was invited here, whether they are in or not, or None."""
        return next((p for p in self.partners if p.person_id == person_id), None)

    def name_beside(self, person_id: int) -> str | None:
        """Return the name of the other of the two; None while there is no other."""
        return next((it.name for it in self.couple if it.person_id != person_id), None)

    def other(self, person_id: int) -> Partner:
        """Return the other of the two; raises LookupError where there is no such other."""
        for partner in self.couple:
            if partner.person_id != person_id:
                return partner
        raise LookupError("this space has no other partner")

    def local(self, instant: datetime) -> datetime:
        """Return the instant on the space's own clock."""
        return instant.astimezone(self.tz)

    def clocks_differ(self, instant: datetime) -> bool:
        """Whether the clocks that both know of show different hours at this instant."""
        return len({instant.astimezone(zone).utcoffset() for zone in self.clocks}) > 1

    def day(self, instant: datetime, comes_at: time = DAY_BEGINS) -> date:
        """Return the date an instant belongs to for the two, of what `comes_at` a time (see `day_of`)."""
        return day_of(self.local(instant), comes_at)
