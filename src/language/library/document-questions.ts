/** Questions about a text that is given with the request: the answer is in the document. Questions without a text, and summaries, are not. */
import type { LibraryIntent } from './library-intent.ts';

export const DOCUMENT_QUESTIONS: LibraryIntent = {
  name: 'document-questions',
  version: 1,
  means: 'the user pastes or attaches a text and wants a question about it answered from it',
  like: [
    `Answer the question using only the context below. If the answer is not there, say "I don't know".

Context: The Kelda visitor centre is open from April to October, daily from 10 to 17. In winter it opens on weekends only. Dogs are welcome outside the exhibition.

Question: Can I visit on a Tuesday in December?`,
    `According to the guidelines, how early do we have to announce downtime?

§ 7 Planned downtime is announced at least five working days ahead, by mail and in the portal.
§ 8 In an emergency, the duty manager informs the users within 30 minutes.`,
    `Here is our travel policy. Am I allowed to book business class to Tokyo?

Flights under six hours are booked in economy. From six hours on, premium economy is allowed. Business class needs the approval of a vice president.`,
    'what does the manual say about cleaning the filter?',
    `You answer employees' questions based on the handbook extracts between <doc> tags. Quote the section you used. Be brief.

<doc>
4.2 Employees may carry over up to five days of leave to the next year. They have to be taken by the end of March.
4.3 During the first six months leave is granted pro rata.
</doc>

I started in February, how many days can I take over?`,
    `The expedition left Tromsø in June 1907 with eleven men and forty dogs. In August the ship was caught in the ice, and the crew wintered on the coast. Only in the following July did a whaler find them. Two men had died of scurvy.

How many members of the crew survived?`,
    'In the attached report, which region had the highest growth and why?',
    `I pasted the minutes of Monday's meeting. Did we decide anything about the trade fair?

Agenda 1: hiring. Two offers are out.
Agenda 2: fair in Lyon. Budget of 15k approved, Marc looks for a stand near the entrance.
Agenda 3: none`,
    `Does this programme say whether there is a vegetarian lunch on the second day?

Day 1: arrival from 10, lunch buffet (meat, fish, vegan). Day 2: boat trip, packed lunch, please order the vegetarian box at registration. Day 3: free.`,
    `read this and answer: who is responsible for snow removal?

House rules: The ground floor clears the path in odd weeks, the first floor in even weeks. The car park is cleared by the caretaker.`,
    `Passage: Ferns do not form seeds. They spread by spores, which grow in small heaps on the underside of the leaves. From a spore a tiny flat plant develops first.

Q: How do ferns reproduce?
A:`,
    'Can you check in the document whether the warranty covers batteries?',
    `Use the following search results to answer the user's question. Cite them like [1].

[1] The tram line 5 runs every ten minutes until midnight.
[2] Night buses leave from the main square at 0:30, 1:30 and 2:30.
[3] Day tickets are valid until 3 am.

Question: how do I get home from the centre at one o'clock?`,
    'From the text above, what year was the bridge rebuilt?',
    `The supplier sent this. What do they want from us and till when?

We kindly remind you that the conformity declaration for article 3381 is still missing. Without it we must stop deliveries from 1 June. Please send the signed form by 24 May.`,
    `Based on the data sheet, can the pump be used outdoors at minus 15 degrees?

Operating temperature -10 to 45 °C
Protection class IP65
Max. head 32 m`,
    `Why did the author change her mind about city life? Refer to the excerpt.

For ten years I said that I would never move back. Then my neighbour, a man I had hardly spoken to, carried my shopping up five floors every day for a month because my ankle was broken. That does not happen on a farm with the next house two miles away.`,
    `look at the table, which month had the fewest returns?

| month | orders | returns |
|---|---|---|
| Jan | 410 | 22 |
| Feb | 388 | 9 |
| Mar | 455 | 31 |`,
    'I uploaded the tender documents (120 pages). Where do they define the penalties for late delivery?',
    `Is there anything in this email thread about the new prices? I can't find it.

> Jon: see you at the fair
> Mia: great. btw the new price list is valid from 1 July, +3% on everything but spare parts
> Jon: ok will pass it on`,
    `Knowledge base article:
"To reset the thermostat, hold the wheel for ten seconds until the display goes dark. All schedules are deleted. The Wi-Fi settings are kept."

Customer asks: will I lose my Wi-Fi when I reset it? Write the reply, use nothing but the article.`,
    'What is the main argument of paragraph three in the essay i sent you',
    `True or not according to the article: the company plans to close its plant in Ghent.

The company will stop making tyres in Ghent next year. The site will be turned into a logistics centre, and all 200 employees keep their jobs.`,
    `Choose the correct answer from the text. What did Mira find in the attic? (A) a letter (B) a violin (C) nothing

Mira climbed up the ladder and lifted the lid of the trunk. It was empty, except for the dust. But behind it, wrapped in a blanket, was her grandfather's violin.`,
    `Given the loyalty programme below, can I still use the points I collected in May 2022?

Points expire 24 months after the purchase. Members with gold status keep their points for as long as the status lasts.`,
    'hello, i have a question to the document, what means "cold start" in section 2 and does it concern also the older machines?',
    `Which pests does the leaflet list as common?

Common: aphids, scale insects. Occasional in dry rooms: spider mites. Rare: thrips. Wipe the leaves with soapy water once a week.`,
    `Our new hires keep asking this. Please find the answer in the onboarding guide: "When do I get my laptop if I start remotely?"

Guide: Laptops are handed out on day one at the front desk. Remote starters get theirs by courier two working days before.`,
    'The context is a chapter of a biology textbook. Students ask questions, you answer from the chapter in simple language, and when a question is not covered there you say which chapter might help.',
    `compare the two offers below: which one includes installation?

Offer A: 4,200 incl. delivery, installation on request (350)
Offer B: 4,490 delivered and installed, old device taken away`,
    `Beantworte die Frage anhand des folgenden Textes.

Text: Die Mensa öffnet um 11:15 Uhr. Gäste zahlen einen Aufschlag von 1,50 Euro. Freitags gibt es keine warme Küche.

Frage: Wann bekommt man kein warmes Essen?`,
    'Was steht im Protokoll zum Umzug der Abteilung?',
    `Ich habe dir die Betriebsanleitung eingefügt. Welches Öl brauche ich und wie viel?

Füllmenge 0,6 l. Verwenden Sie nur SAE 10W-30. Ölwechsel alle 50 Betriebsstunden.`,
    `Darf ich laut Hausordnung am Sonntag grillen?

Ruhezeiten: täglich 22 bis 6 Uhr, sonntags ganztägig. Das Grillen ist auf den Balkonen nur mit Elektrogrill gestattet.`,
    'Steht in dem Bericht irgendwo, wer die Messungen durchgeführt hat?',
    `Réponds à la question à partir du texte ci-dessous.

Le refuge est gardé de mi-juin à fin septembre. Hors saison, une salle avec huit places reste ouverte, sans eau ni électricité.

Peut-on y dormir en novembre ?`,
    "D'après le règlement intérieur, combien de jours à l'avance faut-il demander un congé ?",
    `Voici le compte rendu de la réunion. Qui doit contacter le fournisseur ?

Décisions : Hugo rappelle le fournisseur avant vendredi. Sonia prépare la maquette. Le budget sera revu en mai.`,
    "Dans l'article ci-joint, pourquoi les habitants s'opposent-ils au projet ?",
    `la garantie couvre-t-elle l'écran ? voici les conditions :

Article 3. La garantie couvre les pièces et la main-d'œuvre pendant deux ans. Sont exclus : les batteries, les écrans et les dommages causés par l'eau.`,
    `Según el texto, ¿por qué cerró la fábrica?

La fábrica cerró en 1998 porque el río dejó de llevar agua suficiente para las turbinas. El edificio es hoy un museo.`,
    'Con la información del documento adjunto, responde: ¿cuál es el plazo para presentar la solicitud?',
    `Lee el siguiente aviso y dime si mañana tengo que mover el coche.

Aviso: corte de la calle Olmo, números 1 a 40, el jueves de 8 a 14 h. Se retirarán los vehículos aparcados.`,
    '¿Qué dice el apartado 4 del manual sobre la limpieza del depósito?',
    `In base al testo seguente, quanto costa il biglietto per un bambino di sette anni?

Adulti 9 euro, ridotto 6 euro (6-14 anni), sotto i sei anni gratis.`,
    'De acordo com o manual que enviei, como faço para trocar a lâmpada?',
    '根据下面的资料回答问题：图书馆周一闭馆，其他时间上午九点到晚上八点开放。问题：周一可以借书吗？',
    '请阅读这份说明书，电池可以用多长时间？',
    `以下の規則を読んで質問に答えてください。

社員は年に一度健康診断を受ける。費用は会社が負担する。再検査の費用は本人が負担する。

質問：再検査の費用は誰が払いますか？`,
    `You are the assistant of the municipal library. Base every answer strictly on the information below and never on your own knowledge. If the information is missing, refer the visitor to the front desk.

- Library cards cost 12 per year; they are free for anyone under 18.
- Books may be kept for four weeks and renewed twice unless another visitor has reserved them.
- Late fee: 0.20 per day and item, at most 8 per item.
- Printing: 0.10 per page, payment by card only.

Visitor: my daughter is 15 and lost her card, does she have to pay if she brings a book back a week late?`,
    'Given the reference text about the canal, when was it opened and who paid for it?',
    'Answer from the passage provided.',
    'what does the document say about overtime?',
    'using the information in the article, explain why sales fell',
    'Based on the text, which of the two methods is faster?',
    'Was sagt das Dokument über Reisekosten? Antworte nur mit dem, was im Text steht.',
    "Selon le texte, pourquoi l'usine a-t-elle déménagé ?",
    'De acuerdo con el documento, ¿quién paga el transporte?',
    '根据上文，作者为什么离开了家乡？',
    '本文の内容に基づいて、次の質問に答えてください。',
  ],
  not: [
    'What belongs in a good user manual?',
    'How do I scan a document with my phone?',
    'Who wrote the constitution of Switzerland?',
    'How should I name and archive the documents of my department?',
    'Which file format is best for storing documents for decades?',
    'How deep is Lake Baikal?',
    'Wo finde ich die Bedienungsanleitung für meinen Backofen?',
    'What year was the Golden Gate Bridge opened?',
  ],
};
