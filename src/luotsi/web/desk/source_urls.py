"""Addresses of where values come from: sources, the catalogue's adoption, tables of one's own, breaks in series."""

from django.urls import path

from luotsi.web.desk.views import adoption, breaks, shown_source, source_setup, sources, tables

_SOURCES = "<slug:organisation>/tyopoyta/lahteet"
_CONNECTION = f"{_SOURCES}/yhteydet/<int:connection>"

urlpatterns = [
    path("<slug:organisation>/tyopoyta/mittarit/<slug:measure>/tuo/", tables.table, name="desk-table"),
    path("<slug:organisation>/tyopoyta/mittaristo/<slug:definition>/", adoption.adopt, name="desk-adopt"),
    path(
        "<slug:organisation>/tyopoyta/mittarit/<slug:measure>/lahde/", source_setup.connect, name="desk-connect-source"
    ),
    path(
        "<slug:organisation>/tyopoyta/mittarit/<slug:measure>/nakyva-lahde/",
        shown_source.shown_source,
        name="desk-shown-source",
    ),
    path("<slug:organisation>/tyopoyta/mittarit/<slug:measure>/katkokset/", breaks.breaks, name="desk-breaks"),
    path(
        "<slug:organisation>/tyopoyta/mittarit/<slug:measure>/katkokset/<int:series_break>/",
        breaks.mend,
        name="desk-break",
    ),
    path(f"{_CONNECTION}/", source_setup.where, name="desk-connection"),
    path(f"{_CONNECTION}/merkitys/", source_setup.meaning, name="desk-connection-meaning"),
    path(f"{_CONNECTION}/esikatselu/", source_setup.preview, name="desk-connection-preview"),
    path(f"{_CONNECTION}/poisto/", source_setup.remove, name="desk-connection-remove"),
    path(f"{_SOURCES}/", sources.sources, name="desk-sources"),
    path(f"{_SOURCES}/<slug:source>/", sources.source, name="desk-source"),
    path(f"{_SOURCES}/<slug:source>/haku/", sources.fetch, name="desk-source-fetch"),
    path(f"{_SOURCES}/<slug:source>/vastaukset/<int:snapshot>/", sources.snapshot, name="desk-snapshot"),
]
