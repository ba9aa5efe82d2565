/** Requests to find out why code, a build, a configuration or a system does not work: errors, stack traces, logs, wrong results. New code is `code-generation`. */
import type { LibraryIntent } from './library-intent.ts';

export const DEBUGGING: LibraryIntent = {
  name: 'debugging',
  version: 1,
  means: 'something is wrong with code or a system and the user wants the cause or a fix',
  like: [
    "why do I get TypeError: Cannot read properties of undefined (reading 'map')",
    `Traceback (most recent call last):
  File "/srv/app/jobs/report.py", line 42, in <module>
    main()
  File "/srv/app/jobs/report.py", line 17, in main
    rows = [parse(line) for line in handle]
  File "/srv/app/jobs/report.py", line 9, in parse
    return {"id": int(parts[0]), "amount": float(parts[3])}
ValueError: could not convert string to float: '1.204,50'`,
    `this function should return the second largest number but for [5, 5, 4] it returns 5. what's wrong

def second(nums):
    nums.sort()
    return nums[-2]`,
    'fix this bug pls, there is a problem somewhere in my code',
    `My build fails since this morning with the error below, nobody changed the pom. Any idea?

[ERROR] Failed to execute goal on project billing-core: Could not resolve dependencies for project com.example:billing-core:jar:2.8.0: Failed to collect dependencies at com.example:common-model:jar:1.9-SNAPSHOT`,
    'docker container exits immediately with code 137, what does that mean and how can i find out why',
    `Can you find the mistake in my SQL? It gives me more rows than there are customers.

SELECT c.id, c.name, o.total, p.amount
FROM customers c
LEFT JOIN orders o ON o.customer_id = c.id
LEFT JOIN payments p ON p.customer_id = c.id;`,
    `The button doesn't do anything when I click it. No error in the console.

<button onclick="save">Save</button>
<script>
  function save() {
    alert('saved');
  }
</script>`,
    `segfault here, help

char *name;
scanf("%s", name);
printf("Hello %s\\n", name);`,
    `You are an experienced site reliability engineer. Analyse the following log, name the most probable root cause and propose the next steps.

2024-06-11T03:12:09Z WARN pool - connection is not available, request timed out after 30001ms
2024-06-11T03:12:10Z ERROR checkout - order 88121 failed: PSQLException: FATAL: sorry, too many clients already
2024-06-11T03:12:41Z WARN pool - connection is not available, request timed out after 30000ms
2024-06-11T03:13:02Z ERROR health - readiness probe failed`,
    'git push is rejected: "Updates were rejected because the remote contains work that you do not have locally". How do I solve this without losing my commits?',
    `works on my machine but in CI the test times out. It is this one:

it('sends a mail', async () => {
  const sent = waitForMail();
  await request(app).post('/invite').send({ to: 'a@example.com' });
  expect((await sent).subject).toBe('Welcome');
});`,
    'my excel formula returns #N/A although the value is clearly in the table: =VLOOKUP(A2,Prices!C:F,2)',
    `CORS error again. "No 'Access-Control-Allow-Origin' header is present on the requested resource" although I set it in Express. What am I missing?`,
    `error: borrow of moved value: \`config\`
 --> src/main.rs:14:22
   |
11 |     let config = load();
12 |     start(config);
   |           ------ value moved here
14 |     println!("{}", config.port);
   |                    ^^^^^^ value borrowed here after move

how to fix`,
    `Our nightly job used to take 20 minutes, since the upgrade to Postgres 16 it takes three hours. Here is the plan of the slow statement, what is the problem?

Nested Loop  (cost=0.43..981233.10 rows=1 width=72) (actual time=0.031..10311402.220 rows=840122 loops=1)
  ->  Seq Scan on lines l  (rows=1) (actual rows=840122)
  ->  Index Scan using parts_pkey on parts p`,
    `Why is my useEffect running in an endless loop?

useEffect(() => {
  fetch('/api/items').then((r) => r.json()).then((data) => setItems(data));
}, [items]);`,
    `Pod is in CrashLoopBackOff. kubectl describe shows

Last State:  Terminated
  Reason:    OOMKilled
  Exit Code: 137
Limits:
  memory:  128Mi`,
    `The program compiles but prints 0 instead of the average, please explain and correct it:

int sum = 7, count = 2;
double avg = sum / count;
printf("%d\\n", avg);`,
    "I have followed the tutorial exactly and still get ModuleNotFoundError: No module named 'requests'. pip says it is already installed??",
    `Is there a race condition in this code? Sometimes two workers take the same job.

job := store.Next()
if job.Status == "open" {
    job.Status = "running"
    store.Save(job)
    go run(job)
}`,
    `NullPointerException in line 88 when the list is empty - can you have a look?

88:   Invoice last = invoices.get(invoices.size() - 1);
89:   if (last != null && last.isPaid()) {`,
    `css: the footer is not at the bottom on short pages, it floats in the middle of the screen. what did i do wrong

body { margin: 0; }
footer { position: relative; bottom: 0; }`,
    'Users report that they are logged out randomly after a few minutes. We use two app servers behind a load balancer and sessions in memory. How do I debug this, and what could cause it?',
    'regex doesnt match: /^\\d{3}-\\d{4}$/ on "555-1234 " . why',
    'When I run terraform apply it wants to destroy and create the database again although I only changed a tag. How can I find the reason and prevent that?',
    `Exception in thread "main" java.util.ConcurrentModificationException
	at java.base/java.util.ArrayList$Itr.checkForComodification(ArrayList.java:1013)
	at com.example.Cart.removeExpired(Cart.java:57)
	at com.example.Main.main(Main.java:12)`,
    `Hi, I think there's an off-by-one error somewhere in my binary search, it never finds the last element. Could you review it?

def find(a, x):
    lo, hi = 0, len(a) - 1
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] == x: return mid
        if a[mid] < x: lo = mid + 1
        else: hi = mid - 1
    return -1`,
    'nginx gives 502 bad gateway after deploy, upstream log says "connect() failed (111: Connection refused) while connecting to upstream"',
    'app crashes on ios 17 only when i rotate the phone, not on android. how to debug the crash',
    `Der Code wirft eine IndexOutOfRangeException, ich finde den Fehler nicht. Kannst du helfen?

for (int i = 0; i <= zeilen.Length; i++)
{
    Console.WriteLine(zeilen[i].Trim());
}`,
    'Warum bekomme ich in Excel #BEZUG!, wenn ich die Spalte lösche?',
    'Das Skript läuft durch, schreibt aber nur eine leere Datei. Woran liegt das?',
    `Seit dem Update startet der Dienst nicht mehr. Im Log steht:

Jun 03 07:58:11 srv2 systemd[1]: lager.service: Main process exited, code=exited, status=203/EXEC
Jun 03 07:58:11 srv2 systemd[1]: lager.service: Failed with result 'exit-code'.`,
    'Fehlermeldung "Zugriff verweigert" beim Ausführen von npm install unter Windows, wie behebe ich das?',
    `Pourquoi mon code affiche « undefined » au lieu du nom ?

const utilisateur = { nom: 'Léa' };
console.log(utilisateur.Nom);`,
    "J'ai une erreur 500 sur mon site Symfony depuis la mise en production, comment trouver la cause ?",
    "corrige l'erreur dans cette requête : SELECT nom, COUNT(*) FROM clients WHERE COUNT(*) > 3 GROUP BY nom;",
    `La boucle ne s'arrête jamais, qu'est-ce qui ne va pas ?

i = 0
while i < 10:
    print(i)`,
    'Ça compile mais le programme plante au démarrage avec « bad_alloc », tu vois le problème ?',
    "Me sale este error al ejecutar el programa y no sé por qué: KeyError: 'fecha'",
    `¿Qué está mal en este código? No suma bien los números.

let total = "";
for (const n of [1, 2, 3]) {
  total += n;
}
console.log(total);`,
    `No me funciona la conexión a MySQL desde PHP, dice "Access denied for user 'root'@'localhost'". ¿Cómo lo arreglo?`,
    'El test falla solo a veces, ayuda a encontrar la causa por favor',
    'Il mio script Python si blocca senza messaggi di errore dopo circa mille righe, come faccio a capire il motivo?',
    'Meu formulário não envia os dados, o PHP recebe o $_POST vazio. O que está errado?',
    '运行这段代码时报错：IndexError: list index out of range，请帮我看看哪里有问题',
    '程序一直卡住没有输出，怎么排查？',
    `このコードを実行するとエラーになります。原因を教えてください。

numbers = [1, 2, 3]
print(numbers[3])`,
    `Act as a debugger. I paste a code snippet together with what I expected and what I got. You name the faulty line first, then the cause in one sentence, then the corrected line. Expected 2024-03-01, got 2024-02-30:

function addDay(s) {
  const [y, m, d] = s.split('-').map(Number);
  return [y, String(m).padStart(2, '0'), d + 1].join('-');
}
addDay('2024-02-29');`,
    "What's wrong with my code? It runs but the output is not what I expected.",
    'Why does this throw an exception and how do I fix it?',
    'my app keeps crashing, please help me troubleshoot it',
    "I can't figure out why the test fails, can you help me debug it",
    'the script stopped working after the update, here is the error message',
    'Wo ist der Fehler in meinem Code? Die Ausgabe stimmt nicht.',
    "Mon programme ne marche pas, trouve l'erreur et explique d'où elle vient",
    'El código no funciona y me da error, ¿por qué falla?',
    '这段代码为什么会报错？帮我找出错误并修复',
    'プログラムが動きません。エラーの原因と直し方を教えてください。',
  ],
  not: [
    'How does the debugger in VS Code work?',
    'What is the difference between an error and an exception?',
    'My washing machine stops in the middle of the programme and blinks twice.',
    'Where does the word bug in computing come from?',
    'How do other teams organise their bug triage?',
    'Write a friendly reply to a customer who reported a bug, we fixed it last week.',
    'What does HTTP status 418 mean?',
    'Wie schreibe ich einen guten Fehlerbericht?',
  ],
};
