"""Takes the pictures of the README and the handbook anew, out of a fresh demo.

Run from the root of the repository: `uv run python docs/bilder/ta_bilder.py`. Needs a Chromium, found
as the browser tests find it. Each picture is made at most 150 kB large.
"""

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
LARGEST = 150_000
STRATEGIST = "Fatima Haddad"
STEWARD = "Sofia Nyberg"
EMPLOYEE = "Amina Warsame"
SECONDS_TO_START = 180


def main() -> int:
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        take_all(browser, address)
        browser.close()
    return 0


def chromium() -> str:
    names = (os.environ.get("CHROMIUM_PATH", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        sys.exit("No Chromium found: install one (apt install chromium) or set CHROMIUM_PATH.")
    return found


@contextmanager
def demo() -> Iterator[str]:
    """A municipality of its own, served until the pictures are taken."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {**os.environ, "BRYGGAN_VAR": folder}
        command = [sys.executable, "-m", "bryggan.config.command", "demo", "--port", str(port)]
        served = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  # built above
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            served.terminate()
            served.wait()


def wait_for(port: int) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    sys.exit("The demo did not start.")


def take_all(browser: Browser, address: str) -> None:
    page = signed_in(browser, address, STRATEGIST)
    take(page, "/", "start", height=1610)
    page.get_by_role("region", name="Snart att bestämma").get_by_role("link").first.click()
    take(page, page.url, "avtal", height=1960)
    take(page, "/system/", "lista")
    take(page, "/karta/", "karta", height=1000)
    take(page, "/organisation/", "organisation")
    take(page, "/rapporter/", "rapporter")
    take(page, "/bedomning/", "systemens-lage", height=1010)
    take(page, "/utbyteslista/", "utbyteslista", height=1000)
    take(page, "/rad/no_it_counterpart/", "rad")
    take(page, "/kompletthet/", "kompletthet", height=1450)
    take(page, "/mote/2/motet/?punkt=5", "motet", height=1250)
    take(page, "/fardplan/", "fardplan", height=1250)
    take(page, open_first(page, "/initiativ/"), "initiativ", height=1250)
    take(page, "/rundor/2/", "uppdateringsrunda", height=1100)
    take(page, "/avtal/ar/?ar=2027", "avtalsaret", height=1000)
    planned = plan_an_import(page)
    take(page, planned, "import", height=1100)
    system = open_one(page, "Lifecare Omsorg")
    take(page, system, "system", height=1290)
    dark = signed_in(browser, address, STEWARD, scheme="dark")
    take(dark, "/", "mork", height=1000)
    phone = signed_in(browser, address, EMPLOYEE, width=390)
    screens = [seen(phone, url, 844) for url in ("/", system, "/system/?f.lifecycle=phasing_out")]
    keep(side_by_side(screens), "mobil")


def signed_in(
    browser: Browser, address: str, name: str, *, width: int = 1280, scheme: str = "light"
) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="sv-SE",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/logga-in/")
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state("networkidle")
    return page


def open_one(page: Page, name: str) -> str:
    page.goto(f"/system/?q={name}")
    page.get_by_role("rowheader").get_by_role("link", name=name, exact=True).click()
    return page.url.split("?")[0].removeprefix(page.url.split("/system/")[0])


def open_first(page: Page, address: str) -> str:
    """The first record of a list."""
    page.goto(address)
    page.get_by_role("rowheader").get_by_role("link").first.click()
    return page.url.split("?")[0]


def plan_an_import(page: Page) -> str:
    """The municipality's own list, taken to Excel, changed in places by hand and brought back."""
    book = load_workbook(io.BytesIO(page.request.get("/system/fil.xlsx").body()))
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    users = heads["Aktiva användare"]
    for row, written in ((3, 1250), (7, 96), (9, "många"), (12, 410)):
        sheet.cell(row, users, written)
    for name, unit in (
        ("Passagesystem Torget", "Fastighetsenheten"),
        ("Lokalbokning", "Kontaktcenter"),
    ):
        line = sheet.max_row + 1
        sheet.cell(line, heads["Namn"], name)
        sheet.cell(line, heads["Ägande enhet"], unit)
    kept = io.BytesIO()
    book.save(kept)
    page.goto("/system/las-in/")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "Systemlista Sundvalla.xlsx", "mimeType": kind, "buffer": kept.getvalue()}
    )
    page.get_by_role("button", name="Ladda upp").click()
    page.get_by_role("button", name="Provkör").click()
    page.wait_for_load_state("networkidle")
    return f"{page.url}?utfall=updated"


def take(page: Page, url: str, name: str, *, height: int = 900) -> None:
    keep(seen(page, url, height), name)


def seen(page: Page, url: str, height: int) -> Image.Image:
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": height})
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def side_by_side(screens: list[Image.Image], gap: int = 24) -> Image.Image:
    width = sum(screen.width for screen in screens) + gap * (len(screens) - 1)
    sheet = Image.new("RGB", (width, screens[0].height), "#cdc7b9")
    place = 0
    for screen in screens:
        sheet.paste(screen, (place, 0))
        place += screen.width + gap
    return sheet


def keep(picture: Image.Image, name: str) -> None:
    """As it is, else in as many colours as 150 kB hold."""
    for colours in (0, 256, 128, 64):
        shown = picture.quantize(colours, dither=Image.Dither.NONE) if colours else picture
        made = io.BytesIO()
        shown.save(made, "PNG", optimize=True)
        if made.tell() <= LARGEST:
            break
    (HERE / f"{name}.png").write_bytes(made.getvalue())
    sys.stdout.write(f"{name}.png {made.tell() // 1000} kB\n")


if __name__ == "__main__":
    sys.exit(main())
