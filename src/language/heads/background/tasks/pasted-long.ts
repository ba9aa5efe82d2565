/** Tasks with a page or more pasted into them; see ../tasks.ts. */
export const PASTED_LONG: readonly string[] = [
  `I'm going to moderate a panel with the author of this piece. Give me six questions that go beyond the text, one of them a little provocative, and an opening in which I introduce her in forty words.

"When the last cinema in Tollbridge closed, people came to take photographs of the letters above the door. Nobody took the letters. They hung there for two winters, an E missing, until the parish council asked what would become of the building. There were three offers: a discounter, a gym, and a group of eleven people who called themselves the Friday Club and had collected 9,400 in jam jars.

The council, to everybody's surprise, gave the house to the jam jars. It did so for one year and on condition that the roof would not cost the public a penny. I was one of the eleven. I can say that we had no plan. We had a projector from a school, seventy chairs from a bankrupt wedding hall, and a retired electrician named Walt who swore at the wiring in a language that only the wiring understood.

What we learned is not that people want cinema. They don't, particularly; they have bigger screens at home than we could afford. They want a reason to leave the house that doesn't have to be explained. On Tuesdays we show nothing at all. The lights are on, the stove is on, the coffee costs what you put in the bowl. Tuesdays are our fullest evening.

The discounter has built outside, by the roundabout. The gym went to the next town. Sometimes a delegation comes and wants to know our concept, and we show them the stove. They write down: stove. I believe that places like ours can't be funded, only tolerated, and that a town which tolerates one of them a year will, after ten years, have everything that the consultants promise it, and a roof that leaks."`,
  `From: Yvonne Castellan
To: Project team Atrium
Cc: Facilities
Subject: Where we are, and what I need from you before the holidays

Dear all,
I know that these updates are getting longer, so here's the structure: building, people, money, and at the end what I need.

Building. The glass for the roof is on site, two panes of 88 broke during unloading. The manufacturer replaces them, delivery week 3. The scaffolding can therefore not come down before week 4, which moves the painters to week 5. The lift was accepted yesterday. The fire brigade wants an additional door on the north side; the architect sends a sketch by Wednesday. The heating runs, albeit at 60 %.

People. The move of the first two departments stays on 17 February. Marketing will not move before April, because the studio needs a floating floor that's been forgotten in all plans. I'd like to thank Hassan, who discovered it with a tape measure. The works council has been informed about the smaller kitchens, and is not amused.

Money. We're at 93 % of the budget with 88 % of the work done. The additional door is about 14,000, the floating floor 22,500. The insurance pays for the broken panes. I've asked the management for a reserve of 60,000, decision on the 19th.

What I need: (1) from Facilities the number of lockers by Friday, (2) from IT a yes or no to the cable route through the basement, (3) from every department one person who may decide about furniture, with name, not "tbd", (4) from Petra the invoice of the surveyor, (5) from all of you your holidays between 20 December and 7 January.

Best wishes and thank you,
Yvonne

Please put this into a traffic light report for the board: one line per topic with status, reason, next step and date. Then answer Yvonne on behalf of IT: the cable route is fine if the contractor puts in a fire stop, and I'm away from the 23rd to the 2nd.`,
  `You get the feedback of participants of a training and are to improve the training. The training: "Difficult conversations", two days, 14 participants, trainer from outside, price 5,200.

1. "Day one was great, day two could have been a mail."
2. "The role plays with an actor! I'd never have thought that I'd cry in front of my boss. Worth every cent."
3. "Too many models. Iceberg, four ears, ladder, window. By the afternoon I was sitting in the iceberg with four ears."
4. "Room without daylight, coffee gone at ten."
5. "I would have liked to practise my own case, but only three of us got their turn."
6. "Ms Dietrich is very competent, she doesn't let anybody hide. Some found that harsh. I didn't."
7. "The slides are from 2011 or at least look like it."
8. "I've had my difficult conversation in the meantime. It went well. The sentence with 'I notice that…' saved me."
9. "Please not in the week before the quarterly figures."
10. "Two days are a lot for those with small children. One day plus two short evenings online would have been easier."
11. "Handout? We were promised one."
12. "For beginners. I've been leading a team for 12 years, I could've done without the first day."
13. "I liked that we weren't allowed to use phones."
14. no answer

What are the three changes with the greatest effect for the least money? Which feedback would you ignore, and why? Write the briefing for the trainer (she's proud of her models, be diplomatic) and a new timetable for both days or whatever format you think is right. Also: what should we ask the participants in three months in order to find out whether it has changed anything?`,
  `# quietcron

A tiny job runner for machines that aren't always on.

## Why
Cron assumes that the machine is awake at 3 am. Laptops aren't. \`quietcron\` keeps a list of jobs with the longest time that may pass between two runs, and runs whatever is due as soon as the machine is on mains power and idle for five minutes.

## Install
    pipx install quietcron
    quietcron init        # writes ~/.config/quietcron/jobs.toml

## Jobs
    [photos]
    every = "3d"
    command = "rsync -a ~/Pictures nas:/photos"
    on_battery = false
    network = "home"

    [mailbackup]
    every = "1d"
    command = "mbsync -a"
    retry = 3

## Commands
    quietcron status      what ran when, what is due
    quietcron run NAME    now, whatever the state of the machine
    quietcron why NAME    why it has not run
    quietcron daemon      started by your session, usually

## Exit codes
0 all well, 1 a job failed, 2 the configuration is wrong, 75 try later

## Not planned
Windows. Calendars. Dependencies between jobs. A web interface.

## FAQ
*Does it wake up my machine?* No.
*What if two jobs are due?* One after the other, in the order of the file.
*Is the output kept?* The last 20 runs of every job, in ~/.local/state/quietcron.

That's my README. First: what would a new user stumble over? Second: write the section "Troubleshooting" with four plausible cases. Third: I want to post it on a forum for sysadmins tomorrow; a title and five sentences that don't sound like advertising. Fourth, give me the pros and cons of adding Windows after all, because people keep asking.`,
  `station;date;tmin;tmax;rain_mm;sun_h;wind_max_kmh;remark
Hochmoor;2024-06-01;8.1;17.2;4.2;2.1;38;
Hochmoor;2024-06-02;7.4;15.9;11.8;0.0;44;
Hochmoor;2024-06-03;6.9;14.1;22.5;0.0;61;gauge overflow?
Hochmoor;2024-06-04;7.0;18.8;0.0;9.7;29;
Hochmoor;2024-06-05;9.3;21.4;0.0;12.9;22;
Hochmoor;2024-06-06;11.0;24.0;0.0;13.4;18;
Hochmoor;2024-06-07;12.8;26.3;0.3;10.2;40;thunder 17:40
Talwies;2024-06-01;10.4;19.9;2.8;3.0;27;
Talwies;2024-06-02;10.1;18.3;7.7;0.4;31;
Talwies;2024-06-03;9.8;17.0;16.9;0.0;45;
Talwies;2024-06-04;8.8;21.7;0.0;10.1;20;
Talwies;2024-06-05;10.9;24.6;0.0;13.0;15;
Talwies;2024-06-06;12.5;27.2;0.0;13.3;14;
Talwies;2024-06-07;14.9;29.8;8.6;8.8;52;thunder 18:05
Seeblick;2024-06-01;11.9;18.8;1.9;4.4;33;
Seeblick;2024-06-02;11.7;17.5;6.0;1.0;36;
Seeblick;2024-06-03;11.2;16.4;13.1;0.0;50;
Seeblick;2024-06-04;10.9;20.2;0.0;11.2;24;
Seeblick;2024-06-05;12.6;22.9;0.0;13.1;19;
Seeblick;2024-06-06;14.0;25.1;0.0;13.5;17;
Seeblick;2024-06-07;;;;;;no data

Write the weather review of this week for a local newspaper, 180 words, with one figure of each station and without the phrase "mixed bag". Estimate the missing day of Seeblick from the other two and say in a footnote how. Then the headline for the online edition (max. 60 characters), a push message (max. 100), and a caption for a photo of a heron in the rain.`,
  `Interview, recorded on 3 May, kitchen of the respondent, 41 minutes, excerpt

I: You said before that you'd "stopped counting". What did you mean?
R: The moves. Eleven, I think. With my parents, then alone, then with the children. You stop hanging up pictures.
I: And here?
R: Here I've hung up one. (laughs) That one. It came with the flat, it's hideous.
I: Could you tell me how it came to the last move?
R: The house was sold. We got a letter that everything would stay the same, and half a year later came a man with a measuring device, and he was very friendly. They always are. Then it was lift, windows, balconies. Nobody had asked for balconies. It'd have been 480 more. I did the maths on the back of his card.
I: Did you talk to the neighbours about it?
R: That was the good thing. We hadn't spoken for nine years and suddenly everybody stood in the stairwell with a folder. Mrs Demir made tea. We even had a chairman. But then the first ones took the money, and I can't blame them, it was 15,000. When it's your turn you find out what your folder's worth.
I: Did you take it?
R: (pause) I took eighteen. I was the last but one.
I: What would you have needed?
R: Somebody who knows it. Not a hotline. Somebody who sits down here and says: this letter you may throw away and that one you mustn't.

I'm a sociology student and have to code this interview. Suggest a category system (inductive, at most seven categories with definition and anchor quote from the text), mark the passages where you aren't sure, and explain to me what the difference between "in vivo codes" and your categories is. Two more things: which of my questions were leading? And how do I deal with the laughing and the pause in the analysis?`,
  `We want to play the following game on a company outing with 40 people. Check the rules for gaps, shorten them to one page, and adapt the points so that the last station still matters.

THE SMUGGLERS OF SALT BAY
1. There are eight teams of five. Each team gets a map, a sack with ten stones (the salt) and a whistle.
2. The aim is to bring salt to the lighthouse. Each stone that arrives is worth 3 points. A team that arrives with all ten gets 10 extra points.
3. On the way there are six stations. At each you may either pay one stone and go on, or do the task. If you manage the task, you get a stone from the station; if not, you lose two.
4. The tasks: (a) tie three knots blindfolded, (b) sing a shanty with at least two voices, (c) guess the weight of a fish within 100 g, (d) light a candle with one match in the wind, (e) explain how the tide works to the customs officer, who is a child, (f) cross the brook without getting wet above the knee.
5. Customs: two organisers with red caps walk around. Whoever is touched has to open the sack. If there are more stones in it than the team says, they lose half, rounded up. If the team tells the truth, they get one as a reward.
6. Teams may trade with each other, but only within sight of a station.
7. The whistle may be used once: for five minutes no customs officer may touch the team.
8. It's over at 16:30. Who isn't at the lighthouse by then loses one stone for each minute.
9. In case of a draw the better shanty decides.

Some of the colleagues can't walk far, one uses a wheelchair, and the brook is only accessible by stairs. The youngest child that comes along is four. If it rains we have the boathouse (90 square metres). And please think of a role for the boss that isn't embarrassing, he wants to take part.`,
  `Act as the jury of a start-up contest and rate the following application. For each of the criteria problem, solution, market, team and figures give points from 0 to 10 with one sentence. After that the question you would ask in the pitch.

Name: Beetbox
One sentence: We rent out raised beds with everything in them to offices, and harvest together with the staff.
The problem: Office roofs and courtyards lie idle. Companies look for something that brings people back to the office and isn't another table football. Most of those who buy raised beds give up after the first summer because nobody waters in August.
What we do: We set up 4 to 40 beds, with sensors for moisture, plant them four times a year and send a gardener every two weeks. On harvest days (Thursdays) we cook with the employees, with a chef who's known from local radio. What's too much goes to the food bank. An app shows what's ripe.
Price: 39 a month for each bed, minimum 12 months, harvest day 290.
So far: 11 customers, 164 beds, 5 of them have extended, 1 has cancelled (roof was leaking, not our fault), 5 are still in the first year. Revenue last year 58,000, loss 21,000.
Competition: gardeners and landscapers (expensive), caterers with fruit baskets (cheap), the colleague with the green thumb (free, but goes on holiday).
Market: 3,100 companies with more than 50 employees in our region. If 5 % of them take ten beds, that's 725,000 a year.
Team: Ana (landscape architect), Joris (used to sell software), Mei (gardener, part time, also looks after the books).
Needed: 120,000 for two electric vans, a greenhouse for young plants, and a salesperson.
What could go wrong: a dry summer with a watering ban; the caretaker.`,
];
