"""The same search written straight for Elasticsearch: one request in its own JSON, and nothing of ours."""

from elasticsearch import Elasticsearch, helpers

from .bare_tantivy import BOOSTS, FACETS, MOST_VALUES, PASSAGE_SIGNS, Answer
from .queries import PER_PAGE


class BareElasticsearch:
    def __init__(self, url, index):
        self.client = Elasticsearch(url, request_timeout=30)
        self.index = index

    def __call__(self, search):
        ranked = bool(search.plain) and not search.newest
        response = self.client.search(
            index=self.index,
            query=self._matching(search),
            post_filter=self._ticked(search.filters),
            aggs=self._aggregations(search.filters),
            highlight=self._highlight() if search.plain else None,
            sort=[{"_score": "desc"} if ranked else {"newest": "desc"}, {"pk": "asc"}],
            from_=search.offset,
            size=PER_PAGE,
            source=False,
            track_total_hits=True,
        )
        hits = response["hits"]["hits"]
        counts = {
            facet: {row["key"]: row["doc_count"] for row in answer["buckets"]}
            for group in response["aggregations"].values()
            for facet, answer in group.items()
            if facet != "doc_count"
        }
        highlights = {int(hit["_id"]): hit["highlight"] for hit in hits if "highlight" in hit}
        return Answer(
            [int(hit["_id"]) for hit in hits], response["hits"]["total"]["value"], counts, highlights
        )

    def feed(self, documents):
        """A new index of the same mapping, by the library's own bulk; removed again. Returns the count."""
        (model,) = self.client.indices.get(index=self.index).values()
        settings = {"analysis": model["settings"]["index"]["analysis"], "number_of_replicas": 0}
        name = f"{self.index}-fed"
        self.client.indices.create(
            index=name, mappings=model["mappings"], settings=settings | {"refresh_interval": -1}
        )
        try:
            helpers.bulk(self.client, (self._action(name, document) for document in documents))
            self.client.indices.refresh(index=name)
            return self.client.count(index=name)["count"]
        finally:
            self.client.indices.delete(index=name)

    def _action(self, name, document):
        source = {field: getattr(document, field) for field in document.__slots__}
        return {"_index": name, "_id": document.pk, "_source": source}

    def keep_no_answers(self):
        """Each search costs what it costs the first time."""
        self.client.indices.put_settings(index=self.index, settings={"index.requests.cache.enable": False})

    def size(self, index=None):
        """Bytes on the disk, once all is written."""
        index = index or self.index
        self.client.indices.flush(index=index)
        stats = self.client.indices.stats(index=index, metric="store")
        return stats["_all"]["primaries"]["store"]["size_in_bytes"]

    def drop(self, prefix):
        """Removes what the run left on a server that is not ours; by name, for it refuses patterns."""
        names = list(self.client.indices.get(index=f"{prefix}-*", ignore_unavailable=True))
        if names:
            self.client.indices.delete(index=",".join(names))

    def _matching(self, search):
        if not search.plain:
            return {"match_all": {}}
        wanted = [self._anywhere("best_fields", word) for word in search.words]
        if search.phrase:
            wanted.append(self._anywhere("phrase", " ".join(search.phrase)))
        unwanted = [self._anywhere("best_fields", search.without)] if search.without else []
        return {"bool": {"should": wanted, "minimum_should_match": search.minimum, "must_not": unwanted}}

    def _anywhere(self, kind, text):
        fields = [f"{name}^{boost}" for name, boost in BOOSTS.items()]
        return {"multi_match": {"query": text, "fields": fields, "type": kind, "tie_breaker": 1.0}}

    def _ticked(self, filters):
        return {"bool": {"filter": [{"terms": {name: list(values)}} for name, values in filters.items()]}}

    def _aggregations(self, filters):
        groups = {"untouched": ([name for name in FACETS if name not in filters], filters)}
        for name in filters:
            groups[name] = [name], {other: values for other, values in filters.items() if other != name}
        return {
            group: {
                "filter": self._ticked(rest),
                "aggs": {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in names},
            }
            for group, (names, rest) in groups.items()
        }

    def _highlight(self):
        options = {"fragment_size": PASSAGE_SIGNS, "number_of_fragments": 1}
        return {"fields": {"body": options, "summary": options}}
