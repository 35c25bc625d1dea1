"""The indices of one kind of document in Elasticsearch: names, aliases, and how one follows another."""

import contextlib
import re
from datetime import UTC, datetime

from elasticsearch import NotFoundError

from .base import SearchUnavailable
from .elasticsearch_client import within
from .elasticsearch_mapping import index_definition, index_settings

BUILD_TIMEOUT = 60.0  # seconds, for each step of a rebuild
LAYOUT = 1  # raised when the way fields are written changes


class Indices:
    """Searches read one alias, writes go to another; a third leads to the index that is being built.

    When none is built the third leads to the same index as the others. It is never absent: Elasticsearch
    makes a missing index for a removal that has a version, whatever `require_alias` says. The name of an
    index holds the fingerprint of its schema and the moment it was begun. Every method may raise what the
    library raises.
    """

    def __init__(self, client, schema, *, prefix, replicas, refresh_interval):
        self.client = within(client, BUILD_TIMEOUT)
        self.definition = index_definition(schema)
        self.settings = index_settings(replicas=replicas, refresh_interval=refresh_interval)
        self.refresh_interval = refresh_interval
        self.base = f"{prefix}-{schema.name}"
        self.fingerprint = schema.fingerprint(LAYOUT, self.definition)
        self.reading = f"{self.base}-read"
        self.writing = f"{self.base}-write"
        self.building = f"{self.base}-building"

    def is_ready(self):
        """Whether searches read an index of the present schema."""
        return any(name.startswith(f"{self.base}-{self.fingerprint}-") for name in self._behind(self.reading))

    def to_write(self, client):
        """The aliases that a write goes to now."""
        live = self._behind(self.writing, client)
        if not live:
            raise SearchUnavailable("no index to write to: run manage.py rebuild_index")
        return (
            [self.writing] if self._behind(self.building, client) == live else [self.writing, self.building]
        )

    def new_name(self):
        return f"{self.base}-{self.fingerprint}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"

    def filling(self, name):
        """The alias that only the rebuild of this index writes to; it goes with the index."""
        return f"{name}-filling"

    def begin(self, name):
        """Makes an empty index that every write goes to from now on.

        What a killed rebuild left is dropped, and so is the index of a rebuild that is still under way.
        """
        created = self.client.indices.create(
            index=name,
            mappings=self.definition["mappings"],
            settings=self.definition["settings"] | self.settings | {"refresh_interval": -1},
            aliases={self.filling(name): {}},
        )
        if not created["shards_acknowledged"]:
            raise SearchUnavailable("the cluster did not make the new index in time")
        # Every node knows the alias before the database is read: see the module of the engine.
        self._move([self.building], name)
        self.drop(self._own_without({self.reading, self.writing, self.building}))

    def complete(self, name, *, sent, written):
        """Makes what was written visible; returns the count, once compared with what was sent.

        Each operation has a number, so the last number tells how many came from others meanwhile; each of
        these may have added or removed a document.
        """
        self.client.indices.put_settings(index=name, settings={"refresh_interval": self.refresh_interval})
        self.client.indices.refresh(index=name)
        count = self.client.count(index=name)["count"]
        shards = self.client.indices.stats(index=name, level="shards", metric="docs")["indices"][name][
            "shards"
        ]
        last_number = max(copy["seq_no"]["max_seq_no"] for copies in shards.values() for copy in copies)
        if abs(count - sent) > last_number + 1 - written:
            raise SearchUnavailable(f"the new index holds {count} documents of {sent}")
        return count

    def publish(self, name):
        """Moves the aliases in one call; fails when another rebuild has taken over."""
        filled = {
            "remove": {"index": name, "aliases": [self.filling(name), self.building], "must_exist": True}
        }
        self._move([self.reading, self.writing, self.building], name, filled)

    def abandon(self, name):
        """Leads writes back to the live index alone, and drops this one."""
        back = [{"add": {"index": live, "alias": self.building}} for live in self._behind(self.writing)]
        ours = {"remove": {"index": name, "alias": self.building, "must_exist": True}}
        with contextlib.suppress(NotFoundError):  # another rebuild has taken over
            self.client.indices.update_aliases(actions=[ours, *back])
        self.drop([name])

    def replaced(self):
        """Those that nothing refers to any more."""
        return self._own_without({self.reading, self.writing, self.building})

    def drop(self, names):
        if names:
            self.client.indices.delete(index=",".join(names), ignore_unavailable=True)

    def _move(self, aliases, name, *conditions):
        elsewhere = {"index": f"{self.base}-*", "aliases": aliases, "must_exist": False}
        actions = [*conditions, {"remove": elsewhere}, {"add": {"index": name, "aliases": aliases}}]
        if not self.client.indices.update_aliases(actions=actions)["acknowledged"]:
            raise SearchUnavailable("the cluster did not move the aliases in time")

    def _behind(self, alias, client=None):
        """The names of the indices that an alias leads to: one, or none."""
        try:
            return list((client or self.client).indices.get_alias(name=alias))
        except NotFoundError:
            return []

    def _own_without(self, aliases):
        own = re.compile(rf"{re.escape(self.base)}-[0-9a-f]{{10}}-\d{{20}}")
        found = self.client.indices.get_alias(index=f"{self.base}-*").body
        return [
            name
            for name, index in found.items()
            if own.fullmatch(name) and aliases.isdisjoint(index["aliases"])
        ]
