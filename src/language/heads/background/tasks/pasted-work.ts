/** Tasks with mails, minutes, offers and tickets pasted into them; see ../tasks.ts. */
export const PASTED_WORK: readonly string[] = [
  `Can you tell me what this customer actually wants? Two sentences, and suggest who should call him.

From: Henrik Solberg
Sent: Wednesday 14:52
To: Service desk
Subject: Re: Re: Re: pump no. 3

Hello again,
first of all thank you for the quick visit last week, the young man was very competent and even brought his own ladder. The pump now runs, but it runs all the time, also at night, and my wife says that it hums. I read in the manual that it should switch off at 2.1 bar. The gauge shows 1.7 and does not move. I don't want to say that anything was done wrong. My neighbour, who used to work on ships, thinks the sensor is upside down.
We are away from the 20th on. The key would be with my daughter.
In the invoice there is a position "small parts 64.00" and I would be interested in which parts these were.
Kind regards
H. Solberg`,
  `From: Carla
To: Bert; Sung-min
Date: Mon 09:12

Bert, the caterer needs the final head count by tomorrow noon, at the moment we have 64 yes, 11 no, 18 without an answer. The 18 are mostly from your department.
Sung-min, the beamer in the big hall is broken, the rental costs 180 a day, is that ok with you?
The band wants to be paid in cash, which I don't like. Also they want to start at 20:00 and not at 19:30.
And we haven't decided about the vegan menu (8 per person more).

Sketch a short answer for Sung-min to send: rental is fine, bank transfer or a different band, 20:00 is ok, vegan only for those who ordered it.`,
  `Draw up a first quarter budget from the following figures and point out anything that looks odd:

department;jan;feb;mar
rent;4200;4200;4200
salaries;31800;31800;33650
energy;910;1180;140
software;655;655;1310
travel;0;2240;415
cleaning;380;380;380
coffee;95;102;988
insurance;0;0;2600

We are a studio of eight people. The new colleague began in March, the insurance is paid once a year, I know that one. I'd like totals for each month and each line, a percentage of the whole, and three questions you would ask me if you were my accountant.`,
  `Rewrite the following text as a friendly page for our website, in the second person, no longer than the original:

The tenant of a storage unit is obliged to keep the unit locked at all times. Food, animals, plants, explosives and hazardous substances must not be stored. Access is possible between 06:00 and 22:00 by means of the personal code. The code must not be given to third parties. In case of loss of the code the tenant has to inform the office without delay. The rent is due on the third working day of every month. If the rent is not received by the fifteenth, access will be blocked until payment. The unit has to be handed back swept clean. Trolleys are to be returned to the ground floor after use. The operator is not liable for damage caused by moisture unless the roof is defective.`,
  `Meeting transcript, auto-generated, so excuse the mess:

[00:00:04] Ilse: okay can everybody hear me
[00:00:06] Marek: yes
[00:00:19] Ilse: so the trade fair is in six weeks and we still have no stand design
[00:00:31] Marek: I sent two drafts on Thursday
[00:00:35] Ilse: the ones with the tree?
[00:00:38] Marek: the tree and the one with the container, yes
[00:00:44] Priya: I liked the container but it's 4,000 over
[00:01:02] Ilse: could we rent it instead of building it
[00:01:10] Marek: maybe, I'll call them
[00:01:15] Priya: by when? because the fair wants the plan on the 9th
[00:01:21] Marek: tomorrow
[00:02:40] Ilse: and flyers?
[00:02:44] Priya: not before we know which products we bring. Tomás wants to show the old scale as well
[00:02:58] Ilse: no. Only the new one. I'll tell him

Who has to do what by when? Put it into a list sorted by date and add what was left unanswered.`,
  `Ticket #88213
Priority: not set
Customer since: 2017
Product: Heat meter HM-4, 112 units

> Good morning. Since the firmware of 3 May we receive the readings of building C one day late, those of A and B are punctual. The gateway was restarted twice. Yesterday a reading of 0.000 came for 14 flats, today they are fine again. Our tenants receive their bills from these figures. Please see to it that this does not happen at the turn of the month.

You are on the second-level team. Choose the priority (P1 to P4), the component, and name the two things we should ask the customer for, then write the first reply to him. Our tone is matter-of-fact, we say "we", and we never promise a date that engineering hasn't confirmed.`,
  `Below are ten answers to the question "What would make you visit our library more often?". Sort them into groups, count them, and give each group a title I can use in a slide.

1 open on sundays, please!!!
2 a café would be lovely
3 The heating. I sat there in my coat.
4 Longer hours in the evening
5 More graphic novels and not just the first volume of everything
6 my kids love the reading corner, just more of it
7 somewhere to talk without being hushed
8 I can't get in with my wheelchair when the side door is locked
9 new crime fiction sooner
10 Nothing, I'm there every day and Mrs Ahlgren is the best librarian in the county`,
  `I have to decide between these two offers by Friday.

OFFER 1 – Brightwater Consulting
Salary 61,500 + up to 10 % bonus (last three years: 4, 0 and 7 %)
28 days holiday, overtime included
Travel two to three days a week, mostly by train
Notebook, phone, railcard first class
Probation six months, notice three months

OFFER 2 – city utilities
Salary 54,300, pay scale rises every two years by about 3 %
30 days holiday, 39 hours, flexitime with compensation days
Two days at home a week
Company pension, canteen, free parking
Fixed-term for two years, extension "intended"

My situation: two small children, my partner works shifts, we want to buy a flat in the next three years, and I am bored quickly. Weigh the two for me, don't hide behind "it depends".`,
  `CV to be checked. Tell me what you'd strike out, what's missing, and whether you'd invite this person for a job as purchasing assistant:

JONAS WEIDENFELD
born 1994, car and motorcycle licence
2019 – today: clerk, Garten & Co, ordering of plants and soil, contact with 40 suppliers, introduced barcode labels
2017 – 2019: various jobs, world trip (7 months), café in Melbourne
2013 – 2017: apprenticeship as florist and one year after it, finished with 1.9
2013: A levels, German and biology
Skills: good with Excel, some SAP, English fluent (Australia), French from school
Hobbies: bouldering, restoring mopeds, reading
I am a team player, resilient, flexible and motivated.
References on request.`,
  `Chat log, shop widget, yesterday evening:

visitor: is the blue tent waterproof
bot: Our tents have a water column of 3,000 mm.
visitor: so is it waterproof
bot: Our tents have a water column of 3,000 mm. Can I help you with anything else?
visitor: omg. I'm going to the north of scotland for two weeks in april with a baby. yes or no
bot: Please rate this conversation from 1 to 5.
visitor: 1
visitor: 1
visitor: can I give 0

What went wrong here and how should the bot have answered? Write the better dialogue, at most six turns, with one honest recommendation. And what would you change in its instructions so that this can't happen with other products?`,
  `Text for the intranet, deadline in an hour, please make it sound like people wrote it:

"In the course of the harmonisation of our process landscape, the decision was taken to consolidate the three existing systems for leave requests into one uniform solution. The go-live is scheduled for 1 October. Until then, requests are to be submitted via the previous systems. Requests for the period after 1 October which are submitted before the go-live will be migrated. Employees without a PC workstation will be provided with terminals at the entrances of halls 2 and 5. Training will take place in calendar weeks 37 and 38. Supervisors are requested to make the participation of their employees possible."

I want a headline, a first sentence with what changes for me, and three questions people will ask, with answers.`,
  `What follows is the newsletter of a competitor. Analyse how they do it: structure, tone, tricks, what they leave out. Then give me five ideas for ours (we sell running shoes second-hand) that don't copy them.

Subject: Your toes called.
Hi you,
they want out. Out of winter boots, out of meetings, out in general. We've got 14 new models that weigh less than your phone. (We weighed it. The phone lost.)
→ To the featherweights
PS: The nice lady on page 3 is Gerti, 71, she runs our returns department and every morning to work. Eleven kilometres. In the old model, because "the new one has no soul". We're working on it.
PPS: Free returns until the 30th. Gerti's orders.`,
  `Please extract the following from the text: seller, buyer, object, price, date of handover, who pays the notary. As a two-column table, "not stated" where it isn't in there.

Memo of the conversation on 11 March. Mrs Okonkwo-Reyes would like to sell the workshop in Mill Lane, ground floor with yard, about 140 sqm, to the Baumann brothers, who have rented it since 2015. They had thought of 210,000, she of 240,000, after some back and forth they came together at 228,000, with the lathe and both workbenches included. The brothers' bank wants an appraisal first. She wants to keep the yard gate key until the end of June, because her boat is in there. Handover to be on 1 July. The younger Mr Baumann asked about the oil tank; she says it was emptied and cleaned in 2011, receipt exists. The notary is to be Dr Lindqvist as last time. Nothing was said about broker's commission because there is none.`,
  `Please compare. Which insurance tariff is cheaper for a family with two children in which one parent freelances, and from how many visits to the dentist a year does B pay off?

TARIFF A
monthly 214.60 for all persons, excess 300 a year and family, dental 70 %, glasses up to 120 every two years, abroad 6 weeks, alternative practitioners not covered

TARIFF B
monthly 97.10 for each adult, 31.40 for each child, no excess, dental 90 % (max 1,000 in the first year), glasses up to 200 each year, abroad 8 weeks, alternative practitioners up to 400

Assume 160 for an average visit, one pair of glasses a year for one parent. Show the sums. I know that you are not an adviser.`,
  `{"order":"20871-K","placed":"2025-02-03T18:22:10Z","items":[{"sku":"LMP-02","qty":2,"price":49.9},{"sku":"BLB-E27","qty":4,"price":6.5}],"shipping":"express","events":[{"t":"2025-02-03T18:22:11Z","e":"paid"},{"t":"2025-02-04T07:10:00Z","e":"picked"},{"t":"2025-02-04T07:45:00Z","e":"packed"},{"t":"2025-02-04T15:30:00Z","e":"handed_over"},{"t":"2025-02-06T09:02:00Z","e":"delivery_failed","why":"no such name at address"},{"t":"2025-02-07T08:40:00Z","e":"return_started"}],"customer":{"lang":"en","name":"Wen Aldridge","phone":null}}

The customer writes: "I paid for EXPRESS and it's been a week." Explain to him where his parcel is and what happens next, offer him the shipping fee back, ask for the one piece of information we need. Don't mention internal event names.`,
  `Minutes of the parents' evening, class 4b
Present: 19 parents, Ms Farrow, Mr Idowu
1. Class trip: farm stay from 3 to 6 June, 148 per child, hardship fund exists, ask Ms Farrow in confidence.
2. Phones: stay in the bag, switched off. Smartwatches count as phones. One father disagrees, wants his daughter to be reachable; compromise: school office.
3. Maths: written division is difficult for many. Mr Idowu offers an extra hour on Wednesdays until Easter.
4. Cake sale on 22 March, list is going round, no nuts.
5. Mould in the cloakroom: reported in November, again in January. The parents' council writes to the town.

Translate into simple English for parents who are only learning it (level A2). Keep the numbering. Leave out the father.`,
  `How would you price this? I'm a freelance illustrator.

"Dear Nele, we loved your beetles! We'd like twelve illustrations of native insects for a memory game, two cards each, so twelve and not twenty-four. Print run first 3,000, later maybe more, also as an app (not certain). We would need all rights, worldwide, unlimited. Deadline is end of May, sketches by end of April. Our budget is limited as we're a small publisher, but your name would be on the box! Could you send an offer by Tuesday?
Best, Florian (Kieselstein Games)"

I need about a day and a half per insect, my day rate is 420. Draft the offer in a friendly tone with two options: (a) game only, 3,000 copies, three years; (b) everything he asks for. And a sentence on why "all rights" costs more which does not sound like a lecture.`,
];
