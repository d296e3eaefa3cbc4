"""Who may bring a matter before the appellate court, and with what (ҚПК 414)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Filer = Literal[
    "convict",
    "acquitted",
    "defender",
    "guardian",
    "victim",
    "victim-agent",
    "private-prosecutor",
    "claimant",
    "defendant",
    "outsider",
    "trial-prosecutor",
    "head-prosecutor",
    "other-prosecutor",
    "witness",
]
Document = Literal["complaint", "petition"]
Reach = Literal["whole", "civil-claim", "own-rights"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone may file: ``document`` None means nothing. ``side`` tells whose cause it is."""

    who: str
    document: Document | None
    reach: Reach | None
    side: Literal["defence", "accusation", "civil", "none"]
    norms: tuple[str, ...]
    says: str


FILERS: Mapping[Filer, Standing] = {
    "convict": Standing(
        "сотталған адам",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Сотталған адам үкімге тұтас апелляциялық шағым береді",
    ),
    "acquitted": Standing(
        "ақталған адам",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Ақталған адам да шағым бере алады, мысалы, ақталу негізімен келіспесе",
    ),
    "defender": Standing(
        "қорғаушы",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Қорғаушы, соның ішінде үкім жарияланғаннан кейін іске кірген қорғаушы, шағым береді",
    ),
    "guardian": Standing(
        "сотталған адамның заңды өкілі",
        "complaint",
        "whole",
        "defence",
        ("ҚПК 414.1",),
        "Сотталған адамның заңды өкілі үкімге тұтас шағым береді",
    ),
    "victim": Standing(
        "жәбірленуші",
        "complaint",
        "whole",
        "accusation",
        ("ҚПК 414.1",),
        "Жәбірленуші үкімге тұтас шағым береді, жазаның жеңілдігіне де шағымдана алады",
    ),
    "victim-agent": Standing(
        "жәбірленушінің өкілі",
        "complaint",
        "whole",
        "accusation",
        ("ҚПК 414.1",),
        "Жәбірленушінің өкілі де жәбірленушінің өзі сияқты үкімге тұтас шағым береді",
    ),
    "private-prosecutor": Standing(
        "жекеше айыптаушы",
        "complaint",
        "whole",
        "accusation",
        ("ҚПК 414.1",),
        "Жекеше айыптаушы — өз ісіндегі жәбірленуші, ол үкімге тұтас шағым береді",
    ),
    "claimant": Standing(
        "азаматтық талапкер",
        "complaint",
        "civil-claim",
        "civil",
        ("ҚПК 414.1",),
        "Азаматтық талапкер үкімнің азаматтық талапқа қатысты бөлігіне ғана шағым береді",
    ),
    "defendant": Standing(
        "азаматтық жауапкер",
        "complaint",
        "civil-claim",
        "civil",
        ("ҚПК 414.1",),
        "Азаматтық жауапкер үкімнің азаматтық талапқа қатысты бөлігіне ғана шағым береді",
    ),
    "outsider": Standing(
        "іске тарап емес адам",
        "complaint",
        "own-rights",
        "none",
        ("ҚПК 414.3",),
        "Тарап емес адам соттың қаулысы оның құқығы мен заңды мүддесіне қатысты болса шағымданады",
    ),
    "trial-prosecutor": Standing(
        "істі қарауға қатысқан мемлекеттік айыптаушы",
        "petition",
        "whole",
        "accusation",
        ("ҚПК 414.2",),
        "Істі қарауға қатысқан мемлекеттік айыптаушы апелляциялық өтінішхат келтіреді",
    ),
    "head-prosecutor": Standing(
        "аудан прокуроры не одан жоғары тұрған прокурор",
        "petition",
        "whole",
        "accusation",
        ("ҚПК 414.2",),
        "Аудан прокуроры мен заңда аталған өзге басшы прокурорлар өз құзыретінде, іске"
        " қатысқан-қатыспағанына қарамастан өтінішхат келтіреді",
    ),
    "other-prosecutor": Standing(
        "іске қатыспаған, басшы емес прокурор",
        None,
        None,
        "none",
        ("ҚПК 414.2",),
        "Іске айыптаушы болып қатыспаған, заңда аталған басшылардың қатарында жоқ прокурор"
        " өтінішхат келтіре алмайды",
    ),
    "witness": Standing(
        "куә",
        None,
        None,
        "none",
        ("ҚПК 414.1",),
        "Куә үкімге шағым бере алатындардың тізімінде жоқ",
    ),
}
