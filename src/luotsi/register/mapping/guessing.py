"""What columns, codes and dates of a sample probably mean, by their names; a person says whether it is so."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime

from luotsi.core.text import LANGUAGES
from luotsi.register.mapping.heads import Head
from luotsi.register.tables import TABLES, Column, Form
from luotsi.register.words import CODES, COLUMNS, word

DATE_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S")
_ALSO: Mapping[str, tuple[str, ...]] = {
    "person": ("tunnus", "asiakas", "asiakasnro", "hetu", "henkilö", "asiakastunnus", "personid", "klient", "client"),
    "birth_year": ("syntvuosi", "syntymäaika", "synt", "födelsetid", "born"),
    "sex": ("sp", "gender"),
    "education": ("koulutus", "tutkinto", "utbildning"),
    "language": ("äidinkieli", "modersmål"),
    "municipality": ("kotikunta", "kuntanro", "kuntakoodi", "hemkommun", "asuinkunta"),
    "started_on": ("alku", "alkupvm", "alkoi", "aloituspäivä", "start", "startdatum", "begin", "from"),
    "ended_on": ("loppu", "loppupvm", "päättyi", "lopetuspäivä", "slut", "slutdatum", "end", "to"),
    "status": ("tykoodi", "työllisyys", "työllisyystilanne", "statuskod"),
    "end_reason": ("syy", "päättymissyy", "lopetussyy", "orsak", "reason"),
    "expert": ("asiantuntija", "virkailija", "sakkunnig"),
    "happened_on": ("pvm", "päivä", "ajankohta", "datum", "date", "day"),
    "kind": ("laji", "tyyppi", "typ", "type"),
    "made_on": ("laadittu", "tarkistettu", "suunnitelmapvm", "pvm", "uppgjord"),
    "moved_on": ("muutto", "muuttopvm", "pvm"),
    "paid_on": ("maksupvm", "maksettu", "betald"),
    "paid_days": ("päivät", "maksupäivät", "dagar", "days"),
    "cumulative_days": ("kertymä", "päiväkertymä", "kertyneet", "kumulativa"),
    "base_eur": ("euroa", "eur", "määrä", "bruttoeur", "belopp", "amount"),
    "vacancy": ("työpaikka", "paikka", "plats"),
    "employer": ("työnantaja", "ytunnus", "arbetsgivare"),
    "opened_on": ("avattu", "avoinna"),
    "closed_on": ("suljettu",),
    "filled_on": ("täytetty",),
    "referrals": ("osoitukset", "anvisningar"),
    "hires": ("palkattu", "rekrytoitu"),
}
_CODES_ALSO: Mapping[str, tuple[str, ...]] = {
    "female": ("n", "k", "f", "2"),
    "male": ("m", "1"),
    "unemployed": ("02", "arbetslös"),
    "laid_off": ("03", "lomautettu"),
    "fi": ("suomi", "finska"),
    "sv": ("ruotsi", "svenska"),
    "met": (),
}


def guessed_columns(table: str, columns: Sequence[str]) -> dict[str, str]:
    """Return our columns that a name of theirs seems to stand for, each name once; the closest names first."""
    free = {_bare(name): name for name in reversed(columns)}
    found: dict[str, str] = {}
    for close in (_equal, _within):
        for column in TABLES[table]:
            if column.name not in found and (name := next((n for n in free if close(n, _names(column.name))), None)):
                found[column.name] = free.pop(name)
    return found


def guessed_codes(column: Column, values: Sequence[str]) -> dict[str, str]:
    """Return what each value seems to stand for, those alone that are like a code of ours or a name of one."""
    known = {_bare(name): code for code in column.codes for name in _code_names(code)}
    return {value: known[_bare(value)] for value in values if _bare(value) in known}


def guessed_dates(head: Head, columns: Sequence[str]) -> str:
    """Return the form in which most values of the columns can be read."""
    values = [value for column in columns for value in head.values(column)[:50]]
    return max(DATE_FORMS, key=lambda form: sum(_reads(value, form) for value in values))


def date_columns(table: str) -> tuple[str, ...]:
    """Return our columns that hold days."""
    return tuple(column.name for column in TABLES[table] if column.form is Form.DAY)


def _reads(value: str, form: str) -> bool:
    try:
        datetime.strptime(value, form)  # noqa: DTZ007  only whether it can be read
    except ValueError:
        return False
    return True


def _names(column: str) -> tuple[str, ...]:
    told = (getattr(word(COLUMNS, column), language) for language in LANGUAGES)
    return tuple(_bare(name) for name in (column, *told, *_ALSO.get(column, ())))


def _code_names(code: str) -> tuple[str, ...]:
    return (code, *(getattr(word(CODES, code), language) for language in LANGUAGES), *_CODES_ALSO.get(code, ()))


def _equal(name: str, known: Sequence[str]) -> bool:
    return name in known


def _within(name: str, known: Sequence[str]) -> bool:
    return any(len(one) > 3 and (one in name or (len(name) > 3 and name in one)) for one in known)


def _bare(name: str) -> str:
    """Return the name without case, signs and the dots of letters."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]", "", plain)
