"""Every result as JSON, one sheet a line (https://jsonlines.org)."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils import timezone

from .sheets import all_practices, practice_data


def json_lines(filterset):
    """Every result, streamed: constant memory whatever their number. The sheets are those of `json_page`."""
    response = StreamingHttpResponse(_lines(filterset), content_type="application/jsonl; charset=utf-8")
    name = f"pratiques-communes-{timezone.localdate():%Y-%m-%d}.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(filterset):
    for practice in all_practices(filterset):
        yield json.dumps(practice_data(practice), ensure_ascii=False, cls=DjangoJSONEncoder) + "\n"
