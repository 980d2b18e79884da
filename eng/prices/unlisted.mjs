// Which entries of the price list are no models to choose from: those that the package calls deprecated, and those that
// unlisted.json names: shut down, no name that the provider takes, or for an endpoint that Relay has not.
import { readFileSync } from 'node:fs';

const { about, ...providers } = JSON.parse(readFileSync(new URL('unlisted.json', import.meta.url), 'utf8'));
const named = new Map(Object.entries(providers).map(([id, { read, source, ...reasons }]) => [id, new Set(Object.values(reasons).flat())]));

/** Whether an entry is to be left out of lists. */
export const isUnlisted = (provider, model) => named.get(provider)?.delete(model.id) || model.deprecated === true;

/** Throws when unlisted.json names what the package does not have (any more): call it last. */
export function checkUnlisted() {
  const unknown = [...named].flatMap(([provider, models]) => [...models].map((model) => `${provider}/${model}`));
  if (unknown.length > 0) throw new Error(`unlisted.json names what is not in the package: ${unknown.join(', ')}`);
}
