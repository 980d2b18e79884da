// Each fault, as OpenAI's SDK throws it: its class, the status, the code, Retry-After, and whose id of the request it has.
import OpenAI from 'openai';
import { key, run, url } from './scenarios.mjs';

const keys = { 'wrong-key': 'sk-unknown', 'not-allowed': process.env.RELAY_KEY_NARROW };
const client = (apiKey) => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const whose = (id, headers) => (id?.startsWith('sandbox-') ? 'provider' : id && id === headers?.get('x-relay-call-id') ? 'relay' : id);

async function meet(model, stream) {
  let text = '';
  try {
    const answer = await client(keys[model] ?? key).chat.completions.create({ model, stream, messages: [{ role: 'user', content: 'Hi' }] });
    if (stream) for await (const chunk of answer) text += chunk.choices[0]?.delta?.content ?? '';
    return 'no error';
  } catch (e) {
    const seen = [e.constructor.name, e.status ?? null, e.code, e.headers?.get('retry-after') ?? null, whose(e.requestID, e.headers)];
    return text ? [...seen, text] : seen;
  }
}

const scenarios = {
  'breaks streamed': () => meet('breaks', true),
  models: async () => {
    const { response, request_id } = await client(key).models.list().withResponse();
    return [whose(request_id, response.headers)];
  },
};
for (const model of process.env.RELAY_FAULTS.split(',')) {
  scenarios[`${model} whole`] = () => meet(model, false);
  scenarios[`${model} streamed`] = () => meet(model, true);
}
await run(scenarios);
