"""The whole page as a web process makes it, and its template alone with data that is ready."""

import contextlib
import copy

from django.shortcuts import render
from django.test import RequestFactory

from portal.wsgi import application
from search import views


class Site:
    """The site as gunicorn calls it: middleware, view, template, the end of the request."""

    def __init__(self):
        self.requests = RequestFactory()

    def get(self, query_string, path="/fiches/", *, is_newcomer=False):
        """The length of the page. Raises AssertionError when it is no page.

        What is kept for newcomers is met by them alone: the others have a cookie.
        """
        statuses = []
        headers = {} if is_newcomer else {"Cookie": "seen=1"}
        environ = self.requests.get(f"{path}?{query_string}", headers=headers).environ
        response = application(environ, lambda status, headers: statuses.append(status))
        length = sum(len(part) for part in response)
        response.close()
        assert statuses[0].startswith("200"), f"{statuses[0]} {path}?{query_string}"
        return length


class ReadyPage:
    """One rendering of the list caught with its request and its data, to be rendered again."""

    def __init__(self, site, query_string):
        with _caught() as calls:
            site.get(query_string)
        self.request, self.template, self.context = calls[0]

    def render(self):
        return len(render(copy.copy(self.request), self.template, self.context).content)


@contextlib.contextmanager
def _caught():
    """The arguments that the view gives to render(); the request as it was before the template saw it."""
    calls, real = [], views.render

    def catch(request, template, context):
        calls.append((copy.copy(request), template, context))
        return real(request, template, context)

    views.render = catch
    try:
        yield calls
    finally:
        views.render = real
