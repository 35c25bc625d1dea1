"""The facets that the peers hold, by how many values a sheet has in each."""

ONE_VALUE = ("population", "type", "mutualisation", "state", "cost", "evidence", "year")
ONE_VALUE += ("open", "open_source", "evaluation", "licence")
SEVERAL_VALUES = ("theme", "region", "programme", "audience")
FACETS = ONE_VALUE + SEVERAL_VALUES
