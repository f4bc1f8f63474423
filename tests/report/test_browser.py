"""The report as a browser shows it: a Chromium that can reach nothing opens it and is asked what it sees."""

from __future__ import annotations

import re

import pytest

from tests.report.chromium import PROGRAM, Chromium
from tests.report.made_up import PAYLOADS, figures_with, made

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium on this machine's PATH")

ENGLISH = "Fishermen Return to the Old Pier"
ARABIC = "عودة الصيادين إلى الميناء القديم"
PICTURES = "[...document.images].map(image => image.complete ? image.naturalWidth : 0)"
ENDS = """(() => {
  const text = [...document.querySelectorAll('td bdi')].map(cell => cell.firstChild).find(text => text.data === '%s');
  const range = new Range();
  const at = place => { range.setStart(text, place); range.setEnd(text, place + 1); return range.getBoundingClientRect().left; };
  return [getComputedStyle(text.parentNode).direction, at(0), at(text.length - 1)];
})()"""
COLOURS = "(() => { const style = getComputedStyle(document.documentElement); return [style.color, style.backgroundColor]; })()"
HIDDEN = "[...document.querySelectorAll('nav, details')].map(part => getComputedStyle(part).display)"


@pytest.fixture(scope="module")
def browser():
    with Chromium() as started:
        yield started


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Two reports: one whose words are all hostile, one with what words may be like."""
    folder = tmp_path_factory.mktemp("pages")
    for name, texts in (("hostile", PAYLOADS), ("plain", [ARABIC, ENGLISH, "w" * 300, ARABIC * 9])):
        (folder / f"{name}.html").write_text(made(figures_with(texts)), "utf-8")
    return folder


@pytest.fixture
def plain(browser, pages):
    browser.resize(1000)
    browser.emulate()
    browser.open(pages / "plain.html")
    return browser


@pytest.mark.parametrize("name", ["hostile", "plain"])
def test_it_asks_for_nothing_runs_nothing_and_complains_of_nothing(browser, pages, name):
    browser.open(pages / f"{name}.html")
    asked = {asked["request"]["url"].partition(":")[0] for asked in browser.told("Network.requestWillBeSent")}
    assert asked == {"file", "data"}
    assert browser.told("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Page.javascriptDialogOpening") == []
    assert browser.value("document.scripts.length") == 0
    assert min(widths := browser.value(PICTURES)) > 0
    assert len(widths) >= 10


def test_the_watch_itself_sees_a_request_a_script_and_a_complaint(browser, tmp_path):
    page = (
        '<img src="http://alwaght.net/x.jpg"><script>console.error("x")</script><img src="data:image/png,none" onerror="console.error(1)">'
    )
    (tmp_path / "page.html").write_text(page)
    browser.open(tmp_path / "page.html")
    assert "http" in {asked["request"]["url"].partition(":")[0] for asked in browser.told("Network.requestWillBeSent")}
    assert browser.told("Network.loadingFailed")  # the dead proxy is all that it met
    assert browser.told("Runtime.consoleAPICalled")
    assert 0 in browser.value(PICTURES)


@pytest.mark.parametrize(("text", "direction"), [(ARABIC, "rtl"), (ENGLISH, "ltr")])
def test_each_word_runs_its_own_way(plain, text, direction):
    runs, first, last = plain.value(ENDS % text)
    assert (runs, first > last) == (direction, direction == "rtl")


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_nothing_stands_out_of_a_screen_of_any_width(plain, width):
    plain.resize(width)
    assert plain.value("document.documentElement.scrollWidth") <= width


def test_it_can_be_read_in_the_dark(plain):
    light = plain.value(COLOURS)
    plain.emulate(scheme="dark")
    dark = plain.value(COLOURS)
    assert all(contrast(*colours) > 10 for colours in (light, dark))
    assert luminance(light[1]) > 0.9
    assert luminance(dark[1]) < 0.1


def luminance(colour):
    """Of a colour such as `rgb(34, 38, 43)`, as WCAG defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_print_is_a4_without_what_only_a_screen_needs(plain):
    boxes = re.findall(rb"/MediaBox \[([\d. ]+)\]", plain.printed())
    sides = [float(side) for box in boxes for side in box.split()[2:]]
    assert len(boxes) >= 3
    assert sides == pytest.approx([595.3, 841.9] * len(boxes), abs=1)  # points
    plain.emulate(media="print")
    assert set(plain.value(HIDDEN)) == {"none"}
