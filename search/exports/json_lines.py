"""Every result as JSON, one sheet a line (https://jsonlines.org)."""

import json

from django.core.serializers.json import DjangoJSONEncoder

from .sheets import all_practices, attachment, practice_data


def json_lines(filterset):
    """Every result, streamed: constant memory whatever their number. The sheets are those of `json_page`."""
    return attachment(_lines(filterset), content_type="application/jsonl; charset=utf-8", suffix="jsonl")


def _lines(filterset):
    for practice in all_practices(filterset):
        yield json.dumps(practice_data(practice), ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"
