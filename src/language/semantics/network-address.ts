/**
 * Hosts and addresses as a provider's `at` may name them, in every equivalent spelling: which host it is, and whether
 * it can be a provider at all. Pure; resolves no names. Must not know policies.
 */

/** The bytes of an address: 4, or 16 for IPv6. An IPv6 address that represents an IPv4 one is converted to it. */
export type Address = readonly number[];

/** Lower case, punycode, without brackets, port and final dot; `''` where it is not a web address. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return '';
  return plainHost(new URL(url).hostname);
}

export function plainHost(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
}

/**
 * Undefined: a name, or empty. Expects the normalized form of `URL`; forms such as `0xa9fea9fe` are resolved by
 * parsing the URL.
 */
export function addressOf(host: string): Address | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) {
    const bytes = host.split('.').map(Number);
    return bytes.every((byte) => byte < 256) ? bytes : undefined;
  }
  return host.includes(':') ? ipv6Of(host.replace(/%.*$/, '')) : undefined;
}

/** Why nothing is sent there, to follow the host; undefined: a provider can be there. */
export function whyRefused(host: string): string | undefined {
  if (METADATA_NAMES.has(host)) return 'is where a cloud hands out the credentials of this machine';
  const address = addressOf(host);
  if (address === undefined) return undefined;
  if (METADATA.some((one) => same(one, address)))
    return 'is where a cloud hands out the credentials of this machine';
  return isLinkLocal(address)
    ? 'is link-local: no provider can be there, and clouds provide credentials there'
    : undefined;
}

/** Loopback, private and shared ranges, where self-hosted models are. */
export function isPrivate(address: Address): boolean {
  const [first = 0, second = 0] = address;
  if (address.length === 16)
    return (first & 0xfe) === 0xfc || address.every((byte, at) => byte === (at === 15 ? 1 : 0));
  return (
    first === 10 ||
    first === 127 ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second < 128)
  );
}

/** `10.0.0.0/8`, `fd00::/8`. Undefined where it is not a range. */
export function rangeOf(text: string): ((address: Address) => boolean) | undefined {
  const [, base = '', size = ''] = /^([0-9a-fA-F.:]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = addressOf(base.toLowerCase());
  if (address === undefined || Number(size) > address.length * 8) return undefined;
  const bits = Number(size);
  return (other) =>
    other.length === address.length &&
    address.every((byte, at) => {
      const rest = Math.min(8, Math.max(0, bits - at * 8));
      return byte >> (8 - rest) === (other[at] ?? 0) >> (8 - rest);
    });
}

const NAT64 = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];
const LOCAL_NAT64 = [0, 0x64, 0xff, 0x9b, 0, 1];

/** Alibaba, Azure, Oracle, and the IPv6 addresses of AWS and Google; the others are link-local. */
const METADATA: readonly Address[] = [
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
].map((text) => addressOf(text) ?? []);

const METADATA_NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'metadata.azure.internal',
  'metadata.tencentyun.com',
  'instance-data',
  'instance-data.ec2.internal',
]);

function isLinkLocal([first = 0, second = 0, ...rest]: Address): boolean {
  const isIpv6 = rest.length > 2;
  return isIpv6 ? first === 0xfe && (second & 0xc0) === 0x80 : first === 169 && second === 254;
}

function same(one: Address, other: Address): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

function ipv6Of(text: string): Address | undefined {
  const dotted = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  const last = dotted === null ? undefined : addressOf(dotted[2] ?? '');
  if (dotted !== null && last === undefined) return undefined;
  const tail = last === undefined ? [] : [hex(last, 0), hex(last, 2)];
  const groups = `${dotted === null ? text : dotted[1]}${tail.join(':')}`;
  const halves = groups.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!all.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return undefined;
  const bytes = all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
  return embedded(bytes) ?? bytes;
}

function hex(bytes: Address, at: number): string {
  return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);
}

/** The IPv4 address in a mapped, compatible, NAT64 or 6to4 address. */
function embedded(bytes: readonly number[]): Address | undefined {
  const zeroUntil = bytes.findIndex((byte) => byte !== 0);
  const isMapped = zeroUntil === 10 && bytes[10] === 0xff && bytes[11] === 0xff;
  const isCompatible = zeroUntil === 12;
  const isNat64 = NAT64.every((byte, at) => bytes[at] === byte);
  if (isMapped || isCompatible || isNat64) return bytes.slice(12);
  // A site-specific prefix below 64:ff9b:1::/48 (RFC 8215): of 96 bits, or of 48 with octet 8 left empty (RFC 6052).
  if (LOCAL_NAT64.every((byte, at) => bytes[at] === byte)) {
    const isShort = bytes.slice(11).every((byte) => byte === 0) && bytes[8] === 0;
    return isShort ? [...bytes.slice(6, 8), ...bytes.slice(9, 11)] : bytes.slice(12);
  }
  return bytes[0] === 0x20 && bytes[1] === 0x02 ? bytes.slice(2, 6) : undefined;
}
