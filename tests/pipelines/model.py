"""The dataset by its plainest reading: dictionaries and loops over the whole set of captures, sharing no code with `merge`."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, fields
from datetime import timedelta
from itertools import pairwise

from alwaght_scraper.tables import RevisionRow
from pipelines.rows import facts
from pipelines.signatures import minhashes

CONTENT = ("title", "published", "published_raw", "category", "dateline", "teaser", "body", "blocks", "tags", "related", "images")


def dataset(captured):
    """Rows of every table, as lists of dictionaries in key order, from an iterable of captures."""
    found = [facts(one) for one in captured]
    revisions = model_revisions([one.revision for one in found if one.revision])
    articles = model_articles(revisions)
    captures = model_captures([one.capture for one in found])
    glossary = model_glossary([row for one in found for row in one.glossary])
    search = model_search(articles)
    signatures = model_signatures(articles, search)
    near = model_near_duplicates(signatures, search)
    mark_duplicates(articles, near)
    tables = {
        "revisions": revisions,
        "articles": articles,
        "captures": captures,
        "glossary": glossary,
        "listings": model_listings([row for one in found for row in one.listings]),
        "tags": [
            {"lang": row["lang"], "article_id": row["article_id"], "tag": tag, "position": position}
            for row in articles
            for position, tag in enumerate(row["tags"])
        ],
        "related": model_related(articles),
        "mentions": model_mentions(articles, glossary),
        "search": search,
        "near_duplicates": near,
        "signatures": signatures,
        "coverage": model_coverage(found, captures),
        "rejects": model_rejects(captures),
    }
    return {name: [plain(row) for row in rows] for name, rows in tables.items()}


def plain(value):
    """Tuples as lists, as Arrow gives them back."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def model_captures(rows):
    best = {}
    for row in rows:
        held = best.get(row.capture_id)
        if held is None or (row.warc_file, row.warc_offset, str(row.content_hash)) < (
            held.warc_file,
            held.warc_offset,
            str(held.content_hash),
        ):
            best[row.capture_id] = row
    return [asdict(row) for row in sorted(best.values(), key=lambda row: (row.fetched_at, row.capture_id))]


def model_revisions(rows):
    groups = {}
    for row in rows:
        groups.setdefault((row.lang, row.article_id, row.content_hash), []).append(row)
    by_article = {}
    for key, same in sorted(groups.items()):
        first = min(same, key=lambda row: (row.first_seen, row.capture_id, row.published_reason is None, row.published_reason))
        row = {field.name: getattr(first, field.name) for field in fields(RevisionRow)}
        row |= {"last_seen": max(row.last_seen for row in same), "blocks": [asdict(block) for block in first.blocks]}
        row |= {name: [asdict(part) for part in getattr(first, name)] for name in ("related", "images")}
        by_article.setdefault(key[:2], []).append(row)
    for versions in by_article.values():
        in_time = sorted(versions, key=lambda row: (row["first_seen"], row["content_hash"]))
        for before, after in pairwise(in_time):
            after["changed_fields"] = [name for name in CONTENT if before[name] != after[name]]
    return [row for versions in by_article.values() for row in versions]


def model_articles(revisions):
    by_article = {}
    for row in revisions:
        by_article.setdefault((row["lang"], row["article_id"]), []).append(row)
    rows = []
    for _, versions in sorted(by_article.items()):
        current = max(versions, key=lambda row: (row["last_seen"], row["content_hash"]))
        row = {key: value for key, value in current.items() if key != "changed_fields"}
        row |= {"revision": len(versions), "first_seen": min(row["first_seen"] for row in versions), "near_duplicate_of": None}
        rows.append(row | {"last_seen": max(row["last_seen"] for row in versions)})
    return rows


def model_related(articles):
    archived = {(row["lang"], row["article_id"]) for row in articles}
    rows = []
    for row in articles:
        for position, link in enumerate(row["related"]):
            match = re.search(r"/(\w\w)/News/\d+$", link["url"])
            lang = match[1] if match else None
            edge = {"lang": row["lang"], "article_id": row["article_id"], "related_lang": lang, "related_id": link["article_id"]}
            edge |= {"url": link["url"], "title": link["title"], "position": position, "in_archive": (lang, link["article_id"]) in archived}
            rows.append(edge)
    return rows


def model_mentions(articles, glossary):
    """Blocks and terms of these tests are single words, so a term occurs where it is the whole block."""
    terms = {(row["lang"], row["term"]) for row in glossary}
    rows = []
    for row in articles:
        for block, text in enumerate(part["text"] for part in row["blocks"]):
            if (row["lang"], text) in terms:
                place = {"block": block, "start": 0, "end": len(text), "term": text, "printed": text}
                rows.append({"lang": row["lang"], "article_id": row["article_id"], **place})
    return rows


def model_search(articles):
    forms = {"Harbour": "harbour", "Łódź 🜁": "lodz 🜁"}
    rows = []
    for row in articles:
        body = " ".join(forms.get(part["text"], part["text"]) for part in row["blocks"])
        keys = {"lang": row["lang"], "article_id": row["article_id"]}
        rows.append(keys | {"title_search": forms.get(row["title"], row["title"]), "body_search": body})
    return rows


def model_signatures(articles, search):
    rows = []
    for article, forms in zip(articles, search, strict=True):
        text = f"{forms['title_search']} {forms['body_search']}"
        hashes = {"text_hash": hashlib.sha256(text.encode()).hexdigest()[:32], "minhash": minhashes([text])[0].tobytes().hex()}
        rows.append({name: article[name] for name in ("lang", "article_id", "content_hash")} | hashes)
    return rows


def model_near_duplicates(signatures, search):
    texts = {(row["lang"], row["article_id"]): f"{row['title_search']} {row['body_search']}" for row in search}
    rows = []
    for lang in sorted({row["lang"] for row in signatures}):
        firsts = {}
        for row in (row for row in signatures if row["lang"] == lang):
            first = firsts.setdefault(row["text_hash"], row)
            if first is not row:
                kind = "exact" if first["content_hash"] == row["content_hash"] else "normalised"
                rows.append(near_row(lang, first["article_id"], row["article_id"], 1.0, kind))
        minhash = {row["article_id"]: bytes.fromhex(row["minhash"]) for row in firsts.values()}
        for one, other in sorted(model_candidates(minhash)):
            equal = sum(map(int.__eq__, minhash[one], minhash[other])) / 512
            if (equal - 1 / 256) / (1 - 1 / 256) >= 0.4:
                sets = [word_runs(texts[lang, article_id]) for article_id in (one, other)]
                rows.append(near_row(lang, one, other, len(sets[0] & sets[1]) / len(sets[0] | sets[1]), "near"))
    return sorted(rows, key=lambda row: (row["lang"], row["article_id"], row["duplicate_id"]))


def model_candidates(minhash):
    pairs = set()
    for place in range(0, 512, 4):
        alike = {}
        for article_id in sorted(minhash):
            alike.setdefault(minhash[article_id][place : place + 4], []).append(article_id)
        for ids in alike.values():
            pairs |= {(ids[0], article_id) for article_id in ids[1:]} | set(pairwise(ids))
    return pairs


def near_row(lang, one, other, similarity, kind):
    return {"lang": lang, "article_id": one, "duplicate_id": other, "similarity": similarity, "kind": kind}


def word_runs(text):
    words = [*re.findall(r"(?:[a-z0-9]|[^\x00-\x7f])+", text), "", ""]
    return {tuple(words[start : start + 3]) for start in range(len(words) - 2)}


def mark_duplicates(articles, near):
    for row in articles:
        group, grown = {row["article_id"]}, True
        while grown:
            pairs = [{pair["article_id"], pair["duplicate_id"]} for pair in near if pair["lang"] == row["lang"]]
            more = group.union(*(pair for pair in pairs if pair & group))
            group, grown = more, more != group
        row["near_duplicate_of"] = min(group) if min(group) != row["article_id"] else None


def model_glossary(rows):
    groups = {}
    for row in rows:
        groups.setdefault((row.lang, row.term, row.definition is None, row.definition or ""), []).append(row)
    result = []
    for _, same in sorted(groups.items()):
        first = min(same, key=lambda row: (row.first_seen, row.capture_id))
        last_seen = max(row.last_seen for row in same)
        position = min(row.position for row in same if row.last_seen == last_seen)
        result.append(asdict(first) | {"last_seen": last_seen, "position": position})
    return result


def model_listings(rows):
    groups = {}
    for row in rows:
        if row.article_id is not None:
            key = (row.lang, row.tag, 0, row.article_id, "")
        else:
            key = (row.lang, row.tag, 1 if row.url else 2, 0, row.url or row.title)
        groups.setdefault(key, []).append(row)
    result = []
    for _, same in sorted(groups.items()):
        seen_at = max(row.seen_at for row in same)
        latest = [row for row in same if row.seen_at == seen_at]
        keyed = sorted(latest, key=lambda row: (row.capture_id, row.page is None, row.page, row.position, row.title, row.url or ""))
        result.append(asdict(keyed[0]))
    return result


def model_coverage(found, captures):
    known = {}
    for one in found:
        for key, via in [(key, via) for via, keys in one.sightings.items() for key in keys]:
            row = known.setdefault(key, {"via": set(), "first": one.capture.fetched_at})
            row["via"].add(via)
            row["first"] = min(row["first"], one.capture.fetched_at)
    tried = {}
    for row in captures:
        if row["page_kind"] == "article":
            tried.setdefault((row["lang"], row["article_id"]), []).append((row["fetched_at"], row["outcome"]))
    rows = []
    for (lang, article_id), row in sorted(known.items()):
        attempts = sorted(tried.get((lang, article_id), []))
        times = [when for when, _ in attempts]
        rows.append({
            "lang": lang,
            "article_id": article_id,
            "known_via": sorted(row["via"]),
            "first_known": row["first"],
            "status": model_status(attempts)[0],
            "attempts": len(attempts),
            "first_tried": min(times, default=None),
            "last_tried": max(times, default=None),
            "gone_since": model_status(attempts)[1],
        })  # fmt: skip
    return rows


def model_status(attempts):
    if not attempts:
        return "never_tried", None
    ever = any(outcome == "ok" for _, outcome in attempts)
    status = gone_since = None
    for when, outcome in attempts:
        if outcome == "ok" or (outcome == "not_modified" and ever):
            status, gone_since = "fetched", None
        elif outcome in {"gone", "soft_404"}:
            gone_since = gone_since or when
            status = "fetched" if ever and when < gone_since + timedelta(hours=12) else outcome
    if status is None:
        return (attempts[-1][1] if attempts[-1][1] in {"rejected", "blocked"} else "failed"), None
    return status, None if status == "fetched" else gone_since


def model_rejects(captures):
    names = ("capture_id", "url", "fetched_at", "page_kind", "lang", "article_id", "outcome", "reason")
    return [{name: row[name] for name in names} for row in captures if row["outcome"] in {"rejected", "soft_404", "blocked"}]
