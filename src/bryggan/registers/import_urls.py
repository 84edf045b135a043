from django.urls import path

from bryggan.registers import import_views as views

urlpatterns = [
    path("<slug:slug>/las-in/", views.import_start, name="import_start"),
    path("<slug:slug>/las-in/<int:pk>/", views.import_review, name="import_review"),
    path("<slug:slug>/las-in/<int:pk>/kolumner/", views.import_columns, name="import_columns"),
    path("<slug:slug>/las-in/<int:pk>/val/", views.import_choose, name="import_choose"),
    path("<slug:slug>/las-in/<int:pk>/las-in/", views.import_apply, name="import_apply"),
    path("<slug:slug>/las-in/<int:pk>/avbryt/", views.import_cancel, name="import_cancel"),
]
