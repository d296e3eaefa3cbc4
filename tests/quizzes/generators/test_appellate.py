"""The generators of appellate outcomes: the key follows from what the stem tells, worked out here
from the words of the stem and the articles, not from the table.
"""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from quizzes import appellate_scene as scene
from quizzes.generator import generate
from quizzes.generators import GENERATORS
from quizzes.item import Item
from quizzes.working_days import WorkingDays

DAYS = WorkingDays(
    frozenset(range(2024, 2028)),
    {date(2025, 5, 7): "мереке", date(2026, 3, 23): "мереке", date(2026, 10, 26): "мереке"},
)
VARIANTS = 300
NAMES = [
    one.removeprefix("5.2-gen-appeal-")
    for one in GENERATORS
    if GENERATORS[one].theme == "appellate"
]
MONTHS = (
    "қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда"
    " қарашада желтоқсанда"
).split()


def variants(name: str) -> list[Item]:
    generator = GENERATORS[f"5.2-gen-appeal-{name}"]
    return [generate(generator, f"{name}-{number}", DAYS) for number in range(VARIANTS)]


def key_of(item: Item) -> str:
    (key,) = (option.text for option in item.interaction.options if option.right)
    return key


def days_in(text: str) -> list[tuple[int, int]]:
    """«7 қыркүйекте» → (9, 7), in order."""
    return [
        (MONTHS.index(month) + 1, int(day))
        for day, month in re.findall(rf"(\d+) ({'|'.join(MONTHS)})", text)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_variant_is_sound_and_says_why(name):
    keys = set()
    stems = set()
    for item in variants(name):
        assert list(item.faults()) == []
        assert not re.search(r"[A-Za-z]", item.stem + item.explanation)
        assert "  " not in item.stem
        assert len(item.interaction.options) in (3, 4, 5)
        whys = [option.why for option in item.interaction.options]
        assert all(why.endswith(".") for why in whys)
        keys.add(key_of(item))
        stems.add(item.stem)
    assert len(keys) > 1  # or it could be answered without reading
    assert len(stems) > 30


def worse(stem: str) -> str:
    if "Алқабилердің" in stem or "толықтырып" in stem or "қатайтуды сұрады" not in stem:
        return "Жазаны қатайтпайды, бұрынғы күйінде қалдырады"
    return "Үкімді өзгертіп, неғұрлым қатаң жаза тағайындайды"


def ground(stem: str) -> str:
    for words, decision in (
        ("құрамы жоқ", "Үкімнің күшін жойып, ақтау үкімін шығарады"),
        ("оқиғасының болмағанын", "Үкімнің күшін жойып, ақтау үкімін шығарады"),
        ("күшіне енген үкім", "Үкімнің күшін жойып, істі тоқтатады"),
        ("рақымшылық", "Үкімнің күшін жойып, істі тоқтатады"),
        ("ескіру мерзімінің", "Үкімнің күшін жойып, істі тоқтатады"),
        ("хаттамасы жоқ", "Істі толық ресімдеу үшін бірінші сатыға жібереді"),
        ("шектен тыс қатал", "Үкімді өзгертіп, жазаны жеңілдетеді"),
        ("сараланатынын", "Үкімді өзгертіп, жеңілірек қылмыс туралы заңды қолданады"),
        ("өзге негіз де жоқ", "Үкімді өзгеріссіз, шағымды қанағаттандырусыз қалдырады"),
    ):
        if words in stem:
            return decision
    raise AssertionError(stem)


def quash(stem: str) -> str:
    if "хаттамасы жоқ" in stem:
        return "Үкімнің күшін жоймай, істі толық ресімдеуге жібереді"
    if "ақтады" in stem:
        return "Үкімді өзгеріссіз, өтінішхатты қанағаттандырусыз қалдырады"
    if "Алқабилердің" in stem:
        return "Үкімнің күшін жойып, істі жаңадан сот қарауына жібереді"
    return "Үкімнің күшін жойып, жаңа үкімді өзі шығарады"


def acquittal(stem: str) -> str:
    paper = "шағымды" if "шағымды" in stem or "шағымын" in stem else "өтінішхатты"
    same = f"Ақтау үкімін өзгеріссіз, {paper} қанағаттандырусыз қалдырады"
    if "Алқабилердің" in stem:
        if "негізсіз" in stem:
            return "Ақтау үкімінің күшін жойып, істі жаңадан сот қарауына жібереді"
        return same
    if "қаулымен тоқтатты" in stem:
        return "Қаулыны өзгеріссіз, өтінішхатты қанағаттандырусыз қалдырады"
    if "оқиғасының өзі болмағанын" in stem:
        return "Ақтау үкімінің күшін жойып, жаңа ақтау үкімін шығарады"
    if "айыптау үкімін шығаруды сұрады" in stem:
        return "Ақтау үкімінің күшін жойып, айыптау үкімін шығарады"
    return same


def ruling(stem: str) -> str:
    if "бас тартқан соң" in stem:
        return "Қаулыны өзгеріссіз, өтінішхатты қанағаттандырусыз қалдырады"
    if "заңды, негізді деп тапты" in stem:
        return "Қаулыны өзгеріссіз, шағымды қанағаттандырусыз қалдырады"
    if "мәні бойынша қарамай" in stem:
        return "Қаулының күшін жойып, жаңадан қарауға жібереді"
    return "Қаулыны өзгертеді не күшін жойып, жаңасын қабылдайды"


def addition(stem: str) -> str:
    if "отырыс басталып" in stem:
        return "Қабылдамайды: отырыс басталғанға дейін беру керек еді"
    first, _, added = stem.partition("мерзімі өткен")
    harsh = re.compile(r"(қатайтуды|саралауды|тағайындауды) сұрады")
    if harsh.search(added) and not harsh.search(first):
        return "Қабылдамайды: нашарлату талабы мерзімінде қойылмаған"
    return "Қабылдайды: толықтыру негізгі құжатпен бірге қаралады"


def mend(stem: str) -> str:
    if "қайта тапсырды" in stem:
        return "Уақтылы берілген деп қабылдап, тараптарды хабардар етеді"
    if "қайта тапсырған жоқ" in stem:
        return "Берілмеген деп санап, бұл туралы авторына хабарлайды"
    return "Толық ресімдеуге мерзім көрсетіп, авторына қайтарады"


def withdraw(stem: str) -> str:
    if "іс" in stem and "қарай бастағаннан кейін" in stem:
        return "Қабылдамайды: мұны отырыс басталғанша жасау керек еді"
    if "келіспеді" in stem:
        return "Қабылдамайды: сотталған адамның келісімі керек еді"
    if "жәбірленушінің шағымын" in stem or "прокурордың өтінішхатын" in stem:
        return "Қабылдамайды: заң оған мұндай құқықты мүлде бермеген"
    return "Қабылдайды: құжат қайтарып алынды деп саналады"


def filer(stem: str) -> str:
    for words, may in (
        ("аға прокуроры", "Үкімге шағым да бере, өтінішхат та келтіре алмайды"),
        ("Куә ", "Үкімге шағым да бере, өтінішхат та келтіре алмайды"),
        ("аудан прокуроры", "Үкімге апелляциялық өтінішхат келтіреді"),
        ("орынбасары", "Үкімге апелляциялық өтінішхат келтіреді"),
        ("мемлекеттік айыптауды", "Үкімге апелляциялық өтінішхат келтіреді"),
        ("серіктестігі", "Үкімнің азаматтық талап бөлігіне ғана шағым береді"),
        ("тарап емес", "Үкімге емес, өз құқығына қатысты қаулыға шағым береді"),
    ):
        if words in stem:
            return may
    return "Үкімге толық көлемде апелляциялық шағым береді"


def late(stem: str) -> str:
    year = int(re.search(r"(\d{4}) жылғы", stem)[1])
    announced, *rest = [date(year, *one) for one in days_in(stem)]
    starts = rest[0] if "табыс етілді" in stem else announced
    filed = rest[-1]
    last = starts + timedelta(days=15)
    while last.weekday() >= 5 or last in DAYS.off:
        last += timedelta(days=1)
    if filed <= last:
        return "Құжатты қабылдап, тараптарды хабардар етеді"
    if "апелляциялық сатының судьясы анықтады" in stem:
        return "Құжатты қаулымен қараусыз қалдырады"
    if "сұраған жоқ" in stem:
        return "Құжатты қаулымен авторына қайтарады"
    if "Өзге себеп айтылмады" in stem:
        return "Мерзімді қалпына келтіруден бас тартады"
    return "Мерзімді қалпына келтіреді, бұл — оның міндеті"


YEARS = {
    "екі": 2,
    "үш": 3,
    "төрт": 4,
    "бес": 5,
    "алты": 6,
    "жеті": 7,
    "он бес": 15,
    "он алты": 16,
    "он жеті": 17,
    "он сегіз": 18,
    "он тоғыз": 19,
}


def limit(stem: str) -> str:
    longest = sorted(YEARS, key=len, reverse=True)
    given = re.search(rf"({'|'.join(longest)}) жылға бас бостандығынан", stem)[1]
    asked = re.findall(rf"({'|'.join(longest)}) жылға дейін(?! жеңілдетуді)", stem)
    if not asked or "алқабилердің" in stem or "толықтырып" in stem:
        return f"{given.capitalize()} жыл"
    most = max(asked, key=YEARS.__getitem__)
    return f"{most.capitalize()} жыл"


def force(stem: str) -> str:
    if "ешкім бермеді" in stem:
        return "Шағым мен өтінішхат беру мерзімі біткенде"
    if "тоқтату туралы" in stem:
        return "Іс жүргізуді тоқтату туралы қаулы шыққанда"
    if "апелляциялық үкімді" in stem:
        return "Апелляциялық үкім отырыста жарияланғанда"
    return "Апелляциялық қаулы шығып, отырыста жарияланғанда"


@pytest.mark.parametrize(
    "told",
    [
        worse,
        ground,
        quash,
        acquittal,
        ruling,
        addition,
        mend,
        withdraw,
        filer,
        late,
        limit,
        force,
    ],
    ids=lambda told: told.__name__,
)
def test_the_key_follows_from_the_stem(told):
    for item in variants(told.__name__):
        assert key_of(item) == told(item.stem), item.stem


@pytest.mark.parametrize("name", NAMES)
def test_neither_the_place_of_the_key_nor_its_words_give_it_away(name):
    drawn = variants(name)[:200]
    places = Counter(
        next(n for n, option in enumerate(item.interaction.options) if option.right)
        for item in drawn
    )
    assert max(places.values()) <= 90  # 45 %
    assert max(Counter(map(key_of, drawn)).values()) <= 120


@pytest.mark.parametrize("name", NAMES)
def test_variants_differ_by_more_than_names(name):
    """Two variants drawn at will tell the same story only rarely."""
    told = Counter(story(item.stem) for item in variants(name))
    same = sum(n * (n - 1) for n in told.values()) / (VARIANTS * (VARIANTS - 1))
    assert same < 0.08


def story(stem: str) -> str:
    """A stem without names, dates, courts and the offence."""
    for words in STORYLESS:
        stem = stem.replace(words, "…")
    stem = re.sub(rf"(\d+ жылғы )?\d+ ({'|'.join(MONTHS)})", "…", stem)
    people = [*scene.CONVICTS, *scene.VICTIMS, *scene.PROSECUTORS, *scene.DEFENDERS]
    for one in people:
        stem = re.sub(rf"({one.name} )?{one.surname}(тың|тің|ның|қа|ке|ға|ты|ті|ны)?", "…", stem)
    return stem


STORYLESS = (
    *(one for court in scene.COURTS for one in (court.first, court.appeal)),
    *scene.OFFENCES,
)


def test_a_minor_is_tried_by_the_court_for_minors():
    """ҚПК 307.1.1."""
    minors = [
        item.stem
        for name in ("withdraw", "filer")
        for item in variants(name)
        if "заңды өкіл" in item.stem
    ]
    assert minors
    for stem in minors:
        assert stem.startswith(f"{scene.JUVENILE_COURT} кәмелетке толмаған ")


def test_every_number_offered_as_the_limit_stands_in_the_stem():
    for item in variants("limit"):
        for option in item.interaction.options:
            assert f" {option.text.lower().removesuffix(' жыл')} жыл" in item.stem
