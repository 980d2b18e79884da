// Writes src/Relay/Ledger/Prices/prices.json, and its notice, from the npm package @pydantic/genai-prices and
// from relay.json and unlisted.json beside this file. Run `npm ci && npm run build`. The same package gives the same bytes. Whatever
// in the package this tool does not know is an error, so that a new version cannot change prices unseen.
import { readFileSync, writeFileSync } from 'node:fs';
import { waitForUpdate } from '@pydantic/genai-prices';
import { toMatch } from './match.mjs';
import { toPeriods } from './periods.mjs';
import { checkUnlisted, listedAs } from './unlisted.mjs';

const here = new URL('./', import.meta.url);
const target = new URL('../../src/Relay/Ledger/Prices/', here);
const source = '@pydantic/genai-prices';
const read = (path) => readFileSync(new URL(path, here), 'utf8');

const { config, dependencies } = JSON.parse(read('package.json'));
const { version } = JSON.parse(read(`node_modules/${source}/package.json`));
if (version !== dependencies[source]) throw new Error(`${source} ${version} is installed, not ${dependencies[source]}`);

const unpriced = [];
const bundled = (await waitForUpdate()).map((provider) => ({
  id: provider.id,
  name: provider.name,
  pricing: provider.pricing_urls ?? [],
  // Where a model that the provider does not list itself is looked up: Azure sells OpenAI's models at their price.
  fallback: provider.fallback_model_providers,
  models: provider.models.map((model) => {
    const prices = toPeriods(model, `${provider.id}/${model.id}`);
    if (prices.length === 0) unpriced.push(`${provider.id}/${model.id}`);
    return { id: model.id, match: toMatch(model.match), listed: listedAs(provider.id, model), context: model.context_window, prices };
  }),
}));
checkUnlisted();

const own = JSON.parse(read('relay.json')).providers;
const ids = bundled.concat(own).map((provider) => provider.id);
if (new Set(ids).size !== ids.length) throw new Error('relay.json names a provider that the package has');

const providers = bundled.concat(own).sort((a, b) => (a.id < b.id ? -1 : 1));
const lines = providers.map(({ models, ...provider }) => {
  const entries = models.map((model) => JSON.stringify(model)).join(',\n');
  return `${JSON.stringify(provider).slice(0, -1)},"models":[\n${entries}\n]}`;
});
const header = { source, version, released: config.released, license: 'MIT, see prices.NOTICE.txt' };
writeFileSync(new URL('prices.json', target),
  `${JSON.stringify(header).slice(0, -1)},"providers":[\n${lines.join(',\n')}\n]}\n`);
writeFileSync(new URL('prices.NOTICE.txt', target),
  `prices.json is derived from ${source} ${version} (https://github.com/pydantic/genai-prices), under this licence:\n\n`
  + read(`node_modules/${source}/LICENSE`));

const count = providers.reduce((sum, provider) => sum + provider.models.length, 0);
console.log(`${providers.length} providers, ${count} models; without a price per token: ${unpriced.join(', ')}`);
