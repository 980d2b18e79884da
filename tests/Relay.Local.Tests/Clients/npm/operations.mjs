// What models do beside holding a conversation, by OpenAI's client and by its Azure client.
import OpenAI, { AzureOpenAI, toFile } from 'openai';
import { key, run, url } from './scenarios.mjs';

const { RELAY_PROVIDER: provider } = process.env;
const client = provider.startsWith('azure')
  ? new AzureOpenAI({ endpoint: url, apiKey: key, apiVersion: '2024-10-21', deployment: provider === 'azure' ? 'm' : undefined, maxRetries: 0 })
  : new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const sound = () => toFile(Buffer.from('ID3 sound'), 'a.mp3');

const scenarios = {
  chat: async () => (await client.chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'x' }] })).choices[0].message.content,
  response: async () => (await client.responses.create({ model: 'm', input: 'x', store: false })).output_text,
  completion: async () => (await client.completions.create({ model: 'm', prompt: 'x' })).choices[0].text,
  embeddings: async () => (await client.embeddings.create({ model: 'm', input: 'x' })).data[0].embedding,
  image: async () => (await client.images.generate({ model: 'm', prompt: 'x' })).data[0].b64_json,
  edit: async () => (await client.images.edit({ model: 'm', image: await sound(), prompt: 'x' })).data[0].b64_json,
  speech: async () => (await client.audio.speech.create({ model: 'm', input: 'x', voice: 'alloy' })).text(),
  transcription: async () => (await client.audio.transcriptions.create({ model: 'm', file: await sound() })).text,
  transcriptionFileFirst: async () => (await client.audio.transcriptions.create({ file: await sound(), model: 'm' })).text,
};

// Without a deployment of its own, Azure's client finds that of a JSON body only.
if (provider === 'azure-by-model') for (const form of ['edit', 'transcription', 'transcriptionFileFirst']) delete scenarios[form];
await run(scenarios);
