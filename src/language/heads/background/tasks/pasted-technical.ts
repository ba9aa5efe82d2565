/** Tasks with code, logs, tables and schemas pasted into them; see ../tasks.ts. */
export const PASTED_TECHNICAL: readonly string[] = [
  `Where does the memory go? After about an hour the pod is killed.

import { EventEmitter } from 'node:events';

const bus = new EventEmitter();
const seen = new Map();

export function subscribe(req, res) {
  const id = req.headers['x-client'];
  const listener = (event) => {
    if (!seen.has(event.id)) {
      seen.set(event.id, event);
      res.write(\`data: \${JSON.stringify(event)}\\n\\n\`);
    }
  };
  bus.on('event', listener);
  req.setTimeout(0);
  res.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function publish(event) {
  bus.emit('event', event);
}

I get a MaxListenersExceededWarning, which I silenced with setMaxListeners(0). We have about 300 clients that reconnect every few minutes because of the proxy. Don't rewrite everything, just say what's wrong and give me the smallest patch.`,
  `2025-05-11 02:14:09,881 INFO  [main] Starting ledger-sync 4.2.0
2025-05-11 02:14:11,020 INFO  [main] Connected to broker mq-2:5671
2025-05-11 02:14:11,534 WARN  [worker-3] Retry 1 of 5 for batch 77120: 409 Conflict
2025-05-11 02:14:13,540 WARN  [worker-3] Retry 2 of 5 for batch 77120: 409 Conflict
2025-05-11 02:14:17,551 WARN  [worker-3] Retry 3 of 5 for batch 77120: 409 Conflict
2025-05-11 02:14:25,562 WARN  [worker-3] Retry 4 of 5 for batch 77120: 409 Conflict
2025-05-11 02:14:41,580 ERROR [worker-3] Batch 77120 failed: version 18 expected, version 19 found
2025-05-11 02:14:41,581 ERROR [worker-3] Moved to dead letter queue
2025-05-11 02:14:41,600 INFO  [worker-1] Batch 77121 done in 88 ms

On-call here. Is it enough to replay the batch in the morning, or does this mean that somebody else writes to the same ledger? Tell me what you read from the timestamps, and what I should look at next, in order.`,
  `Review please. Our linter is happy but I'm not.

public class DiscountService {
    public double price(Customer c, double p) {
        if (c != null) {
            if (c.getType().equals("GOLD")) {
                if (p > 100) {
                    return p - p * 0.15;
                } else {
                    return p - p * 0.1;
                }
            } else if (c.getType().equals("SILVER")) {
                return p - p * 0.05;
            } else {
                return p;
            }
        } else {
            return p;
        }
    }
}

I'd like to hear about naming, null handling, money as double, and how you would add a "staff" discount of 25 % from next month which must not apply to vouchers. Show the refactored version in Java 21.`,
  `Write the API documentation for this endpoint in the style of good open-source projects, with an example for curl and one for an error:

router.post('/v1/bookings', requireScope('bookings:write'), async (ctx) => {
  const { room, from, until, note } = ctx.request.body;
  if (!room || !from || !until) ctx.throw(422, 'room, from and until are required');
  if (new Date(from) >= new Date(until)) ctx.throw(422, 'from must be before until');
  const clash = await bookings.findClash(room, from, until);
  if (clash) ctx.throw(409, \`clashes with \${clash.id}\`);
  const booking = await bookings.insert({ room, from, until, note, by: ctx.state.user.id });
  ctx.status = 201;
  ctx.set('Location', \`/v1/bookings/\${booking.id}\`);
  ctx.body = booking;
});

Times are ISO 8601 with offset. Notes are optional and at most 500 characters, which we check in the database only.`,
  `machine,date,cycles,rejects,temp_c,operator
P1,2025-04-01,1840,12,61,AK
P1,2025-04-02,1822,15,61,AK
P1,2025-04-03,1795,41,68,MB
P1,2025-04-04,1830,14,62,AK
P2,2025-04-01,2010,22,59,MB
P2,2025-04-02,1998,19,60,MB
P2,2025-04-03,2021,25,60,AK
P2,2025-04-04,0,0,21,
P3,2025-04-01,1755,9,57,JT
P3,2025-04-02,1760,8,57,JT
P3,2025-04-03,1749,10,58,JT
P3,2025-04-04,1763,,57,JT

Look at these numbers from three injection moulding machines and give me: the reject rate per machine, the days that stand out and a plausible reason for each, what's missing or wrong in the data, and the pandas code you would use. I need to explain it to the plant manager, who will ask whether it's the operator.`,
  `Explain what this does, line by line, as if to an apprentice who saw a shell for the first time last week:

#!/usr/bin/env bash
set -euo pipefail
src="\${1:?usage: $0 DIR}"
stamp=$(date +%F)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
find "$src" -type f -name '*.csv' -mtime -7 -print0 |
  xargs -0 -I{} cp -- {} "$tmp"
tar -C "$tmp" -czf "reports-$stamp.tgz" .
sha256sum "reports-$stamp.tgz" > "reports-$stamp.tgz.sha256"
scp "reports-$stamp.tgz"* archive@nas.example:/volume1/reports/

And is there a problem if two files in different folders have the same name?`,
  `Password reset mails arrive at Gmail but never at the addresses of one customer (a school district). Here's the header of a bounced one:

Final-Recipient: rfc822; k.morrow@schools.example
Action: failed
Status: 5.7.26
Diagnostic-Code: smtp; 550 5.7.26 Unauthenticated email from ourapp.example is not accepted due to domain's DMARC policy.
X-Sender: bounce@mailer17.sendhub.example
From: "Our App" <no-reply@ourapp.example>
Return-Path: <bounce@mailer17.sendhub.example>

Our DNS has: v=spf1 include:_spf.google.com -all and a DMARC record with p=reject. The sending service was changed two weeks ago. What is misconfigured, which records do I have to add, and what do I write to the school's admin in the meantime? He isn't technical at all and is rather cross.`,
  `Convert to TypeScript with proper types, keep behaviour, no classes:

function Inventory() {
  this.items = {};
}
Inventory.prototype.add = function (name, qty, opts) {
  opts = opts || {};
  if (!this.items[name]) this.items[name] = { qty: 0, tags: [] };
  this.items[name].qty += qty;
  if (opts.tag) this.items[name].tags.push(opts.tag);
  return this;
};
Inventory.prototype.remove = function (name, qty) {
  var it = this.items[name];
  if (!it || it.qty < qty) return false;
  it.qty -= qty;
  if (it.qty === 0) delete this.items[name];
  return true;
};
Inventory.prototype.total = function () {
  return Object.keys(this.items).reduce(function (n, k) { return n + this.items[k].qty; }.bind(this), 0);
};`,
  `name: build
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - run: npm install
      - run: npm test
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: ./deploy.sh
        env:
          TOKEN: \${{ secrets.DEPLOY_TOKEN }}

It deployed on Friday although the tests were red. Also it takes 11 minutes, most of that npm install. What do I change? We only want to deploy from main, and not at the same time twice.`,
  `Give me the SQL for the questions under the schema (Postgres 16).

create table rider (id int primary key, name text, joined date);
create table bike (id int primary key, model text, bought date, retired date);
create table ride (
  id bigint primary key,
  rider_id int references rider,
  bike_id int references bike,
  started timestamptz not null,
  ended timestamptz,
  km numeric(6,2)
);

a) riders without a single ride in the last 90 days
b) for every month of 2024 the model with the most kilometres
c) bikes whose rides overlap in time, which should be impossible
d) the longest gap between two rides for each bike`,
  `We've been locked out. Help me write the incident report from my notes, blameless, for management and for our two largest customers (different versions, please):

16:02 alerts, login error rate 80 %
16:05 me and Ola on it, think it's the new release, roll back
16:14 rollback done, no change
16:20 Ola sees certificate of auth service expired at 16:00
16:22 nobody has access to the CA account, owner on holiday (Reto)
16:41 Reto reached on phone, in a cable car
16:58 new cert issued, wrong hostname
17:10 second one right, rolled out
17:12 recovered
Afterwards: there WAS a reminder mail, it went to a mailbox that was closed in spring. About 2,300 users couldn't log in, those logged in already weren't affected. No data lost.`,
  `User: My screen is black.
Agent: Is the power light on?
User: Which light?
Agent: On the front of the monitor, bottom right.
User: There are two monitors.
Agent: Are both black?
User: One is black, the other one shows a cat.
Agent: A cat?
User: My wallpaper.

Continue this dialogue as the agent. Stay patient, one question at a time, no technical terms. At the end it should turn out that the cable is loose on the monitor's side. After that, add a short knowledge base article "One of two screens stays black", with the steps in the order in which an untrained person can try them, and the point at which they should call us and what to have at hand.`,
  `Here's the stack trace, I only changed the date picker:

TypeError: Cannot read properties of undefined (reading 'format')
    at formatRange (webpack:///src/util/range.js:14:22)
    at Calendar.render (webpack:///src/widgets/calendar.jsx:88:11)
    at finishClassComponent (webpack:///node_modules/react-dom/cjs/react-dom.development.js:17485:31)
    at updateClassComponent (webpack:///node_modules/react-dom/cjs/react-dom.development.js:17435:24)
    at beginWork (webpack:///node_modules/react-dom/cjs/react-dom.development.js:19073:16)
    at performUnitOfWork (webpack:///node_modules/react-dom/cjs/react-dom.development.js:23959:12)

range.js:
12  export function formatRange({ from, to }) {
13    const a = from.format('D MMM');
14    const b = to.format('D MMM');
15    return a === b ? a : \`\${a} – \${b}\`;
16  }

It happens after the first click only, when the user has picked a start but no end.`,
  `Estimate how long this will take and split it into stories. Team of three, two-week sprints, none of us has worked with payments before.

"As the operator of a small theatre I want visitors to choose seats on a plan, pay by card or on account, get the ticket as a PDF with a code, and be scanned at the door with an ordinary phone. Season ticket holders have their seat reserved until one week before the show. Groups from ten people pay 20 % less. Cancelled shows are refunded automatically. The box office has to work on the same plan at the same time. On the evening itself there often is no network in the cellar where the door is. Our old program knows 14,000 customers, with duplicates. We open on 20 September."

What would you leave out of the first version? Which three questions do you want answered before you say any number?`,
  `Turn the following product data into alt texts and titles for a web shop, one line each, at most 110 characters, no marketing words:

<product id="7731"><name>Kelpie</name><type>raincoat</type><colour>mustard</colour><material>recycled polyester</material><sizes>XS-XL</sizes><photo>front, hood up, model stands on a pier</photo></product>
<product id="7732"><name>Kelpie Mini</name><type>raincoat, child</type><colour>navy, white dots</colour><material>recycled polyester</material><sizes>98-140</sizes><photo>child jumps into puddle, back view</photo></product>
<product id="7740"><name>Tern</name><type>beanie</type><colour>light grey</colour><material>merino</material><sizes>one</sizes><photo>flat lay on wood</photo></product>
<product id="7741"><name>Tern Long</name><type>scarf</type><colour>light grey</colour><material>merino</material><sizes>180 cm</sizes><photo>folded, detail of the hem</photo></product>`,
];
