"""Elements made for quotations or items that a page has for its margins: they hold the title, or most of the text and its opening."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from alwaght_scraper.parsers.blocks import NO_BOX, Line, Page


class Margins:
    """Tells which boxes of a page are that."""

    def __init__(self, page: Page, outside: list[int], texts: list[tuple[Line, int]]) -> None:
        """Looks at the texts of an article, each with its length; `outside` are the boxes of its heading."""
        self._page, self._outside = page, sorted(outside)
        self._openings = sorted({line.box for number, (line, _) in enumerate(texts) if line.opens or not number})
        sizes = sorted((line.box, size) for line, size in texts)
        self._boxes = [box for box, _ in sizes]
        self._sums = list(accumulate((size for _, size in sizes), initial=0))

    def are(self, box: int) -> bool:
        """Whether a box is no more than layout; a style sheet may make items and quotations without any box for them."""
        if box == NO_BOX:
            return False
        last = self._page.last[box]
        inside = self._sums[bisect_right(self._boxes, last)] - self._sums[bisect_left(self._boxes, box)]
        return _any_in(self._outside, box, last) or (2 * inside > self._sums[-1] and _any_in(self._openings, box, last))


def _any_in(boxes: list[int], first: int, last: int) -> bool:
    place = bisect_left(boxes, first)
    return place < len(boxes) and boxes[place] <= last
