/**
 * Every `L1xxx` code of the language: its rule, a title, and its meaning. A code never gets a second meaning and is
 * never reused.
 */

export interface CodeEntry {
  /** A slug of the rule list, or `syntax`, or `not-yet-available`. */
  readonly rule: string;
  readonly title: string;
  readonly explanation: string;
}

// biome-ignore format: a table
export const CODES = {
  L1001: { rule: 'syntax', title: 'unexpected word', explanation: 'Something else is expected here.' },
  L1002: { rule: 'syntax', title: 'unknown clause', explanation: 'The word is not a clause of this declaration.' },
  L1003: { rule: 'syntax', title: 'unknown declaration', explanation: 'The word is not a declaration.' },
  L1004: { rule: 'syntax', title: 'block not closed', explanation: 'A `{` has no `}`; reported at the first line of its block.' },
  L1005: { rule: 'syntax', title: 'stray brace', explanation: 'A `}` closes nothing.' },
  L1006: { rule: 'syntax', title: 'wrong brace', explanation: 'A block is enclosed by one `{` and one `}`.' },
  L1010: { rule: 'syntax', title: 'not a quantity', explanation: 'A quantity is a number and its unit without a space: `8k`, `$50`, `5%`, `20s`, `09:00`, `2026-12-31`.' },
  L1011: { rule: 'syntax', title: 'invalid string', explanation: 'A string is written in double quotes on one line, with `\\"`, `\\\\` and `\\n`.' },
  L1012: { rule: 'syntax', title: 'foreign comment', explanation: 'A comment begins with `#`.' },
  L1013: { rule: 'syntax', title: 'operator instead of word', explanation: 'Conditions are sentences: comparators and conjunctions are words.' },
  L1014: { rule: 'syntax', title: 'not a name', explanation: 'Names are letters, digits and `_`, with single `-` or `.` inside.' },
  L1015: { rule: 'syntax', title: 'invalid pattern', explanation: 'A regular expression is written between two `/` on one line, without flags.' },
  L1020: { rule: 'syntax', title: '`or` between conditions', explanation: '`or` joins the values of one condition; use an `any { }` group for alternatives between conditions.' },
  L1021: { rule: 'syntax', title: 'comma', explanation: 'Lists have a comma between their items and none at the end.' },
  L1022: { rule: 'syntax', title: 'several targets', explanation: '`use` names one target; use a chain, a pool or a split for several.' },
  L1023: { rule: 'syntax', title: 'window of a limit', explanation: 'A window is written with `/`, as in `$50/day`; `per` names whose limit it is.' },
  L1024: { rule: 'syntax', title: '`when` in `otherwise`', explanation: '`otherwise` has no condition.' },
  L1025: { rule: 'syntax', title: '`is` in a given', explanation: 'Givens are written without `is`.' },
  L1026: { rule: 'syntax', title: 'quoted name', explanation: 'Quotes make a string; names of declarations are not quoted.' },
  L1027: { rule: 'syntax', title: '`and` or `not` out of place', explanation: 'Conditions are joined by `and`, values by `or`; `not` belongs to the comparison.' },
  L1028: { rule: 'syntax', title: '`limit` in a limit', explanation: 'The lines of a `limit` block do not repeat the word.' },
  L1030: { rule: 'syntax', title: 'duplicate clause', explanation: 'A clause may be written once per declaration, except repeatable ones.' },
  L1031: { rule: 'syntax', title: '`use` with `refuse`', explanation: 'A request is answered or refused.' },
  L1032: { rule: 'syntax', title: 'wrong order', explanation: '`try` comes first in a chain, `on` last.' },
  L1033: { rule: 'syntax', title: '`otherwise` out of place', explanation: 'A policy has one `otherwise`, below all routes.' },
  L1034: { rule: 'syntax', title: 'header out of place', explanation: 'A file has one header, at its beginning.' },
  L1035: { rule: 'syntax', title: 'empty block', explanation: 'The block needs at least one line.' },
  L1040: { rule: 'syntax', title: 'file too large', explanation: 'A `.route` file has at most 1 MiB.' },
  L1041: { rule: 'syntax', title: 'too many errors', explanation: 'The rest of the file was not read.' },
  L1050: { rule: 'syntax', title: 'not formatted', explanation: 'A file is formatted only if the new text has the same meaning.' },

  L1101: { rule: 'unknown-name', title: 'unknown target', explanation: 'A route, chain, pool, split or rollout names a model or target that is neither declared in its file nor imported.' },
  L1102: { rule: 'unknown-name', title: 'unknown name', explanation: 'A provider, budget, limit, transform, check, predicate or intent that is neither declared in its file nor imported.' },
  L1103: { rule: 'unknown-name', title: 'nothing of this name to import', explanation: 'The imported file does not declare this name. Imports are not passed on: a name is imported from where it is declared.' },
  L1104: { rule: 'unknown-name', title: 'no such file', explanation: 'A file named by an import or by an examples, schema, quality or rules clause does not exist. Paths are relative to the file that names them.' },
  L1105: { rule: 'unknown-name', title: 'unknown value', explanation: 'A value that is not in the closed list of its fact or clause: a tier, intent, endpoint, day, failure class, capability, region.' },
  L1106: { rule: 'unknown-name', title: 'unknown fact', explanation: 'A condition on something that is not a fact, an intent group or the health of a model.' },
  L1107: { rule: 'unknown-name', title: 'unknown catalogue model', explanation: 'The price catalogue has no entry of this id; write the price in the policy instead.' },
  L1108: { rule: 'unknown-name', title: 'no tiers are declared', explanation: 'A condition on `tier` needs the declared order: `tier free, pro` here or imported.' },
  L1109: { rule: 'unknown-name', title: 'not in the standard library', explanation: 'The standard library of intents does not have this name or version; `llmr intents library` lists what it has.' },

  L1201: { rule: 'duplicate-name', title: 'declared twice', explanation: 'Two declarations of one namespace have the same name. Models, chains, pools, splits, rollouts and intent groups share one namespace.' },
  L1202: { rule: 'duplicate-name', title: 'imported over another', explanation: 'A name is imported that is already declared here or imported from elsewhere.' },
  L1203: { rule: 'duplicate-name', title: 'named like a fact', explanation: 'A target or intent group has the name of a fact, so a condition on it could not be distinguished from a condition on the fact.' },
  L1204: { rule: 'duplicate-name', title: 'listed twice', explanation: 'The same name appears twice in one list.' },
  L1205: { rule: 'duplicate-name', title: 'two declarations of one name in a policy', explanation: 'Through its imports a policy reaches two different declarations of one name; decisions and metrics could not distinguish them.' },
  L1206: { rule: 'duplicate-name', title: 'two policies of one name', explanation: 'Policy names are unique in a policy set.' },

  L1301: { rule: 'type-or-unit', title: 'wrong unit', explanation: 'A quantity with another unit than that of the fact or clause.' },
  L1302: { rule: 'type-or-unit', title: 'out of range', explanation: 'A quantity outside the range of its unit: a percentage over 100, a time after 23:59, a status outside 400–599.' },
  L1303: { rule: 'type-or-unit', title: 'wrong comparison', explanation: 'A comparison that the values of the fact do not allow, such as `over` on a string.' },
  L1304: { rule: 'type-or-unit', title: 'not a regular expression', explanation: 'The pattern is not RE2 syntax. RE2 has no look-around and no back-references, and matches in linear time.' },
  L1305: { rule: 'type-or-unit', title: 'no such time zone', explanation: 'Not an IANA time zone name.' },
  L1306: { rule: 'type-or-unit', title: 'no such date', explanation: 'Not a day of the calendar.' },
  L1307: { rule: 'type-or-unit', title: 'secret header', explanation: 'Conditions and keys may not read headers that carry credentials.' },
  L1308: { rule: 'type-or-unit', title: 'not a value', explanation: 'Unquoted `none` and `unknown` are not values; `unknown` cannot be joined with values by `or`, and cannot be tested on a fact that is always known.' },
  L1309: { rule: 'type-or-unit', title: 'wrong kind', explanation: 'A name of another kind is expected, such as a model and not a chain.' },
  L1310: { rule: 'type-or-unit', title: 'unreadable file', explanation: 'A data file does not contain what the clause that names it needs.' },
  L1311: { rule: 'type-or-unit', title: 'unknown edition', explanation: 'The policy is written for an edition of the language that this version does not support.' },
  L1312: { rule: 'type-or-unit', title: 'a forbidden address', explanation: 'Link-local and metadata addresses hand out credentials of the machine; no provider is there.' },
  L1313: { rule: 'type-or-unit', title: 'a reserved variable', explanation: 'Policies may not read variables whose names begin with AWS_ or LLMR_.' },
  L1314: { rule: 'type-or-unit', title: 'a key for another host', explanation: 'A key is sent to one host, unless `keys` in llmr.json lists several for it.' },
  L1315: { rule: 'type-or-unit', title: 'a host that is not listed', explanation: 'Where `hosts` in llmr.json lists some, nothing is sent to any other.' },
  L1316: { rule: 'type-or-unit', title: 'a variable that is not allowed', explanation: 'The service reads the variables that `environment` in llmr.json lists, and no others.' },

  L1401: { rule: 'syntax', title: 'missing clause', explanation: 'A declaration lacks a required clause.' },
  L1402: { rule: 'syntax', title: 'conflicting clauses', explanation: 'Two clauses of one declaration contradict each other.' },
  L1403: { rule: 'syntax', title: 'out of place', explanation: 'A declaration is in a file, or at a position of a file, where it has no effect.' },

  L1501: { rule: 'bad-weights', title: 'shares do not add up', explanation: 'The arms of a split add up to 100%; canaries of one key to at most 100%; the steps of a rollout increase.' },
  L1502: { rule: 'bad-weights', title: 'invalid share', explanation: 'A share must be over 0% and at most 100%.' },
  L1503: { rule: 'bad-weights', title: 'the same target twice', explanation: 'Two arms lead to the same target.' },
  L1601: { rule: 'fallback-cycle', title: 'a target that reaches itself', explanation: 'Following chains, pools, splits and rollouts leads back to the target itself.' },
  L1602: { rule: 'oversized-target', title: 'targets nested too deep', explanation: 'Chains, pools, splits and rollouts nest at most 32 levels deep.' },
  L1603: { rule: 'oversized-target', title: 'too many attempts in one plan', explanation: 'A plan lists at most 256 attempts. Chains in chains multiply them.' },
  L1701: { rule: 'uncovered-request', title: 'requests without a route', explanation: 'A policy needs an `otherwise`, or `rules exactly one`.' },
  L1702: { rule: 'impossible-condition', title: 'a condition that never holds', explanation: 'No value of the fact satisfies the condition.' },
  L1801: { rule: 'serves-overlap', title: 'two policies for one model name', explanation: 'A requested model name must lead to one policy.' },
  L1901: { rule: 'not-yet-available', title: 'not yet available', explanation: 'The construct is part of the language, is read and checked, but does nothing in this version.' },
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type Code = keyof typeof CODES;

export function ruleOf(code: Code): string {
  return CODES[code].rule;
}
