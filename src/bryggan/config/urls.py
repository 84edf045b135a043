"""Every address, app by app. The registers' own come last, since they begin with any word."""

from django.urls import include, path

urlpatterns = [
    path("", include("bryggan.reports.urls")),
    path("", include("bryggan.roadmap.urls")),
    path("", include("bryggan.dossiers.urls")),
    path("", include("bryggan.initiatives.urls")),
    path("", include("bryggan.needs.urls")),
    path("", include("bryggan.people.urls")),
    path("", include("bryggan.registers.import_urls")),
    path("", include("bryggan.registers.urls")),
    path("", include("bryggan.approvals.urls")),
    path("", include("bryggan.assessments.urls")),
    path("", include("bryggan.meetings.urls")),
    path("", include("bryggan.decisions.urls")),
    path("", include("bryggan.duties.urls")),
    path("", include("bryggan.files.urls")),
    path("", include("bryggan.methods.urls")),
    path("", include("bryggan.systems.urls")),
    path("", include("bryggan.contracts.urls")),
    path("", include("bryggan.rounds.urls")),
    path("", include("bryggan.advice.urls")),
    path("", include("bryggan.notices.urls")),
    path("", include("bryggan.kit.urls")),
]

handler400 = "bryggan.kit.views.bad_request"
handler403 = "bryggan.kit.views.forbidden"
handler404 = "bryggan.kit.views.not_found"
