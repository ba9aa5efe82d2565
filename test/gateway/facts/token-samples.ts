// Texts of different kinds, written for the token tests.

const prose = `The ferry left the harbour a little after six, while the lamps along the quay were still burning. Most of the
passengers had gone below to drink coffee and wait for the sun, but Marta stayed on deck with her collar turned up and
watched the town grow small. She had lived there for eleven years. She knew which bakery opened first, which dog would
bark at the postman, and how long the fog would stand between the warehouses before the wind came round to the west.
Now all of it fitted between her thumb and her finger. "You will be back before the plums are ripe," her neighbour had
said, and carried the second suitcase down the stairs without being asked. Perhaps. The letter in her pocket promised a
contract for two seasons, a room above the workshop, and work of a kind she had almost given up hoping for. It did not
say anything about plums. When the first light touched the water she took out her notebook, wrote down the date, and
then sat for a long time without writing anything else.`;

const code = `import { readFile } from 'node:fs/promises';

interface Reading { readonly sensor: string; readonly celsius: number; readonly takenAt: Date }

/** Reads a file of measurements; lines that cannot be understood are counted, not thrown. */
export async function loadReadings(path: string): Promise<{ readings: Reading[]; skipped: number }> {
  const readings: Reading[] = [];
  let skipped = 0;
  for (const line of (await readFile(path, 'utf8')).split('\\n')) {
    const [sensor, value, time] = line.split(';');
    const celsius = Number.parseFloat(value ?? '');
    if (sensor === undefined || Number.isNaN(celsius) || time === undefined) {
      skipped += 1;
      continue;
    }
    readings.push({ sensor, celsius, takenAt: new Date(time) });
  }
  return { readings, skipped };
}

export function averageBySensor(readings: readonly Reading[]): Map<string, number> {
  const sums = new Map<string, { total: number; count: number }>();
  for (const { sensor, celsius } of readings) {
    const entry = sums.get(sensor) ?? { total: 0, count: 0 };
    entry.total += celsius;
    entry.count += 1;
    sums.set(sensor, entry);
  }
  return new Map([...sums].map(([sensor, { total, count }]) => [sensor, total / count]));
}
`;

const german = `Die Fähre verließ den Hafen kurz nach sechs, als die Laternen am Kai noch brannten. Die meisten Fahrgäste waren
nach unten gegangen, um Kaffee zu trinken und auf die Sonne zu warten, aber Marta blieb mit hochgeschlagenem Kragen an
Deck und sah zu, wie die Stadt kleiner wurde. Elf Jahre hatte sie dort gelebt. Sie wusste, welche Bäckerei zuerst
öffnete, welcher Hund den Briefträger anbellte und wie lange der Nebel zwischen den Lagerhäusern stand, bevor der Wind
nach Westen drehte. Jetzt passte alles zwischen Daumen und Zeigefinger. „Du bist zurück, bevor die Pflaumen reif sind“,
hatte die Nachbarin gesagt und ungefragt den zweiten Koffer die Treppe hinuntergetragen. Vielleicht. Der Brief in ihrer
Tasche versprach einen Vertrag für zwei Spielzeiten, ein Zimmer über der Werkstatt und eine Arbeit, auf die sie kaum
noch gehofft hatte. Von Pflaumen stand darin nichts.`;

const chinese = `渡轮六点刚过就离开了港口，码头上的灯还亮着。大多数乘客已经下到船舱里喝咖啡，等着太阳出来，只有玛尔塔竖起衣领留在甲板上，
看着小城慢慢变小。她在那里住了十一年。她知道哪家面包店最先开门，哪只狗会对着邮递员叫，也知道雾会在仓库之间停留多久，直到风向转西。
现在这一切都可以放进她的拇指和食指之间。邻居说过：“李子熟之前你就会回来的。”说完就主动帮她把第二只箱子搬下了楼梯。也许吧。
口袋里的信答应给她两个季度的合同、工作室楼上的一个房间，还有一份她几乎不敢再期待的工作。信里没有提到李子。
第一缕阳光照到水面的时候，她拿出笔记本，写下日期，然后坐了很久，什么也没有再写。`;

const json = JSON.stringify(
  {
    order: 'A-20417',
    placedAt: '2026-03-14T09:26:53Z',
    customer: { id: 88213, name: 'Ilse Brandt', email: 'ilse@example.org', newsletter: false },
    lines: [
      { sku: 'KET-09', title: 'Kettle, enamel, 1.7 l', quantity: 1, unitPrice: 39.5, taxRate: 0.19 },
      { sku: 'CUP-31', title: 'Cup, stoneware', quantity: 6, unitPrice: 7.25, taxRate: 0.19 },
      { sku: 'TEA-02', title: 'Assam, loose, 250 g', quantity: 2, unitPrice: 8.9, taxRate: 0.07 },
    ],
    shipping: { street: 'Lindenweg 4', city: 'Kassel', postcode: '34117', country: 'DE', express: true },
    payments: [{ kind: 'card', amount: 100.8, captured: true, reference: 'c7f1-44ab-90de' }],
    notes: null,
  },
  null,
  2,
);

export const SAMPLES = { prose, code, german, chinese, json } as const;
