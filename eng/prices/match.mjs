// The package's match clauses as Relay has them. Both compare without regard to case, regexes on the lower-case name.
const texts = ['equals', 'starts_with', 'ends_with', 'contains'];

export function toMatch(clause) {
  const [[kind, value], ...more] = Object.entries(clause);
  if (more.length) throw new Error(`A match with two clauses: ${JSON.stringify(clause)}`);
  if (kind === 'and' || kind === 'or') return { [kind]: value.map(toMatch) };
  if (texts.includes(kind)) return { [kind]: value };
  if (kind === 'regex') return toRegex(value);
  throw new Error(`An unknown match clause: ${JSON.stringify(clause)}`);
}

// Relay compiles regexes to run in linear time, which rules out looking ahead: a whole pattern that is one negative
// look-ahead becomes `not`. `\d` is ASCII in JavaScript and all of Unicode's digits in .NET.
function toRegex(pattern) {
  const negative = /^\^\(\?!(.*)\)$/.exec(pattern);
  const positive = negative ? `^${negative[1]}` : pattern;
  if (/\(\?[=!<]|\\[1-9]/.test(positive)) throw new Error(`A regex that needs backtracking: ${pattern}`);
  const regex = { regex: positive.replaceAll('\\d', '[0-9]') };
  return negative ? { not: regex } : regex;
}
