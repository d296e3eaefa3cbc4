"""Plain SVG of how learners did: load, retention and mastery, a column each."""

from __future__ import annotations

from collections.abc import Sequence

from tests.simulation.learners import DAYS, ITEMS, OBJECTIVES, DayEnd, Life

WIDTH, HEIGHT = 380, 190
LEFT, TOP, GAP = 52, 64, 62
COLOURS = {
    "due": "#31688e", "weak": "#d98e04", "new": "#35b779", "again": "#b8b8b8", "left": "#c0392b",
    "kept": "#31688e", "expected": "#d98e04", "score": "#222222",
    "firm": "#1b7837", "growing": "#7fbf7b", "weak word": "#d6604d", "unknown": "#e0e0e0",
}  # fmt: skip
ROWS = ("things a day", "recall", "objectives")


def drawn(lives: Sequence[Life]) -> str:
    """One picture of all these learners."""
    width = LEFT + len(lives) * (WIDTH + GAP)
    height = TOP + len(ROWS) * (HEIGHT + GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for column, life in enumerate(lives):
        x = LEFT + column * (WIDTH + GAP)
        minutes = life.learner.settings.minutes
        parts.append(_text(x, 24, f"{life.learner.name}, {minutes} minutes a day", size=16))
        for row, panel in enumerate((_load, _retention, _mastery)):
            y = TOP + row * (HEIGHT + GAP)
            parts.append(f'<g transform="translate({x} {y})">{panel(life.ends)}</g>')
    return "\n".join([*parts, "</svg>"])


def _load(ends: Sequence[DayEnd]) -> str:
    waiting = [end.plan.left_over if end.plan else None for end in ends]
    most = max(1, *(end.asked + end.again for end in ends), *(n or 0 for n in waiting))
    parts = [_frame(most), _legend("due", "weak", "new", "again", "left")]
    step = WIDTH / DAYS
    for end in ends:
        if end.plan is None:
            continue
        at = float(HEIGHT)
        plan = end.plan
        for name, count in (
            ("due", len(plan.due)),
            ("weak", len(plan.weak)),
            ("new", len(plan.new)),
            ("again", end.again),
        ):
            tall = count / most * HEIGHT
            at -= tall
            parts.append(
                f'<rect x="{end.day * step:.1f}" y="{at:.1f}" width="{step - 1:.1f}" '
                f'height="{tall:.1f}" fill="{COLOURS[name]}"/>'
            )
        if plan.restart:
            parts.append(_text((end.day + 0.5) * step, HEIGHT - 6, "restart ", anchor="end"))
    parts.append(_line([None if n is None else n / most for n in waiting], "left"))
    return "".join(parts)


def _retention(ends: Sequence[DayEnd]) -> str:
    parts = [_frame(1), _legend("kept", "expected", "score")]
    for name in ("kept", "expected", "score"):
        parts.append(_line([getattr(end, name) if end.met else None for end in ends], name))
    target = HEIGHT * 0.1
    parts.append(
        f'<line x1="0" x2="{WIDTH}" y1="{target}" y2="{target}" stroke="#999" '
        'stroke-dasharray="4 4"/>'
    )
    return "".join(parts)


def _mastery(ends: Sequence[DayEnd]) -> str:
    parts = [_frame(len(OBJECTIVES)), _legend("firm", "growing", "weak word", "unknown")]
    step = WIDTH / DAYS
    for end in ends:
        at = float(HEIGHT)
        for name, count in (
            ("firm", end.words["firm"]),
            ("growing", end.words["growing"]),
            ("weak word", end.words["weak"]),
            ("unknown", end.words["unknown"]),
        ):
            tall = count / len(OBJECTIVES) * HEIGHT
            at -= tall
            parts.append(
                f'<rect x="{end.day * step:.1f}" y="{at:.1f}" width="{step:.1f}" '
                f'height="{tall:.1f}" fill="{COLOURS[name]}"/>'
            )
    parts.append(_line([end.met / ITEMS for end in ends], "score"))
    return "".join(parts)


def _frame(most: float) -> str:
    lines = []
    for part in (0.0, 0.5, 1.0):
        y = HEIGHT * (1 - part)
        value = f"{most * part:.0%}" if most == 1 else f"{most * part:.0f}"
        lines.append(f'<line x1="0" x2="{WIDTH}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        lines.append(_text(-6, y + 4, value, anchor="end"))
    for day in range(0, DAYS + 1, 10):
        lines.append(_text(day * WIDTH / DAYS, HEIGHT + 16, str(day), anchor="middle"))
    return "".join(lines)


def _legend(*names: str) -> str:
    found, x = [], 0
    for name in names:
        found.append(f'<rect x="{x}" y="-16" width="10" height="10" fill="{COLOURS[name]}"/>')
        found.append(_text(x + 14, -7, name))
        x += 30 + 7 * len(name)
    return "".join(found)


def _line(shares: Sequence[float | None], name: str) -> str:
    step = WIDTH / DAYS
    points = " ".join(
        f"{(day + 0.5) * step:.1f},{HEIGHT * (1 - share):.1f}"
        for day, share in enumerate(shares)
        if share is not None
    )
    return f'<polyline points="{points}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>'


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{words}</text>'
