"""The golden test: the four projects of the review of Lund give its table 3.5, cell by cell."""

import pytest

from bryggan.dossiers import table
from bryggan.dossiers.columns import ADMINISTRATION, COLUMNS, PROJECT
from bryggan.dossiers.tests import lund
from bryggan.dossiers.tests.making import of_lund
from bryggan.initiatives.models import Initiative
from bryggan.kit.testing.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_four_projects_of_lund_give_the_auditors_table_cell_by_cell(cast: Cast) -> None:
    keys = [one.pk for one in of_lund(cast)]
    initiatives = Initiative.objects.select_related("unit").in_bulk(keys)
    rows = table.rows_of([initiatives[pk] for pk in keys])

    heads = [str(head) for head in (PROJECT, ADMINISTRATION, *(one.title for one in COLUMNS))]
    assert heads == list(lund.HEADS)
    for row, told in zip(rows, lund.TABLE, strict=True):
        cells = [row.initiative.name, row.administration, *(cell.words for cell in row.cells)]
        assert lund.as_words(cells) == lund.as_words(told)
