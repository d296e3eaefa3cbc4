import re

import pytest


def test_a_marked_file_may_be_kept_for_ever_and_an_unmarked_one_not(browser):
    page = browser.get("/").text
    address = re.search(r'href="(/static/css/[^"]+\?v=[0-9a-f]+)"', page)
    assert address
    assert "immutable" in browser.get(address.group(1)).headers["cache-control"]
    bare = address.group(1).partition("?")[0]
    for other in ("?v=", "?v=0000000000", "?v", f"{address.group(1).partition(bare)[2]}0"):
        assert "immutable" not in browser.get(bare + other).headers["cache-control"], other
    assert "immutable" in browser.get("/static/fonts/literata-3103.woff2").headers["cache-control"]
    assert "immutable" not in browser.get(bare).headers["cache-control"]


def test_a_script_names_those_it_imports_by_their_content(browser):
    page = browser.get("/lessons/1.1.1-merzim").text
    address = re.search(r'src="(/static/js/item[^"]+)"', page)
    assert address
    imported = re.findall(r'from "\./([^"]+)"', browser.get(address.group(1)).text)
    assert len(imported) >= 2
    for one in imported:
        assert "immutable" in browser.get(f"/static/js/{one}").headers["cache-control"], one


def test_text_files_are_compressed_and_answered_by_304_when_unchanged(browser):
    first = browser.get("/static/css/site.css", headers={"accept-encoding": "gzip"})
    assert first.headers["content-encoding"] == "gzip"
    again = browser.get("/static/css/site.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("stated", "packed"),
    [
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
        ("identity", False),
        ("x-gzip-like", False),
        ("", False),
    ],
)
def test_a_file_is_compressed_for_those_who_take_it(browser, stated, packed):
    answer = browser.get("/static/css/site.css", headers={"accept-encoding": stated})
    assert ("content-encoding" in answer.headers) is packed


@pytest.mark.parametrize(
    ("stated", "status"),
    [("*", 304), ('"x", {}', 304), ("W/{}", 304), ('W/"x",{} , "y"', 304), ('"x"', 200), ("", 200)],
)
def test_a_file_that_a_browser_has_is_not_sent_again(browser, stated, status):
    etag = browser.get("/static/css/site.css").headers["etag"]
    headers = {"if-none-match": stated.replace("{}", etag)}
    assert browser.get("/static/css/site.css", headers=headers).status_code == status


def test_every_file_that_pages_and_styles_name_is_there(browser):
    seen = set()
    for address in ("/", "/lessons/1.1.1-merzim"):
        seen |= set(re.findall(r'"(/static/[^"]+)"', browser.get(address).text))
    for sheet in [one for one in seen if ".css" in one]:
        folder = "/static/css/"
        for target in re.findall(r'url\("?([^")]+)"?\)', browser.get(sheet).text):
            if not target.startswith("data:"):
                seen.add(target if target.startswith("/") else folder + target)
    for address in seen:
        assert browser.get(address).status_code == 200, address


def test_nothing_outside_the_folder_is_given(browser):
    for path in ("../app.py", "%2e%2e/app.py", "..%2fapp.py", "css/../../app.py", "css"):
        assert browser.get(f"/static/{path}").status_code == 404
