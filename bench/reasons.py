"""What `docs/matningar.md` says in words: how it was measured, and why an aim is missed where it is."""

ABOUT = {
    "how": """\
Gör om det med `bench/run`: det fyller en egen SQLite-fil och en egen PostgreSQL med samma kommun, mäter \
båda och skriver den här sidan. Ett mål prövas i verktyget på verkliga sidor; inget prov i testsviten är \
tidssatt.

Så här är det mätt:

- Varje sida hämtas 30 gånger efter fem för uppvärmning, av en administratör som ser allt och av en \
medarbetare som inte gör det, med inloggning, komprimering och allt annat som hör till.
- Tiden är processorns, i mitten av de 30. På PostgreSQL räknas databasens egen processortid till. \
Klockan går längre, eftersom maskinen delas med annat arbete.
- Allt mäts två gånger. Båda värdena står i tabellen; mot målet hålls det lägre, eftersom andras arbete \
bara kan göra det högre.
- ”× bar vy” är samma tid delad med en vy som bara ställer en fråga om 50 rader och svarar med JSON, mätt \
strax före på samma maskin.""",
    "files": """\
Varje rad är en egen process. Importen är en arbetsbok med 5 000 rader: 4 000 nya system med ägare, \
IT-motpart, kostnad, avtal, leverantör, tagg och vart tredje med ett beroende, och 1 000 kända med en ny \
anteckning. Att läsa filen räknas för sig. Inläsningen skriver historik, sökrader och sorteringsnycklar \
och frågar samma regler som sidorna. Exporten har alla kolumner.""",
    "visit": """\
En webbläsare utan något sparat hämtar startsidan och allt den pekar på, komprimerat som det skickas.""",
    "slow": """\
Den dyraste frågan på varje sida, där den tar minst 5 ms på klockan (medarbetaren, en hämtning).""",
}

REASONS = {
    "list": """\
Administratörens lista håller målet. Medarbetarens gör det inte: av 43 ms går omkring 14 till att räkna vad \
som är utelämnat för henne (en EXISTS per skyddad rad) och 15 till att skriva 400 celler.""",
    "filtered": """\
Som listan: det som skiljer medarbetaren från administratören är räkningen av det utelämnade.""",
    "search": "",
    "page": """\
Elva frågor som Django bygger kostar mer än databasen tar för att svara: omkring 30 av 50 ms är att sätta \
samman frågorna, och integrationerna med sina två grindar är den dyraste av dem.""",
    "overview": "",
    "cold": """\
Räknas över alla 20 000 system: en fråga per regel i en UNION, kostnaden per förvaltning och avtalens lägen. \
Svaret minns varje webbprocess tills nästa händelse, högst en minut.""",
    "html": """\
Hela kartan över enheterna är en bild med varje samband som streck; en grannskapskarta är en tiondel så tung.""",
    "visit": "",
    "plan": "",
    "commit": """\
Skrivningen är bunden av Python, inte av databasen: 4,7 s processortid för 5 000 rader är 18 000 ändringar i \
historiken. Mätt medan testsviten gick på samma två kärnor.""",
    "export": "",
}
