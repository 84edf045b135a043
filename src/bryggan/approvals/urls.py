from django.urls import path

from bryggan.approvals import open_views, views

urlpatterns = [
    path("grona-listan/", open_views.green_list, name="green_list"),
    path("grona-listan/fil.<slug:form>", open_views.green_list_file, name="green_list_file"),
    path("app/begar/", views.request_app, name="request_app"),
    path("app/andras-listor/", views.read_suggestions, name="read_suggestions"),
    path("app/<int:pk>/jag-ocksa/", views.join_request, name="join_request"),
    path("app/<int:pk>/riskkontroll/", views.screen_app, name="screen_app"),
    path("app/<int:pk>/besked/", views.approve_app, name="approve_app"),
    path("app/<int:pk>/neka/", views.refuse_app, name="refuse_app"),
    path("app/<int:pk>/omprova/", views.reopen_app, name="reopen_app"),
    path("app/<int:pk>/ta-av-listan/", views.delist_app, name="delist_app"),
]
