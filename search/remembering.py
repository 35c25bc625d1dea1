"""The collectivity that a reader chose to compare with: a cookie that they ask for, without consent."""

from datetime import timedelta

REMEMBERED = "ma_collectivite"
REMEMBERED_FOR = timedelta(days=365)
