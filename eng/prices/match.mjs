// The package's match clauses as Relay has them: compared without regard to case. Relay has no regular expressions
// here, for their engine takes longer to warm up than all else in a first call: each that the package has is put into
// plain clauses, and one of a new form is an error.
const texts = ['equals', 'starts_with', 'ends_with', 'contains'];

export function toMatch(clause) {
  const [[kind, value], ...more] = Object.entries(clause);
  if (more.length) throw new Error(`A match with two clauses: ${JSON.stringify(clause)}`);
  if (kind === 'and' || kind === 'or') return { [kind]: value.map(toMatch) };
  if (texts.includes(kind)) return { [kind]: value };
  if (kind === 'regex') return fromRegex(value);
  throw new Error(`An unknown match clause: ${JSON.stringify(clause)}`);
}

function fromRegex(regex) {
  if (regex === '^(?!.*-[tT][tT][sS](?:$|-))') return { not: { or: [{ ends_with: '-tts' }, { contains: '-tts-' }] } };
  const [, literal, digits, end] = /^\^((?:[\w/=-]|\\[.[\]])+?)((?:-?\\d(?:\{\d\})?)*)(\$?)$/.exec(regex) ?? [];
  if (!literal) throw new Error(`A regex of a new form: ${regex}`);
  // In `like`, a # is any digit.
  const text = literal.replaceAll('\\', '') + digits.replace(/\\d(?:\{(\d)\})?/g, (_, count = 1) => '#'.repeat(count));
  if (end) return digits ? { like: text } : { equals: text };
  if (!text.endsWith('#') || text.indexOf('#') !== text.length - 1) throw new Error(`A regex of a new form: ${regex}`);
  return { or: [...'0123456789'].map((digit) => ({ starts_with: text.slice(0, -1) + digit })) };
}
