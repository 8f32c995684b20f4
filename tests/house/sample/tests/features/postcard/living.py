"""How the room is lived in."""

from tests.conftest import Couple


async def lives(couple: Couple) -> None:
    """Turn it on, let one come, like it and pin it, and turn it off again."""
    ana, ben = couple.ana, couple.ben
    await ana.says("/settings")
    for label in ("Our times", "Postcard", "On"):
        await ana.taps(label, at=ana.door)
    await couple.stage.moves_to_time(17, 30)
    for person in (ana, ben):
        await person.taps("I like it", at=couple.group)
        await person.says("/today")
        await person.taps("Pin it", at=person.door)
    await ana.says("/settings")
    for label in ("Our times", "Postcard", "Off"):
        await ana.taps(label, at=ana.door)
