"""Invented people of the stories. Names stand in the nominative only: no ending is glued on."""

from __future__ import annotations

from random import Random

_SURNAMES = (
    ("Жандос Еркебаев", "Самал Еркебаева"),
    ("Арман Досжанов", "Айсұлу Досжанова"),
    ("Ерлан Қуанышев", "Гүлмира Қуанышева"),
    ("Тимур Байжанов", "Сәуле Байжанова"),
    ("Нұрлан Сейдахметов", "Динара Сейдахметова"),
    ("Асқар Мырзабеков", "Меруерт Мырзабекова"),
    ("Дәурен Шәріпов", "Әлия Шәріпова"),
    ("Марат Тоқтаров", "Бибігүл Тоқтарова"),
    ("Қанат Әділбеков", "Жанар Әділбекова"),
    ("Бекзат Рақымов", "Айгерім Рақымова"),
    ("Олжас Нұрғалиев", "Назгүл Нұрғалиева"),
    ("Сұңғат Жақсыбаев", "Ләззат Жақсыбаева"),
)

_PLACES = ("Ақжар", "Бәйтерек", "Шұғыла", "Таңбалы", "Көктерек", "Сарыөзек", "Айнабұлақ")


def fill(story: str, random: Random) -> str:
    """The story with its people and place: ``{t}`` an investigator, ``{p}`` a prosecutor, ``{k}``
    a suspect or convict (a man), ``{a}`` a district.
    """
    first, second, third = random.sample(_SURNAMES, 3)
    return story.format(
        t=random.choice(first),
        p=random.choice(second),
        k=third[0],
        a=random.choice(_PLACES),
    )
