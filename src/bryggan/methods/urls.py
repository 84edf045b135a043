from django.urls import path

from bryggan.methods import draft_views, views

urlpatterns = [
    path("metod/val/", views.choose_method, name="choose_method"),
    path("metod/val/<int:pk>/bort/", views.withdraw_choice, name="withdraw_choice"),
    path("metod/fran-bryggan/", views.load_methods, name="load_methods"),
    path("metod/<int:pk>/kopiera/", views.copy_method, name="copy_method"),
    path("metod/<int:pk>/ny-version/", views.start_version, name="start_version"),
    path("metod/version/<int:pk>/", views.method_version, name="method_version"),
    path("metod/version/<int:pk>/ta-i-bruk/", views.freeze_version, name="freeze_version"),
    path("metod/version/<int:pk>/kasta/", views.discard_version, name="discard_version"),
    path("metod/version/<int:pk>/andra/", draft_views.edit_version, name="edit_version"),
    path("metod/version/<int:pk>/storlekar/", draft_views.change_sizes, name="change_sizes"),
    path("metod/version/<int:pk>/steg/", draft_views.add_step, name="add_step"),
    path("metod/steg/<int:pk>/", draft_views.change_step, name="change_step"),
    path("metod/steg/<int:pk>/bort/", draft_views.remove_step, name="remove_step"),
    path("metod/steg/<int:pk>/flytta/<str:way>/", draft_views.reorder_steps, name="reorder_steps"),
    path("metod/steg/<int:pk>/krav/", draft_views.add_requirement, name="add_requirement"),
    path("metod/krav/<int:pk>/", draft_views.change_requirement, name="change_requirement"),
    path("metod/krav/<int:pk>/bort/", draft_views.remove_requirement, name="remove_requirement"),
]
