import OpenAI from 'openai';
import { citySchema, json, key, model, png, prompt, run, url } from './scenarios.mjs';

const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const user = (content) => ({ role: 'user', content });
const tools = [{ type: 'function', function: { name: 'weather', description: 'The weather.', parameters: citySchema } }];

await run({
  text: async () => (await openai.chat.completions.create({ model: model('text'), messages: [user(prompt)] })).choices[0].message.content,
  stream: async () => {
    let text = '';
    const stream = await openai.chat.completions.create({ model: model('text'), stream: true, messages: [user(prompt)] });
    for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
    return text;
  },
  tools: async () => {
    const messages = [user('Weather?')];
    const first = (await openai.chat.completions.create({ model: model('tools'), messages, tools })).choices[0];
    const call = first.message.tool_calls[0];
    messages.push(first.message, { role: 'tool', tool_call_id: call.id, content: '12 degrees' });
    const second = (await openai.chat.completions.create({ model: model('tools'), messages, tools })).choices[0];
    return [first.finish_reason, call.function.name, call.function.arguments, second.finish_reason];
  },
  toolsStream: async () => {
    const runner = openai.chat.completions.stream({ model: model('tools'), messages: [user('Weather?')], tools });
    const call = (await runner.finalMessage()).tool_calls[0];
    return [call.function.name, call.function.arguments];
  },
  image: async () => (await openai.chat.completions.create({
    model: model('text'),
    messages: [user([{ type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }, { type: 'text', text: prompt }])],
  })).choices[0].message.content,
  structured: async () => JSON.parse((await openai.chat.completions.create({
    model: model('text'), messages: [user(json)],
    response_format: { type: 'json_schema', json_schema: { name: 'city', strict: true, schema: citySchema } },
  })).choices[0].message.content),
  reasoning: async () => {
    const message = (await openai.chat.completions.create({ model: model('reasoning'), messages: [user(prompt)] })).choices[0].message;
    return [message.reasoning_content, message.content];
  },
  usage: async () => {
    const { usage } = await openai.chat.completions.create({ model: model('text'), messages: [user(prompt)] });
    return [usage.prompt_tokens, usage.completion_tokens];
  },
  limited: async () => {
    try {
      await openai.chat.completions.create({ model: model('limited'), messages: [user(prompt)] });
    } catch (e) {
      return [e instanceof OpenAI.RateLimitError, e.status, e.headers.get('retry-after')];
    }
  },
  unknown: async () => {
    try {
      await openai.chat.completions.create({ model: 'nothing', messages: [user(prompt)] });
    } catch (e) {
      return [e instanceof OpenAI.NotFoundError, e.code];
    }
  },
});
