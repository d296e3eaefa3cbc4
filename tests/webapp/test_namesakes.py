from webapp.namesakes import NOBODY, Namesakes, who

TWO = Namesakes(
    [
        (1, "Нұрлан Тұрсынов", "student017"),
        (2, "нұрлан  тұрсынов", "student022"),
        (3, "Әлия <b>", "aliya"),
        (3, "Әлия <b>", "aliya"),
        (4, "Дана", None),
        (5, "Дана", "<dana>"),
    ]
)


def test_who_shares_a_name_is_called_with_the_login():
    assert TWO.shown(1, "Нұрлан Тұрсынов") == "Нұрлан Тұрсынов (student017)"
    assert TWO.shown(2, "нұрлан  тұрсынов") == "нұрлан  тұрсынов (student022)"


def test_a_name_of_ones_own_stands_alone_also_for_who_is_enrolled_twice():
    assert TWO.shown(3, "Әлия <b>") == "Әлия <b>"
    assert NOBODY.shown(1, "Нұрлан Тұрсынов") == "Нұрлан Тұрсынов"


def test_without_a_login_or_a_name_nothing_is_added():
    assert TWO.shown(4, "Дана") == "Дана"
    assert TWO.shown(None, "Дана") == "Дана"
    assert TWO.shown(1, "") == ""


def test_in_a_page_the_login_is_small_and_harmless():
    assert who(TWO.shown(5, "Дана")) == 'Дана <small class="login">(&lt;dana&gt;)</small>'
    assert who(TWO.shown(3, "Әлия <b>")) == "Әлия <b>"
    assert not hasattr(who(TWO.shown(3, "Әлия <b>")), "__html__")  # escaped by the template
