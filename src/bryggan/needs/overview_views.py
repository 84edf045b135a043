from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def need_overview(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/need_overview.html")
