"""Signing in and out; nobody signs up by themselves."""

from django.urls import path

from luotsi.web.shared import views

urlpatterns = [
    path("kirjaudu/", views.SignIn.as_view(), name="account_login"),
    path("kirjaudu/demo/<int:person>/", views.sign_in_as_demo_person, name="demo-sign-in"),
    path("ulos/", views.sign_out, name="account_logout"),
    path("kirjaudu/ei-kaytossa/", views.inactive, name="account_inactive"),
]
