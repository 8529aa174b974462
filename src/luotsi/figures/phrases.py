"""The words that figures are told in, three languages side by side; choosing among them is the callers' business."""

from luotsi.core.text import Language, Text

MONTHS: dict[Language, tuple[str, ...]] = {
    "fi": tuple(
        f"{stem}kuu"
        for stem in "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()  # noqa: SIM905
    ),
    "sv": (
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}

# Small numbers as words, before a noun: "viisi kuukautta", "fem månader", "five months".
SMALL_NUMBERS: dict[Language, tuple[str, ...]] = {
    "fi": (
        "nolla",
        "yksi",
        "kaksi",
        "kolme",
        "neljä",
        "viisi",
        "kuusi",
        "seitsemän",
        "kahdeksan",
        "yhdeksän",
        "kymmenen",
    ),
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
}

ORDINALS: dict[Language, tuple[str, ...]] = {
    "fi": ("ensimmäinen", "toinen", "kolmas", "neljäs"),
    "sv": ("första", "andra", "tredje", "fjärde"),
    "en": ("first", "second", "third", "fourth"),
}
ORDINALS_FI_ADESSIVE = ("ensimmäisellä", "toisella", "kolmannella", "neljännellä")
ORDINALS_FI_GENITIVE = ("ensimmäisen", "toisen", "kolmannen", "neljännen")

PHRASES: dict[str, Text] = {
    # Units after a number: one of them, and any other amount.
    "unit.persons.one": Text(fi="henkilö", sv="person", en="person"),
    "unit.persons.many": Text(fi="henkilöä", sv="personer", en="people"),
    "unit.days.one": Text(fi="päivä", sv="dag", en="day"),
    "unit.days.many": Text(fi="päivää", sv="dagar", en="days"),
    "unit.working_days.one": Text(fi="arkipäivä", sv="vardag", en="working day"),
    "unit.working_days.many": Text(fi="arkipäivää", sv="vardagar", en="working days"),
    "unit.hours.one": Text(fi="tunti", sv="timme", en="hour"),
    "unit.hours.many": Text(fi="tuntia", sv="timmar", en="hours"),
    "unit.points.one": Text(fi="prosenttiyksikkö", sv="procentenhet", en="percentage point"),
    "unit.points.many": Text(fi="prosenttiyksikköä", sv="procentenheter", en="percentage points"),
    "unit.points.short": Text(fi="%-yks.", sv="%-enh.", en="pp"),
    # Units standing alone, above an axis or a column.
    "axis.persons": Text(fi="henkilöä", sv="personer", en="people"),
    "axis.percent": Text(fi="%", sv="%", en="%"),
    "axis.points": Text(fi="prosenttiyksikköä", sv="procentenheter", en="percentage points"),
    "axis.eur": Text(fi="€", sv="€", en="€"),
    "axis.days": Text(fi="päivää", sv="dagar", en="days"),
    "axis.working_days": Text(fi="arkipäivää", sv="vardagar", en="working days"),
    "axis.count": Text(fi="kpl", sv="antal", en="number"),
    "axis.score_1_5": Text(fi="asteikko 1–5", sv="skala 1–5", en="scale 1–5"),
    "axis.score_1_3": Text(fi="asteikko 1–3", sv="skala 1–3", en="scale 1–3"),
    "axis.hours": Text(fi="tuntia", sv="timmar", en="hours"),
    "axis.words": Text(fi="sanallinen", sv="i ord", en="in words"),
    "axis.yes_no": Text(fi="kyllä tai ei", sv="ja eller nej", en="yes or no"),
    "axis.direction": Text(fi="kehityksen suunta", sv="utvecklingens riktning", en="which way it went"),
    "axis.millions": Text(fi="milj. {unit}", sv="milj. {unit}", en="{unit} million"),
    "axis.not_from_zero": Text(
        fi="{unit}, asteikko ei ala nollasta",
        sv="{unit}, skalan börjar inte på noll",
        en="{unit}, axis does not start at zero",
    ),
    "answer.yes": Text(fi="kyllä", sv="ja", en="yes"),
    "answer.no": Text(fi="ei", sv="nej", en="no"),
    "way.better": Text(fi="parantunut", sv="förbättrats", en="improved"),
    "way.same": Text(fi="ennallaan", sv="oförändrat", en="unchanged"),
    "way.worse": Text(fi="heikentynyt", sv="försämrats", en="got worse"),
    # Gaps: why there is no number.
    "gap.missing": Text(fi="ei tietoa", sv="uppgift saknas", en="no data"),
    "gap.hidden": Text(fi="salattu", sv="skyddad", en="hidden"),
    "gap.undefined": Text(fi="ei laskettavissa", sv="kan inte beräknas", en="cannot be calculated"),
    "gap.not_applicable": Text(fi="ei koske", sv="gäller inte", en="does not apply"),
    "gap.missing.told": Text(fi="tietoa ei ole", sv="uppgift saknas", en="there is no data"),
    "gap.hidden.told": Text(
        fi="tieto on salattu tietosuojan vuoksi",
        sv="uppgiften är skyddad av integritetsskäl",
        en="the figure is hidden to protect privacy",
    ),
    "gap.undefined.told": Text(
        fi="lukua ei voi laskea", sv="talet kan inte beräknas", en="the figure cannot be calculated"
    ),
    "gap.not_applicable.told": Text(
        fi="mittari ei koske kohdetta", sv="måttet gäller inte här", en="the measure does not apply"
    ),
    # Flags: what a reader must know beside the number.
    "flag.provisional": Text(fi="ennakkotieto", sv="preliminär uppgift", en="provisional"),
    "flag.revised": Text(fi="tarkistettu tieto", sv="reviderad uppgift", en="revised"),
    "flag.estimate": Text(fi="arvio", sv="uppskattning", en="estimate"),
    "flag.at_least": Text(fi="vähintään", sv="minst", en="at least"),
    "flag.unstable": Text(
        fi="pieni joukko, luku heilahtelee", sv="litet underlag, talet varierar", en="small group, unstable"
    ),
    "flag.simulated": Text(fi="simuloitu", sv="simulerad", en="simulated"),
    "flag.provisional.told": Text(
        fi="Luku on ennakkotieto.", sv="Talet är preliminärt.", en="The figure is provisional."
    ),
    "flag.revised.told": Text(
        fi="Lukua on tarkistettu ensimmäisen julkaisun jälkeen.",
        sv="Talet har reviderats efter den första publiceringen.",
        en="The figure has been revised since it was first published.",
    ),
    "flag.estimate.told": Text(fi="Luku on arvio.", sv="Talet är en uppskattning.", en="The figure is an estimate."),
    "flag.unstable.told": Text(
        fi="Luku perustuu pieneen joukkoon ja heilahtelee helposti.",
        sv="Talet bygger på ett litet underlag och varierar lätt.",
        en="The figure rests on a small group and varies easily.",
    ),
    "flag.simulated.told": Text(fi="Luku on simuloitu.", sv="Talet är simulerat.", en="The figure is simulated."),
    # The value sentence.
    "value.at_least": Text(fi="vähintään {value}", sv="minst {value}", en="at least {value}"),
    "value.simulated": Text(fi="{value} (simuloitu)", sv="{value} (simulerad)", en="{value} (simulated)"),
    "value.told": Text(
        fi="{subject} oli {value} {period}", sv="{subject} var {value} {period}", en="{subject} was {value} {period}"
    ),
    "value.labelled": Text(
        fi="{subject}: {value} {period}", sv="{subject}: {value} {period}", en="{subject}: {value} {period}"
    ),
    "value.in_words": Text(
        fi="{subject} {period}: arvio on annettu sanoin",
        sv="{subject} {period}: bedömningen är given i ord",
        en="{subject} {period}: the judgement is given in words",
    ),
    "value.gap": Text(fi="{subject} {period}: {gap}", sv="{subject} {period}: {gap}", en="{subject} {period}: {gap}"),
    "value.subject_in": Text(fi="{name} {place}", sv="{name} {place}", en="{name} {place}"),
    "value.compared": Text(fi="{told}, {comparison}", sv="{told}, {comparison}", en="{told}, {comparison}"),
    "then.year_before": Text(fi="vuotta aiemmin", sv="ett år tidigare", en="a year earlier"),
    "than.more": Text(fi="{amount} enemmän kuin {then}", sv="{amount} mer än {then}", en="{amount} more than {then}"),
    "than.less": Text(
        fi="{amount} vähemmän kuin {then}", sv="{amount} mindre än {then}", en="{amount} less than {then}"
    ),
    "than.higher": Text(
        fi="{amount} enemmän kuin {then}", sv="{amount} högre än {then}", en="{amount} higher than {then}"
    ),
    "than.lower": Text(
        fi="{amount} vähemmän kuin {then}", sv="{amount} lägre än {then}", en="{amount} lower than {then}"
    ),
    "than.more_of": Text(
        fi="{amount} enemmän kuin {then}", sv="{amount} fler än {then}", en="{amount} more than {then}"
    ),
    "than.fewer_of": Text(
        fi="{amount} vähemmän kuin {then}", sv="{amount} färre än {then}", en="{amount} fewer than {then}"
    ),
    "than.same": Text(fi="sama kuin {then}", sv="samma som {then}", en="the same as {then}"),
    # Breaks in a series.
    "break.word": Text(fi="katkos", sv="brott", en="break"),
    "break.label": Text(fi="Katkos {period}", sv="Brott {period}", en="Break {period}"),
    "break.change": Text(fi="ei vertailukelpoinen", sv="inte jämförbar", en="not comparable"),
    "break.year_before": Text(
        fi="Lukua ei voi verrata vuodentakaiseen, koska aikasarja katkesi {period}.",
        sv="Talet kan inte jämföras med året innan, eftersom tidsserien bröts {period}.",
        en="The figure cannot be compared with the year before, since the series broke {period}.",
    ),
    "break.path": Text(
        fi="Lähtötaso on ajalta ennen aikasarjan katkosta {period}, joten polku on vain suuntaa antava.",
        sv="Utgångsläget är från tiden före tidsseriens brott {period}, så banan är bara riktgivande.",
        en="The baseline is from before the series broke {period}, so the path is only indicative.",
    ),
    "break.baseline": Text(
        fi="Lähtötasoon ei voi verrata, koska aikasarja katkesi {period}.",
        sv="Jämförelse med utgångsläget är inte möjlig, eftersom tidsserien bröts {period}.",
        en="No comparison with the baseline is possible, since the series broke {period}.",
    ),
    # Targets and the status explained.
    "target.at_least": Text(fi="vähintään {value}", sv="minst {value}", en="at least {value}"),
    "target.at_most": Text(fi="enintään {value}", sv="högst {value}", en="at most {value}"),
    "target.exactly": Text(fi="{value}", sv="{value}", en="{value}"),
    "target.within": Text(fi="{low}–{high}", sv="{low}–{high}", en="{low}–{high}"),
    "target.by": Text(
        fi="Tavoite on {target} {until}", sv="Målet är {target} {until}", en="The target is {target} {until}"
    ),
    "target.always": Text(fi="Tavoite on {target}", sv="Målet är {target}", en="The target is {target}"),
    "target.up": Text(
        fi="Tavoitteena on, että luku kasvaa", sv="Målet är att talet ökar", en="The target is for the figure to rise"
    ),
    "target.down": Text(
        fi="Tavoitteena on, että luku pienenee",
        sv="Målet är att talet minskar",
        en="The target is for the figure to fall",
    ),
    "target.words": Text(
        fi="Tavoite {until} on ”{words}”", sv="Målet {until} är ”{words}”", en="The target {until} is “{words}”"
    ),
    "target.none": Text(fi="Tavoitetta ei ole asetettu", sv="Inget mål är satt", en="No target has been set"),
    "target.label": Text(fi="Tavoite {target}", sv="Mål {target}", en="Target {target}"),
    "target.word": Text(fi="Tavoite", sv="Mål", en="Target"),
    "path.told": Text(
        fi="tasaisella polulla nyt riittäisi {value}",
        sv="på en jämn väg dit skulle {value} räcka nu",
        en="on a straight path {value} would do now",
    ),
    "status.told": Text(fi="{parts}: {status}.", sv="{parts}: {status}.", en="{parts}: {status}."),
    "status.reached": Text(fi="saavutettu", sv="uppnått", en="reached"),
    "status.ahead": Text(fi="edellä aikataulua", sv="före tidsplanen", en="ahead of schedule"),
    "status.on_track": Text(fi="aikataulussa", sv="enligt tidsplanen", en="on track"),
    "status.at_risk": Text(fi="vaarassa jäädä jälkeen", sv="i riskzonen", en="at risk"),
    "status.behind": Text(fi="jäljessä", sv="efter tidsplanen", en="behind"),
    "status.not_yet_due": Text(fi="ei vielä ajankohtainen", sv="ännu inte aktuellt", en="not yet due"),
    "status.not_reported": Text(fi="ei raportoitu", sv="inte rapporterat", en="not reported"),
    "status.too_few": Text(fi="liian vähän tietoa arvioon", sv="för lite underlag", en="too little data to judge"),
    "status.no_target": Text(fi="ei tavoitetta", sv="inget mål", en="no target"),
    # The direction of a line over several years.
    "trend.rising": Text(
        fi="Suunta on selvä: luku on kasvanut tyypillisesti {amount} vuodessa ({first}–{last}).",
        sv="Riktningen är tydlig: talet har ökat med typiskt {amount} om året ({first}–{last}).",
        en="The direction is clear: the figure has risen by typically {amount} a year ({first}–{last}).",
    ),
    "trend.falling": Text(
        fi="Suunta on selvä: luku on pienentynyt tyypillisesti {amount} vuodessa ({first}–{last}).",
        sv="Riktningen är tydlig: talet har minskat med typiskt {amount} om året ({first}–{last}).",
        en="The direction is clear: the figure has fallen by typically {amount} a year ({first}–{last}).",
    ),
    "trend.unclear": Text(
        fi="Selvää suuntaa ei ole: muutokset mahtuvat tavalliseen vaihteluun ({first}–{last}).",
        sv="Ingen tydlig riktning: förändringarna ryms inom den vanliga variationen ({first}–{last}).",
        en="No clear direction: the changes are within ordinary variation ({first}–{last}).",
    ),
    "trend.too_short": Text(
        fi="Suuntaa ei voi vielä arvioida: siihen tarvitaan vähintään kahdeksan lukua viideltä vuodelta.",
        sv="Riktningen kan inte bedömas ännu: det behövs minst åtta tal från fem år.",
        en="The direction cannot be judged yet: that takes at least eight figures from five years.",
    ),
    "trend.since": Text(
        fi="Suuntaa katsotaan vain aikasarjan katkoksesta lähtien ({period}).",
        sv="Riktningen bedöms först från och med tidsseriens brott ({period}).",
        en="The direction is looked at only from the break in the series on ({period}).",
    ),
    "age.fresh": Text(
        fi="Tieto on alle kuukauden vanha",
        sv="Uppgiften är mindre än en månad gammal",
        en="The data is less than a month old",
    ),
    "age.one_month": Text(
        fi="Tieto on kuukauden vanha", sv="Uppgiften är en månad gammal", en="The data is one month old"
    ),
    "age.months": Text(
        fi="Tieto on {count} kuukautta vanha",
        sv="Uppgiften är {count} månader gammal",
        en="The data is {count} months old",
    ),
    "age.years": Text(
        fi="Tieto on yli {count} vuotta vanha",
        sv="Uppgiften är mer än {count} år gammal",
        en="The data is over {count} years old",
    ),
    "age.source": Text(fi="{age}, {source}.", sv="{age}, {source}.", en="{age}, {source}."),
    # Heads of the tables beside charts.
    "table.period": Text(fi="Jakso", sv="Period", en="Period"),
    "table.year": Text(fi="Vuosi", sv="År", en="Year"),
    "table.value": Text(fi="Arvo", sv="Värde", en="Value"),
    "table.name": Text(fi="Kohde", sv="Objekt", en="Item"),
    "table.against": Text(fi="Suhteessa rajoihin", sv="I förhållande till gränserna", en="Against the limits"),
    "funnel.above": Text(fi="rajojen yläpuolella", sv="ovanför gränserna", en="above the limits"),
    "funnel.below": Text(fi="rajojen alapuolella", sv="under gränserna", en="below the limits"),
    "funnel.within": Text(fi="rajojen sisällä", sv="innanför gränserna", en="within the limits"),
    "map.counted": Text(fi="{words} ({count})", sv="{words} ({count})", en="{words} ({count})"),
    "table.range": Text(fi="{name}, vaihteluväli", sv="{name}, intervall", en="{name}, interval"),
    # Typed numbers that could not be read.
    "typed.empty": Text(fi="Kirjoita luku.", sv="Skriv ett tal.", en="Write a number."),
    "typed.not_a_number": Text(
        fi="”{text}” ei ole luku. Kirjoita esimerkiksi 12,8 tai 1 234.",
        sv="”{text}” är inget tal. Skriv till exempel 12,8 eller 1 234.",
        en="“{text}” is not a number. Write for example 12.8 or 1,234.",
    ),
    "typed.day": Text(
        fi="”{text}” on päivämäärä eikä luku.",
        sv="”{text}” är ett datum, inte ett tal.",
        en="“{text}” is a day, not a number.",
    ),
    "typed.ambiguous": Text(
        fi="”{text}” voi tarkoittaa kahta eri lukua. Käytä desimaalipilkkua (12,8) ja jätä tuhannet erottamatta.",
        sv="”{text}” kan läsas som två olika tal. Använd decimalkomma (12,8) och skriv tusental utan avskiljare.",
        en="“{text}” can be read as two different numbers. Use a decimal point (12.8) and leave thousands unseparated.",
    ),
    "typed.grouping": Text(
        fi="Luvun ”{text}” numerot on ryhmitelty oudosti. Kirjoita tuhannet yhteen, esimerkiksi 14166,75.",
        sv="Siffrorna i ”{text}” är grupperade på ett ovanligt sätt. Skriv ihop tusentalen, till exempel 14166,75.",
        en="The digits of “{text}” are grouped in an odd way. Leave thousands unseparated, for example 14166.75.",
    ),
    "typed.wrong_unit": Text(
        fi="Luvussa ”{text}” on yksikkö, jota tässä ei käytetä. Kirjoita pelkkä luku.",
        sv="Talet ”{text}” har en enhet som inte används här. Skriv bara talet.",
        en="“{text}” has a unit that is not used here. Write the number alone.",
    ),
    "typed.too_long": Text(
        fi="Luvussa on liian monta numeroa.", sv="Talet har för många siffror.", en="The number has too many digits."
    ),
}


def say(key: str, language: Language, **parts: str) -> str:
    """Return the phrase in the language with its parts filled in."""
    return str(getattr(PHRASES[key], language)).format(**parts)
