from django.urls import path

from bryggan.systems import map_views, views

urlpatterns = [
    path("karta/", map_views.integration_map, name="integration_map"),
    path("omnamnt/<int:pk>/", views.settle_mention, name="settle_mention"),
    path("omnamnt/<int:pk>/avfarda/", views.dismiss_mention, name="dismiss_mention"),
    path("system/<int:pk>/kostnader/", views.system_costs, name="system_costs"),
    path("system/<int:pk>/kostnader/<int:cost_pk>/", views.change_cost, name="change_cost"),
    path(
        "system/<int:pk>/kostnader/<int:cost_pk>/ta-bort/",
        views.withdraw_cost,
        name="withdraw_cost",
    ),
    path("system/<int:pk>/fordelning/", views.share_system, name="share_system"),
    path("system/<int:pk>/knyt-avtal/", views.tie_contract, name="tie_contract"),
    path(
        "system/<int:pk>/avtal/<int:contract_pk>/lossa/",
        views.untie_contract,
        name="untie_contract",
    ),
]
