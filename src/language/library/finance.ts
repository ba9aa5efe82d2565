/** Questions about money: investing, loans, taxes, accounting, company figures, markets. A sum without any of these is `maths`. */
import type { LibraryIntent } from './library-intent.ts';

export const FINANCE: LibraryIntent = {
  name: 'finance',
  version: 1,
  means: 'the user asks about investing, loans, taxes, accounting, company figures or markets',
  like: [
    'should I invest in ETFs or pay off my mortgage first',
    'What is the difference between EBIT, EBITDA and net income, and which one do investors look at?',
    'how much pension will I get if I save 250 a month for 30 years at 5 %',
    `Is the sentiment of this headline positive, negative or neutral for the stock?

"Halvorsen Shipping cuts full-year outlook after weak third quarter, shares fall 9 %"`,
    'Calculate the net present value: initial outlay 120,000, cash flows of 35,000 a year for five years, discount rate 8 %.',
    `What was the percentage change in operating income between 2022 and 2023?

| in USD million | 2023 | 2022 | 2021 |
|---|---|---|---|
| Revenue | 1,840 | 1,712 | 1,655 |
| Cost of sales | 1,102 | 1,060 | 1,011 |
| Operating income | 214 | 187 | 203 |
| Net income | 139 | 121 | 140 |`,
    'Can I deduct the cost of my home office from my taxes?',
    'explain what a bond yield is and why prices fall when rates go up',
    'Book the following in double-entry accounting: purchase of a delivery van for 28,000 net, 19 % VAT, half paid by bank transfer, the rest on account.',
    'Which is better for a small consulting firm, leasing or buying a car? Please consider taxes, depreciation and liquidity.',
    'is bitcoin a good hedge against inflation or should i rather buy gold or dividend stocks',
    `You are a financial analyst. From the annual report excerpt below, compute the current ratio, the debt-to-equity ratio and the return on equity, and say in two sentences how healthy the company looks.

Current assets 3,480; inventories 910; current liabilities 2,215; long-term debt 4,100; shareholders' equity 5,060; net profit 412 (all in thousands)`,
    'How do I read a cash flow statement and a balance sheet before I buy a stock?',
    'My credit score dropped by 60 points after I closed an old card. Why is that and how do I get it up again?',
    'Two loan offers for 15,000: bank A 6.2 % effective over 48 months, bank B 5.7 % over 60 months with a fee of 300. Which is cheaper altogether and what are the monthly instalments?',
    'what does it mean when a company does a share buyback, good or bad for shareholders',
    'Rate the tweet as bullish, bearish or neutral: "$QVX broke its 200 day average on huge volume, loading up on calls before earnings"',
    'We have 90,000 in receivables older than 60 days and payroll is due on the 28th. What are our options for bridging the gap: overdraft, factoring, deferring suppliers?',
    'Give me the journal entry for accrued interest at year end.',
    "Our portfolio: 60 % world equity fund, 25 % government bonds, 10 % gold, 5 % cash. I'm 52 and would like to retire at 63. How would you rebalance, and what risks do you see?",
    `Which of the following increases a company's working capital?
A. Paying a supplier
B. Issuing long-term debt for cash
C. Buying equipment with cash
D. Declaring a dividend`,
    'Do I have to pay capital gains tax on shares I inherited from my grandmother?',
    `Central bank minutes: "Most members judged that inflation remained elevated and that a further increase of the policy rate could become appropriate, whereas a few preferred to wait for additional data on the labour market."

Hawkish or dovish, and what does it probably mean for the euro and for two-year yields?`,
    "What's the annual percentage rate if I pay 24.90 a month for 12 months on a purchase of 270?",
    'Explain the Black-Scholes model and the meaning of delta, gamma and theta for somebody who trades options for the first time.',
    'monthly budget please: income 2,650 after taxes, rent 890, car 310, insurance 120, two kids. I want to save at least 300',
    'Should we value the startup with a DCF or with revenue multiples? It has 1.4 million in annual recurring revenue, grows 70 % a year and burns 90,000 a month.',
    'How do dividends get taxed if I live in France and the shares are from the US?',
    `P&L Q1 vs Q2
Sales 512k / 548k
COGS 301k / 355k
Marketing 48k / 41k
Staff 96k / 99k
Rent 18k / 18k

why is our margin shrinking although sales go up? gross margin per quarter please`,
    'How did rising interest rates bring down regional banks in 2023? Explain duration risk.',
    'Lohnt sich ein Bausparvertrag bei den heutigen Zinsen noch, oder soll ich das Geld lieber in Aktien oder Festgeld anlegen?',
    'Wie hoch ist die monatliche Rate bei einem Kredit über 220.000 Euro, 3,8 % Zinsen und 2 % Tilgung, und wie viel Restschuld bleibt nach zehn Jahren?',
    'Wie verbuche ich eine Anzahlung eines Kunden, wenn die Rechnung erst im nächsten Jahr gestellt wird?',
    'Welche Kosten kann ich als Freiberufler in der Steuererklärung absetzen, und muss ich Umsatzsteuer abführen?',
    `Beurteile bitte unsere Kennzahlen für das Gespräch mit der Bank:
Eigenkapitalquote 18 %
Umsatzrendite 2,1 %
Liquidität 2. Grades 74 %
Forderungslaufzeit 61 Tage`,
    'Comment placer 20 000 euros sans prendre trop de risques : livret, assurance vie, actions ou obligations ?',
    'Quelle est la différence entre une SCPI et un investissement locatif pour le rendement et les impôts, et que faut-il indiquer dans la déclaration de revenus ?',
    'Calcule le seuil de rentabilité : charges fixes 48 000 €, prix de vente 35 €, coût variable 14 € par unité.',
    'Faut-il racheter mon crédit immobilier à 4,1 % si la banque me propose 3,3 % avec 2 000 euros de frais ?',
    '¿Me conviene amortizar la hipoteca, que está al 3,1 % de interés, o invertir los ahorros en un fondo indexado?',
    '¿Cómo se calcula el IVA que tengo que pagar este trimestre como autónomo, y qué facturas y gastos puedo deducir?',
    `Analiza el balance y dime si la empresa puede pagar sus deudas a corto plazo:
Activo corriente: 84.000
Existencias: 39.000
Pasivo corriente: 71.500`,
    '¿Qué pasa con mis acciones si la empresa entra en concurso, y cómo tributan las pérdidas y los dividendos?',
    'Conviene un mutuo a tasso fisso o variabile in questo momento, con gli interessi che scendono e 80.000 euro da restituire in vent’anni?',
    'Come si calcola il rendimento netto di un BTP dopo le tasse?',
    'Que impostos pago se vender ações com lucro este ano, e vale mais a pena um fundo ou um depósito a prazo?',
    '我每个月有五千块结余，应该怎么理财比较稳健？买基金、股票，还是先还贷款？利率和风险怎么比较？',
    '请根据这组数据计算毛利率和净利率：营业收入 860 万，营业成本 590 万，净利润 73 万。',
    '新NISAとiDeCoはどちらを優先すべきですか？投資信託の手数料と税金、利回りの違いも教えてください。',
    '減価償却費の計算方法を、定額法と定率法の違いも含めて説明してください。',
    `Below is the income statement of a listed tool maker (in EUR thousand). Work out the EBIT margin, the interest coverage and the effective tax rate for both years, then tell me whether the growth in earnings per share is operational or only due to the buyback.

                      2024      2023
Net sales           412,300   398,900
Cost of goods      -268,100  -255,400
Selling & admin     -88,700   -89,200
EBIT                 55,500    54,300
Interest             -6,900    -4,100
Taxes               -12,600   -13,300
Net profit           36,000    36,900
Shares (million)       21.0      22.4`,
    `Earnings call, CFO: "We saw some softness in Asia, inventories at our distributors are higher than we'd like, and we're taking a more cautious stance on the second half. That said, gross margin came in at 41.2 %, we're raising the dividend by 5 % and we keep our guidance for the full year."

How would an equity analyst read that? Bull case, bear case, and which line in the balance sheet I should look at.`,
    "hi, i'm 24 and just got my first proper job, 2,300 net. i have 1,900 overdraft at 11 %, no savings, and my bank adviser wants me to sign a whole life insurance with 120 a month and a building savings contract. my dad says buy shares, my girlfriend says emergency fund first. what's the right order and what should i say to the adviser?",
    'Trial balance extract at 31 December: trade receivables 84,600; allowance for doubtful accounts 2,100 (credit); a customer owing 3,200 has gone bankrupt; the allowance is to be 3 % of the remaining receivables. Prepare the adjusting entries and show the amount that appears in the balance sheet.',
    'Consider two funds over the last five years. Fund A: return 7.1 % a year, volatility 9 %, maximum drawdown 14 %, costs 0.2 %. Fund B: 8.4 %, volatility 17 %, drawdown 38 %, costs 1.6 %. Risk-free rate 2 %. Sharpe ratios please, and which one fits an investor who needs the money in six years?',
    `Subject: invoice from Poland

We're a German company and bought machine parts from a supplier in Poznań. The invoice shows no VAT and says "reverse charge". How do we book it, what goes into the VAT return, and can we deduct the input tax right away? Bookkeeper is on holiday.`,
    'Ich habe drei Angebote für die Anschlussfinanzierung: 3,55 % auf zehn Jahre, 3,79 % auf fünfzehn Jahre und variabel ab 3,9 %. Restschuld 143.000 Euro, Rate bisher 890 Euro, Sondertilgung 5 % möglich. Was ist am günstigsten, wenn ich in acht Jahren eine Erbschaft erwarte?',
  ],
  not: [
    "I can't log in to online banking any more, my password isn't accepted.",
    "Please send me a copy of last month's invoice.",
    'When is the bank on Market Street open?',
    'How much is the blue jacket with express delivery?',
    'Write a job ad for an accountant, part time, in Ghent.',
    'Which actor plays the broker in that film about Wall Street?',
    'I want my money back, the kettle arrived broken.',
    'Draft an agenda for the budget meeting on Thursday.',
  ],
};
