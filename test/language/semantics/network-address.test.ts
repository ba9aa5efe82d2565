import { BlockList } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addressOf,
  hostOf,
  isPrivate,
  rangeOf,
  whyRefused,
} from '../../../src/language/semantics/network-address.ts';

test.each([
  'http://169.254.169.254/latest/meta-data',
  'http://169.254.1.1',
  'http://2852039166/',
  'http://0xa9fea9fe/v1',
  'http://0xa9.0xfe.0xa9.0xfe',
  'http://0251.0376.0251.0376',
  'http://169.254.43518',
  'http://[::ffff:169.254.169.254]/v1',
  'http://[::ffff:a9fe:a9fe]',
  'http://[0:0:0:0:0:ffff:a9fe:a9fe]',
  'http://[64:ff9b::a9fe:a9fe]',
  'http://[64:ff9b:1::a9fe:a9fe]',
  'http://[64:ff9b:1:a9fe:a9:fe00::]',
  'http://[2002:a9fe:a9fe::]',
  'http://[::a9fe:a9fe]',
  'http://[fe80::1]',
  'http://[febf::1]:8000',
  'http://[fd00:ec2::254]',
  'http://[fd00:0ec2:0:0:0:0:0:254]',
  'http://[fd20:ce::254]',
  'http://100.100.100.200',
  'http://168.63.129.16',
  'http://192.0.0.192',
  'http://metadata.google.internal/v1',
  'http://METADATA.google.internal./v1',
  'http://metadata/',
  'http://instance-data.ec2.internal',
  'http://１６９.254.169.254',
  'http://user:pass@169.254.169.254:80/v1',
])('%s is refused', (url) => {
  expect(whyRefused(hostOf(url))).toMatch(/^is (where a cloud|link-local)/);
});

test.each([
  'https://api.openai.com/v1',
  'http://127.0.0.1:11434/v1',
  'http://10.0.0.5:8000',
  'http://192.168.1.20',
  'http://[::1]:8080',
  'http://[fd12::5]',
  'http://169.253.255.255',
  'http://169.255.0.1',
  'http://metadata.example.com',
  'http://localhost:1234',
  'http://[fec0::1]',
])('%s is not', (url) => {
  expect(whyRefused(hostOf(url))).toBeUndefined();
});

test('one host, however it is spelt', () => {
  for (const url of [
    'https://API.example.com./v1',
    'https://api.example.com:443',
    'http://u:p@api.EXAMPLE.com:8080/x?y',
  ])
    expect(hostOf(url)).toBe('api.example.com');
  expect(hostOf('https://bücher.example')).toBe('xn--bcher-kva.example');
  expect(hostOf('http://[::1]:80')).toBe('::1');
  expect(hostOf('words-1')).toBe('');
});

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();

test('ranges agree with Node’s own', () => {
  fc.assert(
    fc.property(fc.oneof(ipv4, ipv6), fc.oneof(ipv4, ipv6), fc.nat(128), (base, other, size) => {
      const of = (text: string) => hostOf(text.includes(':') ? `http://[${text}]` : `http://${text}`);
      const [left, right] = [of(base), of(other)];
      const [one, two] = [addressOf(left), addressOf(right)];
      // Addresses that stand for IPv4 ones are those; Node keeps them apart.
      fc.pre(one !== undefined && two !== undefined && one.length === two.length);
      fc.pre((one.length === 4) === !left.includes(':') && (two.length === 4) === !right.includes(':'));
      const bits = one.length === 4 ? size % 33 : size;
      const list = new BlockList();
      const family = one.length === 4 ? 'ipv4' : 'ipv6';
      list.addSubnet(left, bits, family);
      expect(rangeOf(`${left}/${bits}`)?.(two)).toBe(list.check(right, family));
    }),
  );
});

test('private ranges', () => {
  const told = (text: string) => isPrivate(addressOf(text) ?? []);
  for (const text of ['10.1.2.3', '127.0.0.1', '172.31.0.1', '192.168.0.1', '100.64.0.1', '::1', 'fd00::1'])
    expect(told(text), text).toBe(true);
  for (const text of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1'])
    expect(told(text), text).toBe(false);
  for (const text of ['10.0.0.0/33', '10.0.0.256/8', 'a/8', '10.0.0.0', '::/129', ':::/8'])
    expect(rangeOf(text)).toBeUndefined();
});
