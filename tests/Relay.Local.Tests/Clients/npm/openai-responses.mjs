import OpenAI from 'openai';
import { citySchema, json, key, model, png, prompt, run, url } from './scenarios.mjs';

const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const tools = [{ type: 'function', name: 'weather', description: 'The weather.', parameters: citySchema, strict: true }];
const ask = (behaviour, input, more = {}) => openai.responses.create({ model: model(behaviour), input, store: false, ...more });
const fails = async (name, type) => {
  try {
    await openai.responses.create({ model: name, input: prompt, store: false });
  } catch (e) {
    return [e instanceof type, e.status];
  }
};

await run({
  text: async () => (await ask('text', prompt)).output_text,
  stream: async () => {
    const stream = openai.responses.stream({ model: model('text'), input: prompt, store: false });
    return (await stream.finalResponse()).output_text;
  },
  tools: async () => {
    const first = await ask('tools', 'Weather?', { tools });
    const call = first.output.find((item) => item.type === 'function_call');
    const second = await ask('tools', [{ role: 'user', content: 'Weather?' }, ...first.output,
      { type: 'function_call_output', call_id: call.call_id, output: '12 degrees' }], { tools });
    return [first.status, call.name, call.arguments, second.status];
  },
  toolsStream: async () => {
    const stream = openai.responses.stream({ model: model('tools'), input: 'Weather?', tools, store: false });
    const call = (await stream.finalResponse()).output.find((item) => item.type === 'function_call');
    return [call.name, call.arguments];
  },
  image: async () => (await ask('text', [{ role: 'user', content: [
    { type: 'input_image', image_url: `data:image/png;base64,${png}`, detail: 'auto' }, { type: 'input_text', text: prompt }] }])).output_text,
  structured: async () => JSON.parse((await ask('text', json, { text: { format: { type: 'json_schema', name: 'city', strict: true, schema: citySchema } } })).output_text),
  reasoning: async () => {
    const answer = await ask('reasoning', prompt, { reasoning: { effort: 'low', summary: 'auto' }, include: ['reasoning.encrypted_content'] });
    return [answer.output.find((item) => item.type === 'reasoning').summary.map((part) => part.text).join(''), answer.output_text];
  },
  usage: async () => {
    const { usage } = await ask('text', prompt);
    return [usage.input_tokens, usage.output_tokens];
  },
  limited: () => fails(model('limited'), OpenAI.RateLimitError),
  unknown: () => fails('nothing', OpenAI.NotFoundError),
});
