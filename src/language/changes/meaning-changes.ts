/**
 * How the intents of two policies differ, intent by intent. Only trained heads can show which texts are then read
 * differently. Must not know heads.
 */
import type { IntentGroup, Policy } from '../semantics/model.ts';
import { changedFields, NONE, type Told, toldOf, wholeWords } from './field.ts';
import { listed } from './model-fields.ts';
import { INTENT_FIELDS } from './spending-fields.ts';

export function changedGroups(before: Policy, after: Policy): readonly Told[] {
  const names = new Set([...after.intentGroups.keys(), ...before.intentGroups.keys()]);
  return [...names].flatMap((name) =>
    changedGroup(name, before.intentGroups.get(name), after.intentGroups.get(name)),
  );
}

/** Facts whose values may change for some messages: intents and similarities of groups with other examples. */
export function changedReadings(before: Policy, after: Policy): ReadonlySet<string> {
  const looks = before.secondLookWithin !== after.secondLookWithin;
  const facts = [...before.intentGroups.keys(), ...after.intentGroups.keys()].flatMap((name) => {
    const [old, now] = [before.intentGroups.get(name), after.intentGroups.get(name)];
    if (!looks && changedGroup(name, old, now).length === 0) return [];
    const intents = [...(old?.intents ?? []), ...(now?.intents ?? [])];
    return [name, ...intents.map((intent) => `similarity to ${intent.name}`)];
  });
  return new Set(facts);
}

function changedGroup(
  name: string,
  before: IntentGroup | undefined,
  after: IntentGroup | undefined,
): readonly Told[] {
  const [old, now] = [before?.intents ?? [], after?.intents ?? []];
  const of = name === 'intent' ? '' : ` in ${name}`;
  const names = new Set([...now, ...old].map((intent) => intent.name));
  const told = [...names].flatMap((intent): readonly Told[] => {
    const [was, is] = [old, now].map((all) => all.find((each) => each.name === intent));
    const what = `intent ${intent}${of}`;
    if (was !== undefined && is !== undefined) return changedFields(INTENT_FIELDS, what, was, is);
    const words = (one: typeof was): string => (one === undefined ? NONE : wholeWords(INTENT_FIELDS, one));
    return [toldOf(what, words(was), words(is))];
  });
  if (told.length > 0 || before === undefined || after === undefined) return told;
  // Training depends on the order in which intents are declared.
  const order = (intents: typeof old): string => listed(intents.map((intent) => intent.name));
  const what = name === 'intent' ? 'order of intents' : `order of intents in ${name}`;
  return order(old) === order(now) ? [] : [toldOf(what, order(old), order(now))];
}
