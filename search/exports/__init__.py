"""The very same search for machines and spreadsheets: one module for each format."""

from django.http import JsonResponse

from ..filters import ATOM, CSV, JSON, JSONL, XLSX
from .csv_file import csv_file
from .feed import atom_feed
from .json_lines import json_lines
from .json_page import json_page
from .workbook import workbook

FORMATS = {JSON: json_page, JSONL: json_lines, CSV: csv_file, XLSX: workbook, ATOM: atom_feed}


def export(filterset):
    """The answer in the format asked for; 400 with field and reason when a parameter is not understood."""
    errors = [{"field": name, "value": value, "reason": reason} for name, value, reason in filterset.dropped]
    if errors:
        return JsonResponse({"errors": errors}, status=400)
    return FORMATS[filterset.output](filterset)
