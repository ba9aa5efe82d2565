/** Requests to pull facts out of a given text into fields, lists, tables or JSON. Questions that want an answer in words are `document-questions`. */
import type { LibraryIntent } from './library-intent.ts';

export const EXTRACTION: LibraryIntent = {
  name: 'extraction',
  version: 1,
  means: 'the user wants names, dates, amounts or other facts pulled out of a text into a structure',
  like: [
    `extract all email addresses from the text below

Contact for press: press@example.org. For tickets please write to box.office@example.org or call. Our old address info@example.com is no longer read.`,
    `Extract the details of this invoice and return a JSON object with the keys invoice_number, date, total and currency.

INVOICE 2024-0173
Date: 12 March 2024
3 x toner cartridge   89.70
Shipping               4.90
Total EUR             94.60`,
    `List the people and companies mentioned in this article.

Ines Calder, head of the start-up Brightmill, met the managers of Ostro Energy in Rotterdam on Monday. Ostro's chairman Willem Pas called the talks open.`,
    `pull the order number, sku and qty out of this mail

hi, in order 55-20931 we got 4 of the KX-200 instead of 6. please send the rest. greetings, Bo`,
    `You are an information extraction system. Read the job advertisement and fill in this schema. Use null where the text says nothing. Output valid JSON only.

{"title": string, "city": string, "salary_min": number, "salary_max": number, "remote": boolean}

We are hiring a payroll clerk (f/m/d) for our office in Leeds. You earn between 27,000 and 31,000 a year and can work from home two days a week.`,
    `Make a table with columns product, old price, new price from this:

From April the small box costs 12 instead of 10 pounds, the medium box goes from 18 to 21, and the large one stays at 30.`,
    'Extract the named entities from the sentence and tag them as PERSON, ORG or LOC: "Mayor Dilara Tan opened the new Velox plant near Gdansk."',
    `can you get me a list of all the action items with owner and due date

Sven will ask the supplier for samples until next Friday. The texts for the website come from Ruth, she needs two weeks. We also have to book a room for the fair, Amir takes care of that today.`,
    'Parse this address into street, house number, postcode, city, country: Rue de la Loi 16, 1000 Brussels, Belgium',
    `grab the phone numbers from here and put them one per line in international format

Reception 020 7946 0018, lab 020 7946 0125 (mornings only), mobile of Dr Shah 07700 900 461`,
    `Extract from the CV below: name, years of experience, languages and last three employers as YAML.

Marek Novotny
Mechanical engineer, 11 years in pump design
2019-today Hydrotek, Brno
2016-2019 Alpin Pumpen, Graz
2013-2016 Strojmat, Zlin
Czech (native), German C1, English B2`,
    `Extract every requirement with its number from the specification and give me a CSV with id, text, priority.

R1 The device shall start within five seconds. (must)
R2 The display should be readable in sunlight. (should)
R3 The housing may be available in two colours. (could)`,
    `Fill the form with the data in the voicemail transcript:
Name: / Callback number: / Reason: / Urgency:

"Yes hello, Joanna Briggs here, it's about my hearing aid, the left one doesn't charge. Could somebody call me back today, I am on 01632 960 733. Thanks."`,
    `Extract the parties, the effective date and the termination notice from this agreement. Return as key: value.

This Agreement is made on 1 July 2023 between Fenwick Tools Ltd and Casa Moreno S.L. Either party may terminate with ninety days' written notice.`,
    `Extract the keywords of this text, max 10, comma separated

Composting turns kitchen scraps into soil. It needs air, moisture and a mix of green and brown material. A warm heap kills weed seeds and is ready within months.`,
    `Extract all dates from the document and normalise them to YYYY-MM-DD.

Signed on 3rd of May 2021; amended 14/09/2021; valid until the end of 2025.`,
    `extract the temperature readings only, as an array

sensor a: ok 21.4C
sensor b: ok 22.0C
sensor c: fault
sensor a: ok 21.6C
sensor d: ok 19.9C`,
    `Get the ingredients and amounts out of this recipe as a shopping list.

Fry two onions in three spoons of oil, add 400 g of red lentils and a litre of stock. After twenty minutes stir in a can of coconut milk and the juice of a lime.`,
    'Please extract supplier, article, quantity and delivery date from the attached delivery notes, in a table that I can paste in Excel',
    `Identify the medication, dose and frequency in each line and return JSON.

1. ibuprofen 400 mg up to three times daily after meals
2. vitamin D 1000 IU once a day`,
    `See https://example.com/a and https://example.org/docs/start. The first page (https://example.com/a) is older.

Extract the links from the text above, without duplicates.`,
    `Who said what? Extract the quotes together with the speaker.

"You came back," whispered Ada. The captain hung his wet coat on the nail. "Only for the cat," he said, and the cat, who had waited for three years, did not even look up.`,
    'List all amounts in euros that appear in the letter, with what they are for.',
    `Output the skills required by this job ad as a JSON list of strings. Nothing else.

You bring solid SQL, you know at least one BI tool (we use Metabase), and you can explain numbers to people who do not like numbers. A driving licence is a plus.`,
    `I'm building a contact database. For each signature I paste, give me one row: first name | last name | title | company | phone.

--
Dr. Alicia Romero
Head of Procurement
Solvena Industries
T +34 600 000 111`,
    `get me name n price of each item frm this receipt

2 MILK 1L 2,38
BREAD RYE 3,10
DEPOSIT 0,25
TOTAL 5,73`,
    `Take the log excerpt and collect the failing hosts with the time of the first failure. CSV.

08:01:12 web-03 timeout
08:01:15 web-07 timeout
08:02:40 web-03 timeout
08:05:01 db-01 connection reset`,
    `Convert this paragraph into structured data: year, revenue, net profit, employees.

In 2022 the group had revenue of 48 million euros and a net profit of 3.1 million. It employed 260 people at the end of the year.`,
    `Retrieve the tracking number, carrier and expected delivery from the message. If a value is missing write "n/a".

Good news, your parcel is on its way! You can follow it with the number 00340434161094. It should be with you by Thursday.`,
    `Which defects does the tenant report? Just the list, one per line.

The window in the kitchen doesn't close since the storm. Also the light in the hall flickers and on the balcony there is a loose tile. The heating is fine again, thanks for that.`,
    `Extrahiere aus der folgenden Rechnung Rechnungsnummer, Datum und Gesamtbetrag als JSON.

Rechnung Nr. R-2207
vom 04.11.2023
Gesamtbetrag inkl. MwSt.: 1.428,00 EUR`,
    `Welche Firmen und Personen kommen in dem Text vor? Bitte als Liste.

Gestern stellte Geschäftsführerin Tanja Ruhl die Pläne der Nordlicht AG vor. Partner ist die Spedition Kühn aus Bremen.`,
    'Zieh mir bitte alle Termine aus der Mail raus, mit Uhrzeit und Ort',
    `Wandle die Stichpunkte in eine Tabelle mit den Spalten Name, Abteilung, Durchwahl um.

Frau Holm, Einkauf, -212
Herr Yilmaz sitzt im Lager und hat die -340
Empfang: -100`,
    'Lies die Artikelnummern und Mengen aus der Bestellung aus und gib sie als CSV zurück: "Wir bestellen 20 Stück 4711-A sowie 5 Stück 0815-C."',
    `Extrais les noms, prénoms et dates de naissance de ce texte au format JSON.

Mme Chloé Barbier, née le 7 juin 1988, et M. Yanis Morel, né le 21 février 1990, demandent leur inscription.`,
    'Relève toutes les dates et tous les montants dans le contrat ci-dessous.',
    `Fais un tableau à partir de ces informations : ville, nombre d'habitants, maire.

Valmont compte 12 400 habitants et a pour maire Luc Perrin. À Sainte-Aube (3 100 habitants), la maire est Odile Faure.`,
    'récupère les adresses mail dans ce message et mets-les une par ligne',
    "Extrais les compétences demandées dans cette offre d'emploi : Vous maîtrisez Excel et un logiciel de paie, vous parlez anglais et vous êtes rigoureux.",
    `Extrae el nombre del cliente, el número de pedido y el problema de este correo y devuélvelo en JSON.

Hola, soy Beatriz Lago. Mi pedido 90213 llegó ayer, pero falta el cargador. ¿Me lo pueden enviar? Gracias.`,
    'Saca todos los números de teléfono del texto siguiente.',
    'Haz una tabla con la fecha, el lugar y el precio de cada concierto: El 3 de mayo en Bilbao, 25 euros. El 9 de mayo en Vigo, 22 euros.',
    'Extrae las personas, organizaciones y lugares que aparecen en la noticia.',
    'Estrai dal referto tutti i valori con le unità e mettili in una tabella.',
    `Extraia os dados deste currículo (nome, formação, cargos) e devolva em formato JSON.

João Prado, formado em Administração pela UFX em 2015. Foi assistente na Loja Sul e hoje é gerente na Casa Norte.`,
    '从下面的文字中提取姓名、电话和地址，用JSON格式输出：张伟，13800000000，上海市浦东新区世纪大道1号。',
    '把这篇文章里出现的所有公司名称列出来',
    `次のメールから、日時、場所、参加者を抜き出して表にしてください。
打ち合わせは5月12日14時から第2会議室で行います。参加者は田中、鈴木、李の三名です。`,
    `Extract all function names and their parameters from this file as a table.

def load(path, limit=10): ...
def save(path, rows): ...
class Store:
    def find(self, key): ...`,
    `From the passage, extract the names of all animals and separate them with semicolons.

The hedgehog had sworn never to speak to the magpie again. But when the old badger called them all to the hollow tree, even the fox sat down quietly, and the smallest mouse was allowed to sit in front.`,
    'Provide a list of every city that is mentioned in the text',
    'turn this text into a table',
    'output the result as json with the fields name, price and availability',
    'find and list the phone numbers and addresses in the document',
    'Extrahiere alle Namen und Beträge und gib sie als Tabelle aus',
    'Extrais les informations suivantes du document : numéro, date, montant, fournisseur',
    'Extrae los datos del documento y devuélvelos como lista',
    '从以下简历中提取关键信息，整理成表格',
    '本文から人名と会社名をすべて抽出し、一覧にしてください',
  ],
  not: [
    'How do I extract a zip file on Windows?',
    'What does OCR mean and how good is it with handwriting?',
    'Which vegetables can be sown in March?',
    'How is vanilla extract made?',
    'Create an empty invoice template that I can fill in.',
    'Give me ten random names and addresses as test data.',
    'Wie exportiere ich Kontakte aus Outlook in eine Tabelle?',
    'Which tool can read tables from PDF files?',
  ],
};
