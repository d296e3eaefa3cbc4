"""Why someone needs help, in words."""

from fractions import Fraction

import pytest

from quizzes.falling import Falling
from quizzes.mastery import Mastery
from quizzes.needs_help import RULES, Finding, HelpRules
from quizzes.wrong_tries import KEPT
from webapp.help_words import reason, rule_sentences, shorts

ITEM = "1.1-single-choice"
TITLES = {7: "Аралық бақылау"}


def said(course, rule, what=(), falls=None, lang="kk", **params):
    return reason(lang, course, Finding(rule, "yes", what, params), falls or {}, TITLES)


@pytest.mark.parametrize(
    ("left", "done", "words"),
    [
        (3, Fraction(0), "«Аралық бақылау» тапсырмасын бастамаған, мерзімге 3 күн қалды"),
        (0, Fraction(0), "«Аралық бақылау» тапсырмасын бастамаған, мерзімі — бүгін"),
        (
            0,
            Fraction(1, 3),
            "«Аралық бақылау» тапсырмасының 33\u202f%-ын ғана орындаған, мерзімі — бүгін",
        ),
    ],
)
def test_who_is_behind_is_told_what_is_left(sample, left, done, words):
    assert said(sample, "behind", ("assignment:7",), done=done, left=left) == words


def test_several_arrears_are_counted(sample):
    text = said(sample, "behind", ("assignment:7", "assignment:9"), done=Fraction(0), overdue=2)
    assert text.startswith("«Аралық бақылау» тапсырмасын тапсырмаған, мерзімі өткеніне 2 күн")
    assert text.endswith(", тағы 1 тапсырмадан да қалып қойған")


def test_wrong_tries_name_the_section(sample):
    one = said(sample, "wrong-tries", (ITEM,), tries=5, items=1)
    assert one == "1.1-бөлімнің бір сұрағына 5 рет қатарынан қате жауап берген"
    two = said(sample, "wrong-tries", (ITEM, "1.1-number"), tries=5, items=2)
    assert two == "2 сұраққа қайта-қайта қате жауап берген, біріне 5 рет (бөлім: 1.1)"


def test_wrong_tries_beyond_those_kept_are_said_to_be_more(sample):
    text = said(sample, "wrong-tries", (ITEM,), tries=KEPT, items=1)
    assert text == "1.1-бөлімнің бір сұрағына 10+ рет қатарынан қате жауап берген"


def test_falling_tells_then_and_now(sample):
    name = next(iter(sample.objectives))
    falls = {
        name: Falling(Mastery("firm", share=Fraction(9, 10)), Mastery("weak", share=Fraction(1, 2)))
    }
    text = said(
        sample, "falling", (name,), falls, fall=Fraction(2, 5), objectives=2, tries=5, right=1
    )
    assert text == (
        "1.1-бөлімде білімі төмендеген: 90\u202f% → 50\u202f% "
        "(содан бергі алғашқы жауаптар: 5, дұрысы: 1), тағы 1 мақсат бойынша да"
    )


def test_silence_tells_whether_anything_was_ever_answered(sample):
    assert said(sample, "silent", days=9, ever=1) == "9 күннен бері жауап бермеген"
    assert "әлі бірде-бір" in said(sample, "silent", days=9, ever=0)


def test_who_is_weak_is_told_in_how_many_objectives(sample):
    text = said(sample, "weak", weak=9, judged=12)
    assert text == "деңгейі анықталған 12 мақсаттың ішінде әлсізі — 9 (75\u202f%)"


def test_a_failed_assignment_is_told_with_its_result_and_the_mark(sample):
    names = ("assignment:7", "assignment:9")
    text = said(sample, "failed", names, share=Fraction(147, 1000), passing=Fraction(1, 2), days=3)
    assert text == (
        "«Аралық бақылау» тапсырмасының нәтижесі — 14,7\u202f%, өту шегі — 50\u202f%, "
        "тағы 1 тапсырмада да шекке жетпеген"
    )


@pytest.mark.parametrize("lang", ["kk", "ru", "en"])
def test_every_rule_has_words_in_each_language(sample, lang):
    rules = RULES
    name = next(iter(sample.objectives))
    text = shorts(lang, sample, rules, [ITEM, name, "assignment:7"])
    assert text.count("(1.1)") == 2
    assert len(rule_sentences(lang, HelpRules())) == len(RULES)
    off = HelpRules(
        wrong_tries=None,
        fall=None,
        silent_days=None,
        behind=None,
        same_mistake=None,
        weak=None,
        failed=None,
    )
    assert len(rule_sentences(lang, off)) == 1
