// Clients that take their time: to send headers, to send a body, to read an answer. They are cut, and others notice nothing.
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { useGateway } from '../support.ts';
import { sendAnswer } from '../support-subgraphs.ts';

const gateway = useGateway({ HEADERS_TIMEOUT_MS: '200', RECEIVE_TIMEOUT_MS: '400', READ_TIMEOUT_MS: '200', KEEP_ALIVE_TIMEOUT_MS: '300' });
const body = JSON.stringify({ query: '{ product(id: "1") { name } }' });
const chai = { status: 200, data: { product: { name: 'Chai' } } };
const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
const whole = `${head}content-length: ${body.length}\r\n\r\n${body}`;

const connected = (): Promise<Socket> =>
  new Promise((resolve) => {
    const socket: Socket = connect(Number(new URL(gateway().url).port), '127.0.0.1', () => resolve(socket));
  });

/** All that comes back until the gateway closes the connection; what is in `drops` is sent meanwhile, one character every 20 ms, then blanks. */
async function answerTo(atOnce: string, drops: string | null = null): Promise<string> {
  const socket = await connected();
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.on('error', () => undefined); // a character that comes too late
  socket.write(atOnce);
  const rest = drops?.[Symbol.iterator]();
  const dripping = setInterval(() => rest && socket.write(rest.next().value ?? ' '), 20);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(dripping);
  return answer;
}

const timeout =
  /^HTTP\/1\.1 408 Request Timeout\r\nConnection: close\r\n.*\{"errors":\[\{"message":"[^"]+","extensions":\{"code":"REQUEST_TIMEOUT"\}\}\]\}$/s;

describe('a client that sends', () => {
  it('nothing is cut', async () => {
    const socket = await connected();
    const answer: Buffer[] = [];
    socket.on('data', (chunk) => answer.push(chunk));
    await new Promise((resolve) => socket.once('close', resolve));
    expect(Buffer.concat(answer).toString()).toMatch(timeout);
  });

  it('its headers by the character is cut, with a code', async () =>
    expect(await answerTo(head, 'x-a: '.padEnd(1_000, 'a'))).toMatch(timeout));

  it('its body by the character is cut, with a code, and nothing of it runs', async () => {
    expect(await answerTo(`${head}content-length: 1000\r\n\r\n`, body.padEnd(1_000))).toMatch(timeout);
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
    // The log has what the client was told.
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({ status: 408, code: 'REQUEST_TIMEOUT' });
  });

  it('its body in chunks without an end is cut', async () =>
    expect(await answerTo(`${head}transfer-encoding: chunked\r\n\r\n`, '1\r\n \r\n'.repeat(100))).toMatch(timeout));

  it('no second request is let go', async () => {
    const answer = await answerTo(whole);
    expect(answer).toMatch(/^HTTP\/1\.1 200 .*Chai/s);
  });

  it('slowly takes nothing from others', async () => {
    const slow = Array.from({ length: 100 }, () => answerTo(`${head}content-length: 1000\r\n\r\n`, body));
    for (let turn = 0; turn < 5; turn++) expect(await gateway().ask('{ product(id: "1") { name } }')).toEqual(chai);
    expect((await Promise.all(slow)).filter((answer) => !timeout.test(answer))).toEqual([]);
  });
});

describe('a client that reads nothing', () => {
  it('is cut, and the log says so', async () => {
    const name = 'a'.repeat(9_000_000);
    gateway().subgraphs.catalog.reply((response) => sendAnswer(response, { data: { product: { __typename: 'Product', name } } }));
    const socket = await connected();
    const asked = 4; // more than the buffers of two kernels take
    socket.pause().write(whole.repeat(asked));
    expect(await gateway().logged(({ message }) => message.startsWith('answers were cut'))).toMatchObject({ level: 'warn' });
    let bytes = 0;
    socket.on('data', (chunk) => (bytes += chunk.length));
    socket.on('error', () => undefined); // cut
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    await closed;
    expect(bytes).toBeLessThan(asked * name.length);
    expect(await gateway().send({ path: '/livez' })).toMatchObject({ status: 200 });
  });
});
