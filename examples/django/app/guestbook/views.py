"""The page, and the health check."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guestbook.models import Entry


def entries(request: HttpRequest) -> HttpResponse:
    """Show the newest entries, or add one."""
    if request.method == "POST":
        Entry.objects.create(text=request.POST["text"][:200])
        return redirect("/")
    return render(request, "guestbook/entries.html", {"entries": Entry.objects.all()[:50]})


def health(_: HttpRequest) -> HttpResponse:
    """Answer 200 when the database does."""
    connection.ensure_connection()
    return HttpResponse("ok\n", content_type="text/plain")
