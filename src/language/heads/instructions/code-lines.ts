// Recognises lines of program code, so that a message's prose can be read without the code pasted with it. A
// heuristic on single lines, for many programming languages; formulas, lists and dialogues are not code.
// Must not know: intents, which lines matter.

const STARTS = [
  // Declarations and control flow of the C family, Python, JavaScript, Go, Rust, Ruby and shells.
  /^import\s+[\w{*"'.]/,
  /^from\s+[\w.]+\s+import\b/,
  /^(async\s+)?def\s+\w+/,
  /^class\s+\w+\s*[:({]/,
  /^(export\s+)?(async\s+)?function\b/,
  /^(export\s+)?(const|let|var)\s+[\w{[]+/,
  /^(public|private|protected|static|final|override)\s+\w+/,
  /^(#include|#define|#!\/|using\s+[\w.]+;|namespace\s|package\s+[\w.]+;?$)/,
  /^return\b.{0,60};?$/,
  /^(if|for|while|switch|elif|foreach|catch)\s*\(/,
  /^(else|try|finally)\b\s*[:{]/,
  /^(\}\s*else|except\b.*:)/,
  /^(for\s+\w+\s+in\s.*:|while\s.*:|if\s.*:)$/,
  /^(fn|func|struct|impl)\s+\w+/,
  /^(end|fi|done|then)$/,
  /^(sudo\s|echo\s+["$]|print\w*\(|console\.\w+)/,
  // SQL and markup.
  /^(SELECT\s.+|INSERT\s+INTO|UPDATE\s+\w+\s+SET|CREATE\s+TABLE|FROM\s+\w+$|WHERE\s)/,
  /^(<\/?[a-zA-Z][\w-]*(\s[^>]*)?>|<!DOCTYPE)/,
  // Stack traces.
  /^(Traceback|File ".*", line|at\s+\S+\(.*:\d+\)|[\w.]+(Error|Exception)\b.*:)/,
  // Comments, decorators, calls and assignments.
  /^(\/\/|\/\*|\*\/|@\w+(\(|$)|\$\w+\s*=)/,
  /^[a-z_]\w*(\.\w+)*\s*[-+*/]?=\s*([\w.]+\(|["'[{])/,
  /^\w*[a-z_]\w*(\.\w+)*\([^)]*\)[;:]?\s*$/,
];
const ENDS = /[\w\])"']\s*([{};]|\):|=>|\)\s*\{)$/;
const BRACKETS_ONLY = /^[\]})>;]+[,;)]*$/;
const FORMULA = /\\[a-zA-Z]+|\$[^$]+\$|[∑∫√≤≥∞π∠²³]/;
const SYMBOL = /[{}()[\]<>=;_\\|&*$@#`]/g;

/** A closing bracket: code among code, but no sign of it. */
export function isBracketLine(line: string): boolean {
  return BRACKETS_ONLY.test(line.trim());
}

export function isCodeLine(line: string): boolean {
  const text = line.trim();
  if (text === '') return false;
  if (isBracketLine(text)) return true;
  if (FORMULA.test(text)) return false;
  const symbols = text.match(SYMBOL)?.length ?? 0;
  if (symbols >= 2 && ENDS.test(text)) return true;
  return symbols / text.length > 0.03 && STARTS.some((start) => start.test(text));
}
