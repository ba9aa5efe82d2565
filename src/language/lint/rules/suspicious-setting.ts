// A setting of a declaration that compiles and most likely is a slip: a misspelt parameter, an address with the path that
// llmr adds itself, an empty text, a check that no answer passes, tiers in falling order.
import { didYouMean } from '../../diagnostics/suggest.ts';
import { isInput } from '../../planning/chat-members.ts';
import type { Check } from '../../semantics/model.ts';
import type { Declaration, RouteFile, Text } from '../../syntax/ast.ts';
import { foldName } from '../../vocabulary/fold-name.ts';
import { addressSlip } from '../address-slips.ts';
import { defineRule } from '../rule.ts';
import { templateIn } from '../text-slips.ts';

export const suspiciousSetting = defineRule({
  id: 'suspicious-setting',
  severity: 'warning',
  category: 'hygiene',
  summary: 'A parameter, an address, a name or a text of a declaration looks like a slip.',
  messages: {
    parameter: (data: { written: string; meant: string }) => ({
      message: `\`${data.written}\` is not a usual parameter; did you mean \`${data.meant}\`?`,
      because:
        'it is sent as it is written: most providers ignore what they do not know, and some refuse the request',
      help: `write \`set ${data.meant}\``,
    }),
    address: (data: { because: string; help: string; what: string }) => ({
      message: data.what,
      because: data.because,
      help: data.help,
    }),
    empty: (data: { clause: string }) => ({
      message: `\`${data.clause} ""\` says nothing`,
      because: 'the text is empty',
      help: 'write the text, or delete the clause',
    }),
    name: (data: { clause: string; text: string; because: string }) => ({
      message: `\`${data.clause} ${JSON.stringify(data.text)}\` is one name, compared character by character`,
      because: data.because,
      help: 'write the name alone; several names are texts of their own, with commas between them',
    }),
    unpassable: (data: { check: string; must: string; mustNot: string }) => ({
      message: `no answer passes "${data.check}"`,
      because:
        data.mustNot === ''
          ? 'every answer contains the empty text'
          : `it must contain ${JSON.stringify(data.must)} and must not contain ${JSON.stringify(data.mustNot)}, in upper or lower case`,
      help: 'delete one of the two, or make two checks of them for two routes',
    }),
    order: (data: { first: string; last: string }) => ({
      message: `the tiers begin with "${data.first}" and end with "${data.last}"`,
      because: `tiers are declared from the lowest to the highest: \`tier at least ${data.last}\` is true for "${data.last}" only`,
      help: 'write them in rising order: `tier free, pro, enterprise`',
    }),
  },
  file({ ast, source }, report) {
    const at = (span: Text['span']) => ({ path: source.path, span });
    for (const { clause, text } of textsOf(ast)) {
      if (text.text.trim() === '') report('empty', at(text.span), { clause });
    }
    for (const { clause, text } of namesOf(ast)) {
      const because = text.text.trim() === '' ? undefined : nameSlip(text.text);
      if (because !== undefined) report('name', at(text.span), { clause, text: text.text, because });
    }
    for (const one of ast.declarations) {
      if (one.kind === 'transform') {
        for (const step of one.steps) {
          const meant = step.kind === 'set' ? meantParameter(step.parameter.text) : undefined;
          if (step.kind === 'set' && meant !== undefined)
            report('parameter', at(step.parameter.span), { written: step.parameter.text, meant });
        }
      } else if (one.kind === 'tiers') {
        const first = one.names[0]?.text ?? '';
        const last = one.names.at(-1)?.text ?? '';
        if (HIGH.includes(first) && LOW.includes(last)) report('order', at(one.span), { first, last });
      } else if (one.kind === 'provider' && one.at !== undefined) {
        const slip = addressSlip(one.at.text, one.speaks?.text ?? '', one.keyVariable !== undefined);
        if (slip !== undefined) report('address', at(one.at.span), slip);
      }
    }
  },
  policy({ policy }, report) {
    for (const check of policy.checks.values()) {
      const found = contradiction(check);
      if (found !== undefined) report('unpassable', check.at, { check: check.name, ...found });
    }
  },
});

/** What chat completions take everywhere or nearly so. */
const PARAMETERS = [
  ...[
    'temperature',
    'top_p',
    'top_k',
    'min_p',
    'max_tokens',
    'max_completion_tokens',
    'stop',
    'seed',
    'n',
    'user',
  ],
  ...[
    'presence_penalty',
    'frequency_penalty',
    'repetition_penalty',
    'logit_bias',
    'logprobs',
    'top_logprobs',
  ],
  ...[
    'reasoning_effort',
    'response_format',
    'tool_choice',
    'parallel_tool_calls',
    'service_tier',
    'verbosity',
  ],
];

function meantParameter(written: string): string | undefined {
  if (PARAMETERS.includes(written)) return undefined;
  const folded = foldName(written);
  const spelled = PARAMETERS.find((one) => foldName(one) === folded);
  if (spelled !== undefined) return spelled;
  if (!isInput(written)) return undefined;
  const near = didYouMean(
    written,
    PARAMETERS.filter((one) => one.length > 4),
  );
  return near ?? (written.endsWith('s') ? undefined : didYouMean(`${written}s`, PARAMETERS));
}

const LOW = ['free', 'basic', 'trial', 'bronze', 'starter', 'hobby', 'low'];
const HIGH = ['enterprise', 'premium', 'gold', 'platinum', 'vip', 'business', 'high'];

interface Written {
  readonly clause: string;
  readonly text: Text;
}

function textsOf({ header, declarations }: RouteFile): readonly Written[] {
  const owner = header?.owner === undefined ? [] : [{ clause: 'owner', text: header.owner }];
  const serves = (header?.serves ?? []).map((text) => ({ clause: 'serves', text }));
  return [...owner, ...serves, ...declarations.flatMap(textsIn)];
}

function textsIn(one: Declaration): readonly Written[] {
  switch (one.kind) {
    case 'route':
    case 'otherwise': {
      const { because, label, refuse, use } = one.action;
      const refused = refuse ?? use?.orRefuse;
      return [
        ...(because === undefined ? [] : [{ clause: 'because', text: because }]),
        ...(label === undefined ? [] : [{ clause: 'label', text: label }]),
        ...(refused === undefined
          ? []
          : [{ clause: `refuse ${refused.status.value}`, text: refused.message }]),
      ];
    }
    case 'intent':
      return [
        ...(one.means === undefined ? [] : [{ clause: 'means', text: one.means }]),
        ...one.like.map((text) => ({ clause: 'like', text })),
        ...one.not.map((text) => ({ clause: 'not', text })),
      ];
    case 'transform':
      return one.steps.flatMap((step) =>
        step.kind === 'system' ? [{ clause: `system ${step.how}`, text: step.text }] : [],
      );
    case 'model':
      return one.deployments.map(({ upstreamId }) => ({ clause: 'is', text: upstreamId }));
    default:
      return [];
  }
}

/** Names that clients or providers must spell alike. */
function namesOf({ header, declarations }: RouteFile): readonly Written[] {
  return [
    ...(header?.serves ?? []).map((text) => ({ clause: 'serves', text })),
    ...declarations.flatMap((one) => (one.kind === 'model' ? textsIn(one) : [])),
  ];
}

function nameSlip(text: string): string | undefined {
  const template = templateIn(text);
  if (template?.kind === 'template') return `\`${template.sign}\` is not replaced: a policy has no variables`;
  if (/[\s,]/.test(text)) return 'no model name has a space or a comma in it';
  return text !== '*' && text.includes('*') ? '`*` is an ordinary character here' : undefined;
}

function contradiction({ rules }: Check): { readonly must: string; readonly mustNot: string } | undefined {
  const texts = rules.flatMap((rule) => (rule.kind === 'contains' ? [rule] : []));
  for (const { text: mustNot } of texts.filter((rule) => rule.negated)) {
    const must = texts.find(
      (rule) => !rule.negated && rule.text.toLowerCase().includes(mustNot.toLowerCase()),
    );
    if (must !== undefined) return { must: must.text, mustNot };
    if (mustNot === '') return { must: '', mustNot };
  }
  return undefined;
}
