"""Every address of the site, on one screen."""

from allauth.account import views as account_views
from django.conf import settings
from django.conf.urls.static import static
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap
from wagtail.documents import urls as wagtaildocs_urls

from portal import views
from portal.accounts import rations
from portal.accounts.proconnect.views import LogoutView
from portal.desk.views import admin_home
from search.misses.views import wish
from search.views import background, my_territory, practice_list, suggest, suggest_territories

# One door only: Wagtail's two logins would ask for no second factor, nor for a confirmed address.
login = RedirectView.as_view(pattern_name="account_login", query_string=True)

handler400 = "portal.views.unread"
urlpatterns = [
    path("admin/login/", login),
    path("_util/login/", login),
    path("admin/", admin_home, name="admin_home"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/connexion/", account_views.login, name="account_login"),
    path("compte/inscription/", rations.signup(account_views.signup), name="account_signup"),
    path("compte/deconnexion/", LogoutView.as_view(), name="account_logout"),
    path("compte/proconnect/", include("portal.accounts.proconnect.urls")),
    path("compte/", include("portal.accounts.urls")),
    path("fiches/", practice_list, name="practice_list"),
    path("fiches/dites-nous/", wish, name="search_wish"),
    path("fiches/suggestions/", suggest, name="suggest"),
    path("fiches/fond-de-carte/", background, name="map_background"),
    path("fiches/ma-collectivite/", my_territory, name="my_territory"),
    path("fiches/ma-collectivite/suggestions/", suggest_territories, name="suggest_territories"),
    path("fiches/alertes/", include("search.alerts.urls")),
    path("collectivites/", include("practices.territories.urls")),
    path("entretiens/", include("practices.interviews.urls")),
    path("", include("practices.urls")),
    path("sante/vivant/", views.live),
    path("sante/pret/", views.ready),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": Sitemap}}),
    path("robots.txt", views.robots),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(wagtail_urls)),
]
