"""Names of periods in words, short, and inflected as a sentence needs them."""

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Language
from luotsi.figures.phrases import MONTHS, ORDINALS, ORDINALS_FI_ADESSIVE, ORDINALS_FI_GENITIVE

_TERMS_SV = ("vårterminen", "höstterminen")
_TERMS_EN = ("spring", "autumn")


def period_name(period: Period, language: Language) -> str:
    """Return the name by itself: `kesäkuu 2026`, `juni 2026`, `June 2026`."""
    if language == "fi":
        return _finnish(period, ("", "vuosi", "kausi"), ORDINALS["fi"])
    return _swedish(period) if language == "sv" else _english(period)


def period_in(period: Period, language: Language) -> str:
    """Return when it happened: `kesäkuussa 2026`, `i juni 2026`, `in June 2026`."""
    if language == "fi":
        return _finnish(period, ("ssa", "vuonna", "kaudella"), ORDINALS_FI_ADESSIVE)
    if language == "en":
        article = "" if period.kind in {PeriodKind.MONTH, PeriodKind.YEAR} else "the "
        return f"in {article}{_english(period)}"
    return {PeriodKind.MONTH: "i ", PeriodKind.YEAR: "år "}.get(period.kind, "under ") + _swedish(period)


def period_of(period: Period, language: Language) -> str:
    """Return whose: `kesäkuun 2026`, `juni 2026`, `June 2026`."""
    if language == "fi":
        return _finnish(period, ("n", "vuoden", "kauden"), ORDINALS_FI_GENITIVE)
    return period_name(period, language)


def period_by_end(period: Period, language: Language) -> str:
    """Return the deadline: `vuoden 2027 loppuun mennessä`, `före utgången av 2027`, `by the end of 2027`."""
    if language == "fi":
        return f"{period_of(period, language)} loppuun mennessä"
    if language == "sv":
        return f"före utgången av {_swedish(period)}"
    article = "" if period.kind in {PeriodKind.MONTH, PeriodKind.YEAR} else "the "
    return f"by the end of {article}{_english(period)}"


def period_short(period: Period, language: Language) -> str:
    """Return the shortest clear name, for tables and axes: `6/2026`, `Jun 2026`, `Q2/2026`, `2025–2029`."""
    match period.kind:
        case PeriodKind.MONTH:
            return (
                f"{MONTHS['en'][period.number - 1][:3]} {period.year}"
                if language == "en"
                else f"{period.number}/{period.year}"
            )
        case PeriodKind.QUARTER:
            return f"Q{period.number} {period.year}" if language == "en" else f"Q{period.number}/{period.year}"
        case PeriodKind.HALF:
            return f"H{period.number} {period.year}" if language == "en" else f"H{period.number}/{period.year}"
        case PeriodKind.SCHOOL_TERM:
            words = {"fi": ("kevät", "syksy"), "sv": ("våren", "hösten"), "en": _TERMS_EN}[language]
            return f"{words[period.number - 1]} {period.year}"
        case _:
            return _years(period)


def _years(period: Period) -> str:
    if period.kind is PeriodKind.YEAR:
        return str(period.year)
    return f"{period.year}–{period.end.year}"


def _finnish(period: Period, endings: tuple[str, str, str], ordinals: tuple[str, ...]) -> str:
    """Inflect by the month's ending, the word for a year, and the word for a season."""
    month_ending, year_word, season_word = endings
    year_genitive = f"vuoden {period.year}"
    quarter, half = {
        "vuosi": ("neljännes", "puolisko"),
        "vuonna": ("neljänneksellä", "puoliskolla"),
        "vuoden": ("neljänneksen", "puoliskon"),
    }[year_word]
    match period.kind:
        case PeriodKind.MONTH:
            return f"{MONTHS['fi'][period.number - 1]}{month_ending} {period.year}"
        case PeriodKind.QUARTER:
            return f"{year_genitive} {ordinals[period.number - 1]} {quarter}"
        case PeriodKind.HALF:
            return f"{year_genitive} {ordinals[period.number - 1]} {half}"
        case PeriodKind.SCHOOL_TERM:
            return f"{('kevät', 'syys')[period.number - 1]}luku{season_word} {period.year}"
        case PeriodKind.SCHOOL_YEAR:
            return f"luku{year_word} {_years(period)}"
        case PeriodKind.COUNCIL_TERM:
            return f"valtuusto{season_word} {_years(period)}"
        case _:
            return f"{year_word} {period.year}"


def _swedish(period: Period) -> str:
    match period.kind:
        case PeriodKind.MONTH:
            return f"{MONTHS['sv'][period.number - 1]} {period.year}"
        case PeriodKind.QUARTER:
            return f"{ORDINALS['sv'][period.number - 1]} kvartalet {period.year}"
        case PeriodKind.HALF:
            return f"{ORDINALS['sv'][period.number - 1]} halvåret {period.year}"
        case PeriodKind.SCHOOL_TERM:
            return f"{_TERMS_SV[period.number - 1]} {period.year}"
        case PeriodKind.SCHOOL_YEAR:
            return f"läsåret {_years(period)}"
        case PeriodKind.COUNCIL_TERM:
            return f"fullmäktigeperioden {_years(period)}"
        case _:
            return str(period.year)


def _english(period: Period) -> str:
    match period.kind:
        case PeriodKind.MONTH:
            return f"{MONTHS['en'][period.number - 1]} {period.year}"
        case PeriodKind.QUARTER:
            return f"{ORDINALS['en'][period.number - 1]} quarter of {period.year}"
        case PeriodKind.HALF:
            return f"{ORDINALS['en'][period.number - 1]} half of {period.year}"
        case PeriodKind.SCHOOL_TERM:
            return f"{_TERMS_EN[period.number - 1]} term of {period.year}"
        case PeriodKind.SCHOOL_YEAR:
            return f"school year {_years(period)}"
        case PeriodKind.COUNCIL_TERM:
            return f"council term {_years(period)}"
        case _:
            return str(period.year)
