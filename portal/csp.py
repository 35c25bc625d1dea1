"""Two content-security policies: strict for the public site, a wider one for Wagtail's admin.

Wagtail's admin has inline scripts and styles of its own (its date picker stops silently without them).
A nonce beside `unsafe-inline` would switch the latter off, so the admin's policy has none.
"""

from csp.constants import NONCE, NONE, SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware

ADMIN_PREFIX = "/admin/"

PUBLIC = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [SELF],  # the admin previews sheets in a frame of its own
    "base-uri": [NONE],
    "manifest-src": [SELF],
}
ADMIN = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "object-src": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [SELF],
}


class PolicyMiddleware(CSPMiddleware):
    """Adds the policy of the part of the site that answers."""

    def process_response(self, request, response):
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_config = ADMIN  # the whole of it, as csp.decorators.csp does
        return super().process_response(request, response)
