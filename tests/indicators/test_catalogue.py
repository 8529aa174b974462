import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from tools import list_catalogue

from luotsi.core.periods import PeriodKind
from luotsi.core.text import LANGUAGES
from luotsi.core.units import Unit
from luotsi.indicators import catalogue
from luotsi.indicators.suggestions import suggest
from luotsi.indicators.types import MethodKey, RollUp

# The measures of Savonlinna's strategy as it names them, with the entry each means and the method that serves it.
SAVONLINNA = {
    "Asiakaspalautekyselyjen tulokset ja kehityssuunta": ("customer-feedback", "survey"),
    "Työmarkkinatuen kuntaosuudet": ("municipal-share", "open_data"),
    "Aktivointitoimenpiteiden vaikutukset": ("activation-effect", "register"),
    "Työttömyyden virrat": ("flow-over-3-months", "register"),
    "Työllistymissuunnitelmien ajantasaisuus": ("plans-up-to-date", "register"),
    "Aika työttömäksi jäämisestä 1. keskusteluun": ("time-to-first-discussion", "register"),
    "Kuntakohtainen / seudullinen työttömyysaste": ("unemployment-rate", "open_data"),
    "Kasvokkain tapahtuneiden tapaamisten määrä": ("face-to-face-meetings", "register"),
    "Säännöllisten tavoitteellisten tapaamisten toteuma: jäsenkunnat, oppilaitokset, yritykset ja muut sidosryhmät": (
        "stakeholder-meetings",
        "activity",
    ),
    "Läsnäolon seuranta kunnissa (päivät ja toteutuneet ajanvaraukset)": ("presence-days", "activity"),
    "Säännöllinen raportointi jäsenkuntiin": ("reporting-to-municipalities", "work"),
    "Järjestetyt tilaisuudet ja tapahtumat": ("events-held", "activity"),
    "Viestintäsuunnitelman mukaiset tavoitteet": ("communication-goals", "work"),
    "Työllisyysalueyhteistyö: pienet työllisyysalueet, Itä-Suomi ja valtakunnallinen taso": (
        "area-cooperation",
        "activity",
    ),
    "Henkilöstökyselyn tulokset": ("staff-survey", "survey"),
    "Kouluttautumispäivien tarjonta ja osallistumisaktiivisuus": ("training-participation", "activity"),
    "Sairauspoissaolomäärin kehitys": ("sick-leave", "formula"),
    "Kehityskeskustelujen toteuma": ("development-discussions", "activity"),
    "TyHy-päivien toteuttaminen ja osallistumisaktiivisuus": ("wellbeing-days-attendance", "activity"),
    "Perehdyttämissuunnitelmien ajantasaisuus": ("onboarding-plans", "work"),
    "Viestintäsuunnitelman ajantasaisuus": ("communication-plan-up-to-date", "work"),
    "Hanketoiminnan määrä, laatu ja tulokset": ("project-activity", "work"),
    "Henkilöstöstä nousevien aloitteiden ja kehittämisideoiden määrä ja vaikuttavuus": ("staff-ideas", "work"),
    "Valmentavan työotteen kehittämiseen osallistumisen määrä ja vaikuttavuus": ("coaching-participation", "activity"),
}
# The measures of Laitila's lists and tables; those with two figures in one sentence stand once for each.
LAITILA = {
    "Käyttötalouden muutokset vrt. ed. vuoteen": "operating-expenses-change",
    "Paperitulosteiden väheneminen; sähköinen pitkäaikaistaltiointi": "paper-prints",
    "Sähköinen pitkäaikaistaltiointi": "electronic-archiving",
    "Osaamisen ja koulutusten kirjaamisen yhdenmukaiset ja luotettavat kirjaamistavat": "skills-recording",
    "Vakiintuneet ja uudet osallistamisen keinot": "ways-of-participation",
    "Osallistuvien kuntalaisten määrä": "residents-taking-part",
    "Valtaosa (yli 80 %) henkilöstökyselyyn vastanneista viihtyy työssään ja pitää kaupunkia hyvänä työnantajana": (
        "staff-content"
    ),
    "Toteutuneiden sisäisten rekrytointikertojen määrä": "internal-recruitments",
    "Sisäisten asiakkaiden palvelutaso": "internal-service-level",
    "Laitteiden uusiokäyttö": "device-reuse",
    "Sähköisen asioinnin helppous (kuntalaisnäkökulmasta)": "e-service-ease",
    "Työn tuottavuuden parannus": "work-productivity",
    "Integraatioiden toteutumisaste": "single-sign-on",
    "Kaupungin henkilötietoja sisältävien rekisterien määrä": "personal-data-registers",
    "Tietoturvaloukkausten määrä vuodessa": "security-breaches",
    "Tietosuojaloukkausten määrä vuodessa": "privacy-breaches",
    "Rekisteröidyiltä tulleiden tietopyyntöjen lukumäärät vuodessa": "information-requests",
    "Esimiesten ja asiakkaiden pyynnöstä tehdyt lokiselvitykset": "log-inquiries",
    "Tietosuoja-asetuksen mukaiset tietopyynnöt": "data-protection-requests",
    "Julkisuuslain mukaiset tietopyynnöt": "publicity-act-requests",
    "Tsekataan CaseM:n raportointimahdollisuudet": "case-system-reporting",
    "Työhyvinvointikyselyn tulokset": "staff-survey",
    "Työhyvinvointikyselyjen tulokset": "staff-survey",
    "Sairauspoissaolotilastot; uutena tilastointitapana sairauspoissaolot per työntekijä per työyksikkö": "sick-leave",
    "Työterveyshuollon muiden mittareiden kehittäminen": "occupational-health-measures",
    "Työterveyshuollon kokonaiskustannusten seuranta; kustannuskatto": "occupational-health-cost",
    "Yksiköiden työterveyshuoltokustannusten seuranta; kustannusseuranta myös per työntekijä": (
        "occupational-health-cost-per-employee"
    ),
    "Koulutuskorvauksen määrä vuodessa toimialoittain": "training-compensation",
    "Henkilöstön vaihtuvuus toimialoittain": "staff-turnover",
    "Henkilöstön sisäilmailmoitusten lukumäärä vuodessa": "indoor-air-reports",
    "Kevan tiedot henkilöstön eläköitymisestä": "retirements",
    "Työkyvyttömyysmaksu vuositasolla": "disability-fee",
    "Työhyvinvointikyselyssä on sisäisen viestinnän toimivuutta mittaava kysymys": "internal-communication",
    "Muiden kyselyjen avulla spesifimmän tiedon kerääminen viestinnän onnistumisesta": "communication-survey",
    "Seurataan sitä, kuinka monelle työntekijälle viestintätehtävät on kirjattuna työnkuvaan": (
        "communication-in-job-description"
    ),
    "Toteutettujen viestintäkoulutuksien määrän seuraaminen vuosittain": "communication-trainings",
    "Käytettyjen sähköisten viestintäkanavien (nettisivujen ja some-kanavien) analytiikan seuraaminen ulkoisen "
    "viestinnän saavuttamisen kartoittamiseksi": "channel-analytics",
    "Mediatiedotteiden määrän ja läpäisevyyden seuraaminen ulkoisen viestinnän onnistumisen kartoittamiseksi": (
        "press-pick-up-rate"
    ),
    "Mediatiedotteiden määrä": "press-releases",
    "Kuntalaisten osallistamisen keinot ja tulokset": "participation-results",
    "Asiointipalvelujen tavat ja palaute": "service-ways-and-feedback",
    "Henkilöstön uramahdollisuudet kaupungin omassa organisaatiossa": "career-opportunities",
    "Talouden seuranta talousohjelman avulla säännöllistä, myös työntekijät mukana": "food-finance-follow-up",
    "Raportointi neljä kertaa vuodessa": "food-reporting",
    "Toiminnan seuranta palavereissa, kehityskeskusteluissa, kyselyt, raportointi": "food-operations-follow-up",
    "Tuotannonohjausjärjestelmästä saatu palaute": "food-production-feedback",
    "Ateriamäärät": "meals",
    "Työntekijöiden kouluttautumisen määrä ja muut koulutukset": "training-days-attended",
    "TEA-viisari": "tea-viisari",
    "Kuntalaiskyselyt": "resident-survey",
}
# What the development project of the second source counts, and the funder asks it to show.
PROJECT = {
    "Työpajasarjat": "workshop-series",
    "Hankkeen osallistujat": "project-participants",
    "Kehittämistiimit": "development-teams",
    "Toteutetut kokeilut": "experiments",
    "Konseptit ja toimintamallit": "concepts",
    "Toimintamallien levittäminen": "concepts-adopted",
    "Kollegacoaching": "developing-dialogues",
    "Johtaminen": "leadership-change",
    "Uutiskirjeet": "newsletters",
    "Podcastit": "podcasts",
    "Päätöstapahtuman osallistujat": "closing-event-participants",
    "Ohjausryhmän puolivuosiarvioinnit": "steering-evaluations",
    "Hankkeen budjetin käyttö": "project-budget-used",
}
# The six of the national employment picture.
NATIONAL_PICTURE = {
    "Resurssit suhteessa työttömien määrään",
    "Työttömyysaste",
    "Yli 3 kk työttömyyteen siirtyneet",
    "Työttömyysturvalausuntojen käsittelyaika",
    "Aika työllistymiseen avoimille työmarkkinoille",
    "Lakisääteisten määräaikojen toteutuminen",
}
# The contents of StatFin's table 12r5 in its own order.
CONTENTS_OF_12R5 = {
    "HAKIJALOPUSSA",
    "TYOTTOMATLOPUSSA",
    "TYOVOIMATK",
    "TYOTOSUUS",
    "TYOTTOMATMIEHET",
    "TYOTTOMATNAISET",
    "TYOTTOMAT20",
    "TYOTTOMAT25",
    "TYOTTOMAT50",
    "TYOTTOMATSAIR",
    "TYOTTOMATULK",
    "PITKAAIKAISTYOTTOMAT",
    "KASSASSA",
    "LOMAUTETTU",
    "LYHTYOVKO",
    "TYOLLISTETTYLOP",
    "TYOHARJOITTELULOP",
    "KOKEILULOP",
    "TVKOULUTUSLOP",
    "VALMENNUSLOP",
    "MTPPALVELUTLOP",
    "AVPAIKATLOPUSSA",
    "UUDETAVP",
}
TEXTS = ("name", "meaning", "limits", "calculation", "source_name")


def entries():
    return catalogue.entries()


def by_wording():
    """Return the offered entry's key by each name and synonym, whatever the case of its letters."""
    offered = (entry for entry in entries() if not entry.supporting)
    return {words.casefold(): entry.key for entry in offered for words in (entry.name.fi, *entry.synonyms)}


def entry_of(key):
    return next(entry for entry in entries() if entry.key == key)


@pytest.mark.parametrize("name", SAVONLINNA)
def test_each_measure_of_savonlinna_is_found_by_its_name_and_has_its_method(name):
    key, method = SAVONLINNA[name]
    assert by_wording()[name.casefold()] == key
    assert entry_of(key).method == method
    assert entry_of(key).limits


def test_savonlinna_has_24_measures_and_no_two_mean_the_same_entry():
    assert len(SAVONLINNA) == len({key for key, _method in SAVONLINNA.values()}) == 24


@pytest.mark.parametrize("name", LAITILA)
def test_each_measure_of_laitila_is_found_by_its_name(name):
    assert by_wording()[name.casefold()] == LAITILA[name]


@pytest.mark.parametrize("name", PROJECT)
def test_what_the_project_counts_is_found_by_its_name(name):
    assert by_wording()[name.casefold()] == PROJECT[name]


@pytest.mark.parametrize("name", sorted(NATIONAL_PICTURE))
def test_the_national_employment_picture_is_found_by_name(name):
    assert name.casefold() in by_wording()


@pytest.mark.parametrize("name", [*SAVONLINNA, *LAITILA])
def test_the_wording_of_a_plan_is_suggested_its_own_measure_first(name):
    wanted = LAITILA.get(name) or SAVONLINNA[name][0]
    assert suggest(name)[0].entry.key == wanted


def test_every_text_is_written_in_three_languages_or_not_at_all():
    for entry in entries():
        for field in TEXTS:
            written = getattr(entry, field).as_dict()
            assert len(written) in {0, len(LANGUAGES)}, f"{entry.key}: {field}"
        assert entry.name, entry.key
        assert entry.meaning, entry.key


def test_a_text_is_a_sentence_and_a_name_is_none():
    for entry in entries():
        for language in LANGUAGES:
            assert not getattr(entry.name, language).endswith("."), entry.key
            for field in ("meaning", "limits", "calculation"):
                text = getattr(getattr(entry, field), language)
                assert not text or text.endswith("."), f"{entry.key}: {field} {language}"
                assert text == text.strip(), f"{entry.key}: {field} {language}"
                assert "  " not in text, f"{entry.key}: {field} {language}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_entries_have_one_name(language):
    names = Counter(getattr(entry.name, language).casefold() for entry in entries())
    assert [name for name, count in names.items() if count > 1] == []


def test_no_wording_means_two_entries():
    wordings = Counter(
        wording
        for entry in entries()
        for wording in {words.casefold() for words in (entry.name.fi, entry.name.sv, *entry.synonyms)}
    )
    assert [wording for wording, count in wordings.items() if count > 1] == []


def test_a_key_is_an_address():
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key) and len(entry.key) <= 80 for entry in entries())


def test_open_data_tells_its_table_content_address_and_licence():
    for entry in entries():
        if entry.method is MethodKey.OPEN_DATA:
            assert entry.source_table, entry.key
            assert entry.source_content, entry.key
            assert entry.source_name, entry.key
            assert entry.licence, entry.key
            assert entry.source_url.startswith("https://"), entry.key
            assert entry.publication_lag_days > 0, entry.key


def test_no_two_entries_claim_one_content_of_a_table():
    claims = Counter((entry.source_table, entry.source_content) for entry in entries() if entry.source_content)
    assert [claim for claim, count in claims.items() if count > 1] == []


def test_the_contents_of_12r5_are_the_tables_own():
    claimed = {entry.source_content for entry in entries() if entry.source_table == "statfin-12r5"}
    assert claimed <= CONTENTS_OF_12R5
    assert {"PITKAAIKAISTYOTTOMAT", "TYOTTOMAT25", "TYOTTOMAT50", "HAKIJALOPUSSA", "AVPAIKATLOPUSSA"} <= claimed


@pytest.mark.skipif("LUOTSI_SHARED" not in os.environ, reason="the recorded answers of StatFin are not at hand")
def test_the_contents_of_each_recorded_table_are_the_tables_own():
    recorded = list((Path(os.environ["LUOTSI_SHARED"]) / "data/statfin_oskarwestmeijer").glob("*.json"))
    assert len(recorded) >= 7
    for file in recorded:
        table = "statfin-" + file.stem.rpartition("_")[2]
        contents = {column["code"] for column in json.loads(file.read_text(encoding="utf-8"))["columns"]}
        claimed = {entry.source_content for entry in entries() if entry.source_table == table}
        assert claimed, table
        assert claimed <= contents, table


def test_what_comes_from_the_register_is_not_claimed_to_be_open():
    assert not any(entry.licence for entry in entries() if entry.method is not MethodKey.OPEN_DATA)


def test_the_licence_of_kela_is_named_without_a_version_nobody_has_read():
    assert {entry.licence for entry in entries() if entry.source_table == "kela_municipal_share"} == {"CC BY"}


def test_a_sum_over_sums_is_a_percentage_of_parts_that_can_be_summed():
    for entry in entries():
        if entry.roll_up is RollUp.RATIO:
            assert entry.unit is Unit.PERCENT, entry.key
            for part in (entry.numerator, entry.denominator):
                assert entry_of(part).unit.is_number, entry.key
                assert entry_of(part).period is entry.period, entry.key


def test_a_ratio_of_municipalities_is_made_of_parts_of_municipalities():
    for entry in entries():
        if entry.roll_up is RollUp.RATIO and entry.method is MethodKey.OPEN_DATA:
            assert entry_of(entry.numerator).roll_up is RollUp.SUM, entry.key
            assert entry_of(entry.denominator).roll_up is RollUp.SUM, entry.key


def test_a_formula_names_what_it_is_made_of_and_says_how():
    for entry in entries():
        if entry.method is MethodKey.FORMULA:
            assert entry.numerator, entry.key
            assert entry.calculation or entry.supporting, entry.key


def test_words_and_answers_have_no_decimals_and_are_not_rolled_up():
    for entry in entries():
        if not entry.unit.is_number:
            assert (entry.decimals, entry.roll_up) == (0, RollUp.NONE), entry.key


def test_a_score_or_a_rate_is_never_summed():
    for entry in entries():
        if entry.unit is Unit.PERCENT or entry.unit.top_of_scale is not None:
            assert entry.roll_up is not RollUp.SUM, entry.key


def test_a_break_names_its_period_and_says_in_three_languages_what_happened():
    for entry in entries():
        for one in entry.breaks:
            assert one.period.kind is PeriodKind.MONTH
            assert len(one.text.as_dict()) == len(LANGUAGES)
            assert one.source


def test_the_longer_limit_of_the_interview_and_the_general_support_are_breaks():
    for key in ("time-to-first-discussion", "first-discussion-in-limit", "statutory-limits"):
        assert [one.period.name for one in entry_of(key).breaks] == ["2026-01"]
    assert [one.period.name for one in entry_of("municipal-share-recipients").breaks] == ["2026-05"]
    assert [one.period.name for one in entry_of("municipal-share").breaks] == ["2025-02", "2026-05"]


def test_what_is_computed_has_the_breaks_of_its_parts_and_a_yearly_change_compares_again_a_year_later():
    assert entry_of("municipal-share-per-recipient").breaks == entry_of("municipal-share").breaks
    change = [one.period.name for one in entry_of("municipal-share-change").breaks]
    assert change == ["2025-02", "2026-02", "2026-05", "2027-05"]


def test_the_list_for_readers_is_the_catalogue():
    written = Path(list_catalogue.TARGET).read_text(encoding="utf-8")
    assert written == list_catalogue.render(), "run tools/list_catalogue.py"


COMMONEST = {
    "Väkiluku / asukasmäärä": "population",
    "Sähköisten / digipalvelujen määrä ja käyttö": "e-services-used",
    "Tunnettuus / imago": "municipality-known",
    "Tonttivaranto / myydyt tontit": "plot-reserve",
    "Liikunnan harrastaminen / harrastusmahdollisuudet": "young-people-with-hobby",
    "Yhdistykset / avustukset / 3. sektori": "association-grants",
    "Nettomuutto / muuttovoitto": "net-migration-total",
    "Hiilijalanjälki / kasvihuonekaasupäästöt": "greenhouse-gas-emissions",
    "Vero- / tuloveroprosentti, verotulot": "income-tax-rate",
    "Hyvinvointikertomuksen mittarit / HYTE-kerroin": "hyte-coefficient",
    "Kuntalaiskysely / asukaskysely": "resident-survey",
    "Yritysten määrä": "companies",
    "Lainakanta / velka per asukas": "loan-stock-per-resident",
    "Asiakaspalaute / asiakastyytyväisyys": "customer-feedback",
    "Tilikauden tulos / yli- tai alijäämä": "result-for-year",
    "Työpaikkojen määrä": "jobs",
    "Vuosikate": "annual-margin",
    "Perustetut / uudet / aloittaneet yritykset (netto)": "net-new-companies",
    "Henkilöstökysely / työhyvinvointi- tai työtyytyväisyyskysely": "staff-survey",
    "Rakennusluvat / valmistuneet asunnot": "building-permits",
    "Some-seuraajat / näkyvyys / verkkosivukävijät": "social-media-followers",
    "Työttömyysaste (kunta / seutu / ryhmä)": "unemployment-rate",
    "Työllisyysaste": "employment-rate-of-residents",
    "Työpaikkaomavaraisuus": "job-self-sufficiency",
    "Syntyvyys / lasten määrä": "births",
    "Sairauspoissaolot": "sick-leave",
    "Vuokra-asuntojen käyttöaste / tilojen käyttöaste": "premises-occupancy",
    "Toimintakate / käyttötalouden kasvu": "operating-margin",
    "Energiankulutus / energiatehokkuus": "energy-use",
    "Koulutuspäivät / täydennyskoulutus": "training-participation",
}
"""What the strategies of municipalities measure most often, by the survey of them, with the entry that is it."""


def test_the_thirty_commonest_measures_of_municipal_strategies_can_be_adopted():
    found = {entry.key: entry for entry in entries()}
    assert len(COMMONEST) == 30
    assert [key for key in COMMONEST.values() if key not in found or found[key].supporting] == []


@pytest.mark.skipif("LUOTSI_SHARED" not in os.environ, reason="the survey of strategies is not at hand")
def test_the_commonest_are_those_of_the_survey_and_are_found_by_its_words():
    survey = json.loads((Path(os.environ["LUOTSI_SHARED"]) / "facts/measures_in_strategies.json").read_text("utf-8"))
    commonest = sorted(survey, key=lambda one: -one["any_docs"])[:30]
    assert {one["name"] for one in commonest} == set(COMMONEST)
    found = {entry.key: entry for entry in entries()}
    for one in commonest:
        entry = found[COMMONEST[one["name"]]]
        wordings = (entry.name.fi, entry.name.sv, *entry.synonyms)
        assert any(re.search(one["pattern"], words, re.IGNORECASE) for words in wordings), one["name"]


def test_what_is_a_difference_may_be_below_zero():
    assert {entry.key for entry in entries() if entry.is_net} == {
        "natural-increase",
        "net-migration-domestic",
        "net-migration-total",
        "net-immigration",
        "net-new-companies",
        "excess-over-expected",
    }
