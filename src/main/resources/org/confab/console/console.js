// The stream of what happens, and what belongs to the whole page.

import { byId, count, el, exactTimeOf, serverTime, setHidden, setText, sinceWords } from './parts.js';
import * as conferences from './conferences.js';
import { callbacks, requests } from './feed.js';
import { phones } from './phones.js';

const SILENCE = 12000; // the service is heard every 5 s
const PACE = 500; // ms between two changes of what is shown: where much happens, drawing it costs more than knowing it
const body = document.body;

let stream = null;
let last = ''; // what we have, for the service to go on from
let heard = Date.now();
let lost = 0; // since when we hear nothing
let again = null;
let wait = 1000;
let health = [];
let counts = { pending: 0, dead: 0, oldest: 0 };
let changes = []; // that are not shown yet
let changedAt = 0;
let soon = null;

// ---- the stream

function connect() {
  clearTimeout(again);
  if (stream) stream.close();
  heard = Date.now();
  stream = new EventSource(location.origin + '/console/events' + (last ? '?last=' + encodeURIComponent(last) : ''));
  stream.addEventListener('snapshot', (event) => hear(event, all));
  stream.addEventListener('change', (event) => hear(event, change));
  stream.addEventListener('beat', (event) => hear(event, () => {}));
  stream.addEventListener('error', () => {
    if (stream.readyState === EventSource.CLOSED) retry();
    disconnected();
  });
}

/** By ourselves, where the browser has given up: the service refused us, or is not there. */
function retry() {
  clearTimeout(again);
  again = setTimeout(connect, wait);
  wait = Math.min(wait * 2, 15000);
}

function hear(event, then) {
  heard = Date.now();
  wait = 1000;
  if (event.lastEventId) last = event.lastEventId;
  const data = JSON.parse(event.data);
  serverTime(data.at);
  then(data);
  if (lost || body.classList.contains('connecting')) {
    lost = 0;
    body.classList.remove('connecting', 'stale');
    setText(byId('link-text'), 'Live');
    wrong();
  }
}

function disconnected() {
  if (lost) return;
  lost = Date.now();
  if (!body.classList.contains('connecting')) body.classList.add('stale');
  setText(byId('link-text'), 'Disconnected');
  wrong();
}

setInterval(() => {
  if (Date.now() - heard > SILENCE) {
    disconnected();
    if (stream.readyState !== EventSource.CLOSED) {
      stream.close();
      retry();
    }
  }
}, 2000);

addEventListener('online', () => { if (lost) connect(); });

// ---- what came

function all(data) {
  changes = [];
  update(data, true);
}

/** The first is shown at once; those that follow closely are shown together. */
function change(data) {
  changes.push(data);
  if (!soon) soon = setTimeout(show, Math.max(0, changedAt + PACE - performance.now()));
}

function show() {
  soon = null;
  changedAt = performance.now();
  const each = changes;
  changes = [];
  for (const data of each) update(data, false);
}

function update(data, isSnapshot) {
  if (isSnapshot) conferences.snapshot(data.conferences);
  else if (data.conferences || data.ended) conferences.change(data.conferences || [], data.ended || []);
  if (data.requests) requests(data.requests, isSnapshot);
  if (isSnapshot || data.callbacks || data.pending || data.dead || data.counts) counts = callbacks(data, isSnapshot);
  if (data.health || isSnapshot) health = data.health || [];
  phones(data.phones);
  totals();
  if (isSnapshot || data.health || data.counts) wrong();
}

function totals() {
  const total = conferences.totals();
  setText(byId('total-conferences'), String(total.conferences));
  setText(byId('total-members'), String(total.members));
  setText(byId('total-talking'), String(total.talking));
  setText(byId('word-conferences'), total.conferences === 1 ? 'conference' : 'conferences');
  setText(byId('word-members'), total.members === 1 ? 'member' : 'members');
  setText(byId('total-waiting'), String(total.waiting));
  setText(byId('total-pending'), String(counts.pending));
  setText(byId('total-dead'), String(counts.dead));
  byId('total-dead-box').classList.toggle('bad', counts.dead > 0);
  setHidden(byId('view-dead'), counts.dead === 0);
  setText(byId('view-dead'), String(counts.dead));
}

// ---- what is wrong

const NAMES = { freeswitch: 'FreeSWITCH', rooms: 'Rooms', outbox: 'Callbacks', store: 'Store', sounds: 'Sounds', recordings: 'Recordings', draining: 'Stopping',
  box: 'Confab', conferences: 'Conferences' };

let shown = '';

/** One line for each thing; that all is well is a line, too, so that nothing jumps. */
function wrong() {
  const lines = [];
  if (lost) {
    lines.push(['bad', 'Connection', 'Confab has not been heard since ' + exactTimeOf(heard) + '. What is shown is from then; the page tries again by itself.']);
  }
  for (const check of health) {
    if (!check.met) lines.push([check.needed ? 'bad' : 'warn', NAMES[check.name] || check.name, check.reason]);
  }
  if (counts.dead > 0) {
    lines.push(['bad', 'Callbacks', count(counts.dead, 'dead letter') + ': the application refused or never took '
      + (counts.dead === 1 ? 'it' : 'them') + '. Under Callbacks, Dead says why, and replays.']);
  }
  if (counts.pending > 0 && counts.oldest && Date.now() - counts.oldest > 60000) {
    lines.push(['warn', 'Callbacks', count(counts.pending, 'callback') + ' pending, the oldest for ' + sinceWords(counts.oldest) + ': the application is away or slow.']);
  }
  const connecting = body.classList.contains('connecting');
  if (!lines.length) lines.push(connecting ? ['quiet', '', 'Connecting…'] : ['good', '', 'All is well.']);
  const now = JSON.stringify(lines);
  if (now !== shown) {
    shown = now;
    byId('wrong').replaceChildren(...lines.map(([kind, what, text]) => {
      const line = el('li', kind);
      if (what) line.append(el('b', '', what));
      line.append(el('span', '', text));
      return line;
    }));
    const bad = lines.filter(([kind]) => kind === 'bad' || kind === 'warn').length;
    document.title = (bad ? '(' + bad + ') ' : '') + 'Confab';
  }
}

setInterval(() => {
  conferences.tick();
  wrong();
}, 15000);

// ---- which part is seen on a narrow screen

for (const button of document.querySelectorAll('.views button')) {
  button.addEventListener('click', () => {
    body.dataset.view = button.dataset.view;
    for (const other of document.querySelectorAll('.views button')) other.setAttribute('aria-pressed', String(other === button));
    scrollTo(0, 0);
  });
}

connect();
