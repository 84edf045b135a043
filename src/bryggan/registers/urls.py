from django.urls import path

from bryggan.registers import merge_views, views

urlpatterns = [
    path("handelser/", views.batch_list, name="batch_list"),
    path("handelser/<int:pk>/", views.batch_page, name="batch_page"),
    path("handelser/<int:pk>/angra/", views.undo_batch, name="undo_batch"),
    path("sammanslagning/ord/", merge_views.synonym_list, name="synonym_list"),
    path("sammanslagning/ord/nytt/", merge_views.add_synonym, name="add_synonym"),
    path("sammanslagning/ord/<int:pk>/ta-bort/", merge_views.remove_synonym, name="remove_synonym"),
    path("sammanslagning/<slug:slug>/", merge_views.merge_candidates, name="merge_candidates"),
    path("sammanslagning/<slug:slug>/forslag/", merge_views.merge_suggest, name="merge_suggest"),
    path(
        "sammanslagning/<slug:slug>/<int:one>/<int:other>/",
        merge_views.merge_page,
        name="merge_page",
    ),
    path(
        "sammanslagning/<slug:slug>/<int:one>/<int:other>/inte-samma/",
        merge_views.tell_apart,
        name="tell_apart",
    ),
    path("<slug:slug>/andra-flera/", views.bulk_edit, name="bulk_edit"),
    path("<slug:slug>/vyer/ny/", views.save_view, name="save_view"),
    path("<slug:slug>/vyer/<int:pk>/", views.change_view, name="change_view"),
    path("<slug:slug>/vyer/<int:pk>/ta-bort/", views.remove_view, name="remove_view"),
]
