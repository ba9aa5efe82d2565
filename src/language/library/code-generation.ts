/** Requests for new or changed code: programs, queries, patterns, tests, markup, configuration. Code that fails is `debugging`. */
import type { LibraryIntent } from './library-intent.ts';

export const CODE_GENERATION: LibraryIntent = {
  name: 'code-generation',
  version: 1,
  means: 'the user wants code written, completed, converted, refactored or tested',
  like: [
    'write a python function that takes a list of dicts and groups them by a given key',
    'Can you give me a regex for UK postcodes? should also accept lowercase and no space in the middle',
    'SQL: top 5 customers by revenue per region for last quarter. tables are orders(id, customer_id, region, total, created_at) and customers(id, name)',
    'bash script that renames all .jpeg to .jpg recursively',
    'Create a responsive landing page in HTML and CSS for a small bakery. It needs a hero image, opening hours and a contact form, and it should not use any framework.',
    'Implement an LRU cache in Java with O(1) get and put.',
    'You are a senior React developer. Build a reusable data table component in TypeScript with sorting, pagination and a search field. Use hooks only. Output the code without explanations.',
    `Write unit tests for this, vitest please:

export function slugify(title: string): string {
  return title
    .toLowerCase()
    .trim()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}`,
    `public double calc(List<Item> l, boolean b, int t) {
    double r = 0;
    for (int i = 0; i < l.size(); i++) {
        if (l.get(i).getQty() > 0) {
            if (b) { r += l.get(i).getPrice() * l.get(i).getQty() * 0.9; }
            else { r += l.get(i).getPrice() * l.get(i).getQty(); }
        }
    }
    if (t == 1) { r = r * 1.19; }
    return r;
}

Refactor this so that a new colleague can read it, split it in smaller methods and use streams.`,
    'Dockerfile for a node 20 app, multi stage, non-root user pls',
    `convert to go

import hashlib

def file_hash(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        while chunk := f.read(65536):
            h.update(chunk)
    return h.hexdigest()`,
    'I need an Excel formula that returns the last non-empty cell in column B',
    'Please write a program that reads a CSV file with employee names, departments and salaries and prints the average salary per department. Only the standard library is allowed.',
    'kubernetes deployment and service yaml for image registry.local/shop:1.4, 3 replicas, port 8080, liveness probe on /healthz',
    `You are given a string s of lowercase letters and an integer k. In one step you may delete k equal adjacent letters. Return the final string after no more steps are possible.

Example:
Input: s = "abbbac", k = 3
Output: "aac"

Constraints: 1 <= s.length <= 100000

Solve it in C++ in linear time.`,
    `def moving_average(values: list[float], window: int) -> list[float]:
    """Return the mean of each run of \`window\` neighbouring values.

    >>> moving_average([1, 2, 3, 4], 2)
    [1.5, 2.5, 3.5]
    """

complete the function`,
    'make a snake game in javascript, one html file',
    'vba macro which loops over all sheets and exports each one as pdf in the folder of the workbook',
    'How would I implement JWT auth as a middleware in Express? Show me the code.',
    'can u write me the code for a discord bot that greets new members and has a !roll command, in python',
    `Generate TypeScript interfaces from this JSON response:

{
  "id": 8812,
  "status": "paid",
  "lines": [{ "sku": "A-17", "qty": 2, "price": "14.90" }],
  "customer": { "name": "Okafor", "email": null }
}`,
    `Extend the endpoint below with a filter by status and with paging. Keep the style that we have.

@router.get("/orders")
async def list_orders(db: Session = Depends(get_db)):
    return db.query(Order).order_by(Order.created_at.desc()).all()`,
    `# Python 3
# Read temperatures.csv, compute the mean of every day
# and draw it as a line chart with matplotlib`,
    'Simulate 1000 rolls of two dice in R and plot a histogram of the sums with ggplot2.',
    `rewrite without jquery

$('.menu a').on('click', function (e) {
  e.preventDefault();
  $('.panel').hide();
  $($(this).attr('href')).fadeIn(200);
});`,
    `This query is correct but takes 40 seconds. Rewrite it so it is faster and returns the same rows, Postgres 15:

SELECT c.name, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id AND o.total > 100) AS big_orders
FROM customers c
WHERE c.id IN (SELECT customer_id FROM orders WHERE created_at > now() - interval '30 days');`,
    'We build an internal tool in Vue 3 with Pinia. Task: a composable useDebouncedSearch(url, delay) which cancels the previous request when the text changes, exposes loading, error and results as refs, and cleans up when the component unmounts. Please also add a small example of how to use it in a component.',
    `CREATE TABLE stadium (id INT, name TEXT, city TEXT, capacity INT);
CREATE TABLE concert (id INT, stadium_id INT, year INT, visitors INT);

Write a SQL query for the question: which stadiums in Lyon had no concert in 2023?`,
    'Rust struct + parser for log lines such as "2024-05-01T10:00:00Z WARN db timeout=30", no crates other than chrono',
    'Develop a REST API in Spring Boot with CRUD endpoints for books and authors, including entities, repositories, a service layer and validation.',
    'terraform module for an s3 bucket with versioning, encryption and a lifecycle rule that moves objects to glacier after 90 days',
    'Schreib mir bitte ein PowerShell-Skript, das alle AD-Benutzer ausliest, die sich seit 90 Tagen nicht angemeldet haben, und sie als CSV exportiert.',
    `Kannst du diese Funktion in TypeScript umschreiben und Typen ergänzen?

function summe(liste, feld) {
  var s = 0;
  for (var i = 0; i < liste.length; i++) { s += liste[i][feld] || 0; }
  return s;
}`,
    'Ich brauche eine Excel-Formel: wenn in Spalte A "offen" steht und das Datum in C älter als 14 Tage ist, soll "mahnen" erscheinen',
    'Programmiere einen Taschenrechner in Java mit grafischer Oberfläche (Swing), Grundrechenarten und Klammern.',
    'SQL Abfrage für alle Artikel ohne Bestellung im letzten Jahr, Tabellen artikel und bestellposition',
    "Écris une fonction PHP qui vérifie qu'un IBAN est valide, sans bibliothèque externe.",
    "Peux-tu me faire une page HTML avec un formulaire d'inscription (nom, e-mail, mot de passe) et la validation en JavaScript ?",
    `Ajoute des tests unitaires avec JUnit 5 pour cette classe :

public class Panier {
    private final List<Article> articles = new ArrayList<>();
    public void ajouter(Article a) { articles.add(a); }
    public BigDecimal total() {
        return articles.stream().map(Article::prix).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}`,
    'script bash pour sauvegarder une base MySQL toutes les nuits et garder les 7 derniers fichiers',
    'Hazme un programa en C que lea diez números y los ordene con quicksort',
    'Necesito una consulta SQL que muestre las ventas por mes y por vendedor del año pasado, con el total acumulado.',
    `¿Me puedes pasar este código de Python a Java?

def es_primo(n):
    if n < 2:
        return False
    for i in range(2, int(n ** 0.5) + 1):
        if n % i == 0:
            return False
    return True`,
    'Crea un componente de React que muestre una lista de tareas con opción de añadir, marcar y borrar',
    'Crie uma API simples em Flask com um endpoint para cadastrar produtos e outro para listar, usando SQLite',
    'Scrivimi una funzione in Python che calcola il codice fiscale da nome, cognome, data e comune di nascita.',
    '用Python写一个爬虫，抓取网页上所有图片并保存到本地文件夹',
    '帮我写一个SQL语句，查询每个部门工资最高的员工，表名是 employee 和 department',
    'Pythonで、フォルダ内のExcelファイルを全部読み込んで一つのファイルにまとめるスクリプトを書いてください。',
    'Act as an expert game programmer. I will describe game mechanics and you reply with GDScript for Godot 4 inside one code block and nothing else. First mechanic: a top-down player with acceleration, friction and a dash that has a cooldown of one second.',
    'Create a function that takes two strings and checks whether they are anagrams',
    'write code to merge two sorted arrays in place',
    'Write a Python function to find the second most frequent element in a list.',
    'I need a script which downloads every attachment from a mailbox and sorts them into folders by sender',
    'Clean up my code and follow PEP 8',
    'Implementiere eine Klasse in Python für eine doppelt verkettete Liste, mit Tests',
    "Génère le code d'un petit jeu de morpion en JavaScript",
    'Escribe el código de una calculadora sencilla en Python',
    '请实现一个函数，输入一个字符串，返回其中最长的回文子串，用Java代码',
    'TypeScriptで配列から重複を取り除く関数を書いて',
  ],
  not: [
    'what is the difference between an abstract class and an interface in java?',
    'Which is better to learn first for a career change, Python or JavaScript?',
    'Explain line by line what this code does: for i in range(3): print(i ** 2)',
    'How long does it usually take to build an MVP with two backend developers?',
    'Which interview questions should I ask a senior frontend developer?',
    'Should we use microservices or a monolith for a team of six?',
    'Was bedeutet eigentlich REST und warum benutzen das alle?',
    'Quels sont les avantages de PostgreSQL par rapport à MySQL ?',
    'How do large companies organise code review across time zones?',
    "What's the time complexity of binary search",
  ],
};
