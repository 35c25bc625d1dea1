"""The background of the map: asked for by the reader, in line with the shapes, from one other site only."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.checks import run_checks

from practices.territories.mercator import SIDE, project
from search.grounds import HEIGHT, MARGIN, WIDTH, Frame
from search.tiles import tiles_of
from tests.factories.practices import PracticeFactory
from tests.factories.territories import TerritoryFactory

TILES = "https://tiles.example.fr/{z}/{x}/{y}.png"
BUTTON = "Afficher le fond de carte (IGN)"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360a8f80f0002d301b0fd5b3aab0000000049454e44ae426082"
)
PATH = re.compile(r"/(\d+)/(\d+)/(\d+)\.png")


@pytest.fixture
def sheet(index):
    PracticeFactory(published=True, title="Sauvegarder", lead=TerritoryFactory(placed=True))
    index()


def press(client, shown="1", query="view=carte"):
    return client.post(f"/fiches/fond-de-carte/?{query}", {"shown": shown})


def policy(response):
    return response["Content-Security-Policy"]


@pytest.mark.parametrize("places", [((51.1, -5.1), (41.3, 9.6)), ((48.9, -5.1), (47.3, -1.0))])
def test_tiles_cover_the_rectangle_and_lie_where_they_are_on_earth(settings, places):
    settings.MAP_TILES_URL = TILES
    (left, top), (right, bottom) = (project(*place) for place in places)
    frame = Frame.fit((left, top, right, bottom), MARGIN, MARGIN, WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN)

    tiles = list(tiles_of(frame, WIDTH, HEIGHT))

    sides = {float(tile.side) for tile in tiles}
    assert len(sides) == 1 and 128 < (side := sides.pop()) <= 256
    assert min(float(tile.x) for tile in tiles) <= 0 and min(float(tile.y) for tile in tiles) <= 0
    assert max(float(tile.x) for tile in tiles) + side >= WIDTH
    assert max(float(tile.y) for tile in tiles) + side >= HEIGHT
    for tile in tiles:
        level, column, row = map(int, PATH.search(tile.url).groups())
        unit = SIDE / 2**level
        assert frame.place((column * unit, row * unit)) == pytest.approx(
            (float(tile.x), float(tile.y)), abs=0.01
        )


@pytest.mark.django_db
def test_map_without_tiles_offers_none(client, settings, sheet):
    settings.MAP_TILES_URL = ""
    press(client)

    response = client.get("/fiches/?view=carte")

    assert BUTTON not in response.content.decode()
    assert "img-src 'self' data:;" in policy(response) + ";"


@pytest.mark.django_db
def test_background_is_there_only_after_the_press_and_goes_again(client, settings, sheet):
    settings.MAP_TILES_URL = TILES
    page = client.get("/fiches/?view=carte")
    assert BUTTON in page.content.decode()
    assert "tiles.example.fr" not in page.content.decode() + policy(page)

    answer = press(client, query="q=sauvegarder&view=carte&region=53")
    assert answer.url == "/fiches/?q=sauvegarder&view=carte&region=53"
    page = client.get(answer.url)
    assert '<image href="https://tiles.example.fr/' in page.content.decode()
    assert "© IGN" in page.content.decode()
    assert "img-src 'self' data: https://tiles.example.fr" in policy(page)
    assert "tiles.example.fr" not in policy(client.get("/")) + policy(client.get("/fiches/?q=sauvegarder"))

    press(client, shown="0")
    page = client.get(answer.url)
    assert "tiles.example.fr" not in page.content.decode() + policy(page)


@pytest.mark.django_db
def test_page_that_shows_no_map_names_no_other_site(client, settings, sheet):
    settings.MAP_TILES_URL = TILES
    press(client)

    page = client.get("/fiches/?view=carte&q=introuvable")

    assert "tiles.example.fr" not in page.content.decode() + policy(page)


@pytest.mark.django_db
def test_background_changes_by_post_alone(client, settings):
    settings.MAP_TILES_URL = TILES

    assert client.get("/fiches/fond-de-carte/").status_code == 405


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", []),
        (TILES, []),
        ("https://tiles.example.fr/{z}/{x}.png", ["search.E005"]),
        ("tiles.example.fr/{z}/{x}/{y}.png", ["search.E005"]),
    ],
)
def test_wrong_address_of_tiles_is_said_at_the_start(settings, address, expected):
    settings.MAP_TILES_URL = address

    assert [message.id for message in run_checks() if message.id == "search.E005"] == expected


@pytest.fixture
def tile_site():
    """A site of tiles, and the paths that were asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            if not PATH.fullmatch(self.path):
                return self.send_error(404)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.send_header("Content-Length", str(len(PIXEL)))
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/{{z}}/{{x}}/{{y}}.png", asked
    server.shutdown()
    server.server_close()


@pytest.mark.browser
def test_reader_presses_and_the_tiles_come(page, live_server, sheet, settings, tile_site):
    settings.MAP_TILES_URL, asked = tile_site
    page.goto(f"{live_server.url}/fiches/?view=carte")
    assert asked == []

    with page.expect_response(lambda response: response.url.endswith(".png") and response.ok):
        page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Masquer le fond de carte").wait_for()

    page.wait_for_load_state("networkidle")
    assert len(asked) == page.locator("svg image").count() > 4
    page.get_by_role("button", name="Masquer le fond de carte").click()
    page.get_by_role("button", name=BUTTON).wait_for()
    assert page.locator("svg image").count() == 0


@pytest.mark.browser
def test_tiles_that_do_not_come_leave_the_map_alone(page, live_server, sheet, settings, tile_site):
    address, _ = tile_site
    settings.MAP_TILES_URL = address.replace("{z}", "absent/{z}")
    page.goto(f"{live_server.url}/fiches/?view=carte")

    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Masquer le fond de carte").wait_for()

    page.wait_for_function("() => !document.querySelector('svg image')")
    assert page.locator(".region-map__shape").count() > 0


@pytest.mark.browser
def test_tiles_come_though_the_page_before_had_no_map(page, live_server, sheet, settings, tile_site):
    """The policy of a page stands while its list changes: the page is loaded anew."""
    settings.MAP_TILES_URL, asked = tile_site
    page.goto(f"{live_server.url}/fiches/?view=carte")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("button", name="Masquer le fond de carte").wait_for()
    page.goto(f"{live_server.url}/fiches/?view=carte&state=idee")
    assert page.locator("svg image").count() == 0

    with page.expect_response(lambda response: response.url.endswith(".png") and response.ok):
        page.locator("#filtres .facet__option :checked").uncheck()

    page.wait_for_load_state("networkidle")
    assert page.locator("svg image").count() > 4
