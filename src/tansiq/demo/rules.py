"""The rules of the demo, as the files that officers would keep: each catches a story of docs/national-day.md."""

from importlib.resources import files


def rule_files() -> dict[str, bytes]:
    """The files by their names, in the order of these."""
    folder = files("tansiq.demo").joinpath("data/rules")
    found = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return {file.name: file.read_bytes() for file in sorted(found, key=lambda file: file.name)}
