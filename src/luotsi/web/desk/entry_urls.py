"""Addresses of values on their way in."""

from django.urls import path

from luotsi.web.desk.views import approvals, entry_links, entry_settings, grid, periods, workbooks

_DESK = "<slug:organisation>/tyopoyta"

urlpatterns = [
    path("kirjaa/<str:token>/", entry_links.entry_link, name="entry-link"),
    path(f"{_DESK}/arvot/", grid.grid, name="desk-grid"),
    path(f"{_DESK}/arvot/solut/", grid.cells, name="desk-grid-cells"),
    path(f"{_DESK}/arvot/historia/", grid.cell_history, name="desk-cell-history"),
    path(f"{_DESK}/hyvaksynnat/", approvals.approvals, name="desk-approvals"),
    path(f"{_DESK}/mittarit/taulukko/", workbooks.workbook, name="desk-workbook"),
    path(f"{_DESK}/mittarit/taulukko/<slug:kind>.xlsx", workbooks.download, name="desk-workbook-download"),
    path(f"{_DESK}/jaksot/", periods.periods, name="desk-periods"),
    path(f"{_DESK}/mittarit/<slug:measure>/kirjaaminen/", entry_settings.entry_settings, name="desk-entry-settings"),
]
