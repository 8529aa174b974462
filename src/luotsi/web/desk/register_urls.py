"""Addresses of the client register at the desk."""

from django.urls import path

from luotsi.web.desk.views import effects, exchange, register_mapping, releases, simulator

_REGISTER = "<slug:organisation>/tyopoyta/rekisteri"

urlpatterns = [
    path(f"{_REGISTER}/", releases.releases, name="desk-register"),
    path(f"{_REGISTER}/luovutukset/<int:release>/", releases.release, name="desk-release"),
    path(f"{_REGISTER}/vertailutieto/", exchange.exchange, name="desk-exchange"),
    path(f"{_REGISTER}/vaikutukset/<int:effects>/", effects.effects, name="desk-effects"),
    path(f"{_REGISTER}/simulaattori/", simulator.simulator, name="desk-simulator"),
    path(f"{_REGISTER}/tuonti/", register_mapping.export, name="desk-register-export"),
    path(f"{_REGISTER}/tuonti/kuvaus.yaml", register_mapping.profile, name="desk-register-profile"),
    path(f"{_REGISTER}/tuonti/<slug:table>/", register_mapping.table, name="desk-register-table"),
]
