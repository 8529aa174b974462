"""Addresses of the editing of drafts."""

from django.urls import path

from luotsi.web.desk.views import drafts, editor

_VERSION = "<slug:organisation>/tyopoyta/suunnitelmat/<slug:plan>/<int:number>"

urlpatterns = [
    path(f"{_VERSION}/luonnos/", drafts.make, name="desk-make-draft"),
    path(f"{_VERSION}/luopuminen/", drafts.discard, name="desk-discard-draft"),
    path(f"{_VERSION}/talteen/", drafts.set_aside, name="desk-set-aside"),
    path(f"{_VERSION}/muokkaus/", editor.edit, name="desk-edit"),
    path(f"{_VERSION}/muokkaus/teko/", editor.act, name="desk-edit-act"),
    path(f"{_VERSION}/muokkaus/uusi/", editor.new, name="desk-new-element"),
    path(f"{_VERSION}/muokkaus/<int:element>/", editor.element, name="desk-element"),
]
