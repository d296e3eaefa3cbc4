"""Invented people of generated tasks: in the nominative alone, so that no ending is glued.

Each plays one part: whoever is an investigator in one task is no suspect in the next.
"""

from __future__ import annotations

OFFICERS = (
    "Әсел Дәуренова",
    "Бауыржан Қожахметов",
    "Динара Мырзабекова",
    "Қайсар Нұрмағамбетов",
    "Медет Шәкіров",
    "Раушан Кәрімова",
    "Шыңғыс Мұсабеков",
)
"""Investigators and prosecutors."""

SUSPECTS = (
    "Айбек Сұлтанов",
    "Арман Тілеубеков",
    "Дархан Әбілдин",
    "Ерболат Қуанышев",
    "Жанар Оңғарова",
    "Нұржан Базарбаев",
    "Талғат Исабеков",
)
"""Suspects, accused and convicts of full age."""

CITIZENS = (
    "Айнұр Жақсылықова",
    "Бибігүл Есенғалиева",
    "Кәмила Байсейітова",
    "Мақпал Төребекова",
    "Сәкен Алдабергенов",
    "Ұлпан Сағындықова",
)
"""Victims, parties of a claim, counsel."""

TEENAGERS = (
    "Аяна Бекмұратова",
    "Әлихан Серікбаев",
    "Ерасыл Тоқтарбеков",
    "Мирас Сейдахметов",
    "Нұрай Қасенова",
)
"""Minors."""

PEOPLE = (*OFFICERS, *SUSPECTS, *CITIZENS)
"""Whoever a task speaks of, where the part does not matter. A task that needs two people draws
them together."""
