// Words by which a sentence asks for something, and by which it is mere courtesy. Must not know: intents, positions in
// a message.

const OPENERS = 'please|pls|plz|kindly|now|then|next|also|first|finally|so|and|ok|okay|just|hey|hi|hello';
const ASKING = [
  '(can|could|would|will) (you|u)',
  "i('d like| would like| want| need)( you)? to",
  'i (need|want)',
  "i('m| am) trying to",
  'help me( to)?',
  'your (task|job|goal) is( to)?',
  'you (need|have|are going|are about|must|should|are required)( to)?',
  'you will( be)?',
  "let's|let us|we need( to)?",
  'how (do|can|would|should|could|to)',
  'is there (a|any) way',
].join('|');
const VERBS = [
  'act|add|adapt|advise|analy[sz]e|annotate|answer|apply|arrange|assess|assign|assume|brainstorm|build|calculate',
  'categori[sz]e|change|check|choose|cite|classify|clean|code|collect|combine|come up|comment|compare|complete|compose',
  'compress|compute|condense|consider|construct|continue|convert|copy|correct|count|craft|create|critique|debug|decide',
  'define|delete|deploy|derive|describe|design|detect|determine|develop|diagnose|differentiate|discuss|distil+|document',
  'draft|draw|edit|elaborate|enumerate|estimate|evaluate|examine|expand|explain|explore|express|extend|extract',
  'fact-check|fill|filter|find|fix|flag|format|formulate|generate|get|give|grade|group|guess|help|highlight|identify',
  'imagine|implement|improve|include|infer|insert|interpret|invent|judge|keep|label|let|link|list|locali[sz]e|locate',
  'look|make|map|mark|match|merge|modify|move|name|normali[sz]e|note|optimi[sz]e|order|organi[sz]e|outline|output',
  'paraphrase|parse|perform|pick|plan|plot|polish|predict|prepare|present|print|prioriti[sz]e|produce|proofread|propose',
  'prove|provide|pull|rank|rate|read|recap|recommend|reduce|refactor|reformat|remove|rename|render|reorder',
  'reorgani[sz]e|rephrase|replace|reply|report|respond|restate|restructure|retrieve|return|reverse|review|revise',
  'rewrite|run|say|score|scan|search|select|send|set|share|shorten|show|simplify|sketch|solve|sort|spell|split|state',
  'structure|suggest|sum|summari[sz]e|take|tag|teach|tell|test|think|tidy|transcribe|transform|translate|trim|turn',
  'update|use|verify|vary|visuali[sz]e|write',
].join('|');
const IMPERATIVE = new RegExp(
  String.raw`^["'“(*#>\-–•\d.)\s]*((${OPENERS})[,!.]?\s+)*((${ASKING})\s+)?(\w+ly\s+)?(${VERBS})\b`,
  'iu',
);
const REQUEST = new RegExp(String.raw`(^|[\s,;(])(please|pls|plz|${ASKING})\b`, 'iu');
const QUESTION =
  /^(what|why|how|who|where|when|which|whose|is|are|am|do|does|did|can|could|should|would|will|may|has|have)\b|\?["')\s]*$/iu;
const POINTS_AT_MATERIAL =
  /\b(following|below|above|attached|given|provided|this (text|article|paper|document|paragraph|passage|code|function|script|email|message|conversation|dialog(ue)?|report|sentence|transcript|contract|table|list|review|story)|these (notes|articles|sentences|reviews|texts|emails))\b/iu;
const OTHER_LANGUAGES =
  /(?<!\p{L})(bitte|kannst du|könnten? sie|schreib\p{L}*|übersetz\p{L}*|fass\p{L}*|erklär\p{L}*|erstell\p{L}*|gib|nenne|s'il (vous|te) pla[iî]t|peux-tu|pouvez-vous|écri\p{L}+|tradui\p{L}+|résum\p{L}+|explique\p{L}*|donne\p{L}*|por favor|puedes|podrías|escrib\p{L}+|traduc\p{L}+|resum\p{L}+|explica\p{L}*|per favore|puoi|scrivi|traduci|riassumi|você pode|escreva|traduza|resuma|напиши|переведи|объясни|помоги|исправь|подскажи)(?!\p{L})|请|帮我|翻译|写|总结|ください|してくれ|翻訳|要約|해줘|작성/iu;
/** A line of a dialogue: "Mark: I just shipped the goods". */
const SPEAKER = /^["'[(]*\p{Lu}[\p{L}.'-]*( \p{Lu}[\p{L}.'-]*){0,2}\s?(\([^)]{1,20}\))?:\s+\S/u;
const MOST_WORDS_THAT_POINT = 40;

const VERB = new RegExp(`^(${VERBS})$`, 'iu');

export function isRequestVerb(word: string): boolean {
  return VERB.test(word);
}

/** In other languages, too. */
export function isRequestWord(word: string): boolean {
  return VERB.test(word) || OTHER_LANGUAGES.test(word);
}

/** From here on a sentence plainly asks for something. */
export const PLAIN_REQUEST = 2;

/** How much a sentence looks like a request, −2 to 6.5. */
export function requestScore(sentence: string, words: number): number {
  let score = 0;
  if (IMPERATIVE.test(sentence)) score += 2;
  else if (REQUEST.test(sentence)) score += 1.5;
  if (QUESTION.test(sentence)) score += 1;
  if (words <= MOST_WORDS_THAT_POINT && POINTS_AT_MATERIAL.test(sentence)) score += 1;
  if (words >= 3 && /:\s*$/.test(sentence)) score += 1;
  if (OTHER_LANGUAGES.test(sentence)) score += 1.5;
  return isSpoken(sentence) ? score - 2 : score;
}

/** Whether a line is one of a dialogue, and its "speaker" no instruction ("Translate: …"). */
export function isSpoken(line: string): boolean {
  return SPEAKER.test(line) && !IMPERATIVE.test(line.slice(0, line.indexOf(':')));
}

const COURTESY =
  /^(hi|hello|hey|dear|good (morning|afternoon|evening)|thanks?|thank you|many thanks|cheers|best|kind|warm|regards|sincerely|yours|greetings|hope (you|this)|i hope|hallo|guten|liebe[rs]?|sehr geehrte|mit freundlichen|viele gr|danke|bonjour|cordialement|merci|hola|buenos|gracias|saludos|ciao|grazie|saluti)(?!\p{L})/iu;
const NAME = /^\p{Lu}[\p{L}.-]+( \p{Lu}[\p{L}.-]+){1,2}[,.]?$/u;
const MOST_WORDS_OF_COURTESY = 8;

/** A salutation, thanks or signature. */
export function isCourtesy(sentence: string, words: number): boolean {
  if (words <= 3 && NAME.test(sentence)) return true;
  return words <= MOST_WORDS_OF_COURTESY && COURTESY.test(sentence) && !sentence.includes('?');
}
