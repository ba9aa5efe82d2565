// Sentences in a dozen languages, written for this project, that teach what each looks like. Prompts, as people type
// them. Must not know: how they are read.

/** By ISO 639-1 code; only languages that share their letters with others. */
export const LANGUAGE_SAMPLES: Readonly<Record<string, string>> = {
  en: `Could you please explain why the order has not arrived yet? I would like to return these shoes and get my money back.
    Write a short story about a boy who finds an old map in the attic. What is the best way to learn how to cook for a large family?
    The application crashes every time I open the settings page. Which of these two options would be cheaper over three years?
    Summarise the following text in a few sentences and tell me what it is about. They have been working on this since last week.
    How do I change the password of my account when I have lost my phone? Thanks for your help, this was exactly what I was looking for.
    There is nothing wrong with the invoice but we should have been told earlier. Translate this letter and keep its friendly tone.
    Give me some ideas for a birthday present for my father. Is it true that the earth moves around the sun once a year?
    Please check my grammar and make this sound more natural. I don't know what to do with the rest of the data.`,
  de: `Können Sie mir bitte erklären, warum die Bestellung noch nicht angekommen ist? Ich möchte diese Schuhe zurückgeben und mein Geld zurück.
    Schreibe eine kurze Geschichte über einen Jungen, der auf dem Dachboden eine alte Karte findet. Wie lernt man am besten für eine große Familie zu kochen?
    Die Anwendung stürzt jedes Mal ab, wenn ich die Einstellungen öffne. Welche der beiden Möglichkeiten wäre über drei Jahre günstiger?
    Fasse den folgenden Text in wenigen Sätzen zusammen und sage mir, worum es geht. Sie arbeiten schon seit letzter Woche daran.
    Wie ändere ich das Passwort meines Kontos, wenn ich mein Handy verloren habe? Danke für die Hilfe, das war genau das, was ich gesucht habe.
    Mit der Rechnung ist nichts falsch, aber man hätte es uns früher sagen sollen. Übersetze diesen Brief und behalte den freundlichen Ton bei.
    Gib mir ein paar Ideen für ein Geschenk zum Geburtstag meines Vaters. Stimmt es, dass sich die Erde einmal im Jahr um die Sonne dreht?
    Ich weiß nicht, was ich mit dem Rest der Daten machen soll. Das ist eine Frage, auf die es keine einfache Antwort gibt.`,
  fr: `Pourriez-vous m'expliquer pourquoi la commande n'est pas encore arrivée ? Je voudrais rendre ces chaussures et être remboursé.
    Écris une courte histoire sur un garçon qui trouve une vieille carte dans le grenier. Quelle est la meilleure façon d'apprendre à cuisiner pour une grande famille ?
    L'application plante chaque fois que j'ouvre la page des paramètres. Laquelle de ces deux options serait la moins chère sur trois ans ?
    Résume le texte suivant en quelques phrases et dis-moi de quoi il s'agit. Ils travaillent là-dessus depuis la semaine dernière.
    Comment changer le mot de passe de mon compte si j'ai perdu mon téléphone ? Merci pour votre aide, c'est exactement ce que je cherchais.
    Il n'y a rien de faux dans la facture mais on aurait dû nous le dire plus tôt. Traduis cette lettre en gardant son ton amical.
    Donne-moi des idées de cadeau pour l'anniversaire de mon père. Est-il vrai que la terre tourne autour du soleil une fois par an ?
    Je ne sais pas quoi faire du reste des données. Veuillez vérifier ma grammaire et rendre ce texte plus naturel avec nous.`,
  es: `¿Podría explicarme por qué el pedido todavía no ha llegado? Quisiera devolver estos zapatos y que me devuelvan el dinero.
    Escribe un cuento corto sobre un niño que encuentra un mapa antiguo en el desván. ¿Cuál es la mejor manera de aprender a cocinar para una familia grande?
    La aplicación se cierra cada vez que abro la página de ajustes. ¿Cuál de estas dos opciones sería más barata en tres años?
    Resume el siguiente texto en pocas frases y dime de qué se trata. Llevan trabajando en esto desde la semana pasada.
    ¿Cómo cambio la contraseña de mi cuenta si he perdido el teléfono? Gracias por tu ayuda, era justo lo que estaba buscando.
    No hay nada malo en la factura pero deberían habérnoslo dicho antes. Traduce esta carta y conserva su tono amable.
    Dame algunas ideas para un regalo de cumpleaños para mi padre. ¿Es verdad que la tierra gira alrededor del sol una vez al año?
    No sé qué hacer con el resto de los datos. Por favor, revisa mi gramática y haz que suene más natural, hoy hay mucho que hacer.`,
  it: `Potrebbe spiegarmi perché l'ordine non è ancora arrivato? Vorrei restituire queste scarpe e riavere i miei soldi.
    Scrivi una breve storia su un ragazzo che trova una vecchia mappa in soffitta. Qual è il modo migliore per imparare a cucinare per una famiglia numerosa?
    L'applicazione si blocca ogni volta che apro la pagina delle impostazioni. Quale di queste due opzioni sarebbe più economica in tre anni?
    Riassumi il testo seguente in poche frasi e dimmi di che cosa si tratta. Ci stanno lavorando dalla settimana scorsa.
    Come cambio la password del mio account se ho perso il telefono? Grazie dell'aiuto, era proprio quello che cercavo.
    Non c'è niente di sbagliato nella fattura ma avrebbero dovuto dircelo prima. Traduci questa lettera mantenendo il tono gentile.
    Dammi qualche idea per un regalo di compleanno per mio padre. È vero che la terra gira intorno al sole una volta all'anno?
    Non so che cosa fare con il resto dei dati. Per favore controlla la grammatica e rendi il testo più naturale, anche gli altri sono d'accordo.`,
  pt: `Poderia me explicar por que o pedido ainda não chegou? Gostaria de devolver estes sapatos e receber o meu dinheiro de volta.
    Escreva uma história curta sobre um menino que encontra um mapa antigo no sótão. Qual é a melhor maneira de aprender a cozinhar para uma família grande?
    O aplicativo fecha sempre que abro a página de configurações. Qual destas duas opções seria mais barata em três anos?
    Resuma o texto a seguir em poucas frases e me diga do que se trata. Eles estão trabalhando nisso desde a semana passada.
    Como altero a senha da minha conta se perdi o telefone? Obrigado pela ajuda, era exatamente o que eu estava procurando.
    Não há nada de errado com a fatura mas deviam ter nos avisado antes. Traduza esta carta e mantenha o tom amigável.
    Dê-me algumas ideias para um presente de aniversário para o meu pai. É verdade que a terra gira em torno do sol uma vez por ano?
    Não sei o que fazer com o resto dos dados. Por favor, verifique a minha gramática e deixe o texto mais natural, você também quer isso então.`,
  nl: `Kunt u mij uitleggen waarom de bestelling nog niet is aangekomen? Ik wil deze schoenen graag terugsturen en mijn geld terugkrijgen.
    Schrijf een kort verhaal over een jongen die op zolder een oude kaart vindt. Wat is de beste manier om te leren koken voor een groot gezin?
    De applicatie loopt elke keer vast als ik de pagina met instellingen open. Welke van deze twee opties zou over drie jaar goedkoper zijn?
    Vat de volgende tekst in een paar zinnen samen en vertel me waar het over gaat. Ze zijn er al sinds vorige week mee bezig.
    Hoe verander ik het wachtwoord van mijn account als ik mijn telefoon kwijt ben? Bedankt voor je hulp, dit was precies wat ik zocht.
    Er is niets mis met de factuur maar dat had ons eerder verteld moeten worden. Vertaal deze brief en behoud de vriendelijke toon.
    Geef me een paar ideeën voor een verjaardagscadeau voor mijn vader. Klopt het dat de aarde één keer per jaar om de zon draait?
    Ik weet niet wat ik met de rest van de gegevens moet doen. Het is een vraag waar geen eenvoudig antwoord op bestaat, zei hij.`,
  sv: `Kan du förklara varför beställningen inte har kommit ännu? Jag skulle vilja lämna tillbaka de här skorna och få mina pengar tillbaka.
    Skriv en kort berättelse om en pojke som hittar en gammal karta på vinden. Vilket är det bästa sättet att lära sig laga mat till en stor familj?
    Programmet kraschar varje gång jag öppnar sidan med inställningar. Vilket av de två alternativen skulle bli billigare på tre år?
    Sammanfatta följande text i några meningar och berätta vad den handlar om. De har arbetat med det här sedan förra veckan.
    Hur byter jag lösenord till mitt konto om jag har tappat bort telefonen? Tack för hjälpen, det var precis vad jag letade efter.
    Det är inget fel på fakturan men vi borde ha fått veta det tidigare. Översätt det här brevet och behåll den vänliga tonen.
    Ge mig några förslag på en födelsedagspresent till min pappa. Är det sant att jorden rör sig runt solen en gång om året?
    Jag vet inte vad jag ska göra med resten av uppgifterna. Är du snäll och kontrollera min grammatik och gör texten mer naturlig.`,
  da: `Kan du forklare mig, hvorfor bestillingen ikke er kommet endnu? Jeg vil gerne returnere disse sko og få mine penge tilbage.
    Skriv en kort historie om en dreng, der finder et gammelt kort på loftet. Hvad er den bedste måde at lære at lave mad til en stor familie?
    Programmet går ned, hver gang jeg åbner siden med indstillinger. Hvilken af de to muligheder ville være billigst over tre år?
    Sammenfat følgende tekst i nogle få sætninger og fortæl mig, hvad den handler om. De har arbejdet på det siden sidste uge.
    Hvordan ændrer jeg adgangskoden til min konto, hvis jeg har mistet min telefon? Tak for hjælpen, det var præcis, hvad jeg ledte efter.
    Der er ikke noget galt med regningen, men vi burde have fået det at vide før. Oversæt dette brev og behold den venlige tone.
    Giv mig nogle ideer til en fødselsdagsgave til min far. Er det rigtigt, at jorden bevæger sig rundt om solen en gang om året?
    Jeg ved ikke, hvad jeg skal gøre med resten af oplysningerne. Vær sød at rette min grammatik og gøre teksten mere naturlig.`,
  pl: `Czy może mi pan wyjaśnić, dlaczego zamówienie jeszcze nie dotarło? Chciałbym zwrócić te buty i odzyskać pieniądze.
    Napisz krótkie opowiadanie o chłopcu, który znajduje na strychu starą mapę. Jaki jest najlepszy sposób, żeby nauczyć się gotować dla dużej rodziny?
    Aplikacja zawiesza się za każdym razem, gdy otwieram stronę ustawień. Która z tych dwóch możliwości byłaby tańsza przez trzy lata?
    Streść poniższy tekst w kilku zdaniach i powiedz mi, o czym on jest. Pracują nad tym od zeszłego tygodnia.
    Jak zmienić hasło do mojego konta, jeśli zgubiłem telefon? Dziękuję za pomoc, właśnie tego szukałem.
    Z fakturą wszystko jest w porządku, ale powinniśmy byli dowiedzieć się wcześniej. Przetłumacz ten list i zachowaj przyjazny ton.
    Podaj mi kilka pomysłów na prezent urodzinowy dla mojego ojca. Czy to prawda, że ziemia krąży wokół słońca raz w roku?
    Nie wiem, co zrobić z resztą danych. Proszę sprawdzić moją gramatykę i sprawić, żeby to brzmiało bardziej naturalnie.`,
  cs: `Můžete mi prosím vysvětlit, proč objednávka ještě nedorazila? Chtěl bych tyto boty vrátit a dostat zpátky peníze.
    Napiš krátký příběh o chlapci, který na půdě najde starou mapu. Jaký je nejlepší způsob, jak se naučit vařit pro velkou rodinu?
    Aplikace spadne pokaždé, když otevřu stránku s nastavením. Která z těchto dvou možností by byla za tři roky levnější?
    Shrň následující text do několika vět a řekni mi, o čem je. Pracují na tom už od minulého týdne.
    Jak změním heslo ke svému účtu, když jsem ztratil telefon? Děkuji za pomoc, přesně to jsem hledal.
    S fakturou není nic špatně, ale měli jsme se to dozvědět dříve. Přelož tento dopis a zachovej jeho přátelský tón.
    Dej mi několik nápadů na dárek k narozeninám pro mého otce. Je pravda, že se země otočí kolem slunce jednou za rok?
    Nevím, co mám dělat se zbytkem údajů. Zkontroluj prosím mou gramatiku a uprav to tak, aby to znělo přirozeněji.`,
  tr: `Siparişin neden hâlâ gelmediğini açıklayabilir misiniz? Bu ayakkabıları iade etmek ve paramı geri almak istiyorum.
    Tavan arasında eski bir harita bulan bir çocuk hakkında kısa bir hikâye yaz. Kalabalık bir aile için yemek yapmayı öğrenmenin en iyi yolu nedir?
    Ayarlar sayfasını her açtığımda uygulama çöküyor. Bu iki seçenekten hangisi üç yılda daha ucuz olur?
    Aşağıdaki metni birkaç cümleyle özetle ve neyle ilgili olduğunu söyle. Geçen haftadan beri bunun üzerinde çalışıyorlar.
    Telefonumu kaybettiysem hesabımın şifresini nasıl değiştiririm? Yardımın için teşekkürler, tam olarak aradığım şey buydu.
    Faturada yanlış bir şey yok ama bize daha önce söylenmesi gerekirdi. Bu mektubu çevir ve samimi üslubunu koru.
    Babama doğum günü hediyesi için bana birkaç fikir ver. Dünyanın güneşin etrafında yılda bir kez döndüğü doğru mu?
    Verilerin geri kalanıyla ne yapacağımı bilmiyorum. Lütfen dil bilgimi kontrol et ve bunu daha doğal bir hâle getir.`,
};
