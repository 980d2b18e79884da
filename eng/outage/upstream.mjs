// A pretend account: streams of OpenAI's chat dialect, as well or as ill as its phase says.
import { createServer } from 'node:http';

const tokens = 20;
const gap = 5;
const event = (delta, finish = null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/**
 * Starts one. `phase()` gives what it does just now: `first`, the milliseconds to the first token; `errors`, the part of
 * its calls that it answers with 500; and `dead`, whether it closes each connection without an answer. `seen(failed)` is told of each call.
 */
export async function startUpstream(phase, seen) {
  const server = createServer(async (request, response) => {
    const { first, errors, dead } = phase();
    if (dead) {
      if (request.method === 'POST') seen(true);
      request.socket.destroy();
      return;
    }
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'application/json').end('{"data":[]}');
      return;
    }
    request.resume();
    if (Math.random() < errors) {
      seen(true);
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"message":"As planned.","code":"server_error"}}');
      return;
    }
    seen(false);
    await wait(first * (0.75 + Math.random() / 2));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let i = 0; i < tokens; i++) {
      response.write(event({ content: `word${i} ` }));
      await wait(gap);
    }
    response.end(`${event({}, 'stop')}data: [DONE]\n\n`);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
