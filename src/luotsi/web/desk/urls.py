"""Addresses of the desk: under each organisation, for those who are signed in."""

from django.urls import include, path

from luotsi.web.desk.views import (
    changes,
    connections,
    coverage,
    home,
    imports,
    measures,
    plans,
    remarks,
    review,
    sentences,
    values,
)

_VERSION = "<slug:organisation>/tyopoyta/suunnitelmat/<slug:plan>/<int:number>"

urlpatterns = [
    path("", include("luotsi.web.desk.source_urls")),
    path("", include("luotsi.web.desk.editor_urls")),
    path("", include("luotsi.web.desk.register_urls")),
    path("tyopoyta/", home.my_desks, name="desk-home"),
    path("<slug:organisation>/tyopoyta/", home.home, name="desk"),
    path("<slug:organisation>/tyopoyta/tuonti/", imports.documents, name="desk-imports"),
    path("<slug:organisation>/tyopoyta/tuonti/<int:batch>/", review.review, name="desk-import"),
    path("<slug:organisation>/tyopoyta/tuonti/<int:batch>/ratkaisu/", review.decide, name="desk-decide"),
    path(
        "<slug:organisation>/tyopoyta/tuonti/<int:batch>/ehdotus/<int:proposal>/", review.change, name="desk-proposal"
    ),
    path("<slug:organisation>/tyopoyta/tuonti/<int:batch>/lause/<int:start>/", sentences.take, name="desk-take"),
    path("<slug:organisation>/tyopoyta/tuonti/<int:batch>/tiedosto/", imports.original, name="desk-original"),
    path("<slug:organisation>/tyopoyta/tuonti/<int:batch>/keskeytys/", imports.abandon, name="desk-abandon"),
    path("<slug:organisation>/tyopoyta/tuonti/<int:batch>/suunnitelma/", plans.write, name="desk-write"),
    path("<slug:organisation>/tyopoyta/suunnitelmat/<slug:plan>/<int:number>/", plans.version, name="desk-version"),
    path(
        "<slug:organisation>/tyopoyta/suunnitelmat/<slug:plan>/<int:number>/voimaan/",
        plans.put_in_force,
        name="desk-put-in-force",
    ),
    path(f"{_VERSION}/mittarit/", connections.connections, name="desk-connections"),
    path(f"{_VERSION}/mittarit/<int:element>/", connections.connect, name="desk-connect"),
    path(f"{_VERSION}/huomiot/", remarks.remarks, name="desk-remarks"),
    path(f"{_VERSION}/huomiot/saanto/", remarks.switch, name="desk-switch-rule"),
    path(f"{_VERSION}/teksti/", coverage.text, name="desk-text"),
    path(f"{_VERSION}/muutokset/", changes.changes, name="desk-changes"),
    path("<slug:organisation>/tyopoyta/mittarit/", measures.measures, name="desk-measures"),
    path("<slug:organisation>/tyopoyta/mittarit/<slug:measure>/arvot/", values.values, name="desk-values"),
    path("<slug:organisation>/tyopoyta/mittarit/<slug:measure>/tavoite/", measures.target, name="desk-target"),
    path("<slug:organisation>/tyopoyta/mittarit/<slug:measure>/tila/", measures.status, name="desk-status"),
]
