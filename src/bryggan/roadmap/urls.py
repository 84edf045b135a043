from django.urls import path

from bryggan.roadmap import views

urlpatterns = [
    path("fardplan/", views.roadmap, name="roadmap"),
    path("fardplan/<int:pk>/", views.roadmap_of, name="roadmap_of"),
    path("fardplan/<int:pk>/pengar/", views.roadmap_money, name="roadmap_money"),
    path("fardplan/<int:pk>/faststall/", views.adopt_roadmap, name="adopt_roadmap"),
    path("fardplan/version/<int:pk>/", views.adopted_roadmap, name="adopted_roadmap"),
]
