import { ApiError, GoogleGenAI } from '@google/genai';
import { citySchema, json, key, model, png, prompt, run, url } from './scenarios.mjs';

const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url, retryOptions: { attempts: 1 } } });
const user = (...parts) => ({ role: 'user', parts });
const tools = [{ functionDeclarations: [{ name: 'weather', description: 'The weather.', parametersJsonSchema: citySchema }] }];
const ask = (behaviour, contents, config) => google.models.generateContent({ model: model(behaviour), contents, config });
const fails = async (name) => {
  try {
    await google.models.generateContent({ model: name, contents: prompt });
  } catch (e) {
    return [e instanceof ApiError, e.status];
  }
};

await run({
  text: async () => (await ask('text', prompt)).text,
  stream: async () => {
    let text = '';
    for await (const chunk of await google.models.generateContentStream({ model: model('text'), contents: prompt })) text += chunk.text ?? '';
    return text;
  },
  tools: async () => {
    const first = await ask('tools', [user({ text: 'Weather?' })], { tools });
    const call = first.functionCalls[0];
    const second = await ask('tools', [user({ text: 'Weather?' }), first.candidates[0].content,
      user({ functionResponse: { id: call.id, name: call.name, response: { output: '12 degrees' } } })], { tools });
    return [first.candidates[0].finishReason, call.name, JSON.stringify(call.args), second.candidates[0].finishReason];
  },
  toolsStream: async () => {
    const calls = [];
    for await (const chunk of await google.models.generateContentStream({ model: model('tools'), contents: 'Weather?', config: { tools } }))
      calls.push(...(chunk.functionCalls ?? []));
    return [calls[0].name, JSON.stringify(calls[0].args)];
  },
  image: async () => (await ask('text', [user({ inlineData: { mimeType: 'image/png', data: png } }, { text: prompt })])).text,
  structured: async () => JSON.parse((await ask('text', json, { responseMimeType: 'application/json', responseJsonSchema: citySchema })).text),
  reasoning: async () => {
    const answer = await ask('reasoning', prompt, { thinkingConfig: { includeThoughts: true } });
    return [answer.candidates[0].content.parts.filter((part) => part.thought).map((part) => part.text).join(''), answer.text];
  },
  usage: async () => {
    const { usageMetadata } = await ask('text', prompt);
    return [usageMetadata.promptTokenCount, usageMetadata.candidatesTokenCount];
  },
  limited: () => fails(model('limited')),
  unknown: () => fails('nothing'),
});
