"""The page's server: who may come in, and what it takes."""

from io import BytesIO

import pytest
from yarl import URL

from bot.playground.pages import PAGE
from tests.playground.browsing import Browser


@pytest.mark.parametrize("path", ["/", "/events", "/page/app.js"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://["},
        {"Host": "evil@127.0.0.1:8765"},
        {"Host": "127.0.0.1:8765@evil.example"},
    ],
)
async def test_strangers_pages_are_refused(browser: Browser, path: str, headers: dict[str, str]) -> None:
    async with browser.http.get(path, headers=headers) as response:
        assert response.status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 20_000,
        b'{"do":' * 20_000,
        b"[]",
        b"nothing",
        b'{"do": "\xff"}',
        b'{"do": "say", "who": "ana", "text": "\\ud83d"}',
        b'{"do": "say", "who": "ana", "text": 7}',
        b'{"do": "delete", "who": "ana", "message": true}',
        b'{"do": "open", "who": "ana", "url": "http://["}',
        b'{"do": "add_bot", "who": "ana", "url": "http://["}',
        b'{"do": ["say"]}',
    ],
)
async def test_a_deed_that_cannot_be_read_is_refused_in_one_line(browser: Browser, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with browser.http.post("/act", data=body, headers=headers) as response:
        assert response.status == 400
        assert await response.json() == {"error": "The page sent something that cannot be read."}
    assert (await browser.tries("start"))[0] == 200


@pytest.mark.parametrize(
    ("method", "path", "headers", "size", "status"),
    [
        ("POST", "/act", {"Content-Type": "application/json"}, 2_000_000, 413),
        ("POST", "/act", {"Content-Type": "application/json; charset=klingon"}, 20, 400),
        ("POST", "/act", {"Content-Type": "text/plain"}, 20, 415),
        ("POST", "/act", {}, 20, 415),
        ("PUT", "/act", {"Content-Type": "application/json"}, 20, 405),
        ("DELETE", "/", {}, 0, 405),
        ("POST", "/events", {}, 0, 405),
        ("GET", "/page/../pages.py", {}, 0, 404),
        ("GET", "/page/%2e%2e/pages.py", {}, 0, 404),
    ],
)
async def test_odd_requests_are_refused_and_the_page_goes_on(
    browser: Browser, method: str, path: str, headers: dict[str, str], size: int, status: int
) -> None:
    target = URL(str(browser.http._base_url).rstrip("/") + path, encoded=True)
    async with browser.http.request(method, target, data=BytesIO(b" " * size), headers=headers) as response:
        assert response.status == status
        assert "Traceback" not in await response.text()
    assert (await browser.tries("start"))[0] == 200


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_strangers_pages_cannot_act(browser: Browser, headers: dict[str, str]) -> None:
    act = {"do": "start", "who": "ana"}
    async with browser.http.post("/act", json=act, headers=headers) as response:
        assert response.status == 403
    assert not (await browser.sees())["phones"]["ana"]["door"]["opened"]


async def test_the_page_itself_may_come_in(browser: Browser) -> None:
    origin = browser.pages.url.rstrip("/")
    async with browser.http.get("/", headers={"Origin": origin}) as response:
        assert response.status == 200
        assert "<main" in await response.text()


async def test_only_json_is_read_as_a_deed(browser: Browser) -> None:
    async with browser.http.post("/act", data='{"do": "start", "who": "ana"}') as response:
        assert response.status == 415
    async with browser.http.post("/act", data="{", headers={"Content-Type": "application/json"}) as response:
        assert response.status == 400


@pytest.mark.parametrize("file", sorted(path.name for path in PAGE.iterdir()))
async def test_every_file_comes_from_here_and_loads_only_from_here(browser: Browser, file: str) -> None:
    async with browser.http.get(f"/page/{file}") as response:
        assert response.status == 200
        assert "default-src 'none'; script-src 'self'" in response.headers["Content-Security-Policy"]
        for address in ("//cdn", "@import", "innerHTML", "insertAdjacentHTML", "document.write"):
            assert address not in await response.text()


async def test_a_document_can_be_saved_and_nothing_else_is_handed_out(browser: Browser) -> None:
    world = browser.pages.stage.world
    document, photo = world.file("document", b"PK-zip"), world.file("photo", b"light")
    async with browser.http.get(f"/file/{document}") as response:
        assert (response.status, await response.read()) == (200, b"PK-zip")
        assert response.headers["Content-Disposition"] == "attachment"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    for other in (photo, "nothing", "..%2Fapp.js"):
        async with browser.http.get(f"/file/{other}") as response:
            assert response.status == 404
