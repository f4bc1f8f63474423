"""Reports made up in a test: every text of every row is what the test gives."""

from __future__ import annotations

from itertools import cycle, product

from alwaght_scraper.report.page import Facts, page

SHAPES = (
    "<script>alert(1)</script>", "</script><script>x()", "<img src=x onerror=alert(1)>", '"><svg onload=x()>', "' onmouseover='x()",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "java\nscript:x", "data:text/html,<script>x</script>",
    "vbscript:x", "file:///etc/passwd", "//evil.example/x", "http:evil", "http://[bad", "{{ 7*7 }}", "{% raw %}", "${x}", "$\\frac{x}$",
    "<!--", "-->", "]]>", "<![CDATA[x]]>", "</style><style>*{display:none}", "<base href=//evil>", "<meta http-equiv=refresh content=0>",
    "<iframe src=//evil>", "<a href=javascript:x>y</a>", "&lt;b&gt;", "&#x3C;b", "<math><mtext>", "<form action=//evil><input>",
    "<link rel=stylesheet href=//evil>", "<object data=x>", "</td></table><b>", "\u202eevil\u2066", "نص <b>عربي</b>", "\x1b]0;t\x07",
    "\ufffe",
    "<foreignObject>", "xlink:href=\"javascript:x\"", "<plaintext>", "%", "a" * 3000, "=HYPERLINK(1)",
)  # fmt: skip
AROUND = ("{}", "x {}", "{} y", "\t{}\n", "«{}»", "{0}{0}", "“{}”", "\u200f{}", "<{}>", '"{}"', "'{}'", "&{};")
PAYLOADS = [around.replace("{0}{0}", "{}{}").replace("{}", shape) for around, shape in product(AROUND, SHAPES)]


def figures_with(texts):
    """One report's figures in which the texts stand wherever the archive's words do."""
    word = cycle(texts)
    some = range(len(texts))
    day = {"first_seen": "2021-05-01", "last_seen": "2022-05-01"}
    tags = [{"tag": next(word), "articles": 90 - number} for number in range(12)]
    return {
        "languages": [
            {"lang": next(word), "articles": 3, "undated": 1, "oldest": None, "newest": next(word), "words": 9, "near_duplicates": 1}
        ],
        "months": [{"month": "2021-05", "lang": next(word), "articles": 2}, {"month": "2022-01", "lang": next(word), "articles": 1}],
        "coverage": [{"lang": next(word), "status": next(word), "ids": 3}],
        "coverage_by_id": [{"first_id": 5000, "status": next(word), "ids": 3, "width": 5000, "is_beyond": False}],
        "coverage_by_time": [{"month": "2021-05", "status": next(word), "ids": 3}],
        "tags": tags,
        "tags_by_year": [{"tag": row["tag"], "year": year, "articles": year % 7} for row in tags for year in (2020, 2022)],
        "tag_pairs": [{"lang": "en", "tag": tags[0]["tag"], "other": row["tag"], "articles": 2} for row in tags[1:]],
        "glossary": [{"lang": "en", "term": next(word), "wordings": 2, **day, "mentions": 4} for _ in range(5)],
        "rewordings": [{"lang": next(word), "term": next(word), **day, "definition": next(word)} for _ in some],
        "links": [{"links": 5, "links_into_the_archive": 4, "articles_with_links": 2, "links_returned": 1, "groups": 1}],
        "most_linked": [{"lang": "en", "article_id": 52466, "title": next(word), "url": next(word), "links": 3} for _ in some],
        "revisions": [{"month": "2021-06", "versions": 2}],
        "changed_fields": [{"field": next(word), "versions": 2}],
        "deletions": [],
        "near_duplicates": [{"kind": next(word), "pairs": 2, "mean_similarity": 0.8}],
        "outcomes": [{"month": "2021-05", "outcome": next(word), "captures": 4}],
        "statuses": [{"status": next(word), "captures": 4}],
        "latency": [
            {"month": month, "answers": 4, "median_ms": 210, "p95_ms": 900, "slowest_ms": 1200} for month in ("2021-05", "2021-08")
        ],
        "slowest": [{"latency_ms": 1200, "status": 200, "fetched_at": "2021-05-03T10:00:00", "address": next(word)} for _ in some],
        "rejects": [{"reason": next(word), "pages": 1} for _ in some],
        "completeness": [{"field": "teaser", "articles": 1, "share": 0.333, "share_before": 1.0}],
    }


def empty_figures():
    """The figures of an archive without captures, as SQL gives them."""
    nothing = {name: [] for name in figures_with([""])}
    links = {"links": 0, "links_into_the_archive": 0, "articles_with_links": 0, "links_returned": 0, "groups": 0}
    return nothing | {"links": [links], "completeness": [{"field": "teaser", "articles": 0, "share": None, "share_before": None}]}


def made(figures, **changes):
    facts = Facts("Archive", "Summary", 7, "ab" * 32, "2021-05-03T10:00:00+00:00", "2022-05-03T10:00:00+00:00", dict.fromkeys(
        ("articles", "revisions", "captures", "tags", "mentions"), 3), {"Source": "where it comes from"})  # fmt: skip
    for name, value in changes.items():
        object.__setattr__(facts, name, value)
    return page(facts, figures)
