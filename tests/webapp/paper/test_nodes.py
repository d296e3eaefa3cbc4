from webapp.paper.nodes import from_html, with_gaps


def test_marks_that_paper_knows_are_kept_and_others_leave_their_text():
    html = (
        '<p>Бір <strong>екі</strong> <a class="norm" href="/x">ҚПК 192</a>&amp;</p>\n'
        "<ul>\n<li>үш</li>\n</ul>"
    )
    assert from_html(html) == [
        {"t": "p", "c": ["Бір ", {"t": "strong", "c": ["екі"]}, " ", "ҚПК 192", "&"]},
        {"t": "ul", "c": [{"t": "li", "c": ["үш"]}]},
    ]


def test_gaps_become_numbers_and_other_braces_stay():
    nodes = with_gaps([{"t": "p", "c": ["а {bir} б {basqa} в {eki}."]}], {"bir": 1, "eki": 2})
    gap = {"t": "gap", "c": []}
    assert nodes == [
        {"t": "p", "c": ["а ", gap | {"n": 1}, " б ", "{basqa}", " в ", gap | {"n": 2}, "."]}
    ]
