from django.db import models

from bryggan.search.fields import SortKeyField


class SearchRow(models.Model):
    """What can be found of one record: its number and title by prefix, its own text by contained words."""

    noun = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    unit_id = models.BigIntegerField(null=True, blank=True)
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300)
    title_key = SortKeyField(max_length=300)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["noun", "record_id"], name="search_one_per_record")
        ]
        indexes = [
            models.Index(fields=["title_key"], name="search_title_key"),
            models.Index(fields=["number"], name="search_number"),
        ]
