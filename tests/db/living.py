"""A couple that lives through everything the bot can do, so that every statement of it is issued once."""

from datetime import time, timedelta

from bot.features.export import store as exports
from bot.features.question.actions import Seal
from bot.features.settings.actions import Choose
from bot.loopback.faults import refused, timeout_before
from bot.spaces import links
from schedules import dispatch, keyboards, messages, outbox, plan, posts, timers
from schedules.posts import Post
from tests.conftest import Couple, Stage
from tests.features.checkin.looking import checks_in, sets_own
from tests.features.pairing.walk import invited, opens_side, says_yes
from tests.features.question.acts import cards, choice_morning, is_done, morning, options, seals, writes
from tests.features.question.test_lost_reveals import SHOW, asks, loses
from tests.features.support.test_saved_after_all import HURT
from tests.features.support.test_saved_after_all import says_yes as lets_it_be_saved
from tests.features.support.test_support import DARK
from tests.lives import live_in_each_feature
from tests.people import Person
from tests.promises.acts import forged, harmless, taps_all
from tests.stage import says_in

ANYWHERE = ["start", "today", "help", "settings", "privacy", "checkin", "thanks", "export", "pause"]
ASKED_IN_THE_GROUP = ["question", "kindness", "delete", "stop"]


async def lives(stage: Stage, ana: Person, ben: Person, cleo: Person) -> None:
    """Live from the first hello to the day on which nothing is left."""
    couple = await joins(stage, ana, ben)
    await answers(couple)
    await loses_a_reveal(couple)
    await checks_in_and_is_reminded(couple)
    await thanks(couple)
    await asks_everything(couple)
    await chooses(couple)
    await saves_for_herself(couple)
    await meets_faults(couple)
    await comes_and_goes(couple, cleo)
    await live_in_each_feature(couple)
    await takes_along_and_erases(couple)
    await ends(couple, cleo)


async def joins(stage: Stage, ana: Person, ben: Person) -> Couple:
    """Take back a yes while waiting; join, undo it, join again; the group is upgraded."""
    group = await invited(ana, ben)
    await says_yes(ben, group)
    await ben.says("/stop")
    await ben.taps("Take my yes back", at=ben.door)
    await says_yes(ben, group)
    await opens_side(ana, group)
    await says_in(ana)
    await sets_own(Couple(ana, ben, group, stage), ana, leaves_words=True)
    await ben.says("/thanks the tea")
    await ben.taps("Save it for Sunday", at=ben.door)
    await ana.taps("Undo", at=ana.door)
    await ben.says("/delete")
    await ben.taps("Erase all but what I gave", at=ben.door)
    await opens_side(ana, group)
    await says_in(ana)
    await ana.taps("Yes", at=ana.door)
    await stage.moves(minutes=2)
    await ana.says_from_menu("/thanks", group)
    await group.becomes_supergroup()
    return Couple(ana, ben, group, stage)


async def answers(couple: Couple) -> None:
    """Seal, add to, change, edit and take back answers, in words, voices and choices; open them; reply."""
    ana, ben = couple.ana, couple.ben
    card = await morning(couple)
    await ben.blocks_bot()
    await ben.taps("Answer privately", on=card)
    await ben.unblocks_bot()
    await ben.says("To a prompt he never saw")
    await ben.taps(ben.door.last().buttons[0], on=ben.door.last())
    await ben.taps("Take back", at=ben.door)
    await writes(ana, "One", card)
    joined = await ana.says("Two")
    await ana.edits(joined, "Two and a half")
    await is_done(ana)
    await ana.taps("Change")
    await ana.says("Three")
    await ana.taps("Let Ben know one is waiting")
    await ana.taps("Read mine")
    await ana.taps("Take back")
    await ana.taps("Answer privately", at=ana.door)
    await ana.sends_voice()
    await ana.taps("If Ben doesn't answer: show mine")
    await couple.stage.moves(minutes=11)
    await couple.stage.moves(days=2)
    await couple.stage.moves(minutes=1)
    card = await morning(couple)
    await seals(ana, "Mine", card)
    await ben.replies("Just talk", card)
    await ben.taps("That wasn't my answer")
    await ben.replies("Aloud", card)
    await couple.minute_passes()
    card = await morning(couple)
    await ben.taps("Another", on=card)
    newest = cards(couple)[-1]
    await ana.taps("Answer privately", on=newest)
    changed = await ana.says("For both")
    await ana.edits(changed, "For us both")
    await is_done(ana)
    couple.stage.telegram.refuses("sendMessage", "Bad Request: USER_IS_ODD", chat=ben)
    await ben.taps("Answer privately", on=newest)
    await ben.says("Heard later")
    couple.stage.telegram.takes_again()
    await ben.says("/today")
    await ben.taps(ben.door.last().buttons[0], on=ben.door.last())
    await ben.taps("Take back", at=ben.door)
    couple.stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group, times=1)
    await seals(ben, "His", newest)
    await ben.taps("If Ana doesn't answer: show mine", at=ben.door)
    await couple.stage.moves(minutes=3)
    await ben.taps("Tell me more")
    await ana.edits(changed, "For both of us")
    card = await choice_morning(couple)
    for person in (ana, ben):
        await person.taps(options(card)[0], on=card)
    await couple.minute_passes()
    await morning(couple)
    for person in (ana, ben):
        await person.taps("Not today", on=cards(couple)[-1])


async def loses_a_reveal(couple: Couple) -> None:
    """Open two answers of which the bot never learns whether they were shown, and ask for them."""
    await loses(couple, timeout_before())
    await couple.ben.taps(SHOW, on=await asks(couple))


async def checks_in_and_is_reminded(couple: Couple) -> None:
    """Check in and pass a wish on, which the morning and the kindness tell; be reminded until it ends."""
    ana, ben, stage = couple.ana, couple.ben, couple.stage
    await sets_own(couple, ana, reminder_at=time(21, 30))
    for wish in ("A hand", "Some fun", "A hand"):
        await stage.moves_to_time(21)
        await checks_in(ana, "Hard", "Far", wish, "Yes, tell Ben")
        await checks_in(ben, "Good")
        stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group, times=1)
        await stage.moves_to_time(9)
        await stage.moves(minutes=2)
        await ben.replies("Aloud", couple.group.last())
        await stage.moves_to_time(12, 30)
        for label in ("Show me mine", "Another", "Did it"):
            await ben.taps(label)
    for _ in range(12):
        await stage.moves_to_time(21, 31)
    for _ in range(7):
        await stage.moves(days=5)  # silence


async def thanks(couple: Couple) -> None:
    """Give, keep, be asked again, let go, receive, read and hide thank-yous."""
    ana, ben, stage = couple.ana, couple.ben, couple.stage
    for words in ("for the soup", "for the tea", "w" * 3900):
        said = await ana.says(f"/thanks {words}")
        await ana.edits(said, f"/thanks {words}!")
        await ana.taps("Give it now", on=ana.door.last())
    await ben.taps("That landed")
    await ana.edits(said, "/thanks for nothing at all")
    await ana.says("/thanks")
    await ana.sends_album(2)
    await ana.taps("Delete it")
    await ana.says_from_menu("/question", couple.group)
    await ana.taps("Another", on=cards(couple)[-1])  # the first is a choice
    await ana.taps("Answer privately", on=cards(couple)[-1])
    await ana.says("/thanks")
    await ana.says("3 days")
    await ana.taps("A thank-you")
    await ana.taps("Delete it")
    await ana.sends_album(2, caption=f"/thanks {DARK}")
    await ana.taps("Read")
    await ana.taps("Delete it")
    stage.telegram.refuses("sendPhoto", "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", chat=couple.group)
    photo = await ana.sends_photo(at=ana.door, caption="/thanks for the lake")
    await ana.taps("Give it now", at=ana.door)
    await ana.edits(photo, "/thanks for the sea")
    stage.telegram.refuses("send", "Bad Request: BUTTON_DATA_INVALID", chat=couple.group, times=1)
    await ana.says("/thanks for the oars", at=ana.door)
    await ana.taps("Give it now", at=ana.door)
    await ben.says_from_menu("/today", couple.group)
    await ben.taps("Send it again", at=couple.group)
    stage.telegram.refuses("send", "Bad Request: TOPIC_CLOSED", chat=couple.group, times=1)
    boat = await ana.says("/thanks for the boat", at=ana.door)
    await ana.taps("Give it now", at=ana.door)
    await ana.edits(boat, "/today")
    await ana.edits(boat, "/thanks for the boat")
    await ana.taps("Give it now", at=ana.door)
    await stage.moves(minutes=2)
    stage.telegram.takes_again()
    aloud = await ana.says("/thanks@kindling_bot for the walk", couple.group)
    await ana.edits(aloud, "/thanks@kindling_bot for the long walk")
    nothing = await ana.says("/thanks for nothing")
    await ana.taps("Delete it")
    await ana.edits(nothing, "/thanks for something")
    await ana.says(f"/thanks {DARK}")
    await ana.taps("Read")
    await ana.taps("Delete it")
    await ana.says("/thanks for Sunday")
    await ana.taps("Save it for Sunday")
    for _ in range(8):
        await stage.moves_to_time(18, 1)
    await ana.says("/today")  # Sunday's own line is gone by now
    await ana.taps("Show", at=ana.door)
    await ana.taps("Ask next Sunday")
    await ben.says("/thanks")
    for label in ("My thank-yous", "Older", "Hide this one"):
        await ben.taps(label)


async def asks_everything(couple: Couple) -> None:
    """Type every command, and tap every button that there could be."""
    for person in (couple.ana, couple.ben):
        for command in ANYWHERE:
            await person.says(f"/{command}")
            await person.says_from_menu(f"/{command}", couple.group)
        for command in ASKED_IN_THE_GROUP:
            await person.says_from_menu(f"/{command}", couple.group)
        mistyped = await person.says("/tdoay")
        await person.edits(mistyped, "/today")
    data = harmless(forged(1, 1))
    for place in (couple.ana.door, couple.group):
        await taps_all(couple.ana, data, place, couple.stage)


async def chooses(couple: Couple) -> None:
    """Set times, packs, topics and what is kept; check in no more; pause until a typed day, and end it."""
    for label in ("Leave my words in our chat", "Tidy our private chat"):
        await couple.ana.says("/settings")
        await couple.ana.taps("Just mine", at=couple.ana.door)
        if label in couple.ana.door.last().buttons:  # she left them there since she joined
            await couple.ana.taps(label, at=couple.ana.door)
    await couple.ben.says("/settings")
    for label in ("Just mine", "Check-in", "Stop, and delete them"):
        await couple.ben.taps(label, at=couple.ben.door)
    for person in (couple.ana, couple.ben):
        await _sets(
            couple.stage,
            person,
            *("qtime=07:00", "qtime=09:00", "keeps=.", "depth=2", "pack=touch,x", "topic=values,x"),
        )
        await person.says("/pause")
        await person.taps("Until…", at=person.door)
        await person.taps("Leave it", at=person.door)
        await person.says("4", reply_to=person.door.messages[-2])
        await person.taps("Until…", at=person.door)
        asked = person.door.last()
        await person.says("/cancel")
        await person.says("4", reply_to=asked)
        await person.says("/pause")
        await person.taps("Until…", at=person.door)
        await person.says("whenever", reply_to=person.door.last())
        await person.says("3")
    await couple.stage.moves(days=4)
    card = await morning(couple)
    await couple.ana.says("/thanks")
    await couple.ana.says("/pause")
    await couple.ana.taps("Until…", at=couple.ana.door)
    await couple.ana.says("tomorrow")
    await couple.ana.says("/today")
    await couple.ana.taps("Ask me again", at=couple.ana.door)
    for person in (couple.ana, couple.ben):
        await person.replies("Aloud", card)
    await couple.stage.moves(days=2)


async def meets_faults(couple: Couple) -> None:
    """Restart with updates kept, set the clock ahead and back; what only a fault brings is done by hand."""
    stage = couple.stage
    processed, db, now = stage.kindling.processed, stage.kindling.parts.db, stage.clock.now()
    async with db.write() as tx:
        await plan.set_aside(tx, (1, 0, "question"), now)
        await plan.leave_open(tx, Post(1, 1, 0, "question", now.date(), now), now)
        await dispatch.set_aside(tx, 1, now)
        await dispatch.put_back(tx, outbox.OutboxMessage(0, 1, 0, "question", 0, True, 0, None), now)
        await keyboards.move(tx, keyboards.Keyboard(couple.group.id, 1, 1, Seal.name, 1), now)
        await exports.set_aside(tx, exports.Asked(1, couple.ana.id, now, now, None, None), now)
        await timers.set_aside(tx, timers.Timer(1, "question.opens", 1), now)
        await outbox.prove(tx, 1, "question", 1, couple.group.id, 1)
        await dispatch.drop(tx, outbox.OutboxMessage(0, 1, 0, "question", 0, True, 0, None))
        await messages.forget_copy(tx, couple.group.id, 0)
        await outbox.refused(tx, 0)
        await outbox.keep_file(tx, 0, "of nothing")
        await posts.skip(tx, 0)
        await links.standing(tx, couple.ana.id, "privacy.door", now)
    stage.telegram.refuses("sendMessage", "Bad Request: USER_IS_ODD", chat=couple.ana)
    await couple.ana.says("To no prompt at all")
    await couple.ana.says("/thanks for the soup")
    stage.telegram.takes_again()
    await couple.ana.says("/today")
    await processed.keep({10**9: ({"update_id": 10**9}, now)})
    await processed.begin(10**9, alone=True)
    await processed.acquit(10**9)
    await stage.restart()
    await stage.moves(days=4)
    await stage.moves(days=-4)
    await stage.restart()
    await stage.moves_to_time(9)


async def comes_and_goes(couple: Couple, cleo: Person) -> None:
    """Have a third in the group, leave, return, shut a door, remove the bot, be public for a while."""
    group, stage = couple.group, couple.stage
    await group.adds(cleo, by=couple.ana)
    waits = await couple.ana.says("/thanks@kindling_bot for the tide", at=group)
    await couple.ana.edits(waits, "/today@kindling_bot")
    await cleo.says("/start")
    await stage.moves(days=1, hours=2)
    await couple.ana.says("/start")
    await couple.ana.taps("That's fine", at=couple.ana.door)
    await couple.ben.says("/start")
    await couple.ben.taps("That's fine", at=couple.ben.door)
    await group.removes(cleo, by=couple.ana)
    await couple.ben.blocks_bot()
    await couple.ben.unblocks_bot()
    await group.removes(couple.ben, by=couple.ana)
    await group.adds(couple.ben, by=couple.ana)
    await group.removes_bot(by=couple.ana)
    await group.adds_bot(by=couple.ana)
    await group.becomes_public()
    await couple.ana.says_from_menu("/today", group)
    await group.becomes_private()
    await stage.moves(hours=2)


async def saves_for_herself(couple: Couple) -> None:
    """Save words that waited for a yes, and that by then can go nowhere else."""
    ana = couple.ana
    card = await morning(couple)
    await writes(ana, HURT, card)
    await ana.replies("Aloud", card)
    await lets_it_be_saved(couple)


async def takes_along_and_erases(couple: Couple) -> None:
    """Take along what is one's own, then erase it."""
    for person in (couple.ana, couple.ben):
        await person.says("/export")
        for label in ("Everything of mine", "Call it off"):
            await person.taps(label, at=person.door)
        await couple.stage.moves(minutes=1)
        await person.says("/export")
        await person.taps("Everything of mine", at=person.door)
        couple.stage.telegram.fail_next("sendDocument", refused())
        for _day in range(3):
            await couple.stage.moves(hours=25)
        await erases_one_by_one(person)
        await person.says("/delete")
        await person.taps("Erase all but what I gave")
        await person.says("/delete")
        await person.taps("Erase my words")


async def erases_one_by_one(person: Person) -> None:
    """Look through each kind, and erase the newest of it."""
    await person.says("/delete")
    card = person.door.last()
    for label in ("My answers", "Thank-yous from me", "My evenings", "Mine alone"):
        await person.taps("One by one" if "One by one" in card.buttons else "Back", on=card)
        if label not in card.buttons:
            continue
        await person.taps(label, on=card)
        if "Erase 1" in card.buttons:
            for tap in ("Erase 1", "Erase it"):
                await person.taps(tap, on=card)


async def ends(couple: Couple, cleo: Person) -> None:
    """Let the space end by itself, and nothing be left of it, nor of an invitation that nobody completed."""
    stage = couple.stage
    group = await cleo.creates_group("Cleo", couple.ben)
    await group.adds_bot(by=cleo, payload="hello")
    await couple.ana.leaves(couple.group)
    await stage.moves(minutes=61)
    await couple.ben.says("/today")
    await stage.moves(days=8)
    stage.clock.move(timedelta(days=40))
    await stage.moves(minutes=1)


async def _sets(stage: Stage, person: Person, *choices: str) -> None:
    await taps_all(person, [f"{Choose.name}:1:0:{choice}" for choice in choices], person.door, stage)
