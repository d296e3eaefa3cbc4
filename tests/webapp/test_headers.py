import re

import pytest


@pytest.mark.parametrize(
    "address", ["/", "/lessons/1.1.1-merzim", "/no-such-page", "/api/v1/me", "/static/x"]
)
def test_every_answer_carries_a_policy_without_inline_scripts_or_other_places(browser, address):
    policy = browser.get(address).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.search(r"https?:|\*", policy) is None


@pytest.mark.parametrize("address", ["/", "/lessons/1.1.1-merzim", "/settings", "/sign-in"])
def test_pages_hold_nothing_that_the_policy_would_refuse(browser, address):
    page = browser.get(address).text
    assert re.search(r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son\w+=|<style", page) is None


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(browser):
    cookie = browser.get("/lessons/1.1.1-merzim").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_an_answer_to_a_fault_of_ours_carries_the_headers_once(app, browser, monkeypatch):
    def broken(*_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(app.state.site.lessons, "visitor", broken)
    answer = browser.get("/lessons/1.1.1-merzim")
    assert answer.status_code == 500
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len(answer.headers.get_list("content-security-policy")) == 1
    assert answer.headers["x-content-type-options"] == "nosniff"
