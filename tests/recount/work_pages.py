"""The pages of assignments and of the bank: live, analysis, one item."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt
from urllib.parse import unquote, urlsplit

from tests.recount import arithmetic as a
from tests.recount import items as counted
from tests.recount.group_pages import Recount, cells, whole
from tests.recount.items import Figures, Items, Scope, Scores, Seen
from tests.recount.learners import given_to
from tests.recount.looking import Node, numbers, value_of
from tests.recount.raw import Assignment, Sitting


@dataclass
class Work:
    """Scopes that are counted once and compared in several places."""

    here: Recount
    items: Items
    scopes: dict[str, Scope] = field(default_factory=dict)
    figures_of: dict[tuple[str, str, str], Figures] = field(default_factory=dict)
    mine: dict[str, Scope] = field(default_factory=dict)
    mine_figures: dict[tuple[str, str, str], Figures] = field(default_factory=dict)
    suspects_of: dict[int, set[tuple[str, str]]] = field(default_factory=dict)

    def of(self, here: Recount) -> Work:
        """The same for someone else: what is counted over everybody is not counted again."""
        return Work(here, self.items, self.scopes, self.figures_of, suspects_of=self.suspects_of)

    def whole(self, name: str) -> Scope:
        """Over everybody."""
        if name not in self.scopes:
            kind, _, key = name.partition(":")
            self.scopes[name] = (
                counted.of_assignment(self.here.raw, self.items, int(key))
                if kind == "assignment"
                else counted.of_bank(self.here.raw, self.here.course, self.items)
            )
        return self.scopes[name]

    def scope(self, name: str) -> Scope:
        """What is shown to who is signed in: who has some groups sees the figures over everybody,
        but for those that would rest on one to four students of others: then of their own alone.
        """
        if self.here.mine is None or name == "bank":
            return self.whole(name)
        if name not in self.mine:
            task = int(name.partition(":")[2])
            own = counted.of_assignment(self.here.raw, self.items, task, self.students(task))
            self.mine[name] = {
                key: own[key] if few_others(seen, own.get(key, [])) else seen
                for key, seen in self.whole(name).items()
                if key in own or not few_others(seen, [])
            }
        return self.mine[name]

    def told(self, cohort: int, least: int) -> set[tuple[str, str]]:
        """The bank's item versions with ``least`` answers or more that are told to who is signed
        in: behind them stand no students of others, or five at least.
        """
        here, every = self.here, self.whole("bank")
        enough = {key for key, seen in every.items() if len(seen) >= least}
        if here.mine is None:
            return enough
        own = counted.of_bank(here.raw, here.course, self.items, here.my_students(cohort))
        return {key for key in enough if not few_others(every[key], own.get(key, []))}

    def of_own(self, name: str, item: str, version: str) -> bool:
        """Whether a figure is of one's own students alone."""
        return self.scope(name)[item, version] is not self.whole(name)[item, version]

    def fewest(self, scope: str, item: str, version: str) -> int:
        """People who must be behind a third or a mean rest, for it to be shown."""
        others = self.here.mine is not None and not self.of_own(scope, item, version)
        return FEWEST_PEOPLE if scope == "bank" or others else 1

    def students(self, task: int) -> set[int]:
        """Those of who is signed in to whom an assignment is given."""
        raw = self.here.raw
        one = raw.assignments[task]
        return {user for user in self.here.my_students(one.cohort) if given_to(raw, one, user)}

    def finished(self, task: Assignment) -> list[Sitting]:
        """First finished sittings of those whose results one sees."""
        only = None if self.here.mine is None else self.students(task.id)
        return counted.counted_sittings(self.here.raw, task.id, only)

    def scores(self, task: Assignment) -> tuple[Scores, Scores]:
        """(totals of those one has, the test as a whole)."""
        whole = counted.scores(self.here.raw, task)
        if self.here.mine is None:
            return whole, whole
        own = counted.scores(self.here.raw, task, self.students(task.id))
        return own, own if 0 < whole.n - own.n < FEWEST_PEOPLE else whole

    def whole_figures(self, scope: str, item: str, version: str) -> Figures:
        key = scope, item, version
        if key not in self.figures_of:
            known = None if version == "variants" else self.items.find(item, version)
            self.figures_of[key] = counted.figures(self.whole(scope)[item, version], known)
        return self.figures_of[key]

    def figures(self, scope: str, item: str, version: str) -> Figures:
        key = scope, item, version
        seen = self.scope(scope).get((item, version), [])
        if seen is self.whole(scope).get((item, version)):
            return self.whole_figures(*key)
        if key not in self.mine_figures:
            known = None if version == "variants" else self.items.find(item, version)
            self.mine_figures[key] = counted.figures(seen, known)
        return self.mine_figures[key]

    def versions(self, scope: str, item: str) -> list[str]:
        """The most answered first."""
        found = [
            (-len(seen), version)
            for (one, version), seen in self.scope(scope).items()
            if one == item
        ]
        return [version for _, version in sorted(found)]


def few_others(every: list[Seen], own: list[Seen]) -> bool:
    return 0 < len(every) - len(own) < FEWEST_PEOPLE


def seconds_in(text: str) -> float | None:
    for found in re.finditer(
        r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*min)?\s*(?:(\d+(?:[.,]\d+)?)\s*s\b)?", text
    ):
        if any(found.groups()):
            hours, minutes, rest = found.groups()
            spent = int(hours or 0) * 3600 + int(minutes or 0) * 60
            return spent + float((rest or "0").replace(",", "."))
    return None


def block_of(page: Node, name: str) -> Node | None:
    """The block of a statistic, by the link to its definition."""
    for block in page.all("div", "figure"):
        if block.first("a", href=f"/figures#{name}") is not None:
            return block
    return None


def check(
    here: Recount,
    page: Node,
    name: str,
    value: Fraction | float | None,
    n: int | None,
    interval: tuple[float, float] | None = None,
    scale: int = 1,
) -> None:
    """A statistic with its n and interval, as a page shows it."""
    block = block_of(page, name)
    if block is None:
        here.book.same(f"{name} is shown", False, True)
        return
    said = block.one("p", "figure-value").text()
    basis = block.one("p", "figure-basis").text()
    if value is None:
        here.book.lacking(name, said)
        return
    if name == "seconds":
        shown = seconds_in(said)
        near = shown is not None and abs(shown - float(value)) <= 0.5
        here.book.same(f"{name} {said!r} for {float(value)}", near, True)
    else:
        here.book.written(name, said, value * scale)
    if n is not None:
        here.book.same(f"n of {name}", whole(basis), n)
    if interval is not None:
        found = numbers(basis.partition("interval")[2])
        if len(found) < 2:
            here.book.same(f"interval of {name}", basis, interval)
            return
        # «16,2–31,6»: the dash between is no minus
        low, high = found[0], found[1]
        if scale == 100:
            high = high.lstrip("–-−")
        here.book.written(f"low of {name}", low, interval[0] * scale)
        here.book.written(f"high of {name}", high, interval[1] * scale)


def item_figures(here: Recount, page: Node, found: Figures) -> None:
    facility = found.facility
    assert facility is not None
    check(here, page, "facility", facility, found.n, a.wilson(float(facility), found.n), 100)
    check(here, page, "spread", found.spread, found.n, scale=100)
    r = found.r
    check(here, page, "discrimination", r, found.r_n, a.fisher(r, found.r_n) if r else None)
    check(here, page, "efficiency", found.efficiency, found.r_n)
    check(here, page, "guess", found.guess, None, scale=100)
    check(here, page, "seconds", found.seconds, found.seconds_n)


FEWEST_PEOPLE = 5
"""Over all cohorts nothing is shown of fewer people."""


def choices(here: Recount, page: Node, found: Figures, fewest: int = 1) -> None:
    """``fewest``: people who must be behind a mean or a third."""
    table = page.first("table", "choices-table")
    if table is None:
        here.book.same("a table of choices", not found.choices, True)
        return
    shown: list[_Row] = []
    for row in table.one("tbody").all("tr"):
        texts = [cell.text(without=("cell-title",)) for cell in cells(row)]
        if not texts:  # the heading of a prompt or a gap
            continue
        if len(texts) == 2:  # no thirds
            shown.append((_counts(texts[0]), _NONE, _NONE, _share(texts[1])))
            continue
        taken, top, bottom = (_counts(text) for text in texts[:3])
        shown.append((taken, top, bottom, _share(texts[3])))
    expected: list[_Row] = []
    cut = found.thirds
    if cut is not None and min(cut[2], cut[3]) < fewest:
        cut = None
    for choice, (taken_, bottom_, top_, mean) in found.choices.items():
        rest = mean if found.ranked[choice] >= fewest else None
        expected.append(
            (
                (taken_, found.n),
                (top_ or 0, cut[3]) if cut else _NONE,
                (bottom_ or 0, cut[2]) if cut else _NONE,
                float(rest * 100) if rest is not None else -1.0,
            )
        )
    shown.sort()
    expected.sort()
    # of matching and cloze, what nobody chose may be left out
    spare = len(expected) - len(shown)
    nobody = [row for row in expected if row[0][0] == 0]
    if 0 < spare <= len(nobody):
        left = Counter(row[:3] for row in expected) - Counter(row[:3] for row in shown)
        here.book.same("choices left out", [row for row in left if row[0][0]], [])
        expected = [row for row in expected if row[0][0]]
        shown = [row for row in shown if row[0][0]]
    here.book.same("choices: counts", [row[:3] for row in shown], [row[:3] for row in expected])
    off = [
        (one[3], other[3])
        for one, other in zip(shown, expected, strict=False)
        if abs(one[3] - other[3]) > 0.0501
    ]
    here.book.same("choices: mean rest", off, [])


_NONE = (-1, -1)
_Row = tuple[tuple[int, int], tuple[int, int], tuple[int, int], float]


def _counts(text: str) -> tuple[int, int]:
    """«23,4 % 26 / 111»"""
    found = [value_of(one) for one in numbers(text)]
    if len(found) < 3:
        return _NONE
    share, part, of = found
    if abs(share - part * 100 / of) > Fraction(501, 10000):
        return -2, -2
    return int(part), int(of)


def _share(text: str) -> float:
    found = numbers(text)
    return float(value_of(found[0])) if found else -1.0


def bank(work: Work, cohort: int, most: int | None) -> None:
    """The list, leaf by leaf, and the page of each item."""
    here, scope = work.here, work.scope("bank")
    enough = [key for key, seen in scope.items() if len(seen) >= counted.FEWEST]
    shown: Counter[str] = Counter()
    leaf = 1
    while True:
        page = here.page(f"/teach/cohorts/{cohort}/bank/analysis?few=1&page={leaf}")
        rows = page.first("table", "versions-table")
        for row in rows.one("tbody").all("tr") if rows is not None else []:
            href = urlsplit(row.one("a").attributes["href"])
            item = unquote(href.path.split("/")[-2])
            version = href.fragment.removeprefix("v-") or work.versions("bank", item)[0]
            current = here.course.items.get(item)
            if not href.fragment and current is not None:
                version = current.version
            shown[item] += 1
            _line(work, "bank", item, version, cells(row))
        if page.first("a", rel="next") is None:
            break
        leaf += 1
    if leaf == 1:
        here.book.same("items in the list", len(shown) > 0, len(enough) > 0)
    here.book.same("item versions in the list", shown.total(), len(scope))
    names = sorted({item for item, _ in enough})
    for item in names if most is None else names[:: max(1, len(names) // most)][:most]:
        page = here.page(f"/teach/cohorts/{cohort}/bank/{item}/analysis")
        for section in page.all("section", "version"):
            version = section.attributes["id"].removeprefix("v-")
            found = work.figures("bank", item, version)
            if found.n >= counted.FEWEST:
                item_figures(here, section, found)
                if version != "variants":
                    choices(here, section, found, FEWEST_PEOPLE)


def _line(work: Work, scope: str, item: str, version: str, row: list[Node]) -> None:
    """n, facility, discrimination and time in a row of a list."""
    here, found = work.here, work.figures(scope, item, version)
    texts = [cell.text(without=("cell-title", "hint")) for cell in row]
    name = f"{item} {version}"
    if numbers(texts[0]) and "under" not in texts[0].lower():
        here.book.same(f"n of {name}", whole(texts[0]), found.n)
    values: list[tuple[str, Fraction | float | None, int]] = [
        ("facility", found.facility, 100),
        ("discrimination", found.r, 1),
    ]
    if len(texts) < 4:
        return
    for (label, value, scale), text in zip(values, texts[1:3], strict=True):
        if value is None:
            here.book.lacking(f"{label} of {name}", text)
        else:
            here.book.written(f"{label} of {name}", text, value * scale)
    if found.seconds is not None:
        said = seconds_in(texts[3])
        near = said is not None and abs(said - float(found.seconds)) <= 0.5
        here.book.same(f"time of {name}: {texts[3]!r} for {float(found.seconds)}", near, True)


def analysis(work: Work, task: Assignment, most: int | None) -> None:
    here = work.here
    scope = f"assignment:{task.id}"
    totals, found = work.scores(task)
    finished = work.finished(task)
    address = f"/teach/assignments/{task.id}/analysis"
    page = here.page(address)
    if not finished:
        return
    _scores(here, page, totals, found, finished)
    seen: set[tuple[str, str]] = set()
    leaf = 1
    while True:
        for row in page.one("table", "item-lines").one("tbody").all("tr"):
            item = unquote(urlsplit(row.one("a").attributes["href"]).path.rpartition("/")[2])
            for version in work.versions(scope, item):
                if (item, version) not in seen:
                    break
            seen.add((item, version))
            _line(work, scope, item, version, cells(row))
            weights = found.weights() if len(found.parts) > 1 and found.n >= 10 else {}
            weight = weights.get(f"item:{item}")
            row_cells = cells(row)
            if weight is not None and len(row_cells) > 4:
                here.book.written(
                    f"weight of {item}",
                    row_cells[4].text(without=("cell-title", "hint")),
                    weight * 100,
                )
        leaf += 1
        if page.first("a", rel="next") is None:
            break
        page = here.page(f"{address}?leaf={leaf}")
    here.book.same("item versions", len(seen), len(work.scope(scope)))
    _places(here, found, address)
    names = sorted({item for item, _ in work.scope(scope)})
    for item in names if most is None else names[:: max(1, len(names) // most)][:most]:
        page = here.page(f"{address}/{item}")
        versions = work.versions(scope, item)
        for version, section in zip(versions, page.all("section", "item-version"), strict=True):
            one = work.figures(scope, item, version)
            if one.n >= counted.FEWEST:
                item_figures(here, section, one)
                choices(here, section, one, work.fewest(scope, item, version))


def _scores(
    here: Recount, page: Node, totals: Scores, found: Scores, finished: list[Sitting]
) -> None:
    """``totals``: of those one has; ``found``: of the test as a whole."""
    shares, waiting = [], 0
    for sitting in finished:
        lines = counted.lines(sitting)
        if any(line.share is None for line in lines):
            waiting += 1
            continue
        earned = sum((line.points * (line.share or 0) for line in lines), Fraction(0))
        shares.append(earned / sum(line.points for line in lines))
    finding = [value_of(one) for one in numbers(page.one("p", "finding").text())]
    here.book.same("attempts in the sentence", int(finding[0]), len(shares) + waiting)
    table = page.first("figure", id="distribution")
    if table is not None and len(shares) >= 10:
        bins = [0] * 10
        for share in shares:
            bins[min(9, int(share * 10))] += 1
        rows = [cells(row) for row in table.one("tbody").all("tr")]
        told = [whole(row[-1].text()) for row in rows]
        here.book.same("distribution", told, [*bins, len(shares)])
    seconds = sorted(
        Fraction(int((one.closed - one.started).total_seconds()))
        for one in finished
        if one.closed is not None
    )
    if len(seconds) >= 10:
        half = len(seconds) // 2
        block = next(one for one in page.all("div", "figure") if "Time taken" in one.text())
        texts = [block.one("p", "figure-value").text()]
        basis = block.one("p", "figure-basis").text()
        texts += basis.partition(":")[2].rpartition(":")[2].split("–")
        wanted = [a.middle(seconds), a.middle(seconds[:half]), a.middle(seconds[-half:])]
        for text, value in zip(texts, wanted, strict=False):
            said = seconds_in(text)
            near = said is not None and abs(said - float(value)) <= 5
            here.book.same(f"time {text!r} for {float(value)}", near, True)
    if totals.n >= 10:
        check(here, page, "mean", a.mean(totals.totals), totals.n)
        check(here, page, "median", a.middle(totals.totals), totals.n)
        check(here, page, "sd", sqrt(a.variance(totals.totals)), totals.n)
    if found.n < 10:
        return
    spread = sqrt(a.variance(found.totals))
    alpha = found.alpha
    if alpha is not None:
        interval = a.feldt(float(alpha), found.n, len(found.parts))
        check(here, page, "alpha", alpha, found.n, interval)
        ratio = sqrt(1 - alpha)
        check(here, page, "standard_error", spread * ratio, found.n)
        check(here, page, "error_ratio", ratio, found.n, scale=100)
    shape = a.k_statistics(found.totals)
    if shape is not None:
        check(here, page, "skewness", shape[0], found.n)
        check(here, page, "kurtosis", shape[1], found.n)


def _places(here: Recount, found: Scores, address: str) -> None:
    """Places of the blueprint, where questions were drawn."""
    page = here.page(address)
    drawn = sorted(
        (int(section) + 1, int(number), f"draw:{section}:{number}")
        for part in found.parts
        if part.startswith("draw:")
        for _, section, number in [part.split(":")]
    )
    if not drawn or found.n < 10:
        return
    region = next(
        one for one in page.all("details", "folded") if one.first("th", scope="row") is not None
    )
    weights = found.weights()
    rows = region.one("tbody").all("tr")
    here.book.same("places", len(rows), len(drawn))
    for row, (section, number, part) in zip(rows, drawn, strict=False):
        name = f"place {section}.{number}"
        expected: list[tuple[Fraction | float | None, int]] = [
            (a.mean(found.parts[part]), 1),
            (weights[part], 100),
            (found.item_rest(part), 1),
            (found.alpha_without(part), 1),
        ]
        for (value, scale), cell in zip(expected, cells(row), strict=True):
            text = cell.text(without=("cell-title",))
            if value is None:
                here.book.lacking(name, text)
            else:
                here.book.written(name, text, value * scale)


def live(here: Recount, task: Assignment) -> None:
    members = {user for user in here.my_students(task.cohort) if given_to(here.raw, task, user)}
    newest: dict[int, Sitting] = {}
    for sitting in here.raw.sittings.values():
        if sitting.assignment == task.id and sitting.user in members:
            newest[sitting.user] = max(
                newest.get(sitting.user, sitting), sitting, key=lambda one: one.ordinal
            )
    running = sum(one.closed is None for one in newest.values())
    handed = len(newest) - running
    leaf, seen = 1, 0
    while True:
        page = here.page(f"/teach/assignments/{task.id}/live?leaf={leaf}")
        links = page.one("nav", "states").all("span", "figures")
        counts = [whole(one.text()) for one in links]
        silent = sum(
            one.closed is None and (here.now - (one.touched or one.started)).total_seconds() >= 180
            for one in newest.values()
        )
        untimed = task.limit_s is None and task.rules.get("mode") == "practice"
        # practice without a clock that is not heard from is put aside, not worked at
        working = running - silent if untimed else running
        expected = [len(members), working, silent, len(members) - len(newest), handed]
        here.book.same("counts", counts, expected)
        # who has handed in may stand in a table of their own
        tables = page.all("table", "live-table")
        for row in [one for table in tables for one in table.one("tbody").all("tr")]:
            user = int(row.attributes["data-key"])
            seen += 1
            one = newest.get(user)
            here.book.same(
                f"{user} has begun", "is-not-started" in row.attributes["class"], not one
            )
            if one is None:
                continue
            given = {answer.item for answer in one.answers} | set(one.drafts)
            figures = cells(row)[1].one("span", "figures").text()
            here.book.same(f"answered by {user}", figures, f"{len(given)} / {len(one.items)}")
            here.book.same(
                f"{user} handed in", "is-handed-in" in row.attributes["class"], bool(one.closed)
            )
        if page.first("a", rel="next") is None:
            break
        leaf += 1
    here.book.same("lines", seen, len(members))
