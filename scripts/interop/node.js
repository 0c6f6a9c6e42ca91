'use strict';
// Drives one conference through every method that Plivo's Node SDK has for conferences, calls somebody by those that Confab has for calls, and has its validator look at the signatures of callbacks.
// usage: node node.js URL AUTH_ID AUTH_TOKEN CONFERENCE SOUND_URL CALLBACK_URL ANSWER_URL OTHER_URL ANSWERING RINGING < callbacks (one JSON object a line: method, uri, nonce, signature, params)
// The SDK fixes its host for voice calls, and makes an axios for each request: what it sends is led to URL from outside.
const assert = require('node:assert');
const readline = require('node:readline');
const axios = require('axios');

// ANSWERING is a number whose phone answers, RINGING one whose phone does not
const [url, authId, authToken, conference, sound, callback, answerUrl, otherUrl, answering, ringing] = process.argv.slice(2);

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
const doneWithCalls = new Set();

async function tried(of, method, ...given) {
  try {
    return await of[method](...given);
  } catch (failure) {
    throw new Error(`${method}: ${failure && failure.message ? failure.message : failure}`);
  }
}

async function does(method, ...given) {
  const answer = await tried(client.conferences, method, ...given);
  done.push(method);
  return answer;
}

async function call(method, ...given) {
  const answer = await tried(client.calls, method, ...given);
  doneWithCalls.add(method);
  return answer;
}

async function until(what, condition) {
  for (const end = Date.now() + 50000; !(await condition());) {
    assert.ok(Date.now() < end, `in vain: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

async function callSomebody() {
  const { requestUuid: uuid } = await call('create', '4930900', answering, answerUrl, { ringTimeout: 60, timeLimit: 600, callerName: 'Anna' });
  await until('somebody answers', async () => (await call('getLiveCall', uuid)).callStatus === 'in-progress');
  // the record of a call that is over, to the SDK: of a live one it takes over only what has the same name there
  assert.strictEqual((await call('get', uuid)).callUuid, uuid);
  const shown = await call('getLiveCall', uuid);
  assert.deepStrictEqual([shown.callUuid, shown.direction, shown.from, shown.to], [uuid, 'outbound', '4930900', answering]);
  assert.ok(JSON.stringify(await call('listLiveCalls')).includes(uuid));
  assert.strictEqual((await call('playMusic', uuid, sound)).message, 'play started');
  await call('stopPlayingMusic', uuid);
  assert.strictEqual((await call('speakText', uuid, 'Hello')).message, 'speak started');
  await call('stopSpeakingText', uuid);
  assert.strictEqual((await call('sendDigits', uuid, '12')).message, 'digits sent');
  assert.strictEqual((await call('transfer', uuid, { legs: 'aleg', alegUrl: otherUrl, alegMethod: 'GET' })).message, 'call transferred');
  await until('it is in the other conference', async () => (await client.conferences.list()).conferences.includes('other'));
  await call('hangup', uuid);
  await until('it is over', async () => client.calls.get(uuid).then(() => false, (failure) => /not found/.test(failure.message)));

  const { requestUuid: other } = await call('create', '4930900', ringing, answerUrl);
  assert.strictEqual((await call('getLiveCall', other)).callStatus, 'ringing');
  await call('cancel', other);
  await until('it is given up', async () => client.calls.get(other).then(() => false, (failure) => /not found/.test(failure.message)));
  await assert.rejects(() => client.calls.create('4930900', 'nobody', answerUrl), /to: /);
  await assert.rejects(() => client.calls.create('4930900', answering, answerUrl, { machineDetection: 'true' }), /machine_detection/);
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

  await callSomebody();

  let signed = 0;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const it = JSON.parse(line);
    assert.ok(plivo.validateV3Signature(it.method, it.uri, it.nonce, authToken, it.signature, it.params), `signature of ${line}`);
    assert.ok(!plivo.validateV3Signature(it.method, it.uri, it.nonce, 'another token', it.signature, it.params));
    signed += 1;
  }
  console.log(`${new Set(done).size} methods, ${doneWithCalls.size} for calls, ${signed} signatures`);
}

main().catch((failure) => {
  console.error(failure.stack || failure);
  process.exit(1);
});
