"""Settings that would fail later are said at the start."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, register
from django.utils.module_loading import import_string

from .engines.base import SearchEngine


@register()
def check_search_engine(app_configs, **kwargs):
    """SEARCH_ENGINE names a search engine, with options that it takes."""
    backend = settings.SEARCH_ENGINE.get("BACKEND", "")
    try:
        engine_class = import_string(backend)
    except ImportError:
        known = "search.engines.tantivy.TantivyEngine or search.engines.elasticsearch.ElasticsearchEngine"
        return [
            Error(f"SEARCH_ENGINE names no engine: {backend!r}.", hint=f"Write {known}.", id="search.E001")
        ]
    if not (isinstance(engine_class, type) and issubclass(engine_class, SearchEngine)):
        return [Error(f"{backend} is no SearchEngine.", id="search.E002")]
    return []


@register()
def check_elasticsearch_url(app_configs, **kwargs):
    """Each host of ELASTICSEARCH_URL is a whole address."""
    hosts = settings.SEARCH_ENGINE.get("OPTIONS", {}).get("hosts", [])
    return [
        Error(
            f"ELASTICSEARCH_URL holds {host!r}, which is no address.",
            hint="Write http://host:9200, several separated by commas.",
            id="search.E003",
        )
        for host in hosts
        if not host.startswith(("http://", "https://")) or host.count(":") < 2
    ]


@register()
def check_map_tiles_url(app_configs, **kwargs):
    """MAP_TILES_URL is empty, or an address with the level, the column and the row of a tile."""
    address = settings.MAP_TILES_URL
    marks = ("{z}", "{x}", "{y}")
    if not address or (
        address.startswith(("https://", "http://")) and all(mark in address for mark in marks)
    ):
        return []
    hint = "Write an address with {z}, {x} and {y}, as https://tiles.example.fr/{z}/{x}/{y}.png."
    return [Error(f"MAP_TILES_URL is {address!r}.", hint=hint, id="search.E005")]


@register()
def check_index_folder(app_configs, **kwargs):
    """The folder of the embedded index can be written."""
    path = settings.SEARCH_ENGINE.get("OPTIONS", {}).get("path")
    parent = Path(path).parent if path else None
    if parent and not parent.is_dir():
        return [
            Error(
                f"{parent} is no folder.", hint="Set PORTAL_VAR to one that can be written.", id="search.E004"
            )
        ]
    return []
