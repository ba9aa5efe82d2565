/** Mathematics: calculations, word problems, equations, proofs, probability, geometry, explanations of its terms. */
import type { LibraryIntent } from './library-intent.ts';

export const MATHS: LibraryIntent = {
  name: 'maths',
  version: 1,
  means: 'the user wants a calculation, a mathematical problem solved or a mathematical idea explained',
  like: [
    'What is 7/8 of 312?',
    'Solve for x: 3(x - 4) = 2x + 9',
    'A train leaves at 9:20 with 85 km/h, a second one follows at 9:50 with 110 km/h. When and where does the second overtake the first?',
    'Prove that the square root of 3 is irrational.',
    'find the derivative of x^2 * sin(3x)',
    'Emma has twice as many stickers as Noah. After she gives him 14, they have the same number. How many stickers did each of them have?',
    'How many ways are there to arrange the letters of the word PEPPER?',
    'Evaluate $\\int_0^{\\pi} x \\cos x \\, dx$ and show each step.',
    "what's the probability of getting at least one six in four rolls",
    'A rectangle is 3 cm longer than it is wide. Its diagonal is 15 cm. Find its area.',
    'is 1001 a prime number',
    'Let $f(x) = \\frac{2x+1}{x-3}$. Find the inverse function and its domain.',
    `Homework, please check whether my solution is right:

2x² - 8x + 6 = 0
x² - 4x + 3 = 0
x = 2 ± √(4 - 3)
x1 = 3, x2 = 1

And how would I do it with factoring?`,
    'Explain the chain rule with a simple example.',
    'A shop reduces a coat by 30 % and then by another 20 %. It costs 84 now. What was the original price?',
    `Compute the determinant and the inverse of this matrix:

[ 2  1  0 ]
[ 1  3  1 ]
[ 0  1  2 ]`,
    'how do you divide fractions again?',
    'Three pipes fill a pool in 6, 8 and 12 hours. How long does it take if all three are open but the first is closed after one hour?',
    'In how many zeros does 100! end?',
    "You are a patient maths tutor. Don't give me the answer straight away, lead me to it with questions. Problem: the sum of three consecutive odd numbers is 87, find them.",
    'Find all integers n such that n^2 + 5n + 6 is divisible by 4.',
    `Which of the following is equal to log2(32) + log3(1/9)?
(A) 1  (B) 3  (C) 5  (D) 7`,
    `A box has 5 red, 3 blue and 2 green marbles. Two are drawn without replacement. Answer the questions below.
a) What's the probability that both are red?
b) That they have different colours?
c) What's the expected number of blue ones?`,
    'round 4.7385 to two decimal places and write it as a fraction',
    'Show by induction that 1 + 3 + 5 + ... + (2n - 1) = n².',
    "What's the volume of a cone with radius 4 and height 9, in terms of pi?",
    'Mean, median and standard deviation of 12, 15, 15, 18, 21, 30 pls',
    'Let G be a group of order 15. Show that G is cyclic.',
    'A baker sells 48 rolls in the morning and half as many in the afternoon. Each roll costs 60 cents, and he has to throw away the remaining 13. How many rolls did he bake and how much did he earn?',
    "Angle ABC is inscribed in a circle with centre O, and the central angle AOC is 124 degrees. What's the size of ABC, and why?",
    'Wie groß ist die Wahrscheinlichkeit, beim Lotto 6 aus 49 genau drei Richtige zu haben, und wie rechnet man das aus?',
    `Löse das Gleichungssystem:
2x + 3y = 13
4x - y = 5`,
    'Berechne die Nullstellen und den Scheitelpunkt von f(x) = x² - 6x + 5.',
    'Ein Quader ist doppelt so lang wie breit und 5 cm hoch. Sein Volumen beträgt 160 cm³. Wie lang sind die Kanten?',
    'Erklär mir den Satz des Pythagoras und wie man ihn beweist.',
    'Calcule la dérivée de ln(x² + 1) et dresse le tableau de variations.',
    'Un cycliste parcourt 42 km en 1 h 45 min. Quelle est sa vitesse moyenne ?',
    "Démontre que la somme des angles d'un triangle vaut 180 degrés.",
    'Combien de nombres de trois chiffres distincts peut-on former avec 1, 2, 3, 4 et 5 ?',
    '¿Cuánto es el 15 % de 3.480 y cuánto es tres cuartos de 512?',
    'Resuelve la ecuación x² + 2x - 15 = 0 paso a paso.',
    'En una granja hay gallinas y conejos: 30 cabezas y 86 patas. ¿Cuántos animales hay de cada tipo?',
    'Halla el límite de (x² - 4)/(x - 2) cuando x tiende a 2.',
    "Calcola l'area di un triangolo con i lati di 7, 8 e 9 cm.",
    'Se tre operai dipingono un muro in otto ore, quanto ci mettono in cinque?',
    'Qual é a soma dos primeiros cem números naturais, e como se chega à fórmula?',
    '一个数的三倍减去七等于二十，求这个数。',
    '求函数 y = x³ - 3x 的极值点和单调区间。',
    '半径5cmの円に内接する正方形の面積を求めなさい。',
    'サイコロを二回投げて、目の和が8になる確率はいくつですか？',
    'Question: A school buys 6 boxes of pencils with 24 pencils each and 9 packs of notebooks with 8 notebooks each. A pencil costs 0.35 and a notebook 1.20. The parents\' association pays a quarter of the total. The rest is shared equally among 4 classes. How much does each class have to pay? Give the final number after "Answer:".',
    'Let ABCD be a cyclic quadrilateral whose diagonals meet at E. Suppose that AE = 6, EC = 4 and BE = 3. Find ED and show that the triangles ABE and DCE are similar.',
    `Statistics exercise, I get stuck at (c):

The weight of a bag of coffee is normally distributed with mean 503 g and standard deviation 4 g.
(a) What share of the bags weighs less than 500 g?
(b) Which weight is exceeded by 90 % of the bags?
(c) 20 bags are put into a carton. What is the probability that the mean weight is below 501 g?`,
    `Can you spot the mistake in this proof that 1 = 2?

a = b
a² = ab
a² - b² = ab - b²
(a + b)(a - b) = b(a - b)
a + b = b
2b = b
2 = 1`,
    "Mia, Tom and Jan share 390 euros. Tom gets 30 euros more than Mia, and Jan gets twice as much as Tom. How much does each of them get? I need it with an equation, it's for my son in 7th grade.",
    "Solve the differential equation y' + 2y = e^(-x) with y(0) = 1.",
    'Use the Euclidean algorithm to find integers x and y with 71x + 50y = 1, then compute the inverse of 50 modulo 71.',
    'Zwei Autos fahren um 8 Uhr in zwei 360 km voneinander entfernten Städten los und kommen einander entgegen, das eine mit 80 km/h, das andere mit 100 km/h. Das zweite macht nach einer Stunde 15 Minuten Pause. Wann und wo treffen sie sich?',
    `Voici mon exercice : soit (u_n) la suite définie par u_0 = 2 et u_{n+1} = 3u_n - 1.
1. Calculer u_1, u_2 et u_3.
2. Montrer par récurrence que u_n > 0 pour tout n.
3. Exprimer u_n en fonction de n.
Je bloque à la question 3.`,
  ],
  not: [
    'Who invented the number zero?',
    'What can one do with a degree in mathematics?',
    'Which spreadsheet formula looks up a price in another sheet?',
    'How many people live in Brazil?',
    'Recommend a good book on the history of mathematics.',
    'My phone number has changed, please update my account.',
    'a crossword clue: "figure with many sides", seven letters',
    'Plan a revision timetable for my final exams in June.',
  ],
};
