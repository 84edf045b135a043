"""Needs of a large municipality, put together of what people in each trade say: as many as are asked for.

They stand in the way of the pairs: the same trades, people, nuisances and wishes, other things. The same
every time. Each of the first hundreds of thousands is a text of its own.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

SEED = 19


@dataclass(frozen=True)
class Trade:
    """A line of work: who speaks, whom they serve, and the things that their needs are about."""

    people: tuple[str, ...]
    served: tuple[str, ...]
    things: tuple[str, ...]


def _trade(people: str, served: str, things: str) -> Trade:
    return Trade(*(tuple(part.split(", ")) for part in (people, served, things)))


TRADES = (
    _trade(
        "Undersköterskorna, Hemtjänstgruppen, Planerarna, Nattpersonalen, Enhetscheferna i hemtjänst",
        "brukarna, de äldre, omsorgstagarna, anhöriga, vårdtagarna",
        "genomförandeplaner, matlådor, inköpslistor, tvättider, duschplanering, hembesök, kontaktpersoner, "
        "handskar och förkläden, arbetskläder, introduktion av sommarvikarier, handkassor, hemlarm, "
        "kontinuitet i besöken, restider mellan besök, brukarnas husdjur, avgiftsbeslut",
    ),
    _trade(
        "Sjuksköterskorna, Kvällspatrullen, Arbetsterapeuterna, Fysioterapeuterna, Vårdbiträdena",
        "patienterna, de boende, närstående, klienterna, personerna på korttids",
        "inkontinensskydd, munhälsobedömningar, blodtryck, provtagningar, lyftselar, vårdplaner, syrgas, "
        "träningsprogram, palliativ vård, kvalitetsregister, basal hygien, vaccinationer, rondlistor, "
        "smittspårning, läkarkontakter, sängar och madrasser",
    ),
    _trade(
        "Lärarna, Rektorerna, Skoladministratörerna, Kuratorerna, Specialpedagogerna, Fritidspersonalen",
        "eleverna, föräldrarna, vårdnadshavarna, klasserna, familjerna",
        "läromedel, studie- och yrkesvägledning, modersmålsundervisning, simundervisning, studiedagar, "
        "elevråd, ordningsregler, utflykter, skolfoton, busskort, slöjdmaterial, programmering, praoplatser, "
        "elevskåp, hälsosamtal, fritidshemmets aktiviteter, betygskataloger, skolbyten",
    ),
    _trade(
        "Förskollärarna, Barnskötarna, Förskolerektorerna, Avdelningarna, Kokerskan på förskolan",
        "barnen, familjerna, vårdnadshavarna, de yngsta, barngrupperna",
        "inskolningar, allergilistor, vilovagnar, utegårdar, barnvagnar, föräldramöten, språkutveckling, "
        "extrakläder, hämtlistor, veckobrev, sagostunder, leksaker, solskydd, utvecklingssamtal",
    ),
    _trade(
        "Bygglovshandläggarna, Planarkitekterna, Mätingenjörerna, Byggnadsinspektörerna, Kartgruppen",
        "byggherrarna, de sökande, grannarna, fastighetsägarna, konsulterna",
        "detaljplaner, nybyggnadskartor, adresser, strandskyddsdispenser, kontrollplaner, startbesked, "
        "rivningslov, planbesked, remissvar, sanktionsavgifter, 3D-modeller, ortofoton, förhandsbesked",
    ),
    _trade(
        "Socialsekreterarna, Biståndshandläggarna, Familjebehandlarna, Boendestödjarna, Fältarna",
        "klienterna, ungdomarna, barnen, familjerna, de sökande",
        "utredningar, samtalsrum, kontaktfamiljer, boendestöd, öppenvård, våld i nära relationer, "
        "missbruksvård, bostadssociala kontrakt, umgängesstöd, faderskap, skyddat boende, matkort, "
        "feriejobb, samordnade planer, barnahus, akter",
    ),
    _trade(
        "Kockarna, Måltidscheferna, Kostenheten, Köksbiträdena, Restaurangpersonalen",
        "matgästerna, eleverna, de boende, avdelningarna, skolorna",
        "recept, näringsberäkning, varubeställningar, diskmaskiner, klimatavtryck, kyltransporter, "
        "salladsbord, kaffemaskiner, utflyktsmat, portionsstorlekar, råvaror, frukostar, inventering av lager",
    ),
    _trade(
        "Lokalvårdarna, Vaktmästarna, Driftteknikerna, Fastighetsförvaltarna, Servicegruppen",
        "hyresgästerna, skolorna, verksamheterna, besökarna, förskolorna",
        "golvvård, fönsterputs, städmaskiner, kemikalier, källsortering, möbler, flyttar, flaggning, "
        "hyresavtal, underhållsplaner, radonmätning, klotter, soprum, skadegörelse, lampbyten, ritningar",
    ),
    _trade(
        "Ekonomerna, Controllrarna, Inköparna, Upphandlarna, Redovisarna",
        "cheferna, leverantörerna, förvaltningarna, nämnderna, bolagen",
        "bokslut, internfakturor, kundfordringar, kravhantering, momsrapporter, e-handel, anläggningar, "
        "kassaredovisning, representation, statsbidrag, interna priser, direktupphandlingar, avtalstrohet",
    ),
    _trade(
        "HR-specialisterna, Lönehandläggarna, Cheferna, Skyddsombuden, Rekryterarna",
        "medarbetarna, de sökande, vikarierna, de nyanställda, facken",
        "lönekartläggning, friskvård, bisysslor, anställningsavtal, intyg, pensioner, löneväxling, "
        "medarbetarenkäter, annonser, tjänstledigheter, skyddsronder, utvecklingssamtal, arbetstidsbanker",
    ),
    _trade(
        "Bibliotekarierna, Fritidsledarna, Kultursekreterarna, Simhallspersonalen, Museipedagogerna",
        "låntagarna, besökarna, föreningarna, ungdomarna, konstnärerna",
        "bokinköp, fjärrlån, sagoläsningar, simskolor, säsongskort, kulturskolans köer, utställningar, "
        "biljetter, konstregister, evenemang, musikinstrument, lägergårdar, fritidsgårdar, stipendier",
    ),
    _trade(
        "Brandmännen, Brandinspektörerna, Drifttekniker på VA, Gatuingenjörerna, Parkarbetarna, Renhållarna",
        "invånarna, fastighetsägarna, abonnenterna, entreprenörerna, trafikanterna",
        "övningar, rökdykning, brandposter, reningsverk, dagvatten, slamtömning, återvinningscentraler, "
        "vägmärken, cykelvägar, trafikräkning, badplatser, hundrastgårdar, julgranar, gräsklippning, "
        "flytvästar, torgplatser, trafikanordningsplaner, ledningskartor",
    ),
    _trade(
        "Nämndsekreterarna, Registratorerna, Arkivarierna, Kommunikatörerna, Växeltelefonisterna",
        "politikerna, medborgarna, handläggarna, medierna, besökarna",
        "delegationsbeslut, motioner, medborgarförslag, webbsändningar, författningssamlingen, arkivlistor, "
        "bildbanken, krisinformation, telefonköer, skyltar, val och röstning, dokumentmallar, översättningar",
    ),
    _trade(
        "Handläggarna på överförmyndarkontoret, IT-teknikerna, Systemförvaltarna, Supporten, Säkerhetsgruppen",
        "gode män, användarna, huvudmännen, kollegorna, förvaltningarna",
        "arvoden till gode män, utdrag ur belastningsregistret, licenser, servrar, mobilabonnemang, "
        "videokonferens, loggranskning, incidenter, testmiljöer, telefonnummer, uppdateringar, utrangering",
    ),
)
NUISANCES = (
    "{people} sköter {thing} på papper i dag och mycket tappas bort.",
    "{people} har {thing} i ett Excelark som bara en person förstår.",
    "Uppgifter om {thing} skrivs in två gånger, först på lapp och sedan i systemet.",
    "{served} ringer ofta och frågar om {thing} och ingen kan svara.",
    "Det finns ingen överblick över {thing}.",
    "{people} mejlar fram och tillbaka om {thing}.",
    "{people} lägger flera timmar i veckan på {thing}.",
    "Det blir ofta fel med {thing}, särskilt när ordinarie personal är borta.",
    "{thing} ligger i pärmar på kontoret, svårt att nå när man är ute.",
    "Varje enhet gör på sitt sätt med {thing}.",
    "{people} vet inte vem som ansvarar för {thing}.",
    "Vi missar datum som gäller {thing} eftersom ingen påminner.",
    "Programmet för {thing} är långsamt och hänger sig varje dag.",
    "{served} får vänta för länge på besked om {thing}.",
    "Blanketten för {thing} är svår att förstå.",
    "Vi kan inte ta fram statistik om {thing}.",
)
WISHES = (
    "{people} vill kunna hantera {thing} i mobilen.",
    "En e-tjänst för {thing} skulle hjälpa {served}.",
    "Vi önskar ett gemensamt system för {thing}.",
    "Påminnelser om {thing} borde skickas automatiskt.",
    "{served} ska själva kunna se {thing} på webben.",
    "Ett register över {thing} som alla kommer åt behövs.",
    "Gärna en app där {people_} ser {thing} direkt.",
    "Digital signering av {thing} skulle spara tid.",
    "Det borde gå att boka {thing} på nätet.",
    "Vi vill ha sms till {served} när det gäller {thing}.",
    "Rapporter om {thing} ska gå att ta ut utan handpåläggning.",
    "Koppla ihop {thing} med det vi redan har.",
    "Surfplattor ute i verksamheten så att {thing} blir klart på plats.",
    "Vi behöver kunna fotografera och spara {thing} säkert.",
    "En karta som visar {thing} vore bra.",
    "Checklista för {thing} på svenska och andra språk.",
)
TAILS = (
    "",
    "Det har vi sagt i flera år.",
    "Gäller alla enheter.",
    "Grannkommunen har redan löst det.",
    "Det är en fråga om säkerhet.",
    "Det skulle spara minst en timme om dagen.",
    "Särskilt på sommaren.",
    "Hör gärna av er så berättar jag mer.",
    "Kostnaden är liten jämfört med tiden.",
)


def need_texts(count: int) -> Iterator[str]:
    """So many needs, each unlike the others; the same ones first whatever the count."""
    chance = random.Random(SEED)
    told: set[str] = set()
    while len(told) < count:
        text = _one(chance)
        if text not in told:
            told.add(text)
            yield text


def _one(chance: random.Random) -> str:
    trade = chance.choice(TRADES)
    people, served = chance.choice(trade.people), chance.choice(trade.served)
    words = {"people": people, "people_": people[0].lower() + people[1:], "served": served}
    words["thing"] = chance.choice(trade.things)
    parts = [chance.choice(NUISANCES), chance.choice(WISHES), chance.choice(TAILS)]
    kept = chance.choice((parts, parts[:2], parts[:1], parts[1:2]))
    told = [part.format(**words) for part in kept if part]
    return " ".join(part[0].upper() + part[1:] for part in told)
