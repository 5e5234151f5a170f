"""`tansiq schedule`: what is taken in, and what is said of lines that are not."""

from pathlib import Path

import pytest

from tansiq.cli import planning
from tansiq.picture.schedules import ScheduleVersion, in_force

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

ROWS = (
    "carrier,number,origin,destination,departure,arrival,from,until,days\n"
    "PK,785,ISB,LHR,23:55,04:30,2026-03-29,2026-10-24,1234567\n"
)


def test_a_schedule_is_kept_with_its_file_and_wrong_rows_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, partly = tmp_path / "pk.csv", tmp_path / "partly.csv"
    whole.write_text(ROWS)
    partly.write_text(ROWS.replace("PK", "XX") + "PK,1\n")
    assert planning.load_files([whole, partly, tmp_path / "absent"]) == 1
    told = capsys.readouterr()
    assert "1 legs of PK" in told.out
    assert f"byte {len(ROWS)}" in told.err
    assert "cannot be opened" in told.err
    assert [leg.carrier for leg in in_force().order_by("carrier")] == ["PK", "XX"]
    assert bytes(ScheduleVersion.objects.get(name="pk.csv").data).decode() == ROWS
    assert planning.load_files([whole]) == 0
