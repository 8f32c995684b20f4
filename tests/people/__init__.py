"""The people of the tests and their words: `ana.taps("Yes")`, `group.adds_bot(by=ana)`, `ben.door.last()`.

They live in the loopback Telegram (bot/loopback), which knows what a Telegram knows. What only tests want to
do, and how a test fails when something is not as it takes it to be, is here.
"""

from tests.people.failing import Failure, there
from tests.people.person import Person
from tests.people.places import Channel, Door, Group, Place, Topic
from tests.people.telegram import Loopback

__all__ = ["Channel", "Door", "Failure", "Group", "Loopback", "Person", "Place", "Topic", "there"]
