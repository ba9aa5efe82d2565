/** Tasks of a paragraph, from offices, shops and workshops; see ../tasks.ts. */
export const PARAGRAPHS_WORK: readonly string[] = [
  "I run a small bakery with four employees and we're thinking of opening on Sundays. Two of them have kids, one would love the extra hours, the fourth doesn't care. List what I should think through before I decide, with rough numbers where you can.",
  `Please rewrite this so it doesn't sound passive aggressive:

As I already mentioned in my last two emails, the figures were due on Friday. Maybe this time somebody will find a minute to send them.`,
  'We are a team of nine and our weekly meeting takes ninety minutes. Half of the people just listen. Suggest a different format, an agenda with timings, and what we could move to a written update instead.',
  'Need an email to all staff: the car park will be resurfaced from the 12th to the 16th, people should use the one behind the gym, the shuttle runs every 15 minutes from 7 to 9. Friendly, under 100 words.',
  "Our competitor just dropped prices by 20 %. We sell ergonomic office chairs, mostly to companies with 50 to 200 people. Should we follow, bundle, or hold? Walk me through the options like a consultant would, then say what you'd do first on Monday.",
  'Job ad wanted. Position: warehouse night-shift lead. Place: outskirts of Leeds. 38 hours, four nights on and three off, forklift licence needed, we pay for the first-aid course. Tone: down to earth, no "rockstar" talk.',
  'Here is what a candidate wrote about her biggest weakness: "I sometimes take on too much because I want the result to be good." As an interviewer, which follow-up questions would get past the rehearsed answer? Give me five.',
  'Write a LinkedIn post in the first person about our open day. 230 visitors, the robot arm that drew portraits was the hit, thanks to the apprentices who organised it. No hashtags, no emojis, max 120 words.',
  'Product description for an online shop: enamel mug, 350 ml, dishwasher safe, matt dark green, small chips are part of the process, made in a family factory, 14.90. Two versions: one funny, one serious.',
  "A supplier sent us 400 units instead of 40 and asks us to keep them at a discount. We don't have the room. Draft a polite but firm reply: we keep 40, they collect the rest within 10 days at their cost.",
  'I have to give an employee feedback: very good work, but he interrupts people in every meeting and two colleagues complained. Help me prepare the conversation, how to open it, what to say, how to react if he gets defensive.',
  'Compare these three project management approaches for a museum that plans an exhibition with 12 freelancers: kanban board, classic Gantt plan, weekly milestones in a spreadsheet. A table would be great, then a recommendation.',
  'Could you check the tone of this message to a customer who is angry about a late delivery? "Hi Mr Adler, the delay was caused by the carrier and not by us. You will get it when it arrives. Regards." I\'d like it to be empathetic and give him a realistic next step.',
  'In Google Sheets I have names in A, start dates in B and end dates in C. I want a column that shows the number of weekdays for each row but skips the public holidays that are listed on the sheet called Holidays. What is the formula and where do I put the dollar signs?',
  "What would be fair? We're three founders. One had the idea, one put in 30,000, one works full time without salary for a year. Nobody wants to start with a fight about shares. Describe two or three models to split equity and when each makes sense.",
  `Ticket from the support queue, please answer as our agent Mia:

"Since the update I can log in on the website but the app says 'session expired' again and again. Reinstalled twice. Android 14, Fairphone 5."`,
  `Decide for each of these lines whether it is a complaint, a praise or a question, one word per line:
1. Do you also ship to Norway?
2. The zip broke after two days.
3. My daughter won't take the jacket off anymore!
4. Third time I'm writing and still no reply.`,
  "I'm preparing a workshop for people over 60 who want to learn how to spot phishing mails. Ninety minutes, ten participants, one projector. Make a plan with exercises, and three made-up mails they can practise with.",
  "KPI ideas for an internal IT helpdesk please. Not only ticket counts: something about whether people can go on working. At most seven, each with how it's measured and how it could be gamed.",
  `From: Dana
To: me
"Can you send me the final numbers for Q2 and who signs off the travel budget? Also are we still on for Thursday?"

Answer: numbers attached, Ravi signs off, Thursday has to move to Friday 10:00. Keep it short.`,
  'Which of the two press release headlines is stronger, and why? A) "Nordhafen Logistics invests in sustainable future" B) "Nordhafen swaps 60 diesel vans for cargo bikes". If you have a better one, go ahead.',
  'Our policy says expenses over 50 need a receipt. Someone hands in eleven taxi rides of 48 each in a month. How would you bring this up with him without accusing him of anything? Also: does the rule need to change?',
  `Please classify this incoming mail as URGENT, NORMAL or SPAM and answer with one word only:

"Dear friend, I represent a family office with great interest in your esteemed firm. Kindly revert with your direct bank coordinates so we can start cooperation."`,
  'Write me the script for a 45 second explainer video about our bike leasing for employees. Target group: people who are sceptical because of tax questions. Start with a scene, not with a definition.',
  "I've been offered a promotion to team lead, 8 % more pay, five direct reports, but I would stop coding almost completely. I love coding. What questions should I ask myself, and what could I negotiate?",
  'What does the number in the brackets mean in "Net revenue 412 (398)" in an annual report, and how do I calculate the growth from it? Show the calculation, then give me the sentence as it would be in a management report.',
  "Create a checklist for onboarding a remote employee in another time zone (we're in Vienna, she's in Vancouver). Sort it by: before day one, first day, first week, first month.",
  'Hi, we received a one-star review: "Cold soup, warm beer, waiter on the phone the whole time." The evening was indeed a mess because two people were sick. Draft a public answer from the restaurant, honest, not grovelling, invite them to come again.',
  'Turn these notes into minutes with decisions and to-dos: budget ok if <15k / Lena asks 2 more printers quotes / logo: version B but green darker / next mtg 4.6. / open: who talks to the city about the permit? / Tom will ask his aunt',
  'For a board presentation: five risks of moving our 30-year-old accounting system to the cloud, each with likelihood, impact and one countermeasure. Think of a mid-sized furniture maker, not of a bank.',
];
