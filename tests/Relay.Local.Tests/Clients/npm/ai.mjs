// Vercel's AI SDK, with the provider that RELAY_PROVIDER names.
import { generateObject, generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogleGenerativeAI } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { citySchema, json, key, model as nameOf, png, prompt, run, url } from './scenarios.mjs';

const model = {
  'openai': (name) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key })(name),
  'openai-chat': (name) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key }).chat(name),
  'openai-compatible': (name) => createOpenAICompatible({ name: 'relay', baseURL: `${url}/v1`, apiKey: key, supportsStructuredOutputs: true })(name),
  'anthropic': (name) => createAnthropic({ baseURL: `${url}/v1`, apiKey: key })(name),
  'google': (name) => createGoogleGenerativeAI({ baseURL: `${url}/v1beta`, apiKey: key })(name),
}[process.env.RELAY_PROVIDER];
const ask = (behaviour, more = { prompt }) => generateText({ model: model(nameOf(behaviour)), maxRetries: 0, ...more });
const fails = async (name) => {
  try {
    await generateText({ model: model(name), maxRetries: 0, prompt });
  } catch (e) {
    return [e.name, e.statusCode, e.isRetryable];
  }
};
const asked = [];
const tools = {
  weather: tool({
    description: 'The weather.', inputSchema: jsonSchema(citySchema),
    execute: (input) => { asked.push(JSON.stringify(input)); return '12 degrees'; },
  }),
};

await run({
  text: async () => (await ask('text')).text,
  stream: async () => {
    let text = '';
    for await (const piece of streamText({ model: model(nameOf('text')), maxRetries: 0, prompt }).textStream) text += piece;
    return text;
  },
  tools: async () => {
    const answer = await ask('tools', { prompt: 'Weather?', tools, stopWhen: stepCountIs(3) });
    return [asked.shift(), answer.steps.map((step) => step.finishReason)];
  },
  toolsStream: async () => {
    const answer = streamText({ model: model(nameOf('tools')), maxRetries: 0, prompt: 'Weather?', tools, stopWhen: stepCountIs(3) });
    return [(await answer.steps).map((step) => step.finishReason), asked.shift()];
  },
  image: async () => (await ask('text', { messages: [{ role: 'user', content: [
    { type: 'image', image: Buffer.from(png, 'base64'), mediaType: 'image/png' }, { type: 'text', text: prompt }] }] })).text,
  structured: async () => (await generateObject({ model: model(nameOf('text')), maxRetries: 0, prompt: json, schema: jsonSchema(citySchema) })).object,
  reasoning: async () => {
    const answer = await ask('reasoning');
    return [answer.reasoningText ?? null, answer.text];
  },
  usage: async () => {
    const { usage } = await ask('text');
    return [usage.inputTokens, usage.outputTokens];
  },
  limited: () => fails(nameOf('limited')),
  unknown: () => fails('nothing'),
});
