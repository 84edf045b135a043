"""Swedish words that say nothing of what a need is about: left out when likeness is looked for as one types."""

from bryggan.kit.swedish import EMPTY

_WORDS = """
    aldrig all allt alltid andra annan annat anser antal använda använder används bara behov behöva
    behöver behövs bl blev bli blir borde bort borta bra bäst bättre båda både bör ca de dem den
    denna deras dess dessa det detta dig din dit dvs där därför därmed då dålig dåligt efter
    eftersom egen eget egna enklare ens er etc ex exakt exempel fast finns fler flera fortfarande
    fram fungera fungerar funkar få får fått för före först första ge genom ger gick gjort gäller
    gärna gå gång gånger går gör göra ha hade haft han har hel hela hellre helt hemma henne hittar
    hjälpa hon honom hos hur här hålla håller i ibland idag igen in inför inga ingen ingenting inget
    innan inom inte istället ju just jämt kan kanske klara klart kom komma kommer kring krävs kunde
    kunna ligger lite liten litet lätt lättare lång långt man med medan mellan men mer mest mig min
    mindre minst mm mot mycket mån många måste möjligt nu ny nya när nästa nästan någon någonting
    något några och också ofta olika om oss osv på redan respektive riktigt runt rätt sak saker
    saknar saknas samma samt samtidigt sedan sen ser ses sig sin sina sitt själv själva ska sker
    skriva skriver skrivs skulle sköts slippa slipper små som stor stora stort ställe ställen
    stället stå står svår svåra svårt säger sätt så sådan sådana sådant således såna sånt t ta tack
    tar tex tid tiden till tills tre tror två tycker under upp ur ut utan utifrån vad var vara
    varandra varit varje vars vart vem vet veta vi via vid vilja vilka vilken vilket vill vore väl
    väldigt vänta vår våra vårt än ännu är även år åt önska önskan önskar önskas över
"""
SMALL = EMPTY | frozenset(_WORDS.split())
