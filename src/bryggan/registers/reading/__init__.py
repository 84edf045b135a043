"""A spreadsheet file read into rows, safely and without changing anything.

`read_file` takes an Excel workbook (.xlsx, .xlsm) or a CSV file and hands back a `SheetText`: the
columns with their titles, the rows under them with the row numbers one sees in the spreadsheet,
and a remark for everything that was not simply read. A file that cannot be read is refused with
`FileRefused`, whose message is written for the person who chose the file; nothing else is raised.

Start in `files.py`; `recognise.py` tells the kinds of file apart, `workbook.py` and `worksheet.py`
read Excel, `csv_file.py` reads CSV, and `table.py` finds the header row and makes the result.
"""

from bryggan.registers.reading.files import read_file, read_grid
from bryggan.registers.reading.sheet import (
    MAX_COLUMNS,
    MAX_PACKED_BYTES,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    ColumnHead,
    FileRefused,
    Grid,
    Remark,
    Row,
    SheetName,
    SheetText,
)

__all__ = [
    "MAX_COLUMNS",
    "MAX_PACKED_BYTES",
    "MAX_ROWS",
    "MAX_UNPACKED_BYTES",
    "ColumnHead",
    "FileRefused",
    "Grid",
    "Remark",
    "Row",
    "SheetName",
    "SheetText",
    "read_file",
    "read_grid",
]
