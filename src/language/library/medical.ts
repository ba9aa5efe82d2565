/**
 * Questions about health: symptoms, diseases, findings, drugs, treatments, first aid, cases from medical training. A finding
 * that is to be translated, condensed or turned into fields belongs to those intents.
 */
import type { LibraryIntent } from './library-intent.ts';

export const MEDICAL: LibraryIntent = {
  name: 'medical',
  version: 1,
  means: 'the user asks about symptoms, diseases, findings, drugs or treatments',
  like: [
    'what are the symptoms of low iron and which foods or tablets help',
    "I've had a sore throat and a fever of 38.9 for three days. Do I need antibiotics?",
    'Can I take ibuprofen together with my blood pressure tablets (ramipril 5 mg)?',
    `A 58-year-old man presents with crushing chest pain radiating to the left arm for 40 minutes, sweating and nausea. He has smoked for 30 years. The ECG shows ST elevation in leads II, III and aVF. Which coronary artery is most likely occluded?
A) Left anterior descending
B) Left circumflex
C) Right coronary
D) Left main`,
    'is a resting heart rate of 48 dangerous? i feel dizzy and tired when i get up',
    'Explain what an MRI of the knee with "grade II lesion of the medial meniscus, mild effusion" means for somebody who wants to go skiing in February.',
    `what does this blood test mean?? my doctor is on holiday

Hb 10.9 g/dl (12.0-15.5)
MCV 74 fl (80-96)
Ferritin 6 ng/ml (15-150)
Leukocytes 6.1
CRP < 1`,
    "How is type 2 diabetes treated if metformin isn't enough?",
    "My toddler swallowed a small button, no coughing, he's eating normally. Should we go to the emergency room?",
    'Mechanism of action of beta blockers and their most important contraindications, please.',
    `Does vitamin D supplementation reduce the risk of fractures in older adults? Answer yes, no or maybe on the basis of the abstract.

OBJECTIVE: To assess whether daily vitamin D prevents fractures. METHODS: 1,940 adults over 70 were randomised to 1,000 IU a day or placebo for four years. RESULTS: Fractures occurred in 8.1 % of the treatment group and in 8.4 % of the placebo group (HR 0.96, 95 % CI 0.71-1.30).`,
    'Which vaccinations do I need before a trip to Kenya, and how long before the flight?',
    'my lower back hurts when i sit for more than an hour, and in the morning it is stiff. which exercises help, and when should i see a physio',
    "You are a nurse on a medical advice line. Ask me about my symptoms one question at a time, tell me how urgent it is and whether I should see a doctor. I start: my ankle is swollen and blue since yesterday's football match.",
    'Differential diagnosis for unintentional weight loss, night sweats and enlarged lymph nodes in a 26-year-old woman?',
    "What's the maximum daily dose of paracetamol for an adult who weighs 52 kg and drinks alcohol regularly?",
    'Is it normal to bleed between periods after starting a new pill?',
    `Discharge letter, cardiology ward. Diagnoses: paroxysmal atrial fibrillation, first episode; arterial hypertension. Therapy: apixaban 5 mg 1-0-1, bisoprolol 2.5 mg 1-0-0. Echo: LVEF 58 %, left atrium slightly enlarged. Control in 3 months.

This is from my father. Can you explain to me what he has and why he needs a blood thinner?`,
    'My daughter has chickenpox with itchy blisters all over. How long is she contagious, what helps against the itching, and when can she go back to kindergarten?',
    'I keep waking up at 3 am with my heart racing. Could it be a panic attack or is it the thyroid?',
    'Interpret this arterial blood gas: pH 7.28, pCO2 62 mmHg, HCO3- 28 mmol/l, pO2 58 mmHg in a patient with COPD.',
    'how many weeks after a c-section can you start running again',
    "side effects of sertraline in the first two weeks? I feel sick and can't sleep",
    `Which of the following drugs is safe for treating hypertension in pregnancy?
1. Lisinopril
2. Methyldopa
3. Losartan
4. Spironolactone`,
    "There's a mole on my shoulder, about 7 mm, brown with a darker edge, it itches sometimes. What are the warning signs of melanoma?",
    "What's the difference between a cold, the flu and covid regarding symptoms and incubation period?",
    `My mother, 81, is suddenly confused, hardly drinks and sleeps all day. Her medication list:

- digoxin 0.2 mg
- torasemide 10 mg
- amitriptyline 25 mg (new, for two weeks)
- pantoprazole 40 mg

Could one of these be the cause? What should the doctor check?`,
    'Can coeliac disease start in adulthood and which test shows it?',
    'Describe the pathophysiology of asthma for a nursing exam.',
    'first aid for a burn from boiling water? the skin is red and has a blister',
    'Seit gestern habe ich stechende Schmerzen rechts im Unterbauch und leichtes Fieber, könnte das der Blinddarm sein? Soll ich ins Krankenhaus oder zum Hausarzt?',
    'Welche Nebenwirkungen hat Cortison, wenn man es länger nimmt, und darf ich die Tabletten einfach absetzen?',
    `Was bedeutet dieser Befund?

„Degenerative Veränderungen L4/L5 mit breitbasiger Bandscheibenprotrusion, keine Nervenwurzelkompression, Spinalkanal normal weit.“`,
    'Mein Sohn (4) hat Ausschlag am ganzen Körper, hustet nachts und kratzt sich ständig. Ist das eine Allergie oder eine Kinderkrankheit, und müssen wir damit zum Arzt?',
    'Ab wann spricht man von Bluthochdruck, welche Symptome hat man, und was kann man ohne Medikamente dagegen tun?',
    "J'ai mal à la tête depuis trois jours, des nausées et un peu de fièvre. Est-ce une migraine ou dois-je consulter un médecin ?",
    'Peut-on prendre du paracétamol pendant la grossesse, à quelle dose, et quels médicaments sont interdits ?',
    "Quels sont les symptômes d'un AVC chez l'adulte, et que faut-il faire en attendant les secours ?",
    "Un patient de 67 ans, diabétique, présente un œdème des membres inférieurs et une dyspnée d'effort. BNP à 900 pg/ml. Quel est le diagnostic le plus probable et quel traitement proposer ?",
    'Me duele el pecho cuando respiro hondo y tengo tos y algo de fiebre, ¿debería ir al médico o a urgencias?',
    '¿Cuánto tiempo hay que tomar el antibiótico para una infección de orina, y se puede beber alcohol durante el tratamiento?',
    `Explícame estos resultados de la analítica:
Colesterol total 262 mg/dl
LDL 171 mg/dl
Triglicéridos 190 mg/dl
Glucosa 109 mg/dl`,
    '¿Qué síntomas tiene la intolerancia a la lactosa, cómo se diagnostica y qué pastillas ayudan?',
    'Ho la tosse secca da due settimane e la sera mi sale la febbre, devo andare dal medico o fare una radiografia?',
    'Quali farmaci non si possono prendere insieme agli anticoagulanti, e quali sono gli effetti collaterali?',
    'Quanto dura la convalescenza dopo un intervento di ernia inguinale, e quali dolori sono normali?',
    '孩子发烧三十九度，可以吃布洛芬同时用退烧贴吗？',
    '体检报告说甲状腺有一个四毫米的结节，需要做手术吗？平时头晕、没力气是不是这个病的症状？该去医院挂什么科？',
    '血圧の薬を飲み忘れた場合、二回分まとめて飲んでもいいですか？',
    '頭痛と熱が三日続いて、のども痛いです。病院に行ったほうがいいですか、それとも市販の薬で様子を見てもいいですか？',
    `Patient, female, 72. History: type 2 diabetes, hypertension, chronic kidney disease stage 3b (eGFR 38). Presents with shortness of breath for a week, 4 kg more weight, swollen ankles, orthopnoea. BP 158/92, pulse 96 irregular, crackles over both bases. Labs: K+ 5.4, creatinine 1.6, NT-proBNP 4,100. Current medication: metformin 1,000 mg 1-0-1, ramipril 10 mg, spironolactone 25 mg, ibuprofen 400 mg as needed.

What's your working diagnosis, which drugs should be stopped or adjusted and why, and what's the next diagnostic step?`,
    `Laboratory report, fasting
TSH 0.08 mU/l (0.4-4.0)
fT4 24.1 pmol/l (10-22)
fT3 7.9 pmol/l (3.5-6.5)
TSH receptor antibodies 5.2 IU/l (< 1.8)

I've lost five kilos, my hands tremble and I sweat a lot. Is that an overactive thyroid and how is it treated?`,
    `A previously healthy 6-year-old boy is brought in with a limp and refuses to bear weight on the right leg since this morning. Two weeks ago he had a cold. Temperature 37.4 °C, CRP 4 mg/l, the hip is painful on internal rotation. Ultrasound shows a small joint effusion. The most appropriate management is
A. arthroscopic lavage
B. intravenous antibiotics
C. rest, ibuprofen and observation
D. high-dose steroids
E. plaster cast`,
    'Clinical question: In patients with acute low back pain, is bed rest better than staying active with regard to pain and sick leave? Summarise the evidence from trials, name the size of the effect, and say what you would recommend to a patient.',
    `From my midwife's notes: "32+4, fundal height 31 cm, BP 142/91, protein ++ in urine, headache since yesterday, oedema of both legs, CTG normal."

she says I should go to the hospital today. is it really that urgent? what is preeclampsia and what will they do there`,
    "My wife has had migraines since she was 15, now with flickering in the left eye before the headache starts. She takes the combined pill and smokes a little. Her gynaecologist wants to change the pill. Why does it matter, what's the risk, and which contraception would be safer?",
    'How do I give CPR to an infant, and how is it different from an adult? Rate, depth, breaths.',
    `Arztbrief: „Z. n. Cholezystektomie, subhepatischer Verhalt, CRP rückläufig, orale Antibiose mit Ciprofloxacin bis einschließlich 14.6., Sono-Kontrolle in einer Woche.“

Kannst du mir das so erklären, dass ich weiß, worauf ich zu Hause achten muss?`,
    'My cat bit me in the hand yesterday. The wound is red, swollen and hurts. Should I see a doctor or is disinfecting it enough?',
    'Do sleeping pills make you addicted if you take one every evening? My nose is also blocked all the time because of hay fever, can I combine them with the allergy tablets?',
  ],
  not: [
    "I'd like to move my appointment with the dentist to next week.",
    "Where's the nearest pharmacy that is open on Sundays?",
    'Who discovered penicillin?',
    'Write a get-well card for a colleague who broke his leg while skiing.',
    'How do I become a paramedic, and how long is the training?',
    'My laptop has caught a virus, what should I do?',
    'Plan the shifts for eight nurses for the coming month.',
    'a hearty soup recipe for somebody who has a cold',
  ],
};
