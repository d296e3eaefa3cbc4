"""Notices about assignments: telling them, and reading them out in the reader's language.

Moments are kept in UTC (params that end in ``_at``) and written when read: one notice, three
languages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from quizzes.timing import Window
from webapp.local_time import zone_name
from webapp.messages import moment, translate
from webapp.queries import notices
from webapp.queries.assignments import AssignmentInfo
from webapp.queries.notices import StoredNotice
from webapp.rule_sentences import duration

_DATES = ("opens", "due", "closes")


def tell_new(
    connection: Connection, info: AssignmentInfo, user_ids: Iterable[int], now: datetime
) -> None:
    """Tell people of an assignment given to them; whoever was told before is not told again."""
    href = f"/assignments/{info.id}"
    told = notices.list_told(connection, "assignment_new", href)
    params = {"title": info.title}
    if info.window.opens > now:
        params["opens_at"] = info.window.opens.isoformat()
    if info.window.closes is not None:
        params["closes_at"] = info.window.closes.isoformat()
    fresh = [one for one in user_ids if one not in told]
    notices.tell(connection, fresh, "assignment_new", href, now, **params)


def tell_moved(
    connection: Connection,
    info: AssignmentInfo,
    before: Window,
    user_ids: Iterable[int],
    now: datetime,
) -> None:
    """Tell people that dates have changed, if they have: from what to what."""
    params = {"title": info.title}
    for name in _DATES:
        old, new = getattr(before, name), getattr(info.window, name)
        if old != new:
            params[f"{name}_old_at"] = old.isoformat() if old is not None else ""
            params[f"{name}_new_at"] = new.isoformat() if new is not None else ""
    if before.limit != info.window.limit:
        params["limit_old_s"] = _seconds(before.limit)
        params["limit_new_s"] = _seconds(info.window.limit)
    if len(params) > 1:
        href = f"/assignments/{info.id}"
        notices.tell(connection, user_ids, "assignment_moved", href, now, **params)


def _seconds(span: timedelta | None) -> str:
    return str(int(span.total_seconds())) if span is not None else ""


def text_of(lang: str, zone: ZoneInfo, notice: StoredNotice) -> str:
    """A notice as a sentence or a few. A kind that is known no more says that something changed."""
    params = dict(notice.params)
    match notice.kind:
        case "assignment_new":
            params["when"] = _when(lang, zone, params)
        case "assignment_moved":
            params["changes"] = _changes(lang, zone, params)
        case "extension_granted":
            params["what"] = _granted(lang, zone, params)
    try:
        return translate(lang, f"notice.{notice.kind}", **params)
    except KeyError:
        return translate(lang, "notice.unknown")


def _at(lang: str, zone: ZoneInfo, text: str) -> str:
    if not text:
        return translate(lang, "notice.none")
    return moment(lang, datetime.fromisoformat(text), zone)


def _when(lang: str, zone: ZoneInfo, params: dict[str, Any]) -> str:
    name = zone_name(lang, zone)
    said = [
        translate(lang, f"rules.{key}", at=_at(lang, zone, params[f"{key}_at"]), zone=name)
        for key in ("opens", "closes")
        if f"{key}_at" in params
    ]
    return " ".join(said) or translate(lang, "notice.open_now")


def _changes(lang: str, zone: ZoneInfo, params: dict[str, Any]) -> str:
    said = [
        translate(
            lang,
            f"notice.moved_{name}",
            old=_at(lang, zone, params[f"{name}_old_at"]),
            new=_at(lang, zone, params[f"{name}_new_at"]),
        )
        for name in _DATES
        if f"{name}_old_at" in params
    ]
    if "limit_old_s" in params:
        old, new = (
            duration(lang, timedelta(seconds=int(params[key])))
            if params[key]
            else translate(lang, "notice.none")
            for key in ("limit_old_s", "limit_new_s")
        )
        said.append(translate(lang, "notice.moved_limit", old=old, new=new))
    return " ".join(said)


def _granted(lang: str, zone: ZoneInfo, params: dict[str, Any]) -> str:
    said = []
    if params.get("closes_at"):
        at = _at(lang, zone, params["closes_at"])
        said.append(translate(lang, "rules.closes", at=at, zone=zone_name(lang, zone)))
    if int(params.get("extra_s") or 0):
        span = duration(lang, timedelta(seconds=int(params["extra_s"])))
        said.append(translate(lang, "notice.extra_time", span=span))
    if int(params.get("attempts") or 0):
        said.append(translate(lang, "notice.extra_attempts", n=params["attempts"]))
    return " ".join(said)
