"""What the browser may load and run: strict on the public site, wider in Wagtail's admin, nowhere else."""

import pytest

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def policy(response):
    """The directives of the header, each with its sources."""
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: set(sources) for name, *sources in directives}


@pytest.mark.parametrize("path", ["/", "/fiches/", "/compte/connexion/", "/nulle-part/", "/administration/"])
def test_public_pages_run_no_inline_script(client, home, path):
    found = policy(client.get(path))

    assert found["default-src"] == {"'none'"}
    assert found["base-uri"] == {"'none'"}
    assert found["style-src"] == {"'self'"}
    assert found["script-src"] == {"'self'"} or any(
        source.startswith("'nonce-") for source in found["script-src"]
    )
    assert not any("unsafe" in source for sources in found.values() for source in sources)


def test_admin_has_its_own_policy(client, home):
    client.force_login(UserFactory(superuser=True))

    for path in ("/admin/", "/admin/pages/", "/admin/nulle-part/"):
        assert policy(client.get(path)) == {
            "default-src": {"'self'"},
            "script-src": {"'self'", "'unsafe-inline'"},  # a nonce would switch it off
            "style-src": {"'self'", "'unsafe-inline'"},
            "img-src": {"'self'", "data:", "blob:"},
            "frame-src": {"'self'"},
            "object-src": {"'none'"},
            "form-action": {"'self'"},
            "frame-ancestors": {"'self'"},
            "base-uri": {"'self'"},
        }
