from django.urls import path

from bryggan.contracts import views, year_views

urlpatterns = [
    path("avtal/ar/", year_views.contract_year, name="contract_year"),
    path("avtal/ar/avtal.ics", year_views.contract_calendar, name="contract_calendar"),
    path("avtal/tillsammans/", year_views.contracts_together, name="contracts_together"),
    path("avtal/<int:pk>/vagval/", views.choose_contract_course, name="choose_contract_course"),
]
