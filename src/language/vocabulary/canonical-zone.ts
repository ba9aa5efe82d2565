/**
 * One name for every time zone: `Etc/UTC`, `GMT` and `Zulu` are `UTC`, `US/Pacific` is `America/Los_Angeles`. Two
 * names of one clock would be two unrelated facts. Knows no policy.
 */

/** Cities for which ICU still uses the old name. */
const TODAY: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

/** All names of zones that are always UTC, in any spelling. */
const UTC = /^(?:etc\/)?(?:utc|uct|gmt|gmt[+-]?0|greenwich|universal|zulu)$/i;

const known = new Map<string, string | undefined>();

/** Undefined where there is no such zone; offsets such as `+02:00` are not zones. */
export function canonicalZone(zone: string): string | undefined {
  if (known.has(zone)) return known.get(zone);
  const found = lookedUp(zone);
  // Names come from policies and files; invalid ones are not cached.
  if (found !== undefined) known.set(zone, found);
  return found;
}

function lookedUp(zone: string): string | undefined {
  if (UTC.test(zone)) return 'UTC';
  if (!/^[A-Za-z]/.test(zone)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    return UTC.test(timeZone) ? 'UTC' : (TODAY[timeZone] ?? timeZone);
  } catch {
    return undefined;
  }
}
