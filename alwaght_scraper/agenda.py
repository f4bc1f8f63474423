"""What a refresh asks for: known pages that are due, most urgent first, and which ones it leaves alone this time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from alwaght_scraper.captures.capture import Location
from alwaght_scraper.items import PageKind
from alwaght_scraper.schedule import LONGEST_FOR_LISTS, History, urgency
from alwaght_scraper.site import LANGUAGES, ROBOTS, Address, address, article_url
from alwaght_scraper.traps import list_address
from alwaght_scraper.visits import LISTS, Visit, article_key, page_key
from pipelines import histories

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipelines.read import Snapshot

PAGES_SHARE: Final = 30
"""One list or section is read for so many articles of the archive: what reading every list once would take, at 30 links a page."""
RECHECK_SHARE: Final = 100
FEWEST: Final = 10
WHOLE_AFTER: Final = timedelta(days=180)
"""A page is asked for without conditions once its last whole capture is so old: a server that answers 304 for ever is found out."""

_LISTED: Final = frozenset({*LISTS, PageKind.OTHER})


@dataclass(slots=True)
class Agenda:
    """A refresh's plan.

    `due` are known pages to visit, most urgent first; `asleep` (by `article_key`) and `resting` (by `page_key`)
    those to leave alone; `news` (by `article_key`) are articles that the dataset does not know of; `held` says where the page
    lies that an address showed last. At most `pages_left` pages that are no articles are visited, home pages among them.
    """

    due: list[Visit] = field(default_factory=list)
    asleep: set[int] = field(default_factory=set)
    resting: set[str] = field(default_factory=set)
    news: set[int] = field(default_factory=set)
    held: dict[str, Location] = field(default_factory=dict)
    pages_left: int = FEWEST

    @classmethod
    def draw_up(cls, snapshot: Snapshot, now: datetime, langs: tuple[str, ...] = (), seen: Mapping[int, datetime] | None = None) -> Agenda:
        """The plan for a refresh that begins `now`; `langs` empty means all.

        `seen` says when captures that are not published yet showed an article (by `article_key`).

        Raises:
            DamagedArchiveError: the dataset cannot be read.
        """
        counts = snapshot.manifest.counts
        agenda = cls(pages_left=max(FEWEST, counts["articles"] // PAGES_SHARE))
        articles = agenda._articles(snapshot, now, langs, seen or {})[: max(FEWEST, counts["articles"] // RECHECK_SHARE)]
        agenda._find_places(snapshot, [key for _, key, _ in articles], now)
        urls = {place.canonical: url for url in agenda.held if (place := address(url)) is not None}
        found = [(urgent, agenda._article_visit(key, urls, again=is_there)) for urgent, key, is_there in articles]
        found += agenda._pages(snapshot, now, langs)
        agenda.due = [visit for _, visit in sorted(found, key=lambda one: (-one[0], one[1].url))]
        return agenda

    # --- articles -------------------------------------------------------------------------------

    def _articles(
        self, snapshot: Snapshot, now: datetime, langs: tuple[str, ...], seen: Mapping[int, datetime]
    ) -> list[tuple[float, tuple[str, int], bool]]:
        """Articles that are due, most urgent first, and whether each was there at its last visit.

        On the way, failed and missing ones that are not due are put to sleep.
        """
        due = []
        for row in histories.articles(snapshot):
            lang, article_id = row["lang"], row["article_id"]
            if lang not in LANGUAGES or (langs and lang not in langs):
                continue
            past = _article_history(row, seen.get(article_key(lang, article_id)))
            urgent = urgency(past, now)
            if row["last_seen"] is None and urgent < 1:
                self.asleep.add(article_key(lang, article_id))
            elif urgent >= 1:
                due.append((urgent, (lang, article_id), past.failing_since is None))
        return sorted(due, key=lambda one: (-one[0], one[1]))

    @staticmethod
    def _article_visit(key: tuple[str, int], urls: dict[str, str], *, again: bool) -> Visit:
        url = article_url(*key)
        return Visit(urls.get(url, url), PageKind.ARTICLE, again=again)

    def _find_places(self, snapshot: Snapshot, keys: list[tuple[str, int]], now: datetime) -> None:
        for place in histories.places(snapshot, {article_id for _, article_id in keys}):
            if now - place.fetched_at < WHOLE_AFTER:
                self.held[place.url] = Location(place.warc_file, place.offset, place.length)

    # --- lists and other pages ------------------------------------------------------------------

    def _pages(self, snapshot: Snapshot, now: datetime, langs: tuple[str, ...]) -> Iterator[tuple[float, Visit]]:
        """The known lists and other pages that are due; the others rest. A list is known by its first page."""
        dates = histories.newest_entries(snapshot)
        known = _Pages.of(snapshot)
        yield from ((1.0, visit) for visit in known.cut_off(now, langs))
        for place, past in known.past.values():
            if (
                place.kind not in _LISTED
                or place.canonical == ROBOTS
                or place.page is not None
                or (langs and place.lang not in {*langs, None})
            ):
                continue
            newest = dates.get((place.lang or "", place.tag or ""))
            changed = past.changed if newest is None else min(past.tried, _midnight(newest))
            urgent = urgency(past._replace(changed=changed), now, LONGEST_FOR_LISTS)
            if urgent >= 1:
                yield urgent, Visit(place.fetch, place.kind, again=past.failing_since is None)
            else:
                self.resting.add(page_key(place.fetch, place.kind))


def _article_history(row: dict[str, Any], seen: datetime | None) -> History:
    """The past of one id. Its text is as old as its printed date, or as its last edit; an undated one is as old as its first sighting."""
    if seen is not None:
        row = {**row, "last_tried": seen, "failing_since": None}
    edits = (row["revision"] or 1) - 1
    changed = row["changed"] or row["first_tried"]
    if row["published"] is not None and not edits:
        changed = min(changed, _midnight(row["published"]))
    return History(changed, row["last_tried"], row["failing_since"], edits)


@dataclass(slots=True)
class _Pages:
    """The past of each page that is no article, by its canonical address; and of each list, the page that was read last.

    `turned` has, by a list's bare address, that page, whether it named an article that nothing had named before, and when.
    """

    past: dict[str, tuple[Address, History]] = field(default_factory=dict)
    turned: dict[str, tuple[Address, bool, datetime]] = field(default_factory=dict)

    @classmethod
    def of(cls, snapshot: Snapshot) -> _Pages:
        pages = cls()
        for row in histories.visits(snapshot):
            if (place := address(row["url"])) is not None:
                pages._add(place, row)
        return pages

    def cut_off(self, now: datetime, langs: tuple[str, ...]) -> Iterator[Visit]:
        """The next page of each list whose last page was news: a run that reads a list to its end sees one that is none."""
        for place, is_find, when in self.turned.values():
            following = address(f"{list_address(place.fetch)}//{(place.page or 0) + 1}") if is_find else None
            if following is None or (langs and place.lang not in {*langs, None}):
                continue
            _, past = self.past.get(page_key(following.canonical, following.kind), (following, None))
            if past is None or past.tried < when or urgency(past, now) >= 1:  # else it has failed since, and waits
                yield Visit(following.fetch, following.kind)

    def _add(self, place: Address, row: dict[str, Any]) -> None:
        key, when = page_key(place.canonical, place.kind), row["fetched_at"]
        _, before = self.past.get(key, (place, History(when, when)))
        failing = None if row["is_shown"] else before.failing_since or when
        self.past[key] = place, History(when if row["is_find"] else before.changed, when, failing)
        if place.kind in LISTS and row["is_answer"]:
            self.turned[list_address(place.canonical)] = place, row["is_find"], when


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), UTC)
