/** Requests to put a text into one of several categories: sentiment, topic, spam, priority, language, yes or no against a rule. Facts pulled out are `extraction`. */
import type { LibraryIntent } from './library-intent.ts';

export const CLASSIFICATION: LibraryIntent = {
  name: 'classification',
  version: 1,
  means: 'the user wants a text or several texts labelled, rated or sorted into categories',
  like: [
    'Classify the sentiment of this review as positive, negative or neutral: "The delivery was quick but the lamp arrived broken."',
    `Classify the following support ticket as billing, technical, account or other. Answer with the label only.

I changed my card last week and now I have been charged twice for May.`,
    `Is this email spam? yes/no

Congratulations!! You are the selected winner of our monthly draw. Confirm your bank details within 24 hours to get your prize.`,
    `You are a content moderator. For each comment decide: allow, review or block. Return a JSON array with the decisions in the same order.

1. Great post, thank you!
2. People like you should not be allowed to speak.
3. Buy followers at cheap-likes dot example`,
    `Tweet: three hours on hold. again. love it.
Sentiment (positive, negative, neutral):`,
    `Label each sentence with the emotion it expresses (joy, anger, fear, sadness, surprise).

a) I can't believe they really came!
b) Don't you dare touch my bike.
c) The house feels empty without her.`,
    `Determine the priority of this request: P1, P2, P3 or P4.

After a wrong password the login page shows a stack trace instead of a message.`,
    `Sort these products into the categories Food, Household, Electronics:
toaster, olive oil, bin bags, usb cable, rice, sponge`,
    `Categorize this message by department. Choose from Sales, Legal, HR, IT.

"Good morning, I'd like to know how many days of parental leave I can take next year."`,
    `Rate the customer's satisfaction from 1 (angry) to 5 (delighted), just the number.

It took two calls, but Ramona was really kind and found my missing invoice in the end.`,
    `Given the premise and the hypothesis, answer entailment, contradiction or neutral.
Premise: All shops in the street close at six.
Hypothesis: You can buy bread there at half past seven.`,
    `Classify every clause as payment, liability or termination.

1. Invoices are due within thirty days.
2. The supplier is not liable for indirect damage.
3. Either party may end the agreement with three months' notice.`,
    `Categorize my bank transactions (groceries, rent, transport, leisure):

03/04 GREENMART 41.20
03/05 CITY TRAMS 2.90
03/05 CINEPLEX 11.00
04/01 HOUSING COOP 780.00`,
    'Classify the comment as hate speech or not hate speech: "go back to where you came from"',
    'Classify the text into one of these topics: politics, sports, business, science, culture. Text: The central bank left interest rates unchanged, and shares closed slightly higher.',
    `Decide whether the two questions mean the same. Output 1 or 0.
Q1: How can I reset my router?
Q2: What do I do to put my router back to factory settings?`,
    `tag these reviews with one or more of: price, quality, service, delivery

- Cheap, but falls apart after a month
- Came one day early, friendly driver
- Hotline never answers`,
    'Triage each call as emergency, urgent or routine: chest pain for ten minutes / repeat prescription / sprained ankle',
    `Label each log line as harmless, warning or critical:

cron: backup job finished in 214 s
disk /var at 91 percent
kernel: Out of memory: Killed process 2211 (postgres)`,
    `Categorize each of these keywords by search intent: informational, navigational or transactional.

buy running shoes online
how to lace running shoes
runmax login`,
    'Here are the classes: complaint, praise, question, suggestion. The feedback: "It would be nice if the app remembered my last search." Which one?',
    `Classify this lead as hot, warm or cold. "We're just comparing vendors at the moment, decision probably next year."`,
    'detect if the user wants to cancel his subscription -> true or false. "how do i stop paying for this every month"',
    `Here are examples.
"Where is my parcel?" -> shipping
"The code does not work at checkout" -> voucher
"I want my money back" -> refund
Now do: "Tracking has said the same for five days" ->`,
    'Separate these into renewable and fossil sources of energy: peat, wind, diesel, biogas, coal',
    `Classify each sentence of the text as fact or opinion.

The museum opened in 1990. It is the prettiest in the region. Entry costs four euros, which is too much.`,
    'Classify each of the following as a fruit or a vegetable: leek, plum, radish, quince, chard',
    `How likely is it that this message is phishing? Low, medium or high, with one reason.

From: IT-Helpdesk <it@secure-mailbox.example>
Your mailbox is full. Log in here within 2 hours to keep your messages.`,
    'Task: intent detection. Possible intents: book_table, cancel_table, opening_hours, other. Utterance: hi is it possible to come with six people tonight around eight. Intent:',
    'Given a tweet, classify it as complaint, praise or neither. Tweet: "your new app is so much faster, thank you team"',
    `Ordne die folgende Anfrage einer Kategorie zu: Rechnung, Technik, Vertrag, Sonstiges.

Mein Internet ist seit gestern Abend weg, die rote Lampe blinkt.`,
    'Ist diese Bewertung positiv oder negativ? "Nie wieder, drei Stunden gewartet und dann war die Küche zu."',
    `Bestimme die Dringlichkeit (hoch, mittel, niedrig) für jede Meldung:
1. Serverraum 45 Grad
2. Neue Maus gewünscht
3. Kasse 4 startet nicht`,
    'Spam oder kein Spam? Nur das Label ausgeben: "Sichern Sie sich jetzt Ihren Kredit ohne Schufa!!!"',
    'In welche Warengruppe gehört der Artikel "Akku-Heckenschere 18 V"? Auswahl: Garten, Küche, Büro',
    'Analyse le sentiment de cet avis (positif, négatif, neutre) : « Séjour correct, sans plus. »',
    `Classe ces demandes selon le service concerné : comptabilité, technique ou commercial.

- Je n'ai pas reçu ma facture de mars
- L'application plante à l'ouverture
- Faites-vous des remises pour les écoles ?`,
    "Ce message est-il une plainte ? Réponds par oui ou non. « C'est la troisième fois que je vous écris. »",
    "Dans quelle catégorie classer ce livre : roman, essai, biographie ou guide pratique ? Résumé : l'auteure raconte ses vingt ans comme médecin en mer.",
    'Classifie chaque commentaire comme positif, négatif ou neutre.',
    'Clasifica el siguiente comentario como positivo, negativo o neutro: "El curso está bien, pero las clases son demasiado largas."',
    '¿A qué departamento corresponde esta consulta: ventas, soporte o recursos humanos? "No puedo entrar en mi cuenta desde ayer."',
    `Clasifica cada noticia en una categoría: deportes, economía o cultura.

1. El banco central mantiene los tipos.
2. La orquesta estrena sede.
3. El equipo local gana en la prórroga.`,
    'Dime si este correo es urgente o no urgente',
    'Classifica questa email come spam o non spam: "Hai vinto un buono da 500 euro, clicca subito."',
    'Qual é o sentimento desta mensagem: alegria, raiva ou tristeza? "Não acredito que perdi o voo de novo."',
    '判断下面评论的情感倾向（正面、负面、中性）：物流很快，但是包装破了。',
    '把这条新闻归类到体育、财经、娱乐或科技，只输出类别名称：某公司发布了新一代手机芯片。',
    `次の問い合わせを「料金」「技術」「その他」に分類してください。
パスワードを忘れてログインできません。`,
    `You grade answers of a chatbot. You get a question, the reference answer and the chatbot's answer. Reply with exactly one of CORRECT, PARTLY or WRONG.

Question: When does the library close on Saturdays?
Reference: 4 pm
Chatbot: The library is open on Saturdays until 16:00.`,
    'Which of these are mammals and which are reptiles: gecko, otter, iguana, hedgehog, bat, python',
    'Classify the text into one of the following categories.',
    'Identify whether each instrument is played with strings or with keys: harp, organ, lute, celesta',
    'Is the following statement positive or negative?',
    'assign one label from the list to every comment, output only the labels',
    'Klassifiziere die Nachricht: Beschwerde, Lob oder Frage',
    'Classe le texte suivant dans une des catégories proposées',
    'Clasifica estas frases según la emoción que expresan',
    '将下面的文本分类：投诉、咨询或建议',
    '次の文章の感情を「ポジティブ」「ネガティブ」で判定してください',
  ],
  not: [
    'What is the difference between classification and clustering?',
    'How are hurricanes classified into categories?',
    'Name three categories of renewable energy and explain them.',
    'Which colour goes well with dark green?',
    'Why do so many customers write bad reviews and never good ones?',
    'How does a spam filter work?',
    'Suggest ten product categories for a pet shop.',
    'Wie viele Schulnoten gibt es in Frankreich?',
  ],
};
