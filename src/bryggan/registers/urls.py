from django.urls import path

from bryggan.registers import views

urlpatterns = [
    path("handelser/", views.batch_list, name="batch_list"),
    path("handelser/<int:pk>/", views.batch_page, name="batch_page"),
    path("handelser/<int:pk>/angra/", views.undo_batch, name="undo_batch"),
    path("<slug:slug>/andra-flera/", views.bulk_edit, name="bulk_edit"),
    path("<slug:slug>/vyer/ny/", views.save_view, name="save_view"),
    path("<slug:slug>/vyer/<int:pk>/", views.change_view, name="change_view"),
    path("<slug:slug>/vyer/<int:pk>/ta-bort/", views.remove_view, name="remove_view"),
]
