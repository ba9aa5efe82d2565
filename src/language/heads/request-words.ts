// Words that begin a request in several languages: a table. Must not know: intents, what a request is worth.

/** Verbs of English that begin a request wherever they appear. */
export const REQUEST_VERBS: readonly string[] = (
  'write|create|generate|make|build|implement|add|fix|convert|refactor|translate|explain|describe|' +
  'summarise|summarize|tell|give|show|list|find|extract'
).split('|');

export const REQUEST_WORDS: readonly string[] = [
  ...REQUEST_VERBS,
  ...(
    'please|help|can|could|how|what|why|which|who|when|where|is|are|am|do|does|did|will|would|should|' +
    'may|rank|design|imagine|compare|come|set|turn|call|pull|calculate|solve|identify|act|pretend|' +
    'bitte|schreibe|schreib|erstelle|übersetze|erkläre|fasse|kannst|können|wie|was|warum|wer|écris|' +
    'écrivez|crée|traduis|traduisez|explique|résume|peux|pouvez|comment|pourquoi|quel|quelle|escribe|' +
    'crea|traduce|explica|resume|puedes|cómo|qué|por qué|cuál|scrivi|traduci|spiega|riassumi|puoi|' +
    'come|perché|quale|escreva|crie|traduza|explique|resuma|pode|como'
  ).split('|'),
];
