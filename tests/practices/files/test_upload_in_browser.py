import os

import pytest
from django.urls import reverse

from practices.files.attaching import attach, choose_picture, describe
from practices.files.checking import check_received
from practices.files.models import SheetFile

from . import made

DROP = """([zone, names]) => {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File(["commune;habitants\\nLuzy;1900\\n"], name));
  for (const kind of ["dragover", "drop"])
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def address(live_server, page, client, member, practice):
    """The page of the files, the member signed in."""
    client.force_login(member)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return live_server.url + reverse("practices:files", args=[practice.pk])


def shot(page, name):
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def upload_files(page):
    return page.locator(".upload__file")


def test_files_chosen_are_sent_at_once_and_the_good_ones_kept(page, address):
    page.goto(address)

    page.set_input_files(
        "[data-upload-input]",
        [
            {"name": "note.pdf", "mimeType": "application/pdf", "buffer": made.PDF},
            {"name": "photo.heic", "mimeType": "image/heic", "buffer": b"x"},
        ],
    )

    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").inner_text().startswith("Ce fichier n’est pas joint")
    assert page.evaluate("document.activeElement.matches('[role=alert]')")
    assert [text.split(" PDF")[0] for text in upload_files(page).locator("> span").all_inner_texts()] == [
        "note.pdf"
    ]
    shot(page, "refused")


def test_each_file_is_sent_by_itself_and_the_refused_ones_are_told_together(page, address):
    bodies = []
    page.on("request", lambda request: request.method == "POST" and bodies.append(request))
    page.goto(address)

    page.evaluate(
        DROP, [page.locator(".upload__zone").element_handle(), ["a.heic", "b.csv", "c.exe", "d.csv"]]
    )

    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").locator("h2").inner_text() == "Ces fichiers ne sont pas joints"
    assert page.get_by_role("alert").locator("li strong").all_inner_texts() == ["a.heic", "c.exe"]
    assert page.evaluate("document.activeElement.matches('[role=alert]')")
    assert (len(bodies), SheetFile.objects.count(), upload_files(page).count()) == (4, 2, 2)


# All that the bar has shown, and what is written beside it.
WATCH = """root => {
  window.shown = [];
  new MutationObserver(() => {
    const bar = root.querySelector("[data-upload-progress]:not([hidden]) progress");
    if (bar && bar.value !== window.shown.at(-1)?.[0])
      window.shown.push([bar.value, root.querySelector("[data-upload-percent]").textContent]);
  }).observe(root, {attributes: true, childList: true, subtree: true});
}"""


def test_bar_moves_while_a_file_is_sent_on_a_slow_line(page, address):
    page.goto(address)
    slow_down(page)
    page.locator("[data-upload]").evaluate(WATCH)

    page.set_input_files("[data-upload-input]", [big("a.csv"), big("b.csv")])

    page.get_by_text("Fichiers ajoutés.").wait_for(state="attached", timeout=60_000)
    shown = page.evaluate("shown")
    values = [value for value, _ in shown]
    assert values == sorted(values)
    assert [low for low in (1, 20, 40, 60, 80) if not any(low <= value < low + 20 for value in values)] == []
    assert [words for _, words in shown[1:]] == [f"{value}\u00a0%" for value in values[1:]]


def test_what_is_typed_while_a_file_is_sent_is_kept_whatever_is_refused(page, address, practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    page.goto(address)
    title = page.get_by_label("Intitulé").first
    title.fill("La convention")
    slow_down(page)

    page.set_input_files("[data-upload-input]", [big("a.csv"), big("photo.heic"), big("b.csv")])
    title.press_sequentially(" de service commun", delay=150)

    page.get_by_role("alert").wait_for(timeout=60_000)
    assert page.get_by_role("alert").locator("li strong").all_inner_texts() == ["photo.heic"]
    assert title.input_value() == "La convention de service commun"
    assert page.evaluate("document.activeElement.value") == title.input_value()  # still being typed
    assert [file.name for file in SheetFile.objects.order_by("pk")] == ["note.pdf", "a.csv", "b.csv"]
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_text("C’est enregistré.").wait_for()
    assert title.input_value() == "La convention de service commun"


def test_whoever_went_on_to_another_part_of_the_page_is_not_called_back(page, address):
    page.goto(address)
    slow_down(page)

    page.set_input_files("[data-upload-input]", [big("a.csv")])
    page.get_by_role("link", name="Aller au contenu").focus()
    page.get_by_text("Fichiers ajoutés.").wait_for(state="attached", timeout=60_000)

    assert page.evaluate("document.activeElement.className") == "skip-link"


def test_space_before_the_next_word_stays_when_a_file_arrives(page, address, practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    page.goto(address)
    title = page.get_by_label("Intitulé").first
    title.fill("La convention ")

    for name in ("a.csv", "b.csv"):
        page.set_input_files("[data-upload-input]", [big(name)])
        page.get_by_role("button", name=f"Retirer {name}").wait_for()
        page.get_by_text("Fichiers ajoutés.").wait_for(state="attached")
        title.press_sequentially("de ")

    assert title.input_value() == "La convention de de "
    assert page.get_by_role("alert").count() == 0


def slow_down(page):
    line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", line)


def big(name):
    content = b"commune;habitants\n" + b"Luzy;1900\n" * 30_000
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def test_files_sent_before_a_cut_stay_and_the_others_are_still_chosen(page, address):
    page.goto(address)
    sent = []

    def cut(route):
        sent.append(route.request)
        route.abort() if len(sent) > 1 else route.continue_()

    page.route(lambda url: url == address, cut)

    page.evaluate(DROP, [page.locator(".upload__zone").element_handle(), ["a.csv", "b.csv", "c.csv"]])

    page.get_by_text("L’envoi n’a pas abouti").first.wait_for()
    chosen = "[...document.querySelector('[data-upload-input]').files].map(file => file.name)"
    assert (page.evaluate(chosen), upload_files(page).count()) == (["b.csv", "c.csv"], 1)
    page.unroute_all()
    page.get_by_role("button", name="Ajouter et enregistrer").click()
    page.get_by_role("button", name="Retirer c.csv").wait_for()
    assert [file.name for file in SheetFile.objects.order_by("pk")] == ["a.csv", "b.csv", "c.csv"]


def test_files_chosen_after_the_session_ended_wait_for_the_login(page, address, live_server):
    page.goto(address)
    session = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    page.context.clear_cookies(name="sessionid")

    page.evaluate(DROP, [page.locator(".upload__zone").element_handle(), ["a.csv"]])

    page.get_by_text("Votre session est terminée").first.wait_for()
    shot(page, "ended")
    token = {"name": "csrftoken", "value": "a" * 32, "url": live_server.url}  # the login makes another
    page.context.add_cookies([session, token])
    page.get_by_role("button", name="Ajouter et enregistrer").click()
    page.get_by_role("button", name="Retirer a.csv").wait_for()
    assert [file.name for file in SheetFile.objects.all()] == ["a.csv"]


def test_files_dropped_are_sent_and_announced(page, address):
    page.goto(address)

    page.evaluate(DROP, [page.locator(".upload__zone").element_handle(), ["a.csv", "b.csv"]])

    page.get_by_text("Fichiers ajoutés.").wait_for(state="attached")
    assert SheetFile.objects.count() == upload_files(page).count() == 2


def test_files_are_sent_without_script(browser, address, page):
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(address)

    plain.set_input_files(
        "[data-upload-input]", [{"name": "note.pdf", "mimeType": "application/pdf", "buffer": made.PDF}]
    )
    plain.get_by_role("button", name="Ajouter et enregistrer").click()

    assert upload_files(plain).count() == 1
    context.close()


def test_what_is_typed_stays_when_the_network_fails(page, address):
    page.goto(address)
    page.context.set_offline(True)

    page.set_input_files(
        "[data-upload-input]", [{"name": "note.pdf", "mimeType": "application/pdf", "buffer": made.PDF}]
    )

    page.get_by_text("L’envoi n’a pas abouti").first.wait_for()
    assert page.evaluate("document.querySelector('[data-upload-input]').files.length") == 1


def test_files_sent_from_a_page_opened_before_write_over_nothing(page, address, practice, member):
    attach(practice, user=member, uploads=[made.upload(name, made.PDF) for name in ("a.pdf", "b.pdf")])
    first, second = SheetFile.objects.order_by("pk")
    page.goto(address)
    titles = page.get_by_label("Intitulé")
    titles.nth(1).fill("Contrat")
    describe(practice, user=member, texts={file.key: {"title": "Convention"} for file in (first, second)})

    for rank, name in ((2, "c.pdf"), (3, "d.pdf")):
        page.set_input_files(
            "[data-upload-input]", [{"name": name, "mimeType": "application/pdf", "buffer": made.PDF}]
        )
        upload_files(page).nth(rank).wait_for()

    assert [titles.nth(rank).input_value() for rank in (0, 1)] == ["Convention", "Contrat"]
    assert "il contient maintenant «\u00a0Convention\u00a0»" in page.get_by_role("alert").inner_text()
    practice.refresh_from_db()
    rows = practice.get_latest_revision_as_object().attachments.all()
    assert [row.title for row in rows] == ["Convention", "Convention", "", ""]


def test_the_sheet_shows_its_picture(page, address, practice, member):
    uploads = [made.upload("mairie.png", made.image(size=(1600, 700))), made.upload("note.pdf", made.PDF)]
    uploads.append(made.upload("atelier.jpg", made.image("JPEG", (800, 600))))
    attach(practice, user=member, uploads=uploads)
    picture = SheetFile.objects.earliest("pk")
    texts = {"title": "La mairie", "credit": "Ville de Luzy"}
    describe(practice, user=member, texts={picture.key: texts})
    choose_picture(practice, user=member, key=picture.key)
    check_received()

    page.goto(address)
    shot(page, "files")
    page.goto(address.replace("fichiers/", "apercu/"))
    shot(page, "sheet")

    assert page.evaluate("document.querySelector('.sheet-header__figure img').naturalWidth") == 1200


def test_button_pressed_while_files_are_sent_waits_and_sends_nothing_twice(page, address, practice, member):
    attach(practice, user=member, uploads=[made.upload("note.pdf", made.PDF)])
    bodies = []
    page.on("request", lambda request: request.method == "POST" and bodies.append(request))
    page.goto(address)
    title = page.get_by_label("Intitulé").first
    slow_down(page)

    page.set_input_files("[data-upload-input]", [big("a.csv"), big("b.csv")])
    title.fill("La convention")
    page.get_by_role("button", name="Ajouter et enregistrer").click()
    page.get_by_role("button", name="Ajouter et enregistrer").click()

    page.get_by_text("C’est enregistré.").wait_for(timeout=60_000)
    assert [file.name for file in SheetFile.objects.order_by("pk")] == ["note.pdf", "a.csv", "b.csv"]
    assert (title.input_value(), len(bodies)) == ("La convention", 3)


def test_files_chosen_while_others_are_sent_follow_them(page, address):
    page.goto(address)
    slow_down(page)

    page.set_input_files("[data-upload-input]", [big("a.csv"), big("b.csv")])
    page.get_by_role("button", name="Retirer a.csv").wait_for(timeout=60_000)
    page.set_input_files("[data-upload-input]", [big("c.csv")])

    page.get_by_text("Fichiers ajoutés.").wait_for(state="attached", timeout=60_000)
    assert [file.name for file in SheetFile.objects.order_by("pk")] == ["a.csv", "b.csv", "c.csv"]


def test_files_refused_while_the_button_waited_are_told(page, address):
    page.goto(address)
    slow_down(page)

    page.set_input_files("[data-upload-input]", [big("a.csv"), big("photo.heic")])
    page.get_by_role("button", name="Ajouter et enregistrer").click()

    page.get_by_role("alert").wait_for(timeout=60_000)
    assert page.get_by_role("alert").locator("li strong").all_inner_texts() == ["photo.heic"]
    assert [file.name for file in SheetFile.objects.all()] == ["a.csv"]


def test_bar_never_tells_more_than_all_of_a_small_file(page, address):
    page.goto(address)
    page.locator("[data-upload]").evaluate(WATCH)

    page.set_input_files("[data-upload-input]", [small("a.csv"), small("b.csv"), small("c.csv")])

    page.get_by_text("Fichiers ajoutés.").wait_for(state="attached")
    percents = [int(words.split("\u00a0")[0]) for _, words in page.evaluate("shown") if words]
    assert percents == sorted(percents)
    assert (33 in percents, 67 in percents, max(percents) <= 100) == (True, True, True)


def small(name):
    return {"name": name, "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
