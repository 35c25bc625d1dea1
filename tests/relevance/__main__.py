"""Measures how well judged queries are answered; see script/relevance."""

import argparse
import itertools
import os
import sys
import uuid

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
django.setup()


from practices.models import PracticePage  # noqa: E402
from practices.plain_text import fold  # noqa: E402
from search import indexing  # noqa: E402
from search.documents import PracticeDocument  # noqa: E402
from search.engines.elasticsearch import ElasticsearchEngine  # noqa: E402
from search.engines.tantivy import TantivyEngine  # noqa: E402

from . import texts  # noqa: E402
from .judged import grades_by_key, judged_queries  # noqa: E402
from .metrics import quality  # noqa: E402
from .systems import SYSTEMS, whole, without_weights  # noqa: E402


class WithoutStems(TantivyEngine):
    """The embedded engine, with words as they are written."""

    def __init__(self, *args, **kwargs):
        import tantivy

        super().__init__(*args, **kwargs)
        folding = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        self.analyzer = folding.filter(tantivy.Filter.ascii_fold()).build()


def main():
    parser = argparse.ArgumentParser(prog="script/relevance", description=__doc__)
    parser.add_argument(
        "--fetch", action="store_true", help=f"download {texts.PACKAGE} {texts.VERSION} first"
    )
    parser.add_argument(
        "--misses", action="store_true", help="list the tuning queries without a good sheet in five"
    )
    options = parser.parse_args()
    if options.fetch:
        print(f"{texts.fetch()} texts of {texts.PACKAGE} {texts.VERSION} fetched.")
    public = PracticePage.objects.examples().live()
    sheets = list(indexing.documents(public))
    foreign = list(texts.foreign_documents(sheets))
    if not foreign:
        print(
            f"{texts.PACKAGE} is not there: the sheets are searched alone. script/relevance --fetch gets it."
        )
    print(f"{len(sheets)} sheets among {len(sheets) + len(foreign)} texts.\n")
    titles = {page.pk: fold(page.title) for page in public}
    queries = [(query, grades_by_key(query, titles)) for query in judged_queries()]
    print(f"{'':56}{'tuning':^34}{'held out':^34}")
    print(f"{'':56}" + f"{'nDCG@10':>9}{'MRR':>8}{'in 5':>8}{'none':>8} " * 2)
    for label, engine in engines():
        engine.rebuild(itertools.chain(sheets, foreign))
        for system in SYSTEMS:
            restore = None if system.weighted else without_weights(engine)
            report(f"{label}: {system.name}", engine, system.keys, queries)
            if restore:
                restore()
        if options.misses and label == "Tantivy":
            show_misses(engine, queries, titles)
        if label == "Elasticsearch":
            client = engine.indices.client.indices
            client.delete(index=",".join(client.get(index=f"{engine.indices.base}*")))
    unstemmed = WithoutStems(PracticeDocument, path=str(texts.folder().parent / "unstemmed"))
    unstemmed.rebuild(itertools.chain(sheets, foreign))
    report("Tantivy: … without stemming and stop words", unstemmed, whole, queries)
    print("\nFreshness and evidence are not part of the relevance: the table shows what they would change.")


def engines():
    yield "Tantivy", TantivyEngine(PracticeDocument, path=str(texts.folder().parent / "index"))
    url = os.environ.get("ELASTICSEARCH_URL")
    if url:
        prefix = f"relevance-{uuid.uuid4().hex[:8]}"
        yield (
            "Elasticsearch",
            ElasticsearchEngine(PracticeDocument, hosts=[url], prefix=prefix, search_timeout=20),
        )
    else:
        print(
            "ELASTICSEARCH_URL is not set: the embedded engine alone (script/services -- script/relevance)."
        )


def report(name, engine, find, queries):
    halves = []
    for held_out in (False, True):
        asked = [(query, grades) for query, grades in queries if query.held_out == held_out]
        found = quality((find(engine, query.text), grades) for query, grades in asked)
        halves.append(f"{found.ndcg:9.3f}{found.mrr:8.3f}{found.success:8.3f}{found.empty:8.3f} ")
    print(f"{name:56}" + "".join(halves))


def show_misses(engine, queries, titles):
    for query, grades in queries:
        keys = whole(engine, query.text)
        if not query.held_out and not any(grades.get(key, 0) >= 2 for key in keys[:5]):
            found = [titles.get(key, "(another text)")[:40] for key in keys[:3]]
            print(f"   {query.text!r} → {found}")


if __name__ == "__main__":
    sys.exit(main())
