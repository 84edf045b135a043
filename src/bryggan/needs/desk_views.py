from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def need_desk(request: HttpRequest) -> HttpResponse:
    return render(request, "needs/need_desk.html")


def prepare_need(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "needs/prepare_need.html")
