from django.urls import path

from bryggan.reports import oversight_views, paper_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("uppsikt/", oversight_views.oversight, name="oversight"),
    path("rapporter/", paper_views.papers, name="papers"),
    path("rapporter/mall/", paper_views.change_template, name="change_template"),
    path("rapporter/mall/ta-bort/", paper_views.remove_template, name="remove_template"),
    path("rapporter/mall/bryggans.docx", paper_views.default_template, name="default_template"),
]
