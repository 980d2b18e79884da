// Draws docs/outage.svg: a relay with three accounts under load, of which one degrades, dies and comes back. Nothing in it
// is made up: it starts the relay that is built here and three pretend providers, calls for three minutes, and draws what
// the callers saw. Run `node eng/outage/run.mjs`; it needs Node 20 or newer and the .NET SDK, and no packages. With
// `--no-build` it takes the relay as it was built last (Release).
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { draw } from './plot.mjs';
import { startUpstream } from './upstream.mjs';

const seconds = 170;
const callsASecond = 20;
const accounts = ['one', 'two', 'three'];
const phases = [
  { name: 'all well', from: 0, first: 80, errors: 0 },
  { name: '“two” degrades: 640 ms, 40 % errors', from: 20, first: 640, errors: 0.4 },
  { name: '“two” is dead', from: 50, dead: true },
  { name: '“two” is well again', from: 80, first: 80, errors: 0 },
];

const root = fileURLToPath(new URL('../../', import.meta.url));
let start = Infinity;
const elapsed = () => (performance.now() - start) / 1000;
const attempts = [];
const calls = [];

const servers = [];
for (const account of accounts) {
  const phase = () => (account === 'two' ? phases.findLast((one) => elapsed() >= one.from) : undefined) ?? phases[0];
  servers.push(await startUpstream(phase, (failed) => attempts.push({ at: elapsed(), account, failed })));
}

const folder = mkdtempSync(join(tmpdir(), 'relay-outage-'));
const config = join(folder, 'relay.json');
writeFileSync(config, JSON.stringify({
  accounts: accounts.map((id, i) => (
    { id, provider: 'sandbox', base_url: `http://127.0.0.1:${servers[i].address().port}/v1`, secret: 'OUTAGE_KEY', models: ['none'] })),
  models: [{ name: 'm', targets: accounts.map((account) => ({ account })) }],
}));
if (!process.argv.includes('--no-build'))
  execFileSync('dotnet', ['build', '-c', 'Release', '-v', 'q', join(root, 'src/Relay.Local')], { stdio: 'inherit' });
const relay = spawn(
  'dotnet',
  [join(root, 'artifacts/offline/bin/Relay.Local/release/Relay.Local.dll'), '--urls', 'http://127.0.0.1:0', '--data', join(folder, 'data'), '--config', config],
  { cwd: folder, env: { ...process.env, OUTAGE_KEY: 'any' }, stdio: ['ignore', 'pipe', 'inherit'] });

try {
  const { url, key } = await ready(relay);
  const agent = new Agent({ keepAlive: true });
  const call = (number) => ask(agent, url, key, number);
  // What the first calls of a process take says nothing of an outage.
  for (let i = 0; i < 200; i++) await call(`warm-up ${i}`);
  calls.length = attempts.length = 0;
  start = performance.now();
  const running = [];
  for (let i = 0; elapsed() < seconds; i++) {
    running.push(call(`call ${i}`));
    const next = ((i + 1) / callsASecond) * 1000 - (performance.now() - start);
    if (next > 0) await new Promise((done) => setTimeout(done, next));
  }
  await Promise.all(running);
  agent.destroy();
} finally {
  relay.kill('SIGTERM');
  await new Promise((ended) => (relay.exitCode === null ? relay.once('exit', ended) : ended()));
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  rmSync(folder, { recursive: true });
}

const failed = calls.filter((one) => one.account === null).length;
const lost = attempts.filter((attempt) => attempt.failed).length;
const summary = `${calls.length} calls at ${callsASecond} a second; ${lost} attempts failed at the providers, ${failed} calls failed for their callers.`;
writeFileSync(join(root, 'docs/outage.svg'), draw({ seconds, accounts, phases, calls, attempts, summary }));
console.log(summary);

// The relay says where it listens, and shows its first keys once.
async function ready(child) {
  let [url, key] = [null, null];
  for await (const line of createInterface({ input: child.stdout })) {
    url ??= /(http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1] ?? null;
    key ??= /Relay key\s+(sk-relay-\S+)/.exec(line)?.[1] ?? null;
    if (url && key) {
      child.stdout.resume();
      return { url, key };
    }
  }
  throw new Error('The relay ended before it listened.');
}

// Each call is a session of its own, for its first message is.
function ask(agent, url, key, text) {
  const began = performance.now();
  return new Promise((done) => {
    const note = (account, first) => {
      calls.push({ at: (began - start) / 1000, account, first: first === null ? null : first - began });
      done();
    };
    const sent = request(`${url}/v1/chat/completions`, {
      agent, method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    }, (response) => {
      let [first, last] = [null, ''];
      response.on('data', (data) => {
        first ??= performance.now();
        last = (last + data).slice(-40);
      });
      response.on('error', () => note(null, first));
      response.on('end', () => note(
        response.statusCode === 200 && last.includes('[DONE]') ? response.headers['x-relay-account'] : null, first));
    });
    sent.on('error', () => note(null, null));
    sent.end(JSON.stringify({ model: 'm', stream: true, messages: [{ role: 'user', content: text }] }));
  });
}
