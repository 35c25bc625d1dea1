"""The index of a kind of document in Elasticsearch: fields from its schema, words as analysis.py says."""

from elasticsearch import dsl
from elasticsearch.dsl import analysis

from ..analysis import LONGEST_TOKEN, STEM_ENDINGS, STEM_WHOLE, STEMS, STOP_WORDS
from ..schema import DIGEST, Kind

ANALYZER = "french_folded"
# All that is neither letter nor digit; `char_group` and `standard` differ from Tantivy on marks and emoji.
SEPARATORS = r"[^\p{IsAlphabetic}\p{N}]+"
LONGEST_FACET = 8_000  # signs; Lucene refuses values above 32 766 bytes
# A late write is compared with a deletion for that long: longer than any rebuild.
DELETIONS_KEPT = "1d"


def french_analyzer():
    endings = [
        analysis.token_filter(f"ending_{number}", "pattern_replace", pattern=pattern, replacement=replacement)
        for number, (pattern, replacement) in enumerate(STEM_ENDINGS)
    ]
    rules = [f"{word} => {stem}" for word, stem in STEMS.items()]
    return analysis.analyzer(
        ANALYZER,
        tokenizer=analysis.tokenizer("letters_and_digits", "pattern", pattern=SEPARATORS),
        filter=[
            "lowercase",
            "asciifolding",
            analysis.token_filter("not_too_long", "length", max=LONGEST_TOKEN - 1),
            analysis.token_filter("stop_words", "stop", stopwords=sorted(STOP_WORDS)),
            analysis.token_filter("stems", "stemmer_override", rules=rules),
            *endings,
            analysis.token_filter("stem_whole", "keyword_marker", keywords_pattern=STEM_WHOLE),
            analysis.token_filter("stem", "stemmer", language="french"),
        ],
    )


def index_definition(schema):
    """The mapping and the analysis, as `indices.create` takes them; nothing else shapes what is found."""
    mapping = dsl.Mapping()
    mapping.meta("dynamic", "strict")
    for name, field in schema.fields.items():
        mapping.field(name, _field(field))
    mapping.field(DIGEST, dsl.Long(index=False))
    index = dsl.Index(schema.name)
    index.mapping(mapping)
    index.analyzer(french_analyzer())
    return index.to_dict()


def index_settings(*, replicas, refresh_interval):
    """One primary shard: exact counts, and scores that compare like Tantivy's."""
    return {
        "number_of_shards": 1,
        "auto_expand_replicas": f"0-{replicas}" if replicas else False,
        "number_of_replicas": 0,
        "refresh_interval": refresh_interval,
        "gc_deletes": DELETIONS_KEPT,
    }


def _field(field):
    match field.kind:
        case Kind.TEXT:
            # Offsets in the index: a passage is cut without analysing the whole text again.
            options = {"index_options": "offsets"} if field.passage else {}
            return dsl.Text(analyzer=ANALYZER, **options)
        case Kind.FACET:
            return dsl.Keyword(ignore_above=LONGEST_FACET, eager_global_ordinals=True)
        case Kind.PREFIX:
            return dsl.Keyword(doc_values=False)
        case Kind.KEY | Kind.ORDER | Kind.NUMBER:
            return dsl.Long()
