'use strict';
// Drives one conference through every method that Plivo's Node SDK has for conferences, and has its validator look at the signatures of callbacks.
// usage: node node.js URL AUTH_ID AUTH_TOKEN CONFERENCE SOUND_URL CALLBACK_URL < callbacks (one JSON object a line: method, uri, nonce, signature, params)
// The SDK fixes its host for voice calls, and makes an axios for each request: what it sends is led to URL from outside.
const assert = require('node:assert');
const readline = require('node:readline');
const axios = require('axios');

const [url, authId, authToken, conference, sound, callback] = process.argv.slice(2);

function lead(client) {
  client.interceptors.request.use((config) => {
    config.url = config.url.replace(/^https:\/\/[^/]*plivo\.com/, url);
    config.proxy = false;
    return config;
  });
  return client;
}

const create = axios.create.bind(axios);
axios.create = (...given) => lead(create(...given));
lead(axios);

const plivo = require('plivo');

const client = new plivo.Client(authId, authToken);
const name = encodeURIComponent(conference);
const done = [];

async function does(method, ...given) {
  try {
    const answer = await client.conferences[method](...given);
    done.push(method);
    return answer;
  } catch (failure) {
    throw new Error(`${method}: ${failure && failure.message ? failure.message : failure}`);
  }
}

async function main() {
  const listed = await does('list');
  assert.ok(JSON.stringify(listed).includes(conference), `list: ${JSON.stringify(listed)}`);
  const shown = await does('get', name);
  assert.strictEqual(shown.conferenceName, conference);
  assert.strictEqual(shown.conferenceMemberCount, '3');
  const ids = shown.members.map((member) => member.memberId);
  const [first, second, third] = ids;
  assert.strictEqual((await does('muteMember', name, first)).message, 'muted');
  assert.strictEqual((await does('get', name)).members[0].muted, true);
  await does('unmuteMember', name, first);
  assert.strictEqual((await does('get', name)).members[0].muted, false);
  assert.strictEqual((await does('deafMember', name, `${first},${second}`)).message, 'deaf');
  await does('undeafMember', name, 'all');
  assert.strictEqual((await does('playAudioToMember', name, 'all', sound)).message, 'play queued into conference');
  await does('stopPlayingAudioToMember', name, 'all');
  assert.strictEqual((await does('speakTextToMember', name, first, 'Hello', { voice: 'MAN', language: 'en-GB' })).message,
    'speak queued into conference');
  await does('stopSpeakingTextToMember', name, first);
  const recording = await does('record', name, { fileFormat: 'wav', callbackUrl: callback, callbackMethod: 'POST' });
  assert.strictEqual(recording.message, 'conference recording started');
  assert.ok(recording.url.includes(recording.recordingId), recording.url);
  await does('stopRecording', name);
  assert.strictEqual((await does('startRecording', name, { fileFormat: 'wav' })).message, 'conference recording started');
  assert.strictEqual((await does('kickMember', name, third)).message, 'kicked');
  await does('hangupMember', name, second);
  await does('hangup', name);
  await does('hangupAll');
  await assert.rejects(() => client.conferences.get('nobody'), /not found/);
  await assert.rejects(() => new plivo.Client(authId, 'x'.repeat(40)).conferences.list());

  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(client.conferences)).filter((method) => method !== 'constructor');
  assert.deepStrictEqual([...new Set(done)].sort(), methods.sort());

  let signed = 0;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const it = JSON.parse(line);
    assert.ok(plivo.validateV3Signature(it.method, it.uri, it.nonce, authToken, it.signature, it.params), `signature of ${line}`);
    assert.ok(!plivo.validateV3Signature(it.method, it.uri, it.nonce, 'another token', it.signature, it.params));
    signed += 1;
  }
  console.log(`${new Set(done).size} methods, ${signed} signatures`);
}

main().catch((failure) => {
  console.error(failure.stack || failure);
  process.exit(1);
});
