/** Tasks with articles, essays, letters, poems and recipes pasted into them; see ../tasks.ts. */
export const PASTED_READING: readonly string[] = [
  `After reading the text, answer: why did the town stop flooding, and who had been against the plan?

For two hundred years the people of Vallmoor cleaned up after the river every spring, and for two hundred years they built the walls a little higher. In 1998 an engineer named Ruth Calloway suggested the opposite: to take the walls away on the left bank and give the meadows back to the water. The farmers who leased the meadows collected signatures. So did the bowling club, whose green was to become a pond. The council, whose mayor owned two of the fields, put off the decision four times. Then came the flood of 2003, in which the high walls did exactly what she had predicted: they held, and sent the water through the underpass into the old town. The meadows were opened a year later. The river now rises into them almost every March, stands there for a few weeks among the cowslips, and goes home. The bowling club has a new green, on a hill.`,
  `Feedback on my essay, please. It's for school, year 10, the question was "Should voting be compulsory?". Tell me what's good first. Then structure, arguments, language. Don't rewrite it, I want to do this myself.

In my opinion voting should not be compulsory. Firstly, freedom means that you can do things but also that you can not do them. If the state forces you to vote than it is not a free election anymore. Secondly, people who are not interested in politics would just make a cross anywhere. This would make the result worse. My uncle for example always votes for the party with the shortest name. On the other hand many people in history have fought for the right to vote and died. This is an argument for voting but not for making it compulsory. In Australia it is compulsory and the country still exists. In conclusion I think schools should explain politics better, then people would vote voluntary.`,
  `Here are my notes for a talk about bees. Make a quiz of eight questions out of them, four of them multiple choice, with an answer key at the end. Kids are 8 to 10.

- a hive in summer: up to 50,000 bees, in winter about 10,000
- queen lays up to 2,000 eggs a day, lives 3-4 years; workers in summer 6 weeks
- drones have no sting, are thrown out in August
- waggle dance: direction = angle to the sun, distance = length of the waggle
- one jar of honey (500 g): approx. 120,000 km of flight altogether
- bees see ultraviolet but not red
- they keep the brood at 35 degrees, in winter by shivering
- sting stays in the skin of mammals, the bee dies; against wasps it doesn't
- most of the wild bee species live alone and don't make honey`,
  `Ingredients (from the bag): wheat flour, rapeseed oil, water, salt, sesame (4 %), barley malt extract, yeast, rosemary. May contain traces of milk, nuts and soya.
Per 100 g: energy 1,930 kJ / 461 kcal; fat 17 g, of which saturates 1.5 g; carbohydrate 64 g, of which sugars 2.6 g; fibre 4.1 g; protein 11 g; salt 2.4 g.
Best before 11/2025. Store in a dry place.
Keep away from children under three, risk of choking.
Made in Denmark for Nordic Crisp ApS, Vejle.

My daughter has a sesame allergy and is on a low-salt diet because of her kidneys. A friend gave her 30 grams of these at a birthday party. What do I watch out for during the next hours, how much salt was that, and is it more than a fifth of the usual daily maximum for a nine-year-old? Short answers please, I'm a bit nervous.`,
  `Ich habe diese Mail von unserem Vermieter bekommen und verstehe nicht alles, mein Deutsch ist noch nicht gut. Please explain in English what I have to do and until when, then write an answer in simple German that I agree with the date but need the form in paper.

Sehr geehrte Mieterinnen und Mieter,
wie bereits im Aushang vom 4. September angekündigt, findet am Donnerstag, dem 26. September, zwischen 8 und 13 Uhr die jährliche Ablesung der Heizkostenverteiler statt. Bitte sorgen Sie dafür, dass alle Heizkörper frei zugänglich sind. Sollten Sie verhindert sein, hinterlegen Sie bitte einen Schlüssel bei der Hausverwaltung oder vereinbaren Sie bis spätestens 20. September einen Ersatztermin über das Formular auf unserer Internetseite. Für einen zweiten Ersatztermin müssen wir 35 Euro berechnen.
Mit freundlichen Grüßen
Ihre Hausverwaltung`,
  `Which of the following statements can be derived from the text with certainty, which are likely, which are wrong? Letters are enough, plus one sentence each.

The expedition left the harbour on the fifth of January with two ships, the Petrel and the Anna Maria. Of the 58 men, 41 returned. The Petrel was abandoned in the ice in August; her crew walked for nineteen days to reach the Anna Maria, which had been waiting at the agreed cape. The doctor's diary ends on the twelfth of these nineteen days. The captain of the Petrel was awarded a medal, the mate, who had drawn the map, was not.

A) Seventeen men died.
B) The doctor died on the march.
C) The Anna Maria was larger than the Petrel.
D) Both ships reached the cape.
E) The captain of the Petrel survived.
F) The expedition took more than half a year.`,
  `make this a recipe a beginner can follow. metric. my aunt dictated it on the phone:

so you take the lamb, the shoulder, not the leg, the leg's too dry, and you cut it like for goulash but bigger. onions, as many as you have, well, four. you fry them slowly, SLOWLY, until they look like honey. then the meat out of the bowl, I forgot, it has to sit in yoghurt overnight with the garlic and the cumin, half a spoon, and salt. then the meat on top of the onions and don't stir! put the lid on, smallest flame, two hours. then you look. if there's no water in it you were too hot. apricots, the dried ones, a handful, and the last half hour without the lid. at the end mint. your uncle puts chilli in it but he puts chilli in everything. rice with it, obviously, and the burnt bit at the bottom of the rice is for me.`,
  `Score the following three poems from 1 to 10 for originality, rhythm and imagery, and give me one sentence of reasons each. They were written by our writing group, so be kind, but not too kind.

I.
The kettle clears its throat at six,
the cat rehearses being fed,
and somewhere in between the ticks
you've put your coat on in my head.

II.
Autumn leaves are falling down
gold and red and also brown,
they make a carpet on the ground
and fall without a single sound.

III.
the bus is late. the bus
is always late, it is the one
thing in this town
that knows how to be missed`,
  `Summer timetable, ferry line 4 (valid from 1 May to 30 September)
Harbour – Gull Island – Lighthouse – Sandhaven
Mon–Fri: 06:40, 08:10, 10:10, 12:10, 14:10, 16:10, 17:40, 19:10
Sat, Sun and holidays: 08:40, 10:40, 12:40, 14:40, 16:40, 18:40
Crossing Harbour–Gull Island 25 min, on to Lighthouse 15 min, on to Sandhaven 35 min.
Return from Sandhaven: always 20 minutes after arrival, same stops.
Bicycles: 3.00, not on the 17:40. Dogs free. Groups from 12 please register.
Adults 9.50, children 4–14 4.50, family day ticket (2+3) 24.00.

We're two adults with kids of 3, 6 and 15 and four bikes and want to spend at least five hours on Gull Island on a Sunday and be back before 7 pm. Which ferries, and what does it cost in total? Is the family ticket worth it?`,
  `Here is a paragraph from a grant application. It has to be cut to 600 characters including spaces without losing the numbers. Afterwards tell me which claim a reviewer would doubt first.

Our project "Repair instead of Replace" has been running repair cafés in five districts of the city since 2018, in which on average 340 volunteers per year have saved more than 2,900 appliances from the rubbish (success rate 63 %). With the applied funds of 48,500 we would like to buy a van that goes to places where there is no repair café: villages, care homes, schools. We expect 60 stops in the first year with 15 repairs each. In addition, the van will carry a 3D printer for spare parts and a small library of manuals. Schools may book it for project days free of charge. We estimate the CO2 saved at 22 tonnes a year, based on our own records and the figures of an institute for applied ecology.`,
  `Hi! I'm writing my first detective novel. Here's the opening. What works, what doesn't, would you read on? Please also guess who did it, because that would mean it's too obvious.

The body lay where the piano had been. That was the first thing Inspector Vane noticed, because she had played on it the evening before, badly, to please the widow who was now not a widow any more but the corpse. Rain ticked against the conservatory. The gardener said he had heard nothing. The niece said she had heard everything and wept into a handkerchief that bore someone else's initials. Only the doctor seemed at ease; he had brought sandwiches. "Somebody," said Vane, "has moved four hundred kilos through a door that's seventy centimetres wide." Nobody answered. In the hall the clock, which had stopped in March, struck nine.`,
  `Three comments from the visitor book, in the original. Please translate all into English and mark each as positive, mixed or negative:

1) Très belle exposition, mais les textes sont placés trop bas et l'éclairage est si faible que ma femme a renoncé au bout de deux salles. Le personnel a été adorable.
2) Nos encantó el taller de grabado. Los niños no querían marcharse y el mayor ya ha pedido un rodillo para su cumpleaños. ¡Volveremos!
3) Leider war das Café schon um vier geschlossen, obwohl im Internet fünf stand, und für den Audioguide braucht man ein Handy mit vollem Akku. Für elf Euro Eintritt hätte ich mehr erwartet als eine leere Vitrine mit dem Schild „zurzeit verliehen“.`,
  `I'm designing an adventure for my role-playing group (four players, level 3, fantasy, they like talking more than fighting). This is what I've got so far, please fill the gaps marked with ???

Place: Brackwater, a village on stilts in a marsh. 80 people, one inn ("The Dry Foot").
Problem: every new moon one house sinks a little, with everyone asleep in it. The villagers say it's the price.
Truth: ???
The ferryman knows it but can't say it, because ???
Clues: (1) the sunk houses belong to families who ??? (2) a church bell that's heard under water (3) ???
Villain: not evil, wants ???
Three ways to end it: by force ???, by a bargain ???, by something I haven't thought of ???
Reward: no gold, the village has none.`,
  `Below are the results of our club's swimming gala. Work out the points per team (5-3-2-1 for ranks 1 to 4, relay counts double) and write a report of about 150 words for the local paper, in which every team is mentioned once in a nice way.

50 m freestyle girls: 1. Otters, 2. Pike, 3. Otters, 4. Herons
50 m freestyle boys: 1. Pike, 2. Pike, 3. Herons, 4. Seals
100 m breaststroke girls: 1. Seals, 2. Otters, 3. Herons, 4. Pike
100 m breaststroke boys: 1. Herons, 2. Seals, 3. Otters, 4. Otters
Relay mixed: 1. Seals, 2. Otters, 3. Pike, Herons disqualified (early start)
Special: Mr Whitlock, 83, swam the 50 m out of competition in 58 seconds.`,
  `I found this in my late father's papers and would like to know what it was for. What can be said for sure and what's only a guess?

No. 3317 / Series C
Savings and Loan Society of Hallowmere, est. 1871
The bearer has paid in TWELVE POUNDS AND TEN SHILLINGS in 50 weekly parts of five shillings and is entitled to share in the building fund in the order of the lot.
Lot drawn: 2nd of November 1936, No. 3317: rank 211 of 400
Transferred to: E. M. Thorne, 9 January 1938 (signature illegible)
Stamp: CANCELLED – PAID IN KIND
On the back in pencil: "two windows & the stove. Never again!"

He was born in 1931, so it can't have been his own. His mother's name before her marriage was Edith Thorne. The house he grew up in was pulled down in 1974.`,
  `Give me an abstract of at most 80 words plus five keywords, then list the weaknesses of the method.

We asked whether short walks between lectures influence how well students remember the content. 64 students of two seminars took part. Seminar A (31 students, Monday 8 am) had a ten-minute walk in the courtyard at half-time; seminar B (33 students, Tuesday 2 pm) had a break of the same length during which they could do what they liked. At the end both wrote the same test with 20 questions. Seminar A reached 14.1 points on average (SD 3.2), seminar B 12.6 (SD 3.9). The difference is significant (p = .048, one-sided). In a questionnaire 84 % of seminar A stated that they felt fresher. Four weeks later the test was repeated with those who were present (A: 19, B: 27); the averages were 10.2 and 10.4. We conclude that walks improve memory.`,
  `Plan the route and be honest if it's too much:

Fri: arrive Inverness airport 11:35, pick up the car
must see: Loch Ness (kids), Isle of Skye with the Old Man of Storr (me), a distillery (husband), Glencoe, a beach with seals, the viaduct with the steam train which passes at about 10:45 and 15:20
sleep: first night booked near Drumnadrochit, the rest is open
Tue: flight home from Edinburgh 18:50, car back by 17:00
not more than 3 hours in the car on any day, the small one gets sick on bends
weather: it's October, so plan something indoors for two half days
budget for nights: 140 each, breakfast included if possible

A table with day, route, driving time, what we do, where we sleep. Under it, what you would strike first if it gets too tight.`,
  `What's the tone of this letter, and how would you reply if you wanted to keep the friendship?

Dear Agnes,
thank you for the parcel. The jumper is very big, but then I suppose I've always seemed bigger to you than I am. The children ate the marzipan before I could see it. Of course we would have liked to come in July; one has to be asked, though. I heard from Margot that it was lovely and that everyone was there. No matter. Peter's back is better, thank you for not asking. I've taken up painting again and there's a small exhibition in the bank on the 14th, nothing special, you won't have time. I enclose your casserole dish, which you've probably missed since Easter 2019.
Yours as ever,
Lou`,
];
