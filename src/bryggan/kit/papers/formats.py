"""The formats a paper can be taken along in."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.module_loading import import_string

from bryggan.kit.papers.model import Paper

type Template = Path | bytes | None


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: its ending, its content type, and the function that makes it."""

    extension: str
    content_type: str
    renderer: str
    takes_template: bool = False

    def render(self, paper: Paper, *, template: Template = None) -> bytes:
        """Make the file; a template is used by the formats that take one and ignored by the others."""
        # Named, not imported: the libraries for all four would slow down the start of every command.
        render = import_string(self.renderer)
        made = render(paper, template=template) if self.takes_template else render(paper)
        return bytes(made)


_OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS = {
    "docx": Format(
        "docx",
        f"{_OFFICE}.wordprocessingml.document",
        "bryggan.kit.papers.word.render",
        takes_template=True,
    ),
    "pptx": Format(
        "pptx", f"{_OFFICE}.presentationml.presentation", "bryggan.kit.papers.slides.render"
    ),
    "xlsx": Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "bryggan.kit.papers.sheet.render"),
    "pdf": Format("pdf", "application/pdf", "bryggan.kit.papers.pdf.render"),
}
