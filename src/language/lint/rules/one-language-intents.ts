// An intent taught in one language in a group that is taught in several: callers who speak the others reach the other
// intents and not this one, because words of other languages are known from examples alone.
import { spokenLanguages } from '../../languages/spoken-languages.ts';
import { defineRule } from '../rule.ts';

export const oneLanguageIntents = defineRule({
  id: 'one-language-intents',
  severity: 'warning',
  category: 'meaning',
  summary: 'All examples of an intent are in one language, while other intents of its group have several.',
  messages: {
    one: (data: { intent: string; language: string; other: string; missing: readonly string[] }) => ({
      message: `the examples of "${data.intent}" are all in ${data.language}, those of "${data.other}" in ${data.missing.join(' and ')} too`,
      because: `messages in ${data.missing.join(' or ')} are likely read as "${data.other}" or as no intent`,
      help: `add to "${data.intent}" what such callers write in ${data.missing.join(' and ')}`,
    }),
  },
  policy({ policy }, report) {
    for (const { intents } of policy.intentGroups.values()) {
      // The languages of the standard library are not a choice of this policy.
      const own = intents.filter(({ library }) => library === undefined);
      const spoken = own.map((intent) => ({
        intent,
        languages: spokenLanguages(intent.like.map(({ text }) => text)),
      }));
      for (const { intent, languages } of spoken) {
        const [language] = languages.keys();
        if (languages.size !== 1 || language === undefined) continue;
        const lacks = (other: ReadonlyMap<string, number>) =>
          other.size < 2 || !other.has(language) ? [] : [...other.keys()].filter((one) => one !== language);
        // The one that shows the most of what is missing.
        const [most] = spoken
          .map((other) => ({ other: other.intent.name, missing: lacks(other.languages) }))
          .sort((a, b) => b.missing.length - a.missing.length);
        if (most === undefined || most.missing.length === 0) continue;
        report('one', intent.at, { intent: intent.name, language, ...most });
      }
    }
  },
});
