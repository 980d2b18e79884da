import Anthropic from '@anthropic-ai/sdk';
import { citySchema, json, key, model, png, prompt, run, url } from './scenarios.mjs';

const anthropic = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
const user = (content) => ({ role: 'user', content });
const tools = [{ name: 'weather', description: 'The weather.', input_schema: citySchema }];
const ask = (behaviour, content, more = {}) =>
  anthropic.messages.create({ model: model(behaviour), max_tokens: 100, messages: [user(content)], ...more });
const textOf = (message) => message.content.filter((block) => block.type === 'text').map((block) => block.text).join('');

await run({
  text: async () => textOf(await ask('text', prompt)),
  stream: async () => {
    const stream = anthropic.messages.stream({ model: model('text'), max_tokens: 100, messages: [user(prompt)] });
    return textOf(await stream.finalMessage());
  },
  tools: async () => {
    const messages = [user('Weather?')];
    const first = await ask('tools', 'Weather?', { tools });
    const call = first.content.find((block) => block.type === 'tool_use');
    messages.push({ role: 'assistant', content: first.content },
      user([{ type: 'tool_result', tool_use_id: call.id, content: [{ type: 'text', text: '12 degrees' }] }]));
    const second = await anthropic.messages.create({ model: model('tools'), max_tokens: 100, messages, tools });
    return [first.stop_reason, call.name, JSON.stringify(call.input), second.stop_reason];
  },
  toolsStream: async () => {
    const stream = anthropic.messages.stream({ model: model('tools'), max_tokens: 100, messages: [user('Weather?')], tools });
    const call = (await stream.finalMessage()).content.find((block) => block.type === 'tool_use');
    return [call.name, JSON.stringify(call.input)];
  },
  image: async () => textOf(await ask('text',
    [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }, { type: 'text', text: prompt }])),
  structured: async () => JSON.parse(textOf(await ask('text', json, { output_config: { format: { type: 'json_schema', schema: citySchema } } }))),
  reasoning: async () => {
    const message = await ask('reasoning', prompt, { max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 1024 } });
    return [message.content.filter((block) => block.type === 'thinking').map((block) => block.thinking).join(''), textOf(message)];
  },
  usage: async () => {
    const { usage } = await ask('text', prompt);
    return [usage.input_tokens, usage.output_tokens];
  },
  limited: async () => {
    try {
      await ask('limited', prompt);
    } catch (e) {
      return [e instanceof Anthropic.RateLimitError, e.status, e.headers.get('retry-after')];
    }
  },
  unknown: async () => {
    try {
      await anthropic.messages.create({ model: 'nothing', max_tokens: 100, messages: [user(prompt)] });
    } catch (e) {
      return [e instanceof Anthropic.NotFoundError, e.error?.error?.type];
    }
  },
});
