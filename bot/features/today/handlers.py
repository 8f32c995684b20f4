"""/today: read what the rooms offer, and say it."""

from bot.features.today import lost, views
from bot.spaces import awaited
from bot.telegram.incoming import Said
from schedules import outbox

_NOBODY = 0


async def today(said: Said) -> None:
    """Take /today: in the group what is open for both and nothing personal, at the door one's own state."""
    house, now = said.house, said.house.now()
    who = said.person.id if said.at_door else _NOBODY
    async with house.db.read() as tx:
        lines = [
            line
            for feature in house.features
            if feature.today_lines is not None
            for line in await feature.today_lines(tx, house.bank, said.home, who, now)
        ]
        lines += await lost.lines(tx, house, said.home, now, at_door=said.at_door)
    sent = await said.send(views.open_today(lines))
    about = [line.about for line in lines if line.about is not None]
    if sent is None or not about:
        return
    async with house.db.write() as tx:
        if not said.at_door:
            await outbox.note(tx, said.home.id, *about[-1], said.chat_id, sent)
        elif len(about) == 1:
            await awaited.expect(
                tx,
                person_id=said.person.id,
                chat_id=said.chat_id,
                space_id=said.home.id,
                kind=about[0][0],
                ref=about[0][1],
                now=now,
                prompt_id=sent,
            )
