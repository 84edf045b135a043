from django.urls import path

from bryggan.dossiers import views

urlpatterns = [
    path("granskning/", views.review, name="review"),
    path("granskning/tabell/", views.evidence_table, name="evidence_table"),
    path("granskning/urval/", views.draw_sample, name="draw_sample"),
    path(
        "granskning/urval/<int:pk>/population.csv",
        views.sample_population,
        name="sample_population",
    ),
    path("initiativ/<int:pk>/syfte/", views.judge_purpose, name="judge_purpose"),
]
