"""What docs/data-protection.md says of classes and times is what the programme does."""

import re
from datetime import UTC, datetime
from pathlib import Path

from bot.rules import load_rules
from fieldwork import seeing
from fieldwork.reports import PrivacyClass, Report
from fieldwork.seeing import Part, Surface, Viewer
from storage import rotating

TEXT = (Path(__file__).parent.parent / "docs" / "data-protection.md").read_text(encoding="utf-8")
AT = datetime(2026, 3, 2, tzinfo=UTC)


def seen(viewer: Viewer, grade: PrivacyClass) -> str:
    """All that somebody may see of a report of a class, on whatever surface, as the table says it."""
    report = Report(reporter_id=1, sent_at=AT, kept_at=AT, privacy=grade)
    parts = {part for surface in Surface for part in seeing.sight(viewer, report, surface).parts}
    missing = [part.value for part in Part if part not in parts]
    if not parts:
        return "–"
    if not missing:
        return "all"
    few = len(missing) < len(parts) and len(missing) < 4
    return f"all but {', '.join(missing)}" if few else ", ".join(p.value for p in Part if p in parts)


def rows(heading: str) -> list[list[str]]:
    """The table below a heading, without its two first lines."""
    found = re.search(rf"^### {re.escape(heading)}\n.*?\n((?:\|[^\n]*\n)+)", TEXT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return [[cell.strip() for cell in line.strip("|\n").split("|")] for line in found[1].splitlines()[2:]]


def test_the_table_of_classes_is_what_is_decided_in_one_place() -> None:
    told = {row[0].split(" ")[0].strip("`"): row[1:] for row in rows("谁看得到 / Who sees it")}
    classes = [PrivacyClass.P1, PrivacyClass.P2, PrivacyClass.P3, PrivacyClass.P4]
    assert told == {viewer.value: [seen(viewer, grade) for grade in classes] for viewer in Viewer}


def test_p0_is_seen_as_p1_is() -> None:
    assert all(seen(viewer, PrivacyClass.P0) == seen(viewer, PrivacyClass.P1) for viewer in Viewer)


def test_the_times_that_are_told_are_the_times() -> None:
    told = {row[0].strip("`"): row[1] for row in rows("保存多久 / For how long")}
    retention = load_rules().retention
    assert told == {
        grade.value: str(retention.of(grade)) if retention.of(grade) else "0" for grade in PrivacyClass
    }


def test_every_table_with_something_sealed_is_named() -> None:
    tables = {each.table.name for each in rotating.everything_sealed()}
    assert {name for name in tables if f"`{name}`" not in TEXT} == set()


def test_the_lane_that_waits_for_a_lawyer_is_off_and_said_to_be() -> None:
    assert not load_rules().lane.on
    assert "强制报告" in TEXT
    assert "waits for legal review" in TEXT
