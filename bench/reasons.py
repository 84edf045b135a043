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
    "list": "",
    "filtered": "",
    "search": "",
    "page": "",
    "overview": "",
    "cold": "",
    "html": "",
    "visit": "",
    "plan": "",
    "commit": "",
    "export": "",
}
