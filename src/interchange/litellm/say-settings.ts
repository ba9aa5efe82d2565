/**
 * Reports what a LiteLLM configuration says and the policy does not, by the table of settings. What depends on more than
 * one setting is reported by the module that reads them.
 */

import { asObject, type Json } from '../plain-values.ts';
import type { DuplicateKey } from '../read-document.ts';
import type { LossList } from '../report.ts';
import { shownName, shownValue } from '../secrets.ts';
import { type Section, settingOf, UNKNOWN_SETTING } from './litellm-settings.ts';

const SECTIONS = ['router_settings', 'litellm_settings', 'general_settings'] as const;

export function saySettings(config: Json, duplicates: readonly DuplicateKey[], { lose }: LossList): void {
  for (const { where, key, line } of duplicates)
    lose(
      `${shownName(key)} twice`,
      where.split('.').map(shownPart).join('.'),
      `only the last counts, in LiteLLM as here: line ${line}`,
      'delete the other, or give it another name',
      'answers',
    );
  say('file', config, 'the file');
  for (const section of SECTIONS) say(section, asObject(config[section]), section);
  const gathered = new Map<string, Gathered>();
  const forPeople = new Set<string>();
  for (const [index, entry] of listOf(config['model_list']).entries()) {
    const parts = { ...asObject(entry) };
    gather('model_list', parts, index);
    gather('litellm_params', asObject(parts['litellm_params']), index);
    gather('model_info', asObject(parts['model_info']), index);
  }
  for (const { section, key, values, places } of gathered.values())
    report(section, key, [...values].join(', '), placesOf(section, places));
  if (forPeople.size > 0) {
    const { why, instead, weight } = UNKNOWN_SETTING.model_info;
    lose([...forPeople].map(shownName).join(', '), 'model_info of the entries', why, instead, weight);
  }

  function say(section: Section, settings: Json, where: string): void {
    for (const [key, value] of Object.entries(settings))
      if (isReported(section, key, value)) report(section, key, shown(section, key, value), where);
  }

  /** A setting of many entries is one line. */
  function gather(section: Section, settings: Json, index: number): void {
    for (const [key, value] of Object.entries(settings)) {
      if (!isReported(section, key, value)) continue;
      if (settingOf(section, key) === UNKNOWN_SETTING.model_info) {
        forPeople.add(key);
        continue;
      }
      const identity = `${section}.${key}`;
      const found = gathered.get(identity) ?? { section, key, values: new Set(), places: [] };
      gathered.set(identity, found);
      found.places.push(index);
      if (found.values.size < SHOWN) found.values.add(shown(section, key, value));
      else found.values.add('…');
    }
  }

  function report(section: Section, key: string, value: string, where: string): void {
    const { why, instead, weight } = settingOf(section, key);
    const name = shownName(key);
    const settable = !instead.includes('VALUE') || isSettable(name, value);
    lose(
      `${name}: ${value}`,
      where,
      why,
      settable
        ? instead.replace('NAME VALUE', `${name} …`).replace('VALUE', '…')
        : `have callers send \`${name}\`: a transform does not set it`,
      weight,
    );
  }
}

/** A transform sets texts, numbers, true and false, and no parameter that the route decides. */
function isSettable(name: string, shownAs: string): boolean {
  const isRouted = ['model', 'messages', 'input', 'stream', 'system', 'tools'].includes(name);
  return !isRouted && /^[A-Za-z_]\w*$/.test(name) && !/^\[|\(a group|entries\)/.test(shownAs);
}

interface Gathered {
  readonly section: Section;
  readonly key: string;
  readonly values: Set<string>;
  readonly places: number[];
}

const SHOWN = 4;

function shown(section: Section, key: string, value: unknown): string {
  return shownValue(key, value, settingOf(section, key).words);
}

function isReported(section: Section, key: string, value: unknown): boolean {
  return settingOf(section, key).fate !== 'kept' && matters(key, value) && !isRead(section, key);
}

/** `model_list[0, 3, 4 and 20 more].litellm_params` */
function placesOf(section: Section, places: readonly number[]): string {
  const more = places.length - SHOWN;
  const indices = `${places.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `model_list[${indices}]${section === 'model_list' ? '' : `.${section}`}`;
}

/** Read as shares by simple-shuffle, and next to `litellm_params` by older versions. */
function isRead(section: Section, key: string): boolean {
  return section === 'model_list' && ['weight', 'rpm', 'tpm'].includes(key);
}

/** What is switched off by default says nothing new; certificates are verified by default. */
function matters(key: string, value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  return key === 'ssl_verify' ? value !== true : value !== false;
}

function shownPart(part: string): string {
  const [, name = '', index = ''] = /^([^[]*)((?:\[\d+\])*)$/.exec(part) ?? [];
  return name === '' && index !== '' ? index : `${part === 'the file' ? part : shownName(name)}${index}`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
