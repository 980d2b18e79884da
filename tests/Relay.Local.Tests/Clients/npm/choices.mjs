// Several answers at once, by the two SDKs that can ask for them.
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { key, model, prompt, run, url } from './scenarios.mjs';

const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const google = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });
const chat = { messages: [{ role: 'user', content: prompt }], n: 3 };
const gemini = { contents: prompt, config: { candidateCount: 3 } };

await run({
  openai: async () => {
    const { choices, usage } = await openai.chat.completions.create({ model: model('text'), ...chat });
    return [...choices.map((choice) => `${choice.index} ${choice.message.content} ${choice.finish_reason}`), usage.completion_tokens];
  },
  openaiStream: async () => {
    const { choices } = await openai.chat.completions.stream({ model: model('text'), ...chat }).finalChatCompletion();
    return choices.map((choice) => `${choice.index} ${choice.message.content} ${choice.finish_reason}`);
  },
  google: async () => {
    const { candidates, usageMetadata } = await google.models.generateContent({ model: model('text'), ...gemini });
    return [...candidates.map((one) => `${one.index} ${one.content.parts[0].text} ${one.finishReason}`), usageMetadata.candidatesTokenCount];
  },
  googleStream: async () => {
    const texts = ['', '', ''];
    for await (const { candidates } of await google.models.generateContentStream({ model: model('text'), ...gemini }))
      for (const one of candidates) texts[one.index] += (one.content.parts ?? []).map((part) => part.text).join('') + (one.finishReason ?? '');
    return texts;
  },
});
