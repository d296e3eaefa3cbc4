"""The bodies and persons of the table, as options name them."""

from __future__ import annotations

from collections.abc import Mapping

BODIES: Mapping[str, str] = {
    # courts
    "judge": "тергеу судьясы",
    "first-court": "бірінші саты соты",
    "sentencing-court": "үкім шығарған сот",
    "place-court": "үкім орындалатын жердегі сот",
    "oblast-court": "облыстық сот",
    "cassation-court": "кассациялық сот",
    "supreme-court": "Жоғарғы Сот",
    "constitutional-court": "Конституциялық Сот",
    "court-chair": "аудандық соттың төрағасы",
    # prosecutors
    "general": "Бас Прокурор",
    "general-deputy": "Бас Прокурордың орынбасары",
    "chief-military": "Бас әскери прокурор",
    "chief-transport": "Бас көлік прокуроры",
    "oblast": "облыс прокуроры",
    "region-military": "өңірдің әскери прокуроры",
    "region-transport": "өңірлік көлік прокуроры",
    "district": "аудан прокуроры",
    "office-head": "прокуратура органының басшысы",
    "unit-head": "бөлімше басшысы",
    "unit-chief": "облыстық прокуратураның бөлім бастығы",
    "senior": "аудандық прокуратураның аға прокуроры",
    "process": "процестік прокурор",
    "prosecutor": "прокурор",
    "state-prosecutor": "мемлекеттік айыптаушы",
    "higher": "жоғары тұрған прокурор",
    "higher-only": "жоғары тұрған прокурор ғана",
    # investigation
    "investigator": "тергеуші",
    "police-investigator": "ішкі істер органының тергеушісі",
    "security-investigator": "ұлттық қауіпсіздік органының тергеушісі",
    "department-head": "тергеу бөлімінің бастығы",
    "inquiry-head": "анықтау органының бастығы",
    "inquirer": "анықтаушы",
    "leading-body": "қылмыстық процесті жүргізетін орган",
    # execution of punishment and custody
    "facility-head": "мекеме бастығы",
    "facility-deputy": "мекеме бастығының орынбасары",
    "facility": "мекеме әкімшілігі",
    "system-body": "қылмыстық-атқару жүйесінің уәкілетті органы",
    "probation": "пробация қызметі",
    "police": "ішкі істер органы",
    "custody-head": "ұстау орнының бастығы",
    # others
    "guardianship": "қорғаншылық және қамқоршылық органы",
    "victim": "жәбірленуші",
    "commission": "кәмелетке толмағандардың істері жөніндегі комиссия",
    "akim": "әкім",
    "maslikhat": "мәслихат",
    "government": "Үкімет",
    "president": "Президент",
}
"""Id → name in the nominative, lower case where Kazakh writes it so."""
