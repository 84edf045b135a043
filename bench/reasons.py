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
- De två databaserna mättes den 26 november samtidigt, var och en på sin kärna, med annat arbete bredvid. Två poster \
bredvid varandra, uppsikten och hela färdplanen har blivit snabbare sedan dess; vad de tog efteråt står vid skälen.
- ”× bar vy” är samma tid delad med en vy som bara ställer en fråga om 50 rader och svarar med JSON, mätt \
strax före på samma maskin.""",
    "files": """\
Varje rad är en egen process. Importen är en arbetsbok med 5 000 rader: 4 000 nya system med ägare, \
IT-motpart, kostnad, avtal, leverantör, tagg och vart tredje med ett beroende, och 1 000 kända med en ny \
anteckning. Att läsa filen räknas för sig. Inläsningen skriver historik, sökrader och sorteringsnycklar \
och frågar samma regler som sidorna. Exporten har alla kolumner. På PostgreSQL gick testsviten bredvid medan filerna \
mättes.""",
    "papers": """\
Mötet är ett råd med tolv ärenden och lika många uppgifter; att avsluta det fryser anteckningarna, ger uppgifterna \
och säger till. Färdplanen är hela kommunens, med 300 initiativ. Var och en har en egen databas.""",
    "visit": """\
En webbläsare utan något sparat hämtar startsidan och allt den pekar på, komprimerat som det skickas.""",
    "slow": """\
Den dyraste frågan på varje sida, där den tar minst 5 ms på klockan (medarbetaren, en hämtning).""",
}

REASONS = {
    "list": """\
Frågorna är få, men PostgreSQL räknar alla rader i urvalet för att visa hur många de är, och för medarbetaren \
också vad som är utelämnat för henne.""",
    "filtered": """\
Som listan: urvalet räknas två gånger, och för medarbetaren också det som är utelämnat.""",
    "search": """\
Varje register som kan sökas är en del av samma fråga; varje träff prövas mot sin egen dörr.""",
    "page": """\
Databasen svarar på någon millisekund; det som tar tid är att sätta samman frågorna. Postens egen fråga, med \
allt som sidan visar och vad som är dolt för läsaren, är knappt hälften, och frågan om vilka råd som gäller den \
är en tredjedel: ett villkor för vart och ett av ett dussin råd.""",
    "page_talked": """\
Som ett system utan kommentarer; de läses i en fråga, hur många de än är.""",
    "work": """\
Varje del av verktyget som har något åt personen läser det i en fråga; vilka de är ses i en enda. Medarbetaren i \
mätningen har något i åtta delar på en gång.""",
    "mails": "",
    "advice_rule": """\
Frågorna är få nog. Tiden går till att skriva ut: tjugo rader bär var sitt formulär som rättar och ett som \
avfärdar, och de avfärdade visas under, upp till 200.""",
    "my_round": """\
Raderna bär ett formulär var, med det som står i dag och det som är bekräftat.""",
    "assessment": "",
    "green": """\
Listan är öppen för alla. Vid sökord slås det upp vilka appar som har orden, i samma index som all annan sök.""",
    "merge": """\
Allt som följer med räknas för båda i en fråga, med en del för varje slag av rad som kan peka på dem. Mätt innan \
handlingar och uppgifter frågade bara den egna postens dörr: efteråt 74 ms på SQLite.""",
    "needs": """\
Vem som får läsa ett behov beror på vem som har lämnat det, vem som bereder det och om det är besvarat; det \
villkoret prövas för varje rad som räknas. Att bereda är den tyngsta av dem: femtio rader med avsändarens ord, \
gissning, bakom och tre flikar som räknas.""",
    "needs_by_people": """\
Hur många som står bakom räknas för vart och ett av 100 000 behov innan de kan ställas i ordning.""",
    "need": """\
Alla som står bakom, alla svar, bilder, det som är sammanslaget och historiken är egna frågor.""",
    "workplace_sheet": """\
Bladet har fyra delar med egna frågor: vad arbetsplatsen fick, vad den bad om, vad som väntar och vad andra ber om.""",
    "voice_need": """\
Alla arbetsplatser står att välja, och hur många som är där räknas, så att ingen kan kännas igen.""",
    "meetings": """\
Som andra listor. En grupps sida visar dessutom alla platser, de närmaste mötena och vad som väntar på att tas upp.""",
    "meeting": """\
Dagordningens tolv punkter bär var sitt ärende; vad det heter, var det står och vad som saknas frågas en gång per slag \
av ärende. Där man bedömer är varje punkt ett formulär.""",
    "meeting_room": """\
Punkten som är uppe visas med sitt ärende, allas bedömningar, det som sagts, jäv och överenskommelser, var och en en \
egen fråga, bredvid hela dagordningen.""",
    "decisions": """\
Vem som får läsa ett beslut prövas för varje rad som räknas. Ett besluts egen sida läser också det som frös, vad det \
gäller och vad som hör ihop med det.""",
    "decision_draft": """\
Vem som får besluta räknas ut ur punkterna, innehaven, frånvaron och jäven; var och en är en egen fråga, ställd en gång.""",
    "take_decision": """\
Det är samma frågor, och därtill vilka andra inköp som kan höra ihop: ord för ord bland beslut och avtal från tolv \
månader, efter vad de gäller och vem som levererar. Att leta bland sökraderna är hälften av tiden.""",
    "who_may_decide": """\
Alla nämndens punkter, funktioner, innehav och frånvaro läses, eftersom svaret säger varför var och en inte räcker.""",
    "report_list": """\
300 rader skrivs ut med kryssruta, fler än någon annanstans, eftersom en nämnd anmäls allt på en gång.""",
    "initiatives": """\
Som andra listor: urvalet räknas, och för det som är försenat söks milstolparna för varje initiativ som pågår, med \
index över dem som återstår.""",
    "initiatives_untold": """\
Vart och ett av metodernas tjugo slag av krav har sitt villkor, som prövas mot allt som hänger på initiativet. Att \
sätta samman frågan är en god del av tiden; svaret på hur många de är minns webbprocessen till nästa händelse.""",
    "initiative": """\
Allt som hänger på initiativet har sin del av sidan: vägen genom metoden, grinden, andelar, pengar, plan, risker, \
status, behov, system och beslut. Metodens steg minns webbprocessen; det andra är en fråga var.""",
    "gate": """\
Vad metoden och lagen kräver läses med allt som kan visa att det finns: det som hänger på initiativet i en fråga, det \
som är sagt i en, snabbfrågorna i en.""",
    "initiative_tables": """\
Varje rad är ett formulär, med nittio enheter att välja bland; de läses en gång, men skrivs ut på varje rad.""",
    "roadmap": """\
Mätt på en kommun med 20 000 initiativ, varav 11 000 pågår; en verklig har några hundra. Tidslinjen, matrisen och en \
nämnds alla vyer läser bara sitt. Tavlan, pengarna och horisonterna för hela kommunen räknar alla, och att läsa vad som \
minns och skriva ut det tar mest tid. Mätt före den sista förbättringen: efteråt tog tavlan 88, pengarna 114, \
horisonterna 127 och det parallella 110 ms på SQLite, övriga under 80.""",
    "oversight": """\
Mätt innan pengarna lades samman per enhet: efteråt 49 ms på SQLite.""",
    "oversight_cold": """\
Alla 20 000 initiativ räknas i en fråga, med alla villkor för det som sticker ut; det dyraste är om något som metoden \
kräver är oredovisat. Webbprocessen minns svaret till nästa händelse, högst en minut.""",
    "need_overview": "",
    "overview": "",
    "cold": """\
Räknas över alla 20 000 system: en fråga per regel i en UNION, 2–40 ms var, vad som är vanligt för varje slags \
system, kostnaden delad på dem som använder systemen och avtalens lägen. Svaret minns varje webbprocess tills \
nästa händelse, högst en minut.""",
    "advice": "",
    "advice_cold": """\
Varje regel räknas över sitt hela register. Som på startsidan minns varje webbprocess svaren till nästa \
händelse.""",
    "completeness": "",
    "completeness_cold": """\
Vad som är känt räknas för varje system i en enda fråga, och summeras sedan uppåt i organisationen.""",
    "rounds": """\
Rundan över 2 000 system visar var och en av de 400 som är tillfrågade, och räknar vad som är känt före och nu.""",
    "portfolio": """\
Det mesta av tiden går till att rita 60 cirklar, en gång för skärmen och en för telefonen.""",
    "replacements": """\
Vad som står vilket år minns varje webbprocess till nästa händelse. Resten är att skriva ut upp till 26 rader \
för vart och ett av femton år, med skäl i ord.""",
    "contract_year": "",
    "together": """\
Grupperna minns varje webbprocess till nästa händelse. Resten är att läsa avtalen i de tjugo närmaste grupperna \
och skriva ut åtta ur var och en.""",
    "alike": "",
    "alike_cold": """\
20 000 system läses ord för ord med sina 60 000 integrationer. Över 8 000 jämförs de som har samma namn, \
kallas samma eller delar ett starkt kännetecken, inte alla som liknar varandra bokstav för bokstav. \
Webbprocessen minns svaret till nästa händelse, högst en minut.""",
    "closing": "",
    "roadmap_paper": "",
    "html": """\
Hela kartan över enheterna är en bild med varje samband som streck; en grannskapskarta är en tiondel så tung.""",
    "visit": "",
    "plan": """\
Varje rad prövas mot det som finns med samma frågor som på SQLite, men varje fråga kostar mer över en \
förbindelse.""",
    "commit": """\
Skrivningen är bunden av Python, inte av databasen: 5 000 rader blir 18 000 ändringar i historiken, var och en \
med sökrad, sorteringsnyckel och regler.""",
    "export": """\
Raderna läses sida för sida med samma underfrågor som listan; det är de som tar tiden, inte att skriva arket.""",
}
