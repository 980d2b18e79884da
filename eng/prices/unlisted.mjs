// Which entries of the price list are no models to choose from: those that the package calls deprecated, and those that
// unlisted.json names: shut down, no name that the provider takes, or for an endpoint that Relay has not.
import { readFileSync } from 'node:fs';

const { about, ...providers } = JSON.parse(readFileSync(new URL('unlisted.json', import.meta.url), 'utf8'));
const named = new Map(Object.entries(providers).map(([id, { read, source, other_name: others = {}, ...reasons }]) =>
  [id, new Map([...Object.values(reasons).flat().map((model) => [model, false]), ...Object.entries(others)])]));

/** False for an entry that is to be left out of lists, the name that lists show where it is not the id, else undefined, which JSON leaves out. */
export function listedAs(provider, model) {
  const listed = named.get(provider)?.get(model.id);
  named.get(provider)?.delete(model.id);
  return listed ?? (model.deprecated === true ? false : undefined);
}

/** Throws when unlisted.json names what the package does not have (any more): call it last. */
export function checkUnlisted() {
  const unknown = [...named].flatMap(([provider, models]) => [...models.keys()].map((model) => `${provider}/${model}`));
  if (unknown.length > 0) throw new Error(`unlisted.json names what is not in the package: ${unknown.join(', ')}`);
}
