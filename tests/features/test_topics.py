"""A group with topics: answers come where one spoke, posts where the couple asked for them, General else."""

from bot.loopback.shown import Shown
from tests.conftest import Couple, Stage
from tests.features.question.acts import MORNING, seals
from tests.features.thanks.looking import cards, logged
from tests.people import Person, Topic
from tests.stage import says_in


async def topics(couple: Couple) -> tuple[Topic, Topic]:
    """Give the group topics; return General and one of their own."""
    general = await couple.group.becomes_forum()
    return general, await couple.group.opens_topic("Us", couple.ana)


async def next_post(couple: Couple) -> Shown:
    """Let mornings pass until a question comes; return its card."""
    newest = couple.group.messages[-1].message.order
    for _ in range(4):
        await couple.stage.moves_to_time(MORNING)
        for it in reversed(couple.group.messages):
            if "Not today" in it.buttons and it.message.order > newest:
                return it
    raise AssertionError("four mornings without a question")


async def asks_until_typed(couple: Couple, at: Topic) -> Shown:
    """Ask for the question in a topic, on a day whose question is no choice; return the card."""
    while True:
        await couple.ana.says_from_menu("/question", at)
        found = next((it for it in reversed(couple.group.messages) if "Not today" in it.buttons), None)
        if found is not None and "Answer privately" in found.buttons:
            return found
        await couple.stage.moves(days=1)


def links_of(shown: Shown) -> list[int]:
    """Return the messages to which its words lead."""
    links = [it["url"] for it in shown.message.entities if it["type"] == "text_link"]
    return [int(url.rsplit("/", 1)[1]) for url in links]


async def test_thanks_alone_in_a_topic_asks_what_for(couple: Couple) -> None:
    _, us = await topics(couple)
    await couple.ana.says_from_menu("/thanks", us)
    assert await logged(couple) == [], "the topic's first line is nobody's message"
    prompt = us.last()
    assert "What would you like to thank Ben for?" in prompt.text
    await couple.ana.replies("for the soup", to=prompt)
    assert [row.text for row in await logged(couple)] == ["for the soup"]


async def test_thanks_in_reply_to_words_in_a_topic_is_for_them(couple: Couple) -> None:
    _, us = await topics(couple)
    words = await couple.ben.says("I made soup", at=us)
    await couple.ana.says("/thanks@kindling_bot", at=us, reply_to=words)
    assert len(await logged(couple)) == 1


async def test_answers_come_in_the_topic_in_which_one_spoke(couple: Couple) -> None:
    general, us = await topics(couple)
    for place in (us, general):
        for command in ("/today", "/help", "/checkin", "/settings"):
            before = len(place.messages)
            await couple.ana.says_from_menu(command, place)
            assert len(place.messages) == before + 2, command
    await couple.ana.says("/thanks@kindling_bot", at=us, anonymous=True)
    assert us.last().text.startswith("That came in your group's name")


async def test_posts_go_to_general_until_the_couple_asks_elsewhere(couple: Couple) -> None:
    general, us = await topics(couple)
    assert (await next_post(couple)).thread is None
    await couple.ana.says_from_menu("/question", us)
    assert us.last().text == "Today's question is up here."
    assert (await next_post(couple)).thread == us.thread
    assert (await next_post(couple)).thread == us.thread
    await couple.ben.says_from_menu("/question", general)
    assert (await next_post(couple)).thread is None


async def test_a_reveal_comes_where_posts_go(couple: Couple) -> None:
    _, us = await topics(couple)
    card = await asks_until_typed(couple, us)
    assert card.thread == us.thread
    await seals(couple.ana, "the walk", on=card)
    await seals(couple.ben, "the sea", on=card)
    await couple.stage.moves(minutes=2)
    assert "the walk" in us.last().text


async def test_a_card_posted_again_in_a_topic_says_where_its_reveal_went(couple: Couple) -> None:
    while "Answer privately" not in (card := await next_post(couple)).buttons:
        pass
    general, us = await topics(couple)  # an upgrade, which leaves the card behind: it is posted once more
    await couple.ana.says_from_menu("/question", us)
    card = us.last()
    await seals(couple.ana, "the walk", on=card)
    aloud = await couple.ben.replies("the sea", to=card)
    await us.closes(couple.ana)
    await couple.minute_passes()
    reveal = general.last()
    assert "Ben said it aloud, here." in reveal.text
    assert links_of(reveal) == [aloud.id]
    assert "You both answered. It's in another topic, here." in card.text
    assert links_of(card) == [reveal.id]
    await couple.ana.taps("Thank you", on=reveal)
    assert "Ana: thank you for telling me." in reveal.text
    assert links_of(reveal) == [aloud.id]


async def test_the_first_question_comes_where_the_bot_was_asked_in(
    stage: Stage, ana: Person, ben: Person
) -> None:
    group = await ana.creates_group("Ana & Ben", ben, kind="supergroup")
    await group.becomes_forum()
    us = await group.opens_topic("Us", ana)
    await group.adds_bot(by=ana)
    await ana.says("/start@kindling_bot", at=us)
    for person in (ana, ben):
        toast = await person.taps("Open our private chat", at=us)
        await person.opens(toast.url or "")
        await says_in(person)
        await person.taps("Yes", at=person.door)
    assert "Ask us our first question" in us.last().buttons
    await ana.taps("Ask us our first question", at=us)
    assert "Not today" in us.last().buttons


async def test_a_closed_or_deleted_topic_is_no_end(couple: Couple) -> None:
    _, us = await topics(couple)
    await couple.ana.says_from_menu("/question", us)
    await us.closes(couple.ana)
    assert (await next_post(couple)).thread is None
    await us.reopens(couple.ana)
    assert (await next_post(couple)).thread == us.thread
    await us.is_deleted()
    assert (await next_post(couple)).thread is None


async def test_a_reply_to_what_lies_in_a_closed_topic_comes_without_it(couple: Couple) -> None:
    general, us = await topics(couple)
    card = await asks_until_typed(couple, us)
    await us.closes(couple.ana)
    await couple.ana.says_from_menu("/question", general)
    assert general.last().text == "Today's question is in another topic, here."
    await seals(couple.ben, "the sea", on=card)
    await couple.ben.taps("Let Ana know one is waiting")
    assert general.last().text == "An answer is waiting, until Sunday night. No hurry."


async def test_who_asks_for_the_question_elsewhere_is_answered_there_with_the_way(couple: Couple) -> None:
    general, us = await topics(couple)
    card = await asks_until_typed(couple, us)
    for _ in range(2):
        before = len(us.messages)
        await couple.ben.says_from_menu("/question", general)
        assert general.last().text == "Today's question is in another topic, here."
        (link,) = [it for it in general.last().message.entities if it["type"] == "text_link"]
        assert link["url"].endswith(f"/{card.id}")
        assert len(us.messages) == before
    reply = await couple.ben.replies("the sea", to=general.last())
    assert reply.thread is None
    await couple.minute_passes()
    await couple.ben.taps("Answer privately", on=card)
    assert couple.ben.toasts[-1].text.startswith("Said aloud.")
    await couple.ana.says_from_menu("/question", us)
    assert us.last().text == "Today's question is up here."


async def test_a_card_says_only_of_its_own_topic_that_the_reveal_is_below(couple: Couple) -> None:
    general, us = await topics(couple)
    card = await asks_until_typed(couple, us)
    await us.closes(couple.ana)
    await seals(couple.ana, "the walk", on=card)
    await seals(couple.ben, "the sea", on=card)
    await couple.minute_passes()
    assert "the walk" in general.last().text
    assert "You both answered. It's in another topic, here." in card.text
    assert links_of(card) == [general.last().id]
    await us.reopens(couple.ana)
    card = await asks_until_typed(couple, us)
    await seals(couple.ana, "the hill", on=card)
    await seals(couple.ben, "the lake", on=card)
    await couple.minute_passes()
    assert "the hill" in us.last().text
    assert "You both answered. It's just below." in card.text


async def test_thanks_are_answered_where_they_were_said(couple: Couple) -> None:
    general, us = await topics(couple)
    await couple.ana.says("/thanks@kindling_bot for the soup", at=us)
    assert [card.thread for card in cards(couple)] == [us.thread]
    await couple.ana.says_from_menu("/question", us)
    await couple.ana.says("/thanks@kindling_bot for the bread", at=general)
    assert [card.thread for card in cards(couple)] == [us.thread, None]
    await couple.ben.says("/thanks for the tea")
    await couple.ben.taps("Give it now")
    assert [card.thread for card in cards(couple)][-1] == us.thread


async def test_a_chain_of_replies_is_no_topic(couple: Couple) -> None:
    await couple.group.becomes_supergroup()
    await couple.stage.moves_to_time(MORNING)
    card = couple.group.last()
    await couple.ana.says("/question@kindling_bot", at=couple.group, reply_to=card)
    assert couple.group.last().text == "Today's question is up here."
    assert (await next_post(couple)).thread is None


async def test_a_card_that_went_with_its_topic_comes_anew_for_the_question(couple: Couple) -> None:
    general, us = await topics(couple)
    await asks_until_typed(couple, us)
    await us.is_deleted()
    await couple.ben.says_from_menu("/question", general)
    card = general.last()
    assert "Answer privately" in card.buttons
    await couple.ben.says_from_menu("/question", general)
    assert general.last().text == "Today's question is up here."
    await seals(couple.ana, "the walk", card)
    await seals(couple.ben, "the sea", card)
    assert card.text.endswith("below.") or "You both answered" in card.text


async def test_a_card_that_went_with_its_topic_comes_anew_before_a_line_points_at_it(couple: Couple) -> None:
    general, us = await topics(couple)
    card = await asks_until_typed(couple, us)
    await seals(couple.ana, "the walk", card)
    await us.is_deleted()
    await couple.ana.taps("Let Ben know one is waiting")
    line = general.last()
    assert line.text == "An answer is waiting, until Sunday night. No hurry."
    assert line.reply_to is not None
    assert "Answer privately" in general.messages[-2].buttons


async def test_a_card_that_somebody_deleted_comes_anew(couple: Couple) -> None:
    await couple.stage.moves_to_time(MORNING)
    card = couple.group.last()
    await couple.ana.says("/question", at=couple.group)
    assert couple.group.last().text == "Today's question is up here."
    await couple.ana.deletes(card)
    await couple.ana.says("/question", at=couple.group)
    assert "Not today" in couple.group.last().buttons
