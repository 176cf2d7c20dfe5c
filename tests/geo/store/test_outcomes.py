"""Every report of the store is counted once by how its place was found."""

from __future__ import annotations

from geo.settings import Settings
from geo.store.outcomes import boundary_label, placing_counts


def test_every_report_is_counted_once_by_how_it_was_placed(built_settings: Settings) -> None:
    counts = placing_counts(built_settings.database_url)
    assert sum(count.reports for count in counts) == 7871
    given = sum(count.reports for count in counts if count.method == "given coordinates")
    assert given >= 7400
    assert boundary_label(built_settings.database_url)
