/**
 * Strings with a special format: regular expressions, time zones, header names, web addresses. Each is checked in one
 * place, for all clauses.
 */

import { onlyNearest } from '../diagnostics/suggest.ts';
import type * as Ast from '../syntax/ast.ts';
import { canonicalZone } from '../vocabulary/canonical-zone.ts';
import { SECRET_HEADERS } from '../vocabulary/facts.ts';
import { regularPatternProblem } from '../vocabulary/text-patterns.ts';
import type { KeySpec } from '../vocabulary/value-set.ts';
import { type Context, fault, oneOf } from './context.ts';
import { hostOf, whyRefused } from './network-address.ts';
import { replacement } from './report.ts';

export function checkPattern(context: Context, pattern: Ast.RegularPattern): string | undefined {
  const problem = regularPatternProblem(pattern.source);
  if (problem === undefined) return pattern.source;
  fault(context, pattern.span, 'L1304', `\`/${pattern.source}/\` is not a regular expression`, {
    because: problem,
    help: 'patterns are RE2: no look-around, no back-references',
  });
  return undefined;
}

/** The one name of the zone. */
export function checkZone(context: Context, zone: Ast.Text): string | undefined {
  const known = canonicalZone(zone.text);
  if (known !== undefined) return known;
  const near = onlyNearest(zone.text, Intl.supportedValuesOf('timeZone'));
  fault(
    context,
    zone.span,
    'L1305',
    `there is no time zone \`${zone.text}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`,
    {
      because: 'zones are IANA names: they know when clocks change, an offset does not',
      help: 'for example `"Europe/Berlin"`, `"America/New_York"` or `"UTC"`',
      ...(near === undefined ? {} : { fix: replacement(context.file, zone.span, JSON.stringify(near)) }),
    },
  );
  return undefined;
}

/** A header a condition or key may read, in lower case. */
export function checkHeader(context: Context, header: Ast.Text): string | undefined {
  const name = header.text.toLowerCase();
  if (SECRET_HEADERS.some((secret) => secret === name)) {
    fault(context, header.span, 'L1307', `a policy cannot read the \`${name}\` header`, {
      because: 'it carries credentials, and what a policy reads appears in traces and decision logs',
      help: 'test `team`, `user`, `key` or `tier`, which the service reads from it safely',
    });
    return undefined;
  }
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
    fault(context, header.span, 'L1308', `\`${header.text}\` cannot be the name of a header`, {
      because: 'header names have letters, digits and `-`, and no spaces',
      help: 'for example `header "x-beta"`',
    });
    return undefined;
  }
  return name;
}

const KEYS = ['user', 'team', 'key', 'tier', 'request', 'header', 'metadata'] as const;

/** What makes a share sticky. */
export function checkKey(context: Context, key: Ast.Key): KeySpec | undefined {
  const kind = oneOf(context, key.of, 'a key to share by', KEYS);
  if (kind === undefined) return undefined;
  if (kind !== 'header' && kind !== 'metadata') return { kind };
  if (key.name === undefined) {
    fault(context, key.span, 'L1401', `\`by ${kind}\` needs a name`, {
      because: `a request has more than one ${kind}`,
      help: `write \`by ${kind} "x-session"\``,
    });
    return undefined;
  }
  const name = kind === 'header' ? checkHeader(context, key.name) : key.name.text;
  return name === undefined ? undefined : { kind, name };
}

export function checkAddress(context: Context, address: Ast.Text): string | undefined {
  if (/^https?:\/\//.test(address.text) && URL.canParse(address.text)) {
    const host = hostOf(address.text);
    const refused = whyRefused(host);
    if (refused === undefined) return address.text;
    fault(context, address.span, 'L1312', `\`${host}\` cannot be the address of a provider`, {
      because: `it ${refused}`,
      help: 'name the host that serves the model',
    });
    return undefined;
  }
  const said =
    address.text.trim() === '' ? 'this address is empty' : `\`${address.text}\` is not a web address`;
  fault(context, address.span, 'L1308', said, {
    because: 'a provider is reached over http or https',
    help: 'for example `at "https://api.openai.com/v1"`',
  });
  return undefined;
}
