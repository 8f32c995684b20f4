"""One phone on the page, in the words of who holds it."""

from playwright.async_api import Locator, Page, expect


class Phone:
    """Ana's or Ben's phone; chats are named "group" and "door"."""

    def __init__(self, page: Page, who: str) -> None:
        self.page = page
        self.here = page.locator(f"[data-phone={who}]")

    def messages(self, chat: str) -> Locator:
        """The messages of a chat, oldest first."""
        return self.here.locator(f"[data-log={chat}] .message")

    def newest(self, chat: str) -> Locator:
        """The newest message of a chat."""
        return self.messages(chat).last

    def button(self, label: str, chat: str = "group") -> Locator:
        """The newest button with this label in a chat."""
        return self.here.locator(f"[data-log={chat}]").get_by_role("button", name=label, exact=True).last

    async def presses(self, label: str) -> None:
        """Press a button that belongs to no message."""
        await self.here.get_by_role("button", name=label, exact=True).click()

    async def turns_to(self, chat: str) -> None:
        """Look at a chat."""
        await self.here.locator(f"[data-chat={chat}]").click()

    async def writes(self, text: str, chat: str) -> None:
        """Type a message and send it, once the phone shows this chat."""
        await expect(self.here.locator(f"[data-chat={chat}]")).to_have_attribute("aria-selected", "true")
        await self.here.get_by_label("Message", exact=True).fill(text)
        await self.here.get_by_label("Message", exact=True).press("Enter")

    async def chooses(self, label: str, text: str, chat: str = "group") -> None:
        """Open the menu of the message with this text, not of replies to it, and choose from it."""
        message = self.messages(chat).filter(has_text=text).first
        await message.hover()
        await message.get_by_role("button", name="More").click()
        await self.here.get_by_role("menuitem", name=label, exact=True).click()
