from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from bryggan.kit import trace


class RequestTraceMiddleware:
    """Gives each request an id that stands beside the events it causes and in the answer's header."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = trace.request_id.set(trace.new_request_id())
        kept = trace.per_request.set({})
        try:
            response = self.get_response(request)
            response.headers["X-Request-Id"] = trace.request_id.get()
            return response
        finally:
            trace.per_request.reset(kept)
            trace.request_id.reset(mark)
