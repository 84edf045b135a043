"""The table of four finished projects in EY's review of Lund, 2021 (3.5), as the words that stand in it."""

from typing import Any

HEADS = (
    "Projekt",
    "Förvaltning",
    "Beskrivning",
    "Tidsram",
    "Budget",
    "Nyttokalkyl",
    "Projektutvärdering",
    "Tydligt syfte och mål",
    "Riskanalys",
)
MERAKI = (
    "efter införandet av EMM lösningar MI och JAMF i skolan är det dags att avveckla Meraki som EMM "
    "lösning som inte supporteras längre. De flesta enheter har flyttats till JAMF ca 11000 och nu är "
    "det dags att påbörja planering av avveckling"
)
PERMIT_GOALS = (
    "förenkla ansökanprocessen för sökande, minska administration för medarbetare för "
    "bygglovsavdelningen , kortare handläggningstider för bygglovsbeslut, snabbare service och support "
    "för sökande samt öka motivationen för ytterligare digitalisering i förvaltningen."
)
WELLBEE = (
    "En app med funktion både för dagsplanering och olika typer av checklistor. Wellbee är ett digitalt "
    "planeringsverktyg som underlättar vardagen för personer med behov av kognitivt stöd."
)
WELLBEE_GOALS = (
    " Att brukaren skall bli mindre beroende av personal i situationer som att komma till rätt plats i "
    "rätt tid, få med sig rätt saker till aktiviteter samt öka självständigheten vid t ex inköp"
)
MERAKI_BUDGET = (
    "Kostnader för att köpa nya enheter (ingen siffra angiven), MobileIron 58 kr/enhet/mån, om "
    "specialanpassade paket tillkommer 600 kr/t."
)
NOTHING = "Dokumentation saknas"
TABLE = (
    (
        "Digitalt bygglov",
        "Samhällsbyggnadsnämnden",
        "Implementera digital bygglovsprocess",
        "Projektstart: höst 2017 Projektavslut : 2018-11-06",
        "596 600kr",
        "Genomförd",
        "Genomförd",
        f'Ja, "{PERMIT_GOALS}"',
        "Ja",
    ),
    (
        "Avveckling av Meraki",
        "Kommunstyrelsen (IT-avd)",
        MERAKI,
        "Projektstart: 2019-11-24 Projektavslut : 2021-02-28",
        MERAKI_BUDGET,
        "Saknas",
        "Saknas",
        f'Delvis, "{MERAKI}."',
        "Ja",
    ),
    (
        "Wellbee",
        "Vård- och omsorgsnämnden",
        WELLBEE,
        "Projektstart: 2019-08-12 Projektavslut : 2020-09-15",
        "45 000 kr",
        "Genomförd",
        "Genomförd",
        f'Ja, "{WELLBEE_GOALS}"',
        "Ja",
    ),
    (
        "Digital signering av myndighetsbeslut",
        "Socialnämnden",
        NOTHING,
        NOTHING,
        NOTHING,
        NOTHING,
        "Saknas",
        "Saknas",
        "Saknas",
    ),
)


def as_words(row: Any) -> list[str]:
    """Its words alone: the source sets spaces and quotation marks as they happened to fall."""
    return ["".join(str(cell).split()).replace("”", '"') for cell in row]
