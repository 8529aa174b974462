"""Addresses of where values come from: sources, the catalogue's adoption, tables of one's own."""

from django.urls import path

from luotsi.web.desk.views import adoption, sources, tables

_SOURCES = "<slug:organisation>/tyopoyta/lahteet"

urlpatterns = [
    path("<slug:organisation>/tyopoyta/mittarit/<slug:measure>/tuo/", tables.table, name="desk-table"),
    path("<slug:organisation>/tyopoyta/mittaristo/<slug:definition>/", adoption.adopt, name="desk-adopt"),
    path(f"{_SOURCES}/", sources.sources, name="desk-sources"),
    path(f"{_SOURCES}/<slug:source>/", sources.source, name="desk-source"),
    path(f"{_SOURCES}/<slug:source>/haku/", sources.fetch, name="desk-source-fetch"),
    path(f"{_SOURCES}/<slug:source>/vastaukset/<int:snapshot>/", sources.snapshot, name="desk-snapshot"),
]
