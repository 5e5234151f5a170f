"""The one door to schedules of either form."""

from tansiq.model.reading import Refusal, RefusalCode
from tansiq.readers.schedules import ssim, table
from tansiq.readers.schedules.reading import MOST_BYTES, ScheduleReading, refused


def read(data: bytes, name: str) -> ScheduleReading:
    """Read a schedule of either form. Nothing is raised for any bytes; what is not taken is a refusal."""
    if len(data) > MOST_BYTES:
        refusal = Refusal(
            RefusalCode.TOO_LARGE, 0, len(data), f"{name} has {len(data)} bytes", "send one airline at a time"
        )
        return ScheduleReading(len(data), len(data), refusals=(refusal,))
    if ssim.sniff(data):
        return ssim.read(data, name)
    if table.sniff(data):
        return table.read(data, name)
    text = f"{name} is neither SSIM chapter 7 (200 characters a line) nor a table whose first line names its columns"
    return refused(data, text, f"name the columns {', '.join(table.NEEDED)} in the first line")
