"""The register of acts and the reading of citations."""

from datetime import date

import pytest

from course.norms import UnknownNorm
from tests.course.reading import norms


@pytest.mark.parametrize(
    ("citation", "label", "href"),
    [
        ("ҚПК 192", "ҚПК 192-бап", "/norms/cpc/192"),
        ("ҚПК  192.4", "ҚПК 192-бап 4-бөлік", "/norms/cpc/192#p-4"),
        ("ҚПК 193.1.5", "ҚПК 193-бап 1-бөлік 5) тармақ", "/norms/cpc/193#p-1.5"),
        ("ҚПК 193.1.3-1", "ҚПК 193-бап 1-бөлік 3-1) тармақ", "/norms/cpc/193#p-1.3-1"),
        ("ҚПК 193.1-1", "ҚПК 193-бап 1-1-бөлік", "/norms/cpc/193#p-1-1"),
        ("ҚПК 193.1", "ҚПК 193-бап 1-бөлік", "/norms/cpc/193#p-1"),
        ("ҚПК 7.12", "ҚПК 7-бап 12) тармақ", "/norms/cpc/7#p-12"),
        (
            "КЗ 9.1.16",
            "КЗ 9-бап 1-тармақ 16) тармақша",
            "/norms/constitutional-law/9#p-1.16",
        ),
    ],
)
def test_citation_is_resolved(citation: str, label: str, href: str) -> None:
    found = norms().resolve(citation)
    assert (found.label_kk, found.href) == (label, href)
    assert found.citation == " ".join(citation.split())


@pytest.mark.parametrize(
    ("citation", "code"),
    [
        ("", "norm.bad-form"),
        ("192", "norm.bad-form"),
        ("ҚПК", "norm.bad-form"),
        ("ҚПК 192-бап", "norm.bad-form"),
        ("ҚПК 192.", "norm.bad-form"),
        ("ҚПК 192.1.2.3", "norm.bad-form"),
        ("УПК 192", "norm.unknown-act"),
        ("ҚПК 19", "norm.unknown-article"),
        ("ҚПК 192.3", "norm.unknown-part"),
        ("ҚПК 193.5", "norm.unknown-part"),
        ("ҚПК 193.1.6", "norm.unknown-part"),
    ],
)
def test_unknown_norm_says_what_is_unknown(citation: str, code: str) -> None:
    with pytest.raises(UnknownNorm) as caught:
        norms().resolve(citation)
    assert caught.value.code == code


def test_near_act_is_proposed() -> None:
    with pytest.raises(UnknownNorm) as caught:
        norms().resolve("ҚБК 1")
    assert caught.value.params == {"act": "ҚБК", "known": "ҚПК"}


def test_article_takes_the_dates_of_its_act_unless_it_has_its_own() -> None:
    articles = norms().acts["ҚПК"].articles
    assert articles["192"].edition == date(2026, 7, 1)
    assert articles["193"].edition == date(2026, 1, 2)


def test_act_is_found_by_its_address_and_knows_its_other_names() -> None:
    register = norms()
    act = register.find_act("cpc")
    assert act is not None
    assert act.short == "ҚПК"
    assert register.find_act("joq") is None
    assert register.aliases()["ҚПК"] == ["Қылмыстық-процестік кодекс", "ҚР ҚПК", "УПК", "CPC"]
