from django.urls import path

from bryggan.duties import views

urlpatterns = [
    path("uppgift/<int:pk>/klar/", views.finish_task, name="finish_task"),
    path("uppgift/<int:pk>/utgar/", views.drop_task, name="drop_task"),
    path("uppgift/<int:pk>/oppna/", views.reopen_task, name="reopen_task"),
]
