"""Addresses of the public site; an organisation's pages stand under its name."""

from django.urls import path

from luotsi.web.public.views import (
    catalogue,
    clients,
    comparing,
    downloads,
    effects,
    embedding,
    homes,
    measures,
    places,
    plans,
    register_measures,
    reports,
    statements,
)

_OWN = "<slug:organisation>/"
_MEASURE = f"{_OWN}mittarit/<slug:measure>"

urlpatterns = [
    path("", homes.installation, name="installation-home"),
    path("saavutettavuus/", statements.accessibility, name="accessibility"),
    path("tietosuoja/", statements.privacy, name="privacy"),
    path("avoin-data/", statements.open_data, name="open-data"),
    path("mittaristo/", catalogue.catalogue, name="catalogue"),
    path("asiakasrekisterin-mittarit/", register_measures.measures, name="register-measures"),
    path("asiakasrekisterin-mittarit/<slug:key>/", register_measures.measure, name="register-measure"),
    path("mittaristo/<slug:definition>/", catalogue.catalogue_measure, name="catalogue-measure"),
    path("mittaristo/<slug:definition>/kartta/", catalogue.country_map, name="country-map"),
    path("mittaristo/<slug:definition>/kartta.<str:ending>", catalogue.country_map_file, name="country-map-file"),
    path(_OWN, homes.organisation, name="organisation-home"),
    path(f"{_OWN}strategia/", plans.strategy, name="strategy"),
    path(f"{_OWN}strategia/<slug:plan>/", plans.plan, name="plan"),
    path(f"{_OWN}strategia/<slug:plan>/versiot/", plans.versions, name="plan-versions"),
    path(f"{_OWN}strategia/<slug:plan>/versiot/<int:number>/", plans.version, name="plan-version"),
    path(f"{_OWN}strategia/<slug:plan>/asiakirja/", plans.document, name="plan-document"),
    path(f"{_OWN}mittarit/", measures.measures, name="measures"),
    path(f"{_MEASURE}/", measures.measure, name="measure"),
    path(f"{_MEASURE}/upotus/", embedding.embed, name="measure-embed"),
    path(f"{_MEASURE}.csv", downloads.csv, name="measure-csv"),
    path(f"{_MEASURE}.xlsx", downloads.xlsx, name="measure-xlsx"),
    path(f"{_MEASURE}.json", downloads.json_stat, name="measure-json"),
    path(f"{_MEASURE}.svg", downloads.svg, name="measure-svg"),
    path(f"{_MEASURE}.png", downloads.png, name="measure-png"),
    path(f"{_OWN}kunnat/", places.municipalities, name="municipalities"),
    path(f"{_OWN}kunnat/<slug:municipality>/", places.municipality, name="municipality"),
    path(f"{_OWN}asiakkaat/", clients.by_municipality, name="clients"),
    path(f"{_OWN}asiakkaat/virrat/", clients.flow, name="clients-flows"),
    path(f"{_OWN}asiakkaat/alkuhaastattelu/", clients.first_discussion, name="clients-waiting"),
    path(f"{_OWN}asiakkaat/kohortit/", clients.cohort_curves, name="clients-cohorts"),
    path(f"{_OWN}asiakkaat/vaikutukset/", effects.services, name="clients-effects"),
    path(f"{_OWN}asiakkaat/vaikutukset/luvut.<str:ending>", effects.rows, name="clients-effects-rows"),
    path(
        f"{_OWN}asiakkaat/vaikutukset/kuvat/<slug:name>.<str:ending>", effects.picture, name="clients-effects-picture"
    ),
    path(f"{_OWN}asiakkaat/luvut/<slug:page>.<str:ending>", clients.rows, name="clients-rows"),
    path(f"{_OWN}asiakkaat/kuvat/<slug:page>/<slug:name>.<str:ending>", clients.picture, name="clients-picture"),
    path(f"{_OWN}vertailu/", comparing.compared, name="clients-comparison"),
    path(f"{_OWN}vertailu/kuvat/<slug:name>.<str:ending>", comparing.picture, name="comparison-picture"),
    path(f"{_OWN}vertailu/luvut.<str:ending>", comparing.rows, name="comparison-rows"),
    path(f"{_OWN}kuntaosuus/", clients.municipal_share, name="clients-money"),
    path(f"{_OWN}lupaukset/", plans.promises, name="promises"),
    path(f"{_OWN}raportit/", reports.reports, name="reports"),
    path(f"{_OWN}raportit/<str:period>/<slug:municipality>.<str:ending>", reports.report, name="report"),
]
