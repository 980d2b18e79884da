// What every client is asked to do. A client gives a function for each, and gets a line of JSON with what came of it.
import { AsyncLocalStorage } from 'node:async_hooks';

export const url = process.env.RELAY_URL;
export const key = process.env.RELAY_KEY;
export const prompt = 'Grüße 👋 there';
export const json = '{"city":"Bern"}';
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const citySchema = {
  type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false,
};

// Node takes long to start and to load an SDK, so that one process does all upstreams, beside one another.
const upstream = new AsyncLocalStorage();

/** The name of the model that behaves so, at the upstream that is asked. */
export const model = (behaviour) => `${upstream.getStore()}-${process.env.RELAY_BEHAVIOUR ?? behaviour}`;

/** Runs each scenario with each upstream, and prints what each returned or threw. */
export async function run(scenarios) {
  const all = process.env.RELAY_UPSTREAMS.split(',').map(async (name) => [name, await upstream.run(name, () => runOne(scenarios))]);
  console.log(JSON.stringify(Object.fromEntries(await Promise.all(all))));
}

async function runOne(scenarios) {
  const results = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (process.env.RELAY_BEHAVIOUR && name !== 'stream') continue;
    try {
      results[name] = await scenario();
    } catch (e) {
      results[name] = { threw: e?.constructor?.name, status: e?.status ?? e?.statusCode ?? null, message: String(e?.message ?? e) };
    }
  }
  return results;
}
