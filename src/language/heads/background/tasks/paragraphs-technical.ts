/** Tasks of a paragraph about code, data, devices and sums; see ../tasks.ts. */
export const PARAGRAPHS_TECHNICAL: readonly string[] = [
  `this used to work and now prints NaN for the last row only, any idea?

const total = rows.reduce((sum, row) => sum + Number(row.price.replace(',', '.')), 0);`,
  'Write a bash script that walks through all folders under ~/photos, finds files with the same size and checksum, and prints them in groups. Nothing must be deleted. It should work with blanks in names.',
  "My Postgres query takes nine seconds: select * from orders where lower(customer_email) = 'x@y.example' order by created_at desc limit 20. The table has 40 million rows and an index on customer_email. Why isn't it used and what would you do?",
  'Explain the difference between a process, a thread and a coroutine to somebody who has only written spreadsheets macros so far. Use one everyday picture and keep it for the whole explanation.',
  `What's the time complexity of this and can it be done in one pass?

def pairs(xs, k):
    return [(a, b) for i, a in enumerate(xs) for b in xs[i+1:] if a + b == k]`,
  'We store session tokens in local storage. A pentest report says that\'s a "medium" finding. What\'s the actual attack, is moving to cookies really better, and what would have to change in a React front end with a separate API domain?',
  'Error when I start docker compose on the new laptop: "Bind for 0.0.0.0:5432 failed: port is already allocated". I don\'t have anything running as far as I know. macOS, Apple silicon. How do I find what\'s on it?',
  `From this list of log lines, give me only the distinct user ids as JSON array:
08:01 login ok uid=4411
08:02 login fail uid=9207
08:02 login ok uid=4411
08:05 logout uid=1030`,
  'Our office printer shows up twice on every Windows machine, once as "copy 1", and only one of them works. It started after the print server was replaced. Is there a way to clean this up for all 60 machines without walking around?',
  'Design a small REST API for a tool library where neighbours lend each other drills and ladders. Resources, paths, status codes, what happens when somebody returns a thing late. No code yet.',
  'Give me an Apps Script that runs every Monday at 8, takes all rows in the sheet "Leads" whose status is empty and mails them to sales as a table. Comment it so I can change the address later.',
  "A classifier reaches 97 % accuracy on a data set in which 96 % of the rows are negative. My boss is thrilled. How do I explain to him, in three sentences and without embarrassing him, why that's not good, and which figure should I show instead?",
  'I need test data: 15 invented customers with name, street, postcode, city, date of birth, as CSV, semicolon separated. Various European countries, one of them with an apostrophe in the name and one with an umlaut.',
  'Is it safe to click a link like hxxps://login-microsoft.account-check.example/verify that came by text message? I already typed my mail address but not the password. What should I do now, step by step?',
  'Can you convert this cron line into plain English and say when it runs next after Friday 13:00? 15 */4 * * 1-5 /opt/backup/run.sh',
  "I'm stuck between Vue and Svelte for an internal dashboard with about ten screens, two developers who know jQuery, lifetime maybe five years. Don't be diplomatic: which one and why?",
  'Physics homework: a stone is dropped from a bridge and hits the water 2.4 s later. How high is the bridge, how fast is the stone when it hits, and how much would the answer change if I counted the time the sound needs?',
  'Review this commit message and improve it: "fixed stuff, also the thing with the dates, tests later". The change makes the importer accept dates with two-digit years and reject those before 1970.',
  'VLOOKUP gives me #N/A although I can see the value in the other sheet. Both columns look like numbers, but in one of them they stick to the left edge of the cell. What is happening and how do I fix 3,000 rows at once?',
  'Prove that the sum of two odd numbers is always even, then show me where exactly the proof breaks if I replace "odd" with "divisible by three". I\'d like it in words, not only in symbols.',
  "How would an attacker get into a building with badge readers, and what are cheap countermeasures? I'm writing the security chapter of an emergency plan for a hospital with three entrances.",
  'Put this JSON into a markdown table sorted by price, cheapest first: [{"item":"lamp","price":39,"stock":4},{"item":"shelf","price":89,"stock":0},{"item":"rug","price":59,"stock":11},{"item":"hook","price":6,"stock":230}]',
  "On my phone the calendar shows every meeting one hour late since Sunday, on the laptop it's fine. Both say they're on Central European Time. What can I check before I call IT?",
  "Monthly visitors: Jan 1,204, Feb 1,180, Mar 1,391, Apr 1,422, May 1,390, Jun 1,688. We put up the new sign on 2 March and the campaign began on 5 June. Can you say which of the two had an effect? Be honest about what this data can't show.",
  'Simulate a Linux terminal in a directory with three files: notes.txt, run.sh and .env. I type commands, you answer only with the output inside a code block, no explanations. My first command is ls -la',
  'Pretend I\'m a junior developer in a system design interview and you ask the questions: "design a parking garage that shows the free spaces on a sign". One question at a time, and give me a score when we\'re through.',
  "What's the chance that at least two people in a team of 14 share a birthday? And that somebody shares mine? Please give both to one decimal and tell me why they are so different.",
  "Write a Dockerfile for a Node 24 service that listens on 8080, runs as non-root user, has a health check and doesn't put the dev dependencies into the image. Explain any line that isn't obvious.",
  'Name this function better and say why: function handleData2(d) { return d.filter(x => x.until < Date.now()).map(x => x.owner); }',
  'The backup software mails me "VSS writer timed out (0x800423F2)" twice a week, always at night, and the next run is fine. Windows Server 2019 with Exchange on it. Do I have to worry? What do other admins do about it?',
];
