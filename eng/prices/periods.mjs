// The package's prices of one model as Relay's periods: dollars per million tokens become nano-dollars per token,
// and what an entry does not fall under is said, never guessed.
const kinds = {
  input_mtok: 'input',
  cache_read_mtok: 'cached_input',
  cache_write_mtok: 'cache_write',
  cache_write_1h_mtok: 'cache_write_1h',
  output_mtok: 'output',
  output_reasoning_mtok: 'reasoning',
  input_audio_mtok: 'audio_input',
  cache_audio_read_mtok: 'cached_audio_input',
  output_audio_mtok: 'audio_output',
  requests_kcount: 'request',
};

// What a provider charges for besides, and Relay's usage does not count (yet): named in the price, so that it shows.
const others = {
  audio_hours: 'audio_hours',
  cache_image_read_mtok: 'cached_image_input',
  input_annotated_document_kpages: 'annotated_pages',
  input_audio_hours: 'audio_input_hours',
  input_document_kpages: 'document_pages',
  input_image_mtok: 'image_input',
  input_text_messages_kcount: 'text_messages',
  input_video_mtok: 'video_input',
  output_citation_mtok: 'citation_output',
  output_image_mtok: 'image_output',
  output_video_mtok: 'video_output',
  storage_searches_kcount: 'storage_searches',
  web_searches_kcount: 'web_searches',
};

export function toPeriods(model, name) {
  const entries = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  if (entries[0].constraint) throw new Error(`${name}: the first price is not unconditional`);
  let from;
  const periods = entries.flatMap(({ constraint, prices }) => {
    let utc;
    // An entry there holds a date or hours, not both; its comments say that hours begin with the date before them.
    if (constraint?.type === 'start_date') from = constraint.start_date;
    else if (constraint?.type === 'time_of_date') utc = [toTime(constraint.start_time), toTime(constraint.end_time)];
    else if (constraint) throw new Error(`${name}: an unknown constraint ${JSON.stringify(constraint)}`);
    const price = toPrice(prices, isFree(model), name);
    return price ? [{ from, utc, ...price }] : [];
  });
  // Else an older price would go on where the newer one is not by the token.
  if (periods.length && periods.length !== entries.length) throw new Error(`${name}: by the token only at times`);
  return periods;
}

function toPrice(prices, free, name) {
  const entries = Object.entries(prices);
  if (entries.length === 0) return free ? { input: 0, output: 0 } : undefined;
  const unknown = entries.find(([key]) => !kinds[key] && !others[key]);
  if (unknown) throw new Error(`${name}: an unknown price ${unknown[0]}`);
  const price = {};
  const tiers = new Map();
  const thresholds = new Set();
  for (const [key, kind] of Object.entries(kinds)) {
    const value = prices[key];
    if (value === undefined) continue;
    price[kind] = toNano(value.base ?? value, key);
    if (value.tiers) thresholds.add(value.tiers.map((tier) => tier.start).join());
    for (const tier of value.tiers ?? []) {
      tiers.set(tier.start, { ...tiers.get(tier.start), [kind]: toNano(tier.price, key) });
    }
  }
  if (price.input === undefined) return undefined;
  if (thresholds.size > 1) throw new Error(`${name}: tiers that differ by kind`);
  if (tiers.size) price.tiers = [...tiers].sort(([a], [b]) => a - b).map(([over, rates]) => ({ over, ...rates }));
  const also = entries.filter(([key]) => others[key]).map(([key]) => others[key]).sort();
  return also.length ? { ...price, also } : price;
}

// No prices at all may mean free or unknown: free only where the package says so in words.
const isFree = (model) =>
  /\bfree\b|zero token cost/i.test([model.id, model.name, model.description, model.price_comments].join(' '));

// Nine digits after the point are more than any list price has, and drop what binary fractions leave behind: 0.0028
// times 1000, or a price of 0.18000000000000002.
function toNano(dollars, key) {
  const rate = Number((dollars * (key.endsWith('_mtok') ? 1e3 : 1e6)).toFixed(9));
  if (!(rate >= 0) || (rate === 0 && dollars !== 0)) throw new Error(`A strange price: ${key} ${dollars}`);
  return rate;
}

function toTime(text) {
  const time = /^([01]\d|2[0-3]):[0-5]\d(?=:00Z$)/.exec(text);
  if (!time) throw new Error(`A time of day that is not whole minutes of UTC: ${text}`);
  return time[0];
}
