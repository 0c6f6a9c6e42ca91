// The conferences and who is in them. A change touches what differs, and nothing else.

import { ask, byId, count, el, order, setClass, setHidden, setText, showMenu, sinceWords, timeOf } from './parts.js';

const list = byId('conferences-list');
const filter = byId('filter');
const known = new Map(); // by key
const sorted = []; // in the order in which they are shown
const seen = new Set(); // those that are on the screen; the others are brought up to date when they come there, or now and then
const collator = new Intl.Collator([], { numeric: true, sensitivity: 'base' });
let severalAccounts = false;
let current = null; // the row that the keyboard is at
let unfocused = false; // what had the focus is not shown any more
let lastUrl = '';
let lastText = '';

const compare = (one, other) => collator.compare(one.name, other.name) || (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);

// ---- what came

/** Everything there is now. */
export function snapshot(conferences) {
  const now = new Set(conferences.map((conference) => conference.key));
  for (const key of [...known.keys()]) if (!now.has(key)) end(key);
  for (const conference of conferences) {
    const before = known.get(conference.key);
    if (before) {
      const members = new Set(conference.members.map((member) => member.key));
      for (const key of [...before.members.keys()]) if (!members.has(key)) leave(before, key);
    }
    put(conference);
  }
  settled();
}

/** What is different. */
export function change(conferences, ended) {
  for (const conference of conferences) put(conference);
  for (const key of ended) end(key);
  settled();
}

export function totals() {
  const total = { conferences: known.size, members: 0, talking: 0, waiting: 0 };
  for (const conference of known.values()) {
    total.members += conference.members.size;
    if (!conference.started) total.waiting += conference.members.size;
    for (const member of conference.members.values()) if (member.talking) total.talking++;
  }
  return total;
}

/** The name of the conference that has that room, or nothing. */
export function nameOfRoom(room) {
  for (const conference of known.values()) if (conference.room === room) return conference.name;
  return '';
}

/** How long since, for what is on the screen. */
export function tick() {
  for (const conference of known.values()) if (conference.late) refresh(conference);
  for (const conference of seen) times(conference);
}

function put(differing) {
  let conference = known.get(differing.key);
  const isNew = !conference;
  if (isNew) {
    conference = { key: differing.key, members: new Map(), folded: false };
    known.set(conference.key, conference);
  }
  for (const [field, value] of Object.entries(differing)) {
    if (field !== 'members' && field !== 'gone') conference[field] = value;
  }
  if (isNew) enter(conference);
  for (const key of differing.gone || []) leave(conference, key);
  for (const member of differing.members || []) putMember(conference, member);
  if (!isNew && 'started' in differing) refresh(conference);
  else show(conference);
}

function enter(conference) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle], conference) < 0) low = middle + 1;
    else high = middle;
  }
  make(conference);
  list.insertBefore(conference.box, low < sorted.length ? sorted[low].box : null);
  sorted.splice(low, 0, conference);
  if (!severalAccounts && sorted[0].account !== conference.account) {
    severalAccounts = true;
    list.classList.add('several-accounts');
  }
}

function end(key) {
  const conference = known.get(key);
  if (!conference) return;
  for (const member of conference.members.values()) forget(member.row);
  forget(conference.row);
  conference.box.remove();
  known.delete(key);
  seen.delete(conference);
  sorted.splice(sorted.indexOf(conference), 1);
}

function leave(conference, key) {
  const member = conference.members.get(key);
  if (!member) return;
  forget(member.row);
  member.row.remove();
  conference.members.delete(key);
}

function putMember(conference, differing) {
  let member = conference.members.get(differing.key);
  if (!member) {
    member = { key: differing.key, conference };
    Object.assign(member, differing);
    conference.members.set(member.key, member);
    makeMember(member);
    conference.box.append(member.row);
  } else {
    Object.assign(member, differing);
    if (!seen.has(conference)) {
      conference.late = true;
      return;
    }
  }
  showMember(member);
}

function refresh(conference) {
  conference.late = false;
  for (const member of conference.members.values()) showMember(member);
  show(conference);
}

// ---- what is shown

function row(level, label) {
  return el('div', level === 1 ? 'row head' : 'row member', '', { role: 'row', 'aria-level': level, tabindex: '-1', 'aria-label': label });
}

const cell = (className) => el('div', className, '', { role: 'gridcell' });

function button(className, text, act) {
  return el('button', className, text, { type: 'button', tabindex: '-1', 'data-act': act });
}

function make(conference) {
  conference.box = el('div', 'conference', '', { role: 'rowgroup' });
  conference.box.addEventListener('contentvisibilityautostatechange', (event) => {
    if (event.skipped) {
      seen.delete(conference);
    } else {
      seen.add(conference);
      refresh(conference);
    }
  });
  const head = row(1, '');
  head.setAttribute('aria-expanded', 'true');
  head.conference = conference;
  const title = cell('title');
  const fold = button('fold', '', 'fold');
  fold.setAttribute('aria-hidden', 'true');
  conference.nameNode = el('h3', '', conference.name);
  conference.accountNode = el('span', 'account', conference.account);
  title.append(fold, conference.nameNode, conference.accountNode);
  const state = cell('state');
  conference.waitingNode = el('span', 'tag wait', 'waiting for the start');
  conference.recordingNode = el('span', 'tag rec', 'recording');
  state.append(conference.waitingNode, conference.recordingNode);
  const size = cell('size');
  conference.sizeNode = size;
  conference.sinceNode = cell('since');
  const acts = cell('acts');
  conference.recordButton = button('quiet record', 'Record', 'record');
  conference.moreButton = button('quiet more', '⋯', 'more');
  conference.moreButton.setAttribute('aria-haspopup', 'menu');
  acts.append(conference.recordButton, conference.moreButton);
  head.append(title, state, size, conference.sinceNode, acts);
  conference.row = head;
  conference.box.append(head);
  seen.add(conference);
}

function show(conference) {
  setHidden(conference.waitingNode, conference.started);
  setHidden(conference.recordingNode, !conference.recording);
  setText(conference.recordingNode, conference.paused ? 'recording, paused' : 'recording');
  setText(conference.recordButton, conference.recording ? 'Stop recording' : 'Record');
  setText(conference.sizeNode, count(conference.members.size, 'member'));
  setClass(conference.box, 'waiting', !conference.started);
  const label = 'Conference ' + conference.name;
  if (conference.row.getAttribute('aria-label') !== label) {
    conference.row.setAttribute('aria-label', label);
    conference.recordButton.setAttribute('aria-label', (conference.recording ? 'Stop recording ' : 'Record ') + conference.name);
    conference.moreButton.setAttribute('aria-label', 'More for ' + conference.name);
  }
  if (seen.has(conference)) times(conference);
  match(conference);
}

function makeMember(member) {
  const made = row(2, '');
  made.member = member;
  const who = cell('who');
  member.nameNode = el('span', 'name');
  member.numberNode = el('span', 'number');
  who.append(member.nameNode, member.numberNode);
  const state = cell('state');
  member.tags = {};
  for (const [name, text, className] of [['talking', 'talking', 'talk'], ['waiting', 'waiting', 'wait'], ['held', 'on hold', 'hold'],
    ['muted', 'muted', 'mute'], ['deaf', 'deaf', 'mute'], ['floor', 'floor', 'floor']]) {
    member.tags[name] = el('span', 'tag ' + className, text);
    member.tags[name].hidden = true;
    state.append(member.tags[name]);
  }
  member.sinceNode = cell('since');
  const acts = cell('acts');
  member.muteButton = button('quiet muting', 'Mute', 'mute');
  member.moreButton = button('quiet more', '⋯', 'more');
  member.moreButton.setAttribute('aria-haspopup', 'menu');
  acts.append(member.muteButton, member.moreButton);
  made.append(who, state, member.sinceNode, acts);
  member.row = made;
}

export const nameOf = (member) => member.name || member.from || 'unknown caller';

function showMember(member) {
  const name = nameOf(member);
  if (member.shownAs !== name) {
    member.shownAs = name;
    setText(member.nameNode, name);
    member.row.setAttribute('aria-label', 'Member ' + name);
    member.moreButton.setAttribute('aria-label', 'More for ' + name);
  }
  setText(member.numberNode, (member.called ? 'called ' + member.to : member.name && member.from !== name ? member.from : ''));
  const is = { talking: member.talking, waiting: !member.conference.started, held: member.held, muted: member.muted, deaf: member.deaf, floor: member.floor };
  for (const tag of Object.keys(is)) setHidden(member.tags[tag], !is[tag]);
  setClass(member.row, 'is-talking', Boolean(member.talking));
  const mute = member.muted ? 'Unmute' : 'Mute';
  if (member.muteButton.textContent !== mute) member.muteButton.textContent = mute;
  if (member.muteLabel !== mute + name) {
    member.muteLabel = mute + name;
    member.muteButton.setAttribute('aria-label', mute + ' ' + name);
  }
}

function times(conference) {
  setText(conference.sinceNode, timeOf(conference.since) + ' · ' + sinceWords(conference.since));
  if (conference.folded) return;
  for (const member of conference.members.values()) setText(member.sinceNode, timeOf(member.since) + ' · ' + sinceWords(member.since));
}

/** After a change: what belongs to no single conference. */
function settled() {
  if (!current || !isShown(current)) {
    const first = rows()[0];
    if (first) goTo(first, unfocused);
    else if (unfocused) filter.focus();
  }
  unfocused = false;
  emptiness();
}

// ---- the filter

let wanted = '';

const statesOf = (member) => [member.talking && 'talking', member.muted && 'muted', member.deaf && 'deaf', member.held && 'on hold', member.floor && 'floor',
  !member.conference.started && 'waiting'].filter(Boolean).join(' ');

/** A conference is shown if it, or one of its members, is wanted; those are marked. */
function match(conference) {
  let shown = true;
  if (wanted) {
    const own = (conference.name + ' ' + conference.account + (conference.recording ? ' recording' : '') + (conference.started ? '' : ' waiting for the start'))
      .toLowerCase().includes(wanted);
    let any = false;
    for (const member of conference.members.values()) {
      const is = (nameOf(member) + ' ' + member.from + ' ' + member.to + ' ' + statesOf(member)).toLowerCase().includes(wanted);
      setClass(member.row, 'found', is);
      any = any || is;
    }
    shown = own || any;
  } else if (conference.marked) {
    for (const member of conference.members.values()) setClass(member.row, 'found', false);
  }
  conference.marked = Boolean(wanted);
  if (!shown && conference.box.contains(document.activeElement)) unfocused = true;
  setHidden(conference.box, !shown);
}

function emptiness() {
  let shown = 0;
  for (const conference of sorted) if (!conference.box.hidden) shown++;
  const empty = byId('conferences-empty');
  setHidden(empty, shown > 0);
  setText(empty, known.size ? 'No conference, caller or state has “' + filter.value.trim() + '” in it.'
    : 'No conference is on. One appears here as soon as a caller enters it.');
  setText(byId('filter-result'), wanted && shown ? shown + ' of ' + known.size : '');
}

filter.addEventListener('input', () => {
  wanted = filter.value.trim().toLowerCase();
  for (const conference of sorted) match(conference);
  settled();
});
filter.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && filter.value) {
    filter.value = '';
    filter.dispatchEvent(new Event('input'));
  } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
    event.preventDefault();
    const first = rows()[0];
    if (first) goTo(first, true);
  }
});

// ---- the keyboard

const isShown = (one) => one.isConnected && !one.parentNode.hidden && !(one.member && one.member.conference.folded);

function rows() {
  const all = [];
  for (const conference of sorted) {
    if (conference.box.hidden) continue;
    all.push(conference.row);
    if (!conference.folded) for (const member of conference.members.values()) all.push(member.row);
  }
  return all;
}

/** The one row into which Tab leads, and its buttons. */
function goTo(next, focus) {
  if (current && current !== next) setStops(current, '-1');
  current = next;
  setStops(next, '0');
  if (focus) next.focus({ preventScroll: true });
  if (focus) next.scrollIntoView({ block: 'nearest' });
}

function setStops(one, index) {
  one.tabIndex = Number(index);
  for (const each of one.querySelectorAll('.acts button')) each.tabIndex = Number(index);
}

/** A row goes: whoever is at it goes to its neighbour. */
function forget(gone) {
  if (current !== gone) return;
  const had = gone.contains(document.activeElement);
  const all = rows();
  const at = all.indexOf(gone);
  const next = all[at + 1] || all[at - 1];
  current = null;
  if (next) goTo(next, had);
}

list.addEventListener('focusin', (event) => {
  const at = event.target.closest('.row');
  if (at && at !== current) goTo(at, false);
});

list.addEventListener('keydown', (event) => {
  const at = event.target.closest('.row');
  if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
  const onRow = event.target === at;
  const go = (next) => {
    event.preventDefault();
    if (next) goTo(next, true);
  };
  const all = () => rows();
  switch (event.key) {
    case 'ArrowDown': { const each = all(); go(each[each.indexOf(at) + 1]); break; }
    case 'ArrowUp': { const each = all(); go(each[each.indexOf(at) - 1]); break; }
    case 'Home': go(all()[0]); break;
    case 'End': go(all().at(-1)); break;
    case 'ArrowLeft':
      event.preventDefault();
      if (at.member) go(at.member.conference.row);
      else fold(at.conference, true);
      break;
    case 'ArrowRight':
      event.preventDefault();
      if (at.conference) fold(at.conference, false);
      break;
    case 'Enter':
    case ' ':
      if (onRow) {
        event.preventDefault();
        act(at, 'more');
      }
      break;
    case 'm':
    case 'M':
      if (at.member) {
        event.preventDefault();
        act(at, 'mute');
      }
      break;
    default:
  }
});

function fold(conference, folded) {
  conference.folded = folded;
  conference.row.setAttribute('aria-expanded', String(!folded));
  setClass(conference.box, 'folded', folded);
  if (!folded) times(conference);
  if (current && !isShown(current)) goTo(conference.row, current.contains(document.activeElement));
}

byId('dialog').addEventListener('close', () => {
  if (document.activeElement === document.body && current) current.focus();
});

document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.target.closest('input, select, textarea, dialog') && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    filter.focus();
    filter.select();
  }
});

// ---- orders

list.addEventListener('click', (event) => {
  const at = event.target.closest('.row');
  if (!at) return;
  const pressed = event.target.closest('button');
  if (pressed) act(at, pressed.dataset.act);
  else if (at.conference && event.target.closest('.title')) fold(at.conference, !at.conference.folded);
});

async function act(at, what) {
  if (document.body.classList.contains('stale')) return;
  if (what === 'fold') {
    fold(at.conference, !at.conference.folded);
  } else if (what === 'mute') {
    await members(at.member.conference, [at.member], at.member.muted ? 'unmute' : 'mute', '', at.member.muteButton);
  } else if (what === 'record') {
    await record(at.conference);
  } else if (at.member) {
    memberMenu(at.member);
  } else {
    conferenceMenu(at.conference);
  }
}

async function members(conference, whom, what, done, pressed, more = {}) {
  if (pressed) pressed.setAttribute('aria-busy', 'true');
  const ids = whom === 'all' ? 'all' : whom.map((member) => member.id);
  await order('order', { account: conference.account, conference: conference.name, members: ids, order: what, ...more }, done);
  if (pressed) pressed.removeAttribute('aria-busy');
}

async function sure(question, then) {
  if (await ask({ danger: true, ...question }) !== null) await then();
}

function sounds(conference, whom, who) {
  return [
    ['Play a sound…', async () => {
      const url = await ask({ title: 'Play a sound to ' + who, text: 'It is fetched by Confab, as <Play> does: wav or mp3.', action: 'Play',
        field: { label: 'URL', type: 'url', value: lastUrl } });
      if (url !== null) {
        lastUrl = url;
        await members(conference, whom, 'play', 'The sound is on its way to ' + who + '.', null, { url });
      }
    }],
    ['Speak a text…', async () => {
      const text = await ask({ title: 'Speak to ' + who, text: 'A voice reads it, as <Speak> does.', action: 'Speak',
        field: { label: 'Text', type: 'text', value: lastText } });
      if (text !== null) {
        lastText = text;
        await members(conference, whom, 'speak', 'The text is on its way to ' + who + '.', null, { text });
      }
    }],
    ['Stop the sound', () => members(conference, whom, 'stop-sound', 'No sound is played to ' + who + ' any more.')],
  ];
}

function memberMenu(member) {
  const name = nameOf(member);
  const { conference } = member;
  const one = [member];
  showMenu(member.moreButton, name, [
    [member.muted ? 'Unmute' : 'Mute', () => members(conference, one, member.muted ? 'unmute' : 'mute')],
    [member.deaf ? 'Let hear again' : 'Make deaf', () => members(conference, one, member.deaf ? 'undeaf' : 'deaf')],
    ...sounds(conference, one, name),
    ['What happened', () => story(member.key)],
    null,
    ['Kick…', () => sure({ title: 'Kick ' + name + '?', action: 'Kick',
      text: 'The member leaves “' + conference.name + '”, and the call goes on with what follows in its document.' },
    () => members(conference, one, 'kick', name + ' was kicked.')), true],
    ['Hang up…', () => sure({ title: 'Hang up ' + name + '?', action: 'Hang up', text: 'The call ends.' },
      () => members(conference, one, 'hangup', name + ' was hung up.')), true],
  ]);
}

/** In a page of its own: a story is read beside what goes on. */
function story(name) {
  window.open(new URL('/console/trace', location.origin).href + '#' + encodeURIComponent(name), '_blank', 'noopener');
}

function conferenceMenu(conference) {
  const size = conference.members.size;
  const all = 'everybody in “' + conference.name + '”';
  showMenu(conference.moreButton, conference.name, [
    ['Mute all', () => members(conference, 'all', 'mute', 'Muted: ' + all + '.')],
    ['Unmute all', () => members(conference, 'all', 'unmute', 'Unmuted: ' + all + '.')],
    ...sounds(conference, 'all', all),
    ['What happened', () => story(conference.name)],
    null,
    ['Kick all…', () => sure({ title: 'Kick all from “' + conference.name + '”?', action: 'Kick ' + count(size, 'member'),
      text: 'Each call goes on with what follows in its document. The conference ends.' },
    () => members(conference, 'all', 'kick', 'Kicked: ' + all + '.')), true],
    ['Hang up all…', () => sure({ title: 'Hang up all in “' + conference.name + '”?', action: 'Hang up ' + count(size, 'member'),
      text: 'The calls end, and the conference with them.' },
    () => order('hangup', { account: conference.account, conference: conference.name }, 'Hung up: ' + all + '.')), true],
  ]);
}

async function record(conference) {
  const which = { account: conference.account, conference: conference.name };
  if (!conference.recording) {
    await order('record', { ...which, on: true }, '“' + conference.name + '” is recorded.');
  } else {
    await sure({ title: 'Stop recording “' + conference.name + '”?', action: 'Stop recording',
      text: 'The file ends here. By itself the conference is not recorded again.' },
    () => order('record', { ...which, on: false }, '“' + conference.name + '” is not recorded any more.'));
  }
}
