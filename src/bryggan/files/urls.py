from django.urls import path

from bryggan.files import openness_views, views

urlpatterns = [
    path("handlingar/<slug:slug>/<int:pk>/fil/", views.attach_file, name="attach_file"),
    path("handlingar/<slug:slug>/<int:pk>/lank/", views.attach_link, name="attach_link"),
    path(
        "handlingar/<slug:slug>/<int:pk>/lamna-ut/",
        openness_views.disclose_documents,
        name="disclose_documents",
    ),
    path("handling/<int:pk>/", views.file_page, name="file_page"),
    path("handling/<int:pk>/hamta/", views.download_file, name="download_file"),
    path("handling/<int:pk>/upprata/", views.establish_file, name="establish_file"),
    path("handling/<int:pk>/version/", views.add_version, name="add_version"),
    path("handling/<int:pk>/ta-bort/", views.withdraw_file, name="withdraw_file"),
    path("handling/<int:pk>/sekretess/", views.mark_secret, name="mark_secret"),
    path("handling/<int:pk>/oppna/", views.lift_secrecy, name="lift_secrecy"),
    path("fryst/<int:pk>.json", views.frozen_version, name="frozen_version"),
    path("diarienummer/", openness_views.case_number_rules, name="case_number_rules"),
    path(
        "diarienummer/<int:pk>/",
        openness_views.set_case_number_rule,
        name="set_case_number_rule",
    ),
]
