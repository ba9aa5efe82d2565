/** Requests to put words or a text into another language, or to give the word another language has for them. Questions about languages are not. */
import type { LibraryIntent } from './library-intent.ts';

export const TRANSLATION: LibraryIntent = {
  name: 'translation',
  version: 1,
  means: 'the user wants a text, a phrase or a word in another language',
  like: [
    'translate to german: the meeting has been moved to Thursday at 3 pm',
    `How do you say "I'm allergic to nuts" in Japanese?`,
    'what does "je ne sais quoi" mean in english',
    `Please translate the following email into Spanish. Keep it polite, the recipient is a customer.

Dear Mr Ortega,
thank you for your order. Unfortunately the blue chairs will not be available before the end of May. Would you like to wait, or should we deliver the grey ones instead?
Kind regards
Hannah Voss`,
    `into french pls

Your parcel could not be delivered because nobody was at home. You can collect it from tomorrow at the post office.`,
    `You are a professional translator. Translate everything the user sends from English to Brazilian Portuguese. Keep placeholders such as {name} and HTML tags unchanged and do not add comments.

<p>Hello {name}, your trial ends in <b>{days} days</b>. Choose a plan to keep your projects.</p>`,
    `Localize these app strings for the Italian market:

login.title = Welcome back
login.forgot = Forgot your password?
cart.empty = Your cart is empty
cart.checkout = Proceed to checkout`,
    `Can you translate this into simplified Chinese for our factory in Suzhou? Technical terms may stay in English.

Before you open the cover, switch off the main power supply and wait five minutes. Residual voltage may be present.`,
    'english to dutch: good morning everyone, hope you had a nice weekend',
    `Sehr geehrte Damen und Herren,
anbei erhalten Sie die unterschriebene Vereinbarung zurück. Bitte beachten Sie, dass die Kündigungsfrist nun drei Monate beträgt.
Mit freundlichen Grüßen
K. Brandt

I don't speak German. What does this letter say? Full translation please.`,
    'Give me the Polish word for "invoice".',
    `what's "thank you very much" in korean, with pronunciation`,
    'I got this message from my landlord in Portugal, can you put it in English for me? "Boa tarde, o canalizador passa amanhã entre as 9h e as 11h. Pode deixar a chave na portaria?"',
    `Translate the second paragraph only, to Swedish.

Thank you for your interest in our savings plans.

The interest rate is fixed for two years. After this period you can withdraw the money at any time without a fee.`,
    `How would a native speaker say "let's touch base next week" in German? Not literally.`,
    `translate russian to english
Добрый день! Подскажите, пожалуйста, когда будет отправлен наш заказ? Оплата прошла ещё в понедельник.`,
    `Translate this poem into English and keep the rhyme if you can:

Der Mond steht überm stillen Haus,
die Katze geht zum Jagen raus,
der Wind erzählt dem alten Baum
noch einmal seinen Sommertraum.`,
    `Translate the product description into Arabic. Tone: friendly, not too formal.

The HikeLite 30 is a backpack for day trips. It weighs only 720 grams and has a rain cover in the bottom pocket.`,
    'is "Feierabend" translatable? what would be the closest english word',
    `Translate this subtitle file to Turkish, keep the timestamps:

1
00:00:01,200 --> 00:00:03,000
Where were you last night?

2
00:00:03,400 --> 00:00:05,100
I was waiting at the station.`,
    'hi, need this in hindi for a whatsapp group: "Dinner is at 8, please bring your own plates"',
    'Translate this customer review to English: "El hotel está muy bien situado, pero las paredes son finas y se oye todo. El desayuno, excelente."',
    'From now on be my interpreter. Whatever I type in Turkish comes back in English, and the other way round. Nothing else. "Yarın sabah dokuzda müşteriyle görüşmemiz var."',
    `Translate column "de" into the empty columns and return the same table.

| key | de | en | fr |
|---|---|---|---|
| save | Speichern | | |
| cancel | Abbrechen | | |
| delete | Endgültig löschen | | |`,
    'meaning of the italian sentence "in bocca al lupo" in english?',
    `Could you check whether my translation is correct? Original: "La facture doit être réglée sous trente jours." Mine: "The invoice must be paid under thirty days." Correct it if it's wrong.`,
    'Translate into Vietnamese, Thai and Indonesian: Take one tablet in the morning with a glass of water.',
    'We need a translation of the press release into Finnish and Norwegian by noon. Text: Nordlake opens its third data centre in spring. The site will run on hydropower and create sixty jobs.',
    'translate thsi to romanian plese: i will be late becouse the train is cancelled',
    'What is the Latin for "through hardship we grow"? It is for an engraving, so the grammar has to be right.',
    'Übersetze den folgenden Text ins Englische: Der Mieter haftet für Schäden, die durch unsachgemäßen Gebrauch entstehen.',
    'Wie sagt man auf Spanisch "Können wir bitte die Rechnung haben"?',
    `Kannst du das mal auf Deutsch übersetzen? Verstehe nur die Hälfte.

Hi team, quick heads-up: the rollout is on hold until legal has signed off the new terms. No action needed on your side.`,
    'Was heißt "stakeholder buy-in" auf Deutsch?',
    'Bitte ins Niederländische und ins Polnische übersetzen: Vorsicht, frisch gestrichen!',
    `Traduis ce mail en anglais s'il te plaît, niveau professionnel :

Bonjour Claire,
Je vous confirme notre rendez-vous de mardi. Pourriez-vous m'envoyer l'ordre du jour avant lundi soir ?
Bien à vous,
Julien`,
    'Comment dit-on « je suis en retard » en italien ?',
    'Peux-tu traduire en français cette notice : "Store in a cool, dry place. Keep out of reach of children."',
    'que veut dire "to bite the bullet" en français',
    'Version espagnole de ce slogan, naturelle et courte : « Le goût du vrai, chaque matin »',
    'Traduce al inglés este párrafo de mi novela: Aquella noche el faro no se encendió, y Marta supo que su hermano no iba a volver.',
    '¿Cómo se dice "grapadora" en inglés?',
    'Necesito traducir esta cláusula al catalán y al portugués: "El arrendatario pagará la renta en los cinco primeros días de cada mes".',
    `Tradúceme este mensaje al inglés, que suene natural:

Hola Mark, perdona que no te haya contestado antes, hemos tenido mucho lío con la mudanza. ¿Te va bien el jueves por la tarde?`,
    'Traduci in inglese questo referto: non si osservano lesioni, si consiglia un controllo tra sei mesi.',
    'Como se diz "saudade" em inglês? E em francês?',
    '把下面的句子翻译成英文：我们将在下周三之前把样品寄给您，请查收。',
    '请将这段话翻译成日语，用敬语：感谢您的来信，我们会尽快回复。',
    `次の文章を英語に翻訳してください。
平素よりお世話になっております。ご注文の商品は来週月曜日に発送予定です。`,
    `Our support bot answers in English only. Translate its answer for a customer from Quebec, use vous.

---
Good news! The replacement cable left our warehouse this morning. It normally takes three working days. If it has not arrived by Tuesday, reply to this message and we will look into it.
---`,
    'Translate the following sentence into Spanish.',
    'can you say that in German',
    'whats the english translation of this',
    'Please translate from Japanese to English and from English to Korean, keep the line breaks.',
    'How is "deadline" translated in Portuguese, Russian and Arabic?',
    'Übersetzung ins Französische bitte, förmlich',
    "Mets ce paragraphe en anglais, s'il te plaît",
    '¿Qué quiere decir esto en español? Tradúcelo por favor',
    '翻译成中文：Net profit for the quarter rose by 12 percent.',
    '日本語から中国語に訳してください',
  ],
  not: [
    'How many people in the world speak Portuguese as a first language?',
    'What language is this sentence written in? "Tere hommikust, kuidas läheb?"',
    'Is it hard for an English speaker to learn Hungarian?',
    'How long does it take to become a certified interpreter?',
    'Correct the grammar of this email but keep it in English: "I am write to you because of the order who is late."',
    'Warum haben deutsche Nomen drei Geschlechter?',
    'Which translation agency would you recommend for technical manuals?',
    'When do I use ser and when estar?',
    'Make this sentence sound more polite: "Send me the file today."',
    "Quelle est l'origine du mot « ordinateur » ?",
  ],
};
