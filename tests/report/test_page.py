"""The report is one page that asks for nothing, and whose archived words stay words."""

from __future__ import annotations

import base64
import hashlib
import re
from xml.etree import ElementTree as ET

import pytest
from lxml import html

from alwaght_scraper.report.drawing import label
from alwaght_scraper.report.page import linkable, shown
from tests.report.made_up import PAYLOADS, empty_figures, figures_with, made

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "dl", "div", "dt", "dd", "main", "nav", "a",
    "section",
    "figure", "img", "figcaption", "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "bdi", "code", "footer",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "aria-label", "href", "rel", "id", "src", "alt", "scope", "dir",
}  # fmt: skip
SVG_ELEMENTS = {
    "svg",
    "defs",
    "style",
    "g",
    "path",
    "rect",
    "text",
    "clipPath",
    "use",
    "tspan",
    "metadata",
    "RDF",
    "Work",
    "type",
    "format",
}
SVG_ELEMENTS |= {"title", "date", "creator", "Agent"}


@pytest.fixture(scope="module")
def hostile():
    return made(figures_with(PAYLOADS), title="<b>t</b>", summary="</p><script>", card={"<i>": "<script>x</script>"})


@pytest.fixture(scope="module")
def tree(hostile):
    return html.document_fromstring(hostile)


def test_five_hundred_hostile_texts_make_no_element_and_no_attribute(tree):
    assert len(PAYLOADS) >= 500
    assert {element.tag for element in tree.iter()} <= ELEMENTS
    assert {name for element in tree.iter() for name in element.attrib} <= ATTRIBUTES


def test_every_hostile_text_is_there_to_read(tree):
    words = {" ".join(bdi.text_content().split()) for bdi in tree.iter("bdi")}
    reasons = [" ".join(payload.replace("\x1b", "").replace("\x07", "").split()) for payload in PAYLOADS]
    assert sum(reason in words for reason in reasons) >= 0.95 * len(reasons)


def test_links_lead_to_web_addresses_and_parts_of_the_page_only(tree):
    targets = {element.get("href") for element in tree.iter("a")}
    assert all(target.startswith("#") or re.match(r"https?://[a-z0-9.]+", target) for target in targets)
    assert [address for address in ("javascript:x", "http:evil", "//x.y", "http://[bad", None, "ftp://x.y") if linkable(address)] == []
    assert linkable("http://alwaght.net/en/News/5")


def test_the_page_may_load_nothing_and_run_nothing(hostile, tree):
    (policy,) = (meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv"))
    (style,) = tree.iter("style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style.text
    assert "@import" not in style.text
    assert all(image.get("src").startswith("data:image/svg+xml;base64,") for image in tree.iter("img"))
    assert "<script" not in hostile.lower()


def test_charts_are_sound_svg_of_shapes_and_words_with_an_alt_text_each(tree):
    images = list(tree.iter("img"))
    assert len(images) >= 9
    for image in images:
        assert len(image.get("alt")) > 20
        svg = ET.fromstring(base64.b64decode(image.get("src").partition(",")[2]))
        assert {element.tag.rpartition("}")[2] for element in svg.iter()} <= SVG_ELEMENTS
        for element in svg.iter():
            hrefs = [value for name, value in element.attrib.items() if name.endswith("href")]
            assert all(value.startswith("#") for value in hrefs)
            assert not [name for name in element.attrib if name.startswith("on")]


def test_the_numbers_of_each_chart_stand_below_it():
    figures = figures_with(["a"])
    root = html.document_fromstring(made(figures))
    folded = [[cell.text_content() for cell in details.iter("td")] for details in root.iter("details")]
    assert ["2021-05", "a", "2", "2022-01", "a", "1"] in folded
    charts_with_a_table = ("completeness", "tags", "glossary", "latency")
    assert len(folded) == len(list(root.iter("figure"))) - len(charts_with_a_table)


def test_arabic_words_stay_words_for_the_browser_to_shape(tree):
    texts = figures_with(["الميناء القديم"])
    image = next(image for image in html.document_fromstring(made(texts)).iter("img") if "tag" in image.get("alt"))
    assert "الميناء القديم" in base64.b64decode(image.get("src").partition(",")[2]).decode()
    assert all(bdi.get("dir") == "auto" for bdi in tree.iter("bdi"))


def test_the_same_figures_give_the_same_bytes():
    assert made(figures_with(["a", "b"])) == made(figures_with(["a", "b"]))


def test_an_empty_archive_says_so_and_how_to_fill_it():
    text = html.document_fromstring(made(empty_figures(), captured_from=None)).text_content()
    assert "This archive holds no capture yet" in text
    assert "None in this snapshot." in text


@pytest.mark.parametrize(
    ("value", "name", "cell"),
    [
        (None, "", "–"),
        (52466, "article_id", "52466"),
        (52466, "words", "52,466"),
        (0.3333, "share", "33.3%"),
        (0.5, "betweenness", "0.500"),
        (True, "is_beyond", "yes"),
    ],
)
def test_cells_read_as_a_person_writes_them(value, name, cell):
    assert shown(value, name) == cell


def test_labels_are_short_and_on_one_line():
    assert label("one\n\u202etwo\x07 three") == "one two three"
    assert len(label("word " * 50)) == 42
