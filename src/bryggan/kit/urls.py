from django.urls import path

from bryggan.kit import search_views
from bryggan.kit.papers.views import paper_file
from bryggan.kit.register import choosing, export, views

urlpatterns = [
    path("sok/", search_views.search, name="search"),
    path("papper/<slug:name>.<slug:form>", paper_file, name="paper_file"),
    path("valj/<slug:slug>/", choosing.suggest_records, name="register_suggest_records"),
    path("valj/<slug:slug>/<str:key>/", choosing.suggest_values, name="register_suggest_values"),
    path("<slug:slug>/", views.register_list, name="register_list"),
    path("<slug:slug>/nytt/", views.register_create, name="register_create"),
    path("<slug:slug>/filter/<str:key>/", views.register_facet, name="register_facet"),
    path("<slug:slug>/fil.<str:form>", export.register_export, name="register_export"),
    path("<slug:slug>/<int:pk>/", views.register_page, name="register_page"),
    path("<slug:slug>/<int:pk>/historik/", views.register_past, name="register_past"),
    path("<slug:slug>/<int:pk>/visa/<slug:key>/", views.register_panel, name="register_panel"),
    path("<slug:slug>/<int:pk>/ta-bort/", views.register_withdraw, name="register_withdraw"),
    path("<slug:slug>/<int:pk>/<slug:section>/", views.register_edit, name="register_edit"),
]
