"""Build step: compiles the message catalogues, so that neither users nor developers need gettext installed."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes each .mo beside its .po before the wheel, or the editable install, is made."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002  hatchling's signature
        """Compile every catalogue below src/tansiq/locale."""
        for source in sorted(Path(self.root, "src/tansiq/locale").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as text:
                catalogue = read_po(text, locale=source.parts[-3])
            with source.with_suffix(".mo").open("wb") as out:
                write_mo(out, catalogue)
