// What every client is asked to do. A client gives a function for each, and gets a line of JSON with what came of it.
export const url = process.env.RELAY_URL;
export const key = process.env.RELAY_KEY;
export const prompt = 'Grüße 👋 there';
export const json = '{"city":"Bern"}';
export const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
export const citySchema = {
  type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false,
};

/** The name of the model that behaves so, at the upstream that this run is about. */
export const model = (behaviour) => `${process.env.RELAY_UPSTREAM}-${process.env.RELAY_BEHAVIOUR ?? behaviour}`;

/** Runs each scenario, and prints what each returned or threw. */
export async function run(scenarios) {
  const results = {};
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (process.env.RELAY_BEHAVIOUR && name !== 'stream') continue;
    try {
      results[name] = await scenario();
    } catch (e) {
      results[name] = { threw: e?.constructor?.name, status: e?.status ?? e?.statusCode ?? null, message: String(e?.message ?? e) };
    }
  }
  console.log(JSON.stringify(results));
}
