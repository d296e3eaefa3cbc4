from datetime import date

from webapp.messages import day, translate


def test_a_russian_sentence_that_ends_with_a_date_has_one_full_stop():
    told = translate("ru", "today.nothing_next", day=day("ru", date(2026, 11, 9)))
    assert told.endswith(": 9 ноября 2026 г.")
    told = translate("kk", "today.nothing_next", day=day("kk", date(2026, 11, 9)))
    assert told.endswith("2026 ж. 9 қараша.")
