"""Changes of a site's template: some take a field from the reader of a page, some change nothing that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.parsers.mutating import UNSEEN, with_other_blanks, with_other_case, with_other_names, with_references, with_unseen

Change = Callable[[str], str]

_DIV = r"<div class=\"{}\">.*?</div>\n?"


def without(pattern: str, instead: str = "", *, flags: int = re.DOTALL) -> Change:
    return lambda html: re.sub(pattern, instead, html, flags=flags)


def both(*changes: Change) -> Change:
    def change(html: str) -> str:
        for one in changes:
            html = one(html)
        return html

    return change


NO_COPY = without(r"<div id=\"printDiv\".*?</div>\n")
NO_HEADING = both(NO_COPY, without(r"<h2 class=\"newsTitle\">.*?</h2>"), without(_DIV.format("subject")), without(r"<title>.*?</title>"))
TEXT = r"(<div class=\"newsText\">).*(</div>\n<div class=\"tags\">)"

BREAKING: dict[str, tuple[Change, str]] = {
    "the heading is a picture": (
        both(NO_HEADING, without(r"<span id=\"ctl00_cph_lblDate\".*?</span>"), without(r"<img [^>]*>(<span class=\"cap\">.*?</span>)?")),
        "title",
    ),
    "the page is an empty shell": (
        without(r"<body>.*</body>", r'<body><div id="root"></div><script src="/app.js"></script></body>'),
        "title",
    ),
    "a script loads the text": (both(NO_COPY, without(TEXT, r"\1<script>load('text')</script>\2")), "body"),
    "the text is in a frame of its own": (both(NO_COPY, without(TEXT, r'\1<iframe src="/text/1"></iframe>\2')), "body"),
    "only the first paragraph is there": (
        both(NO_COPY, without(r"(<div class=\"newsText\">.*?</p>).*(</div>\n<div class=\"tags\">)", r"\1\2")),
        "body",
    ),
    "no date": (both(NO_COPY, without(r"<span id=\"ctl00_cph_lblDate\".*?</span>")), "published"),
    "a date as time ago": (
        both(NO_COPY, without(r"(<span id=\"ctl00_cph_lblDate\"[^>]*>).*?(</span>)", r"\g<1>3 days ago\2")),
        "published",
    ),
    "a date of unknown months": (
        both(NO_COPY, without(r"(<span id=\"ctl00_cph_lblDate\"[^>]*>\w+ \d+) \w+ (\d+</span>)", r"\1 Brumaire \2")),
        "published",
    ),
    "no category": (without(_DIV.format("newsType")), "category"),
    "the category is an icon": (without(_DIV.format("newsType"), '<div class="newsType"><img src="/i/news.png"></div>'), "category"),
    "tags without links": (without(r"<a class=\"tg\" href=\"[^\"]*\">(.*?)</a>", r"<i></i>"), "tags"),
    "no tags": (without(r"<div class=\"tags\">.*?</div>"), "tags"),
    "no related box": (without(r"<div class=\"rel\">.*?</ul></div>"), "related"),
    "a script loads the related box": (without(r"(<div class=\"rel\">).*?</ul></div>", r"\1<script>related()</script></div>"), "related"),
    "pictures as backgrounds": (
        without(r"<img ([^>]*)src=\"(/upload/logo/[^\"]*)\"[^>]*>", r'<i style="background:url(\2)"></i>'),
        "images",
    ),
    "no pictures": (without(r"<img [^>]*>"), "images"),
    "no lead": (without(_DIV.format("lead")), "teaser"),
    "no dateline": (
        without(r"(<div class=\"newsText\">(?:<div class=\"lead\">.*?</div>\n)?<p[^>]*>)[^-–—<]{0,20}[-–—] ?", r"\1"),
        "dateline",
    ),
    "no glossary": (without(r"<div class=\"focus\">.*?</div></div>\n"), "glossary"),
    "the glossary is in tooltips": (without(r"<div class=\"focus\">.*?</div></div>\n", '<i title="a term"></i>'), "glossary"),
}
"""Changes that take a field away, and the field that must be named."""

HARMLESS: dict[str, Change] = {
    "other class names": lambda html: with_other_names(html, "x-1"),
    "tags in capitals": with_other_case,
    "letters as references": with_references,
    "no line breaks": lambda html: with_other_blanks(html, " "),
    "one more hidden box": lambda html: with_unseen(html, UNSEEN[4], 7),
    "one more script": lambda html: with_unseen(html, UNSEEN[0], 9),
    "the heading is an h1": without(r"<(/?)h2( class=\"newsTitle\")?>", r"<\1h1>"),
    "the panel is in a table": without(
        r"(<div id=\"ctl00_cph_pnlContent\">)(.*)(</div>\n<div class=\"gallery\">)", r"\1<table><tr><td>\2</td></tr></table>\3"
    ),
    "another word above the tags": without("Tags :", "Topics :"),
    "paragraphs are divs": without(r"<(/?)p\b[^>]*>", r"<\1div>"),
}
"""Changes that the parser sees through."""
