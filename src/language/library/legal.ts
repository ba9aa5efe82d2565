/**
 * Questions of law: rights, duties, liability, contracts and their clauses, and legal texts to be drafted or reviewed. A
 * contract that is to be translated, condensed or turned into fields belongs to those intents.
 */
import type { LibraryIntent } from './library-intent.ts';

export const LEGAL: LibraryIntent = {
  name: 'legal',
  version: 1,
  means: 'the user asks a question of law, or wants a legal text reviewed or drafted',
  like: [
    'is it legal to record a phone call with a customer without saying so?',
    'Can they sue me for a bad review?',
    'my landlord wont give back the deposit, what are my rights',
    `Review this NDA clause and point out what is unfavourable for us:

"The Receiving Party shall keep the Confidential Information secret for an unlimited period of time and shall pay a contractual penalty of EUR 100,000 for each breach, irrespective of fault."`,
    'What is the statute of limitations for claims from a sales contract?',
    `Does the following clause allow the supplier to raise prices without our consent? Answer yes or no and quote the passage.

7.2 The Supplier may adjust the fees once per calendar year by written notice of at least 60 days. If the increase exceeds 5 %, the Customer may terminate the agreement with effect from the date of the increase.`,
    'Under GDPR, may we keep the applications of rejected candidates, and for how long?',
    'Draft a termination letter for our office lease with effect from the end of March next year. The notice period in the contract is six months, the landlord is Harrow Estates.',
    'Facts: A lends B his van. B lends it to C without asking. C, who has a licence but has been drinking, damages a fence that belongs to D. Against whom does D have a claim, and can A recover the cost of repairing the van? Discuss.',
    'We want to call our app "Fizzly". There is already a registered trademark "Fizzli" for soft drinks. Is there a risk of infringement and what should we check before launch?',
    `Limitation of liability. IN NO EVENT SHALL EITHER PARTY BE LIABLE FOR INDIRECT, INCIDENTAL OR CONSEQUENTIAL DAMAGES, INCLUDING LOSS OF PROFIT, EVEN IF ADVISED OF THE POSSIBILITY THEREOF. THE TOTAL LIABILITY OF THE PROVIDER SHALL NOT EXCEED THE FEES PAID IN THE PRECEDING TWELVE MONTHS.

Is that enforceable against consumers? We sell to both.`,
    'can my employer force me to work on public holidays',
    'Explain the difference between a warranty and a guarantee from a legal point of view.',
    `You are a contract lawyer. For every clause I paste you say whether it is usual, aggressive or unacceptable for a small supplier, and propose alternative wording. First clause:

The Contractor assigns all intellectual property rights, present and future, including in pre-existing works, to the Client free of charge.`,
    'Is the following statement hearsay? At trial a witness says that her neighbour told her, the day after the fire, that he had seen the defendant run out of the barn. The prosecution offers it to prove that the defendant was there. Yes or no, with reason.',
    'which court has jurisdiction if the buyer is in Canada and the seller is in Spain and the contract says nothing',
    'Do I need a privacy policy and a cookie banner if my site only uses anonymous statistics?',
    'An employee resigned and has now joined a competitor although his contract has a non-compete of 12 months. Can we enforce it, what would we have to pay, and should we go for an injunction?',
    `Hi, quick one from procurement. The vendor wants to strike the indemnification section. How bad is that for us?

11. Indemnity. Vendor shall defend and hold harmless Customer from third-party claims that the Service infringes a patent or copyright, provided that Customer gives prompt notice and Vendor has sole control of the defence.`,
    'Am I liable if a visitor slips on the ice in front of my shop?',
    `Tenancy agreement between Mr Osei (landlord) and Ms Lund (tenant)
§ 4 Pets of any kind are forbidden.
§ 5 The tenant repaints all rooms every three years.
§ 6 The landlord may enter the flat at any time for inspection.
§ 9 Oral side agreements do not exist.

which of these are void?`,
    'what does indemnify mean in a contract',
    'Please write terms and conditions for an online shop that sells handmade candles to consumers in the EU, incl. right of withdrawal.',
    'My neighbor cut down a tree that was on my side of the property line. Do I have a case, and is it small claims court or do I need an attorney?',
    `Question: A minor buys a used motorbike for 2,000 without the consent of his parents, rides it for two months and wants his money back. Is the contract binding?
(A) Yes, because it has been performed
(B) No, it is voidable by the minor
(C) Yes, because motorbikes are necessaries
(D) Only if the seller knew his age`,
    'Can we use a photo that we found on the internet in a presentation for clients if we name the photographer?',
    'Got a cease and desist letter from some law firm about a font on our website, they want 980 euros within 7 days and a signed undertaking. Do I have to sign? Is it a scam?',
    `Does our employment contract comply with the law on working hours?

"Weekly working time is 48 hours. Overtime is deemed to be compensated by the salary. Breaks are at the discretion of the supervisor. The rest period between two shifts is nine hours."`,
    'How do I contest a will if I was left out of it as the only son?',
    'Determine whether the governing law and the place of arbitration are stated in the agreement below and flag conflicts between them. "…This Agreement shall be governed by the laws of England and Wales. All disputes shall be finally settled under the rules of arbitration by three arbitrators; the seat is Zurich. The parties submit to the exclusive jurisdiction of the courts of London…"',
    'Darf mein Arbeitgeber meine E-Mails lesen, oder verstößt das gegen den Datenschutz?',
    `Prüf bitte diese Klausel auf Wirksamkeit, sie steht in unseren AGB:

„Der Käufer verzichtet auf sein Widerrufsrecht, sobald die Ware das Lager verlassen hat. Reklamationen sind nur innerhalb von drei Tagen möglich.“`,
    'Welche Kündigungsfrist gilt nach zwölf Jahren Betriebszugehörigkeit, habe ich Anspruch auf eine Abfindung, und kann ich gegen die Kündigung klagen?',
    'Setze einen Mietvertrag für eine Garage auf, unbefristet, 80 Euro im Monat, drei Monate Kündigungsfrist.',
    'Die Nachbarn feiern jedes Wochenende bis vier Uhr morgens. Welche Rechte habe ich als Mieter, darf ich die Miete mindern, und wer haftet für den Schaden im Treppenhaus?',
    'Mon propriétaire a-t-il le droit d’augmenter le loyer en cours de bail, et comment puis-je contester ?',
    `Cette clause de non-concurrence est-elle valable en droit du travail ?

« Le salarié s'interdit, pendant trois ans et sur l'ensemble du territoire de l'Union européenne, d'exercer toute activité concurrente, sans contrepartie financière. »`,
    "Rédige une mise en demeure à un client qui n'a pas payé sa facture malgré deux relances.",
    "Quels sont mes droits et les recours possibles devant le tribunal si la marchandise livrée n'est pas conforme au contrat ?",
    '¿Puede la empresa despedirme estando de baja, y qué indemnización me corresponde por ley?',
    `Revisa este contrato de arrendamiento y dime qué cláusulas son abusivas:
1. La fianza no se devolverá en ningún caso.
2. El arrendador podrá resolver el contrato con tres días de aviso.
3. Los gastos de comunidad corren a cargo del inquilino.`,
    'El casero no me devuelve la fianza. ¿Qué derechos tengo, puedo demandarlo sin abogado y qué plazo hay para reclamar?',
    '¿Qué dice la ley de protección de datos sobre las cámaras en la oficina?',
    'Posso recedere dal contratto di palestra prima della scadenza senza pagare la penale, o il gestore può farmi causa?',
    "È legale pubblicare le foto dei dipendenti sul sito dell'azienda senza il loro consenso scritto? Cosa dice la legge sulla privacy?",
    'Il venditore risponde dei vizi occulti anche se l\'appartamento è stato venduto "visto e piaciuto"? Quali sono i termini per la denuncia?',
    '公司没有签劳动合同就把我辞退了，这合法吗？我可以依据劳动法要求赔偿吗？需要找律师起诉吗？',
    `请审查下面的合同条款，指出对乙方不利的地方：
“甲方有权随时单方解除本合同，无需承担任何违约责任。乙方逾期交货的，每日按合同总价的百分之五支付违约金。”`,
    '試用期間中の解雇は法律上認められますか？違法な場合、会社に損害賠償を請求できますか？',
    `次の秘密保持契約の条項に法的な問題がないか確認してください。
「乙は、本契約終了後も無期限に秘密保持義務を負い、違反した場合は損害の有無にかかわらず金一千万円を支払う。」`,
    `Read the facts and decide whether the contract is valid.

Ms Petrov, 84, signs at her door a contract for a new roof worth 38,000. The salesman had told her that the city would fine her otherwise, which wasn't true. She is given a copy without a notice of withdrawal. Three days later scaffolding is put up. Her son writes to the company that she does not want the roof. The company insists on performance and demands 60 % of the price if she cancels. On what grounds can she withdraw from the contract or contest it, and does she owe anything for the scaffolding?`,
    `SOFTWARE AS A SERVICE AGREEMENT
5.1 Availability. Provider shall use reasonable efforts to make the Service available.
5.2 Service credits are Customer's sole and exclusive remedy for any failure.
8.3 Customer grants Provider a perpetual, irrevocable licence to use Customer Data to improve its products, including the training of models.
14.1 Provider may modify this Agreement at any time by posting the new version on its website.
14.4 Any claim must be brought within six months or is waived.

I'm in-house counsel on the customer's side. Mark up the clauses we should push back on, rank them by risk, and give fallback wording for 8.3.`,
    'According to the statute, "whoever keeps a dog shall be liable for the damage which it causes, unless the keeper has exercised the care that is required". A\'s dog, on a leash, is startled by fireworks, breaks free and knocks down cyclist B. Is A liable? Answer with yes or no first, then subsume step by step.',
    `Dear Sir or Madam, we act on behalf of Larkfield Media Ltd. Our client holds the exclusive rights of use in the photograph "Harbour at dusk", which you made available to the public on your website without a licence. We hereby request you to remove it, to sign the enclosed declaration and to pay damages and legal fees of 1,340 within ten days.

got this today. it's true that we used the picture, our trainee took it from google. what are our options and can we negotiate the amount?`,
    'Data processing agreement, annex 2: "The processor may engage sub-processors without prior notice. Personal data may be transferred to any country. Audits by the controller are excluded." Is this compatible with Article 28 GDPR? List what has to be changed.',
    "We're letting 14 of our 60 employees go because a plant is being closed. What is the procedure under employment law: works council, notice periods, social selection, severance pay, mass dismissal notification? Put the steps in order.",
    `§ 7 Schönheitsreparaturen: Der Mieter hat die Wohnung alle drei Jahre, spätestens aber bei Auszug, in neutralen Farben zu streichen.
§ 8 Kleinreparaturen trägt der Mieter bis 250 Euro je Fall.
§ 12 Eine Untervermietung ist ausgeschlossen.

Was davon ist unwirksam und was schulde ich beim Auszug tatsächlich?`,
  ],
  not: [
    'What do lawyers earn in their first year?',
    'Which law schools in England have the best reputation?',
    'Set up an appointment with our lawyer next Tuesday afternoon.',
    "Write a friendly email to the notary that we'll be ten minutes late.",
    'suggest a good courtroom film for tonight',
    'Where do I find the signed copy of our contract in the document system?',
    'Give me five tips on how to negotiate better.',
    'How many judges are there on the supreme court?',
  ],
};
