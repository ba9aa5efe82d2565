/** Requests to make a given text shorter: summaries, key points, minutes, abstracts, headlines of what a text says. Single facts pulled into fields are `extraction`. */
import type { LibraryIntent } from './library-intent.ts';

export const SUMMARISATION: LibraryIntent = {
  name: 'summarisation',
  version: 1,
  means: 'the user wants a shorter version or the main points of a text',
  like: [
    `tl;dr

The city council voted on Tuesday to close the old harbour bridge for repairs. Work will take at least eight months. Cyclists and pedestrians can use a temporary ferry, cars have to take the ring road. Shop owners near the bridge fear that customers stay away and ask for compensation.`,
    `Summarise the following article in three sentences.

A research team in Oslo has tested a new coating for ship hulls. The coating is made from algae and keeps mussels from settling. In the first trial, fuel use fell by 6 percent. The team warns that long-term effects are not known yet. A second trial with ferries starts in autumn.`,
    `What are the key takeaways of this report?

Revenue grew by 4 percent to 212 million. Growth came from services, hardware sales fell for the third quarter in a row. The board expects stable margins and has approved a share buyback. Two plants in Spain will be merged next year.`,
    `Give me the gist of this email thread, I was on holiday

> From: Priya
> The vendor asks for a decision by Friday.
> From: Tom
> I still think it is too expensive, did we ask the other one?
> From: Priya
> Yes, they are 10% cheaper but can start only in June.
> From: Tom
> OK then let's take the first.`,
    'condense this to max 50 words: 68-year-old woman, admitted with chest pain and shortness of breath. ECG without changes, troponin normal twice. CT ruled out an embolism. Blood pressure was high and was treated with a second drug. Discharged on day three without symptoms. Follow-up with her doctor in two weeks, stress test recommended.',
    'Please write an executive summary of the attached business plan for our investors. One page at most, start with the most important numbers.',
    `Turn these notes into meeting minutes with decisions and open points.

- marta: launch not before 12 may, testing behind
- budget ok'd, 20k more for ads
- who writes the help pages? -> jo, until end of month
- discussed the logo again, no decision`,
    'please summarize the above in bullet points',
    `You are a helpful assistant that summarizes support conversations. For each conversation write: the problem, what was tried, and the result. Not more than 80 words. Conversation:

Customer: my router restarts every hour
Agent: have you updated the firmware?
Customer: yes yesterday, no change
Agent: I'll send you a new power supply, that is a known cause
Customer: ok thanks`,
    `Could you shorten this paragraph? It has to fit in a 300-character box.

We are a family-run company which has been making wooden toys since 1954. All our toys are made from beech and maple from local forests, painted with colours that are free of solvents, and tested by children before they go on sale.`,
    `Write an abstract (150 words) for my paper. Here is the introduction and the conclusion:

Introduction. Urban trees lower the temperature of streets, but little is known about young trees. We measured 240 lime trees over four summers.
Conclusion. Trees younger than ten years lower the temperature by less than 0.3 degrees. Watering doubles the effect. Cities should water young trees in hot weeks.`,
    `Summarize the article below, it is too long for me.

Scientists have long debated why some bees dance. New recordings show that young bees learn the dance from older ones. Bees that grew up without teachers made more mistakes about distance, and never corrected them in later life.`,
    `Summary of this chapter for a 10 year old

Photosynthesis takes place in the chloroplasts. Light energy is absorbed by chlorophyll and used to split water. The oxygen is released, and the hydrogen is used to build sugar from carbon dioxide. The plant stores the sugar as starch or uses it to grow.`,
    `Here's the transcript of our customer interview. Which themes came up? Summarize by theme, 1-2 lines each.

[00:12] I like that it is quick. My old tool took a minute to open.
[01:40] What I miss is printing. My accountant wants paper.
[03:05] The price is fine. I'd pay a bit more for support on the phone.`,
    'make it half as long without losing any facts',
    'Summarise this judgment in one sentence: The court dismissed the claim because the buyer had known of the leaking roof when he signed the contract, and ordered him to bear the costs of the proceedings.',
    'Recap the discussion so far and list what we have agreed on.',
    `I have 2 minutes before my call. whats important in this??

Dear partners,
as you know our distribution agreement ends on 31 December. We would like to extend it by two years under the same terms, with one exception: from January the minimum order rises from 500 to 800 units. Please let us know by the end of October whether you agree. We also take the opportunity to introduce Ms Lindqvist, who will be your new contact.`,
    `A heat pump moves heat from the air or the ground into a building. A fluid evaporates at a low temperature, is compressed, gets hot, and passes its heat on to the water of the heating. For each unit of electricity it delivers three to four units of heat.

Explain the paragraph above in one sentence.`,
    `Give a brief summary of the main arguments in the text below.

Supporters of a four-day week say that people who rest more make fewer mistakes. Employers answer that shops and clinics cannot close on Fridays. Unions want a law, the government prefers agreements for each sector. Economists disagree about the effect on wages.`,
    `Compress the release notes into a tweet.

Version 4.2 adds dark mode, offline maps and a widget for the home screen. We fixed a crash when opening old trips. Android 8 is no longer supported.`,
    'summarize this article https://example.org/blog/how-we-moved-to-event-sourcing',
    `Summarize the conversation below in one or two sentences.

Nina: Are you still coming to the lake on Sunday?
Omar: I'd love to, but my sister moves house and I promised to carry boxes.
Nina: What about the weekend after?
Omar: Perfect. I'll bring the boat and you bring the sandwiches :)`,
    `The hotel has a nice lobby and the staff at the front desk was great. The room was small and smelled of paint. Breakfast had a good choice but was very crowded after nine. We would come back, but only outside of the school holidays. The pool was closed. Parking costs 18 a night.

Summarize this review in 15 words or fewer.`,
    'Can you summarise the last ten reviews of my product: what do people like and what do they dislike?',
    'Abridge this speech to one minute speaking time, keep the joke at the start',
    `Pls summarise the incident report for management, non technical

At 02:14 the primary database ran out of disk space because the archive job had been failing silently since the 3rd. Writes were refused until 02:51. The on-call engineer freed 40 GB and restarted the job. 1,204 orders were affected, all were retried by the queue. Alerts for disk space are now set at 80 percent.`,
    `can you make summary of this text for me? short pls, my english is not so good

The landlord informed the tenants in April that the heating would be replaced. The tenants complained about the noise and lowered the rent by a fifth. The court decided that a tenth would have been fair.`,
    `Summarize the plot of the story in two sentences.

When the train had gone, Elin noticed that the boy's suitcase was still on the platform. She carried it home and put it under the stairs. For nine years nobody asked for it. Then, one evening in March, an old man knocked at the door, and he knew what was inside.`,
    'Read these three abstracts and produce a combined synopsis of the state of research on sleep and migraine.',
    `Fasse den folgenden Text in fünf Stichpunkten zusammen:

Der Gemeinderat hat beschlossen, das Freibad zu sanieren. Die Arbeiten beginnen nach den Sommerferien und kosten rund drei Millionen Euro. Das Land übernimmt die Hälfte. In der Bauzeit können Vereine das Hallenbad in der Nachbarstadt nutzen.`,
    `Kannst du mir das bitte kurz zusammenfassen? Worum geht es in dem Schreiben?

Sehr geehrte Frau Kern, bei der Prüfung Ihrer Unterlagen haben wir festgestellt, dass der Nachweis über die Krankenversicherung fehlt. Bitte reichen Sie ihn bis zum 15. des Monats nach. Ohne den Nachweis können wir Ihren Antrag nicht weiter bearbeiten.`,
    'Erstelle ein Protokoll der Besprechung aus meinen Notizen, mit Beschlüssen und Aufgaben',
    'Kürze den Absatz auf maximal 400 Zeichen, die Kernaussage soll erhalten bleiben.',
    'kurze zusammenfassung in 3 sätzen',
    `Résume ce texte en quelques lignes :

La start-up lyonnaise Verdoc a levé douze millions d'euros pour développer ses capteurs agricoles. Ils mesurent l'humidité du sol et alertent l'exploitant sur son téléphone. L'entreprise veut recruter trente personnes et s'implanter en Italie.`,
    'Quels sont les points essentiels de ce compte rendu ? Fais une liste à puces.',
    'Peux-tu me faire une synthèse de ce rapport pour la direction, une demi-page maximum ?',
    'Raccourcis ce paragraphe sans changer le sens : Nous avons le plaisir de vous informer que, suite à votre demande du 4 mars, nous sommes en mesure de vous proposer un nouveau rendez-vous dans nos locaux.',
    `Résumé en deux phrases de cet article :

Les abeilles sauvages disparaissent plus vite en plaine qu'en montagne. Une étude sur quinze ans montre que les haies et les prairies fleuries ralentissent ce déclin. Les auteurs demandent des aides pour les agriculteurs qui les conservent.`,
    'Resume el siguiente texto en un párrafo: El ayuntamiento ha presentado un plan para reducir el ruido en el centro. Incluye límites de velocidad, nuevas zonas peatonales y multas para los locales que superen los niveles permitidos. Los vecinos piden más controles nocturnos.',
    `¿Me haces un resumen de esta reunión con los acuerdos principales?

Ana propone retrasar el lanzamiento. Pedro no está de acuerdo porque ya hay anuncios pagados. Se acuerda lanzar solo en dos ciudades y revisar en junio.`,
    'Resumen del capítulo 3 con las ideas principales en viñetas',
    'Hazlo más corto, unas 100 palabras como mucho',
    'Riassumi questo articolo in massimo 100 parole.',
    `Faça um resumo executivo do relatório abaixo, com destaque para os riscos:

O projeto está duas semanas atrasado. O fornecedor principal pediu reajuste de 8%. Dois testes de segurança falharam e serão repetidos em agosto.`,
    '请用三句话总结下面这篇文章的主要内容：公司宣布将在明年推出电动货车。新车续航三百公里，主要面向城市配送。分析人士认为价格是关键。',
    '帮我把这份会议记录整理成要点',
    `以下の文章を200字以内で要約してください。
当社は来年度から在宅勤務制度を全部署に広げます。週三日まで自宅で働けるようになり、通勤手当は実費で支給されます。詳細は十月の説明会でお知らせします。`,
    `You will be given the full text of a policy document between triple dashes. Produce a summary with these parts: purpose, who is affected, what changes, dates. Use plain words. Do not add information that is not in the document.

---
From 1 February all employees record their working hours in the new portal. Paper forms are accepted until the end of March for colleagues in the warehouses. Overtime needs the approval of the team lead beforehand. Managers receive a weekly overview. Questions go to people@example.com.
---`,
    'Can you provide a summary of this medical report in plain English?',
    'Give me a quick rundown of what this long post says',
    'What are the main points?',
    'Summarize the judgment in plain language, five sentences or fewer',
    'Summarize the annual report in a short bulleted list, please',
    'Bitte eine Zusammenfassung des Urteils mit den wichtigsten Kernaussagen',
    'Fais-moi un résumé court de ce contrat avec les points clés',
    'Hazme un resumen breve de lo que pasa en este cuento',
    '概括这段文字的大意，写一个简短的摘要',
    'この記事の要点を三つにまとめて、短い要約を作ってください',
  ],
  not: [
    'What makes a good summary?',
    "How long should the abstract of a master's thesis be?",
    'Make this email sound friendlier: "I need the numbers by noon."',
    'Expand these three bullet points into a full page for the annual report.',
    'Fill the gaps in the text below with suitable words.',
    'Who invented the short story as a literary form?',
    'Plan the agenda for a one-hour kickoff meeting with a new client.',
    'Verlängere diesen Absatz auf etwa eine Seite.',
    'Explain in detail how a heat pump works.',
    'Proofread the following paragraph and correct the commas.',
  ],
};
