"""Puts a page together: from stretches that are known already, and from others that the scanner reads."""

from __future__ import annotations

from typing import Final

from alwaght_scraper.errors import RejectedPage
from alwaght_scraper.parsers.blocks import Page
from alwaght_scraper.parsers.events import BLOCK, Reader
from alwaght_scraper.parsers.linemaker import MAX_LINES
from alwaght_scraper.parsers.scanner import Scanner, starts_block
from alwaght_scraper.parsers.stretches import KEY, MAX_LENGTH, Memory, Part, State

_ENOUGH: Final = 1024
_AT_LEAST: Final = 256
_MAX_DEPTH: Final = 60


class _Start:
    """Where a stretch began, in which state, which boxes were open, and how much the page held."""

    __slots__ = ("boxes", "forms", "frame", "hrefs", "lines", "place", "state", "tags", "told")

    def __init__(self, place: int, state: State, boxes: tuple[int, ...], page: Page) -> None:
        self.place, self.state, self.boxes = place, state, boxes
        self.lines, self.tags, self.frame = len(page.lines), len(page.tags), len(page.frame)
        self.hrefs, self.told, self.forms = len(page.hrefs), len(page.told), len(page.forms)


class Composer:
    """One page in the making.

    While stretches come from memory the reader rests, and only `_state` and `_boxes` (the open ones,
    outermost first) are moved on; it is woken with them for the next stretch that is not known.
    """

    def __init__(self, html: str, memory: Memory) -> None:
        """Prepares to read `html`; raises `NotPlainError` when it does not begin like a page."""
        self._html = html
        self._memory = memory
        self._reader = Reader()
        self._scanner = Scanner(html, self._reader)
        self._boxes: list[int] = []
        self._state: State | None = None
        self._rests = False

    def page(self) -> Page:
        """Reads the page to its end; raises what the scanner raises."""
        before: Part | None = None
        while self._scanner.place < len(self._html):
            part = self._known()
            if part is None:
                self._read()
            else:
                self._memory.met(part)
                self._add(part)
                if before is not None:
                    self._memory.join(before, part)
            before = part
        self._wake()
        return self._reader.close()

    # -- known stretches ------------------------------------------------------------------------------

    def _known(self) -> Part | None:
        """The stretch from here on, if one of that text was read in this state before."""
        place = self._scanner.place
        if self._state is None and len(self._reader.open) > _MAX_DEPTH:
            return None  # nothing is kept of what begins that deep, and the state there costs its depth
        for part in self._memory.parts.get(self._html[place : place + KEY], ()):
            if self._html.startswith(part.text, place) and (part.entry is self._state or part.entry == self._here()):
                end = place + len(part.text)
                if end == len(self._html) if part.ends_page else starts_block(self._html, end):
                    return part
        return None

    def _add(self, part: Part) -> None:
        page, outer = self._reader.page, self._boxes
        base, lines = len(page.tags), len(page.lines)
        if lines + len(part.lines) > MAX_LINES:
            raise RejectedPage(f"more than {MAX_LINES} lines of text: no page for people")
        page.lines += [line.moved(base + line.box if line.box >= 0 else outer[line.box]) for line in part.lines]
        page.parents += [base + box if box >= 0 else outer[box] for box in part.parents]
        page.last += [base + box for box in part.last]
        page.forms += [lines + line for line in part.forms]
        page.tags += part.tags
        page.frame += part.frame
        page.hrefs += part.hrefs
        page.told += part.told
        for last in part.closed:
            page.last[outer.pop()] = base + last
        outer += [base + box for box in part.opened]
        self._state, self._rests = part.exit, True
        self._scanner.place += len(part.text)

    def _here(self) -> State:
        """The state at this place."""
        if self._state is None:
            reader = self._reader
            self._state = State(
                opens=tuple((name, context, kind) for name, context, kind, _ in reader.open),
                context=reader.context,
                href=None if reader.link is None else reader.link.href,
                hidden_names=frozenset(reader.hidden_names),
                block_names=frozenset(reader.block_names),
            )
            self._boxes = [*(box for _, _, kind, box in reader.open if kind == BLOCK), reader.box]
        return self._state

    def _wake(self) -> None:
        """Brings the reader to this place."""
        if not self._rests or self._state is None:
            return
        reader, state = self._reader, self._state
        reader.resume(state.opens, self._boxes, state.context, state.href)
        reader.obey(state.hidden_names, state.block_names)
        self._rests = False

    # -- other stretches ------------------------------------------------------------------------------

    def _read(self) -> None:
        """Reads a stretch, up to a known one if there is one; keeps what it gave if it may come again."""
        self._wake()
        place, opens = self._scanner.place, self._reader.open
        in_body = 1 < len(opens) <= _MAX_DEPTH and opens[1][0] == "body"
        start = self._start() if in_body and self._memory.has_room(self._html[place : place + KEY]) else None
        while not self._is_over(place):
            self._scanner.read_on()
        self._reader.pause()
        self._state = None
        if start is not None and self._scanner.place - place <= MAX_LENGTH:
            self._memory.keep(self._part(start))

    def _start(self) -> _Start:
        state = self._here()
        return _Start(self._scanner.place, state, tuple(self._boxes), self._reader.page)

    def _is_over(self, start: int) -> bool:
        """Whether a stretch may end here: it has some length, or what follows may be known."""
        place = self._scanner.place
        if place == len(self._html):
            return True
        if place == start or not self._scanner.at_block or self._reader.skipping or self._reader.is_bare():
            return False
        key = self._html[place : place + KEY]
        return place - start > _ENOUGH or key in self._memory.parts or (place - start > _AT_LEAST and self._memory.is_start(key))

    def _part(self, start: _Start) -> Part:
        page, base, place = self._reader.page, start.tags, self._scanner.place
        state = self._here()
        inner = {box: -1 - depth for depth, box in enumerate(reversed(start.boxes))}
        kept = sum(box < base for box in self._boxes)
        return Part(
            text=self._html[start.place : place],
            ends_page=place == len(self._html),
            entry=start.state,
            exit=state,
            lines=tuple(line.moved(line.box - base if line.box >= base else inner[line.box]) for line in page.lines[start.lines :]),
            parents=tuple(box - base if box >= base else inner[box] for box in page.parents[base:]),
            tags=tuple(page.tags[base:]),
            last=tuple(box - base for box in page.last[base:]),
            frame=tuple(dict.fromkeys(page.frame[start.frame :])),
            hrefs=tuple(dict.fromkeys(page.hrefs[start.hrefs :])),
            told=tuple(page.told[start.told :]),
            forms=tuple(line - start.lines for line in page.forms[start.forms :]),
            closed=tuple(page.last[box] - base for box in reversed(start.boxes[kept:])),
            opened=tuple(box - base for box in self._boxes[kept:]),
        )
