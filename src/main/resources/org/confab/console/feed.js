// What the application was asked and told, the last first.

import { ask, byId, count, el, exactTimeOf, order, setHidden, setText, sinceWords } from './parts.js';

const MOST = 200;
const FIRST = 40; // so many are made while the list is at its top, where those below are not seen

/** A list of entries, the last one first, of which each is made anew when it changes. */
class Feed {
  constructor(list, make) {
    this.list = list;
    this.make = make;
    this.entries = [];
    this.nodes = new Map(); // by key
    this.all = false;
    this.down = false; // asked only when it changes: each asking makes the browser lay the page out
    list.addEventListener('scroll', () => {
      this.down = list.scrollTop > 0;
      this.reach();
    }, { passive: true });
  }

  /** New ones go to the top; known ones stay where they are. */
  put(entries) {
    const fresh = [];
    for (const entry of entries) {
      const at = this.entries.findIndex((each) => each.key === entry.key);
      if (at < 0) {
        fresh.unshift(entry);
      } else {
        this.entries[at] = entry;
        const before = this.nodes.get(entry.key);
        if (before) before.replaceWith(this.node(entry));
      }
    }
    this.entries = [...fresh, ...this.entries].slice(0, MOST);
    this.list.prepend(...fresh.slice(0, this.most()).map((entry) => this.node(entry)));
    this.cut();
  }

  /** Exactly these, in this order. What has the keyboard keeps it. */
  show(entries) {
    const focused = this.list.contains(document.activeElement) ? document.activeElement.closest('li') : null;
    const key = focused ? focused.entry.key : '';
    this.entries = entries.slice(0, MOST);
    this.nodes.clear();
    this.list.replaceChildren(...this.entries.slice(0, this.most()).map((entry) => this.node(entry)));
    const again = this.nodes.get(key);
    if (again) (again.querySelector('button') || this.list).focus();
    else if (focused) this.list.focus();
  }

  /** Whether all are made, wherever the list is scrolled to. */
  whole(all) {
    this.all = all;
    this.reach();
  }

  most() {
    return this.all || this.down ? MOST : FIRST;
  }

  reach() {
    this.list.append(...this.entries.slice(this.list.children.length, this.most()).map((entry) => this.node(entry)));
    this.cut();
  }

  cut() {
    for (const most = this.most(); this.list.children.length > most;) {
      this.nodes.delete(this.list.lastElementChild.entry.key);
      this.list.lastElementChild.remove();
    }
  }

  node(entry) {
    const made = this.make(entry);
    made.entry = entry;
    this.nodes.set(entry.key, made);
    return made;
  }

  get size() {
    return this.entries.length;
  }
}

function entry(at, what, about, mark, markClass, lines, isWrong) {
  const made = el('li', isWrong ? 'entry is-wrong' : 'entry');
  const first = el('p', 'first');
  first.append(el('time', '', exactTimeOf(at)), el('b', '', what), el('span', 'about', about), el('span', 'mark ' + markClass, mark));
  made.append(first);
  for (const [className, text] of lines) if (text) made.append(el('p', className, text));
  return made;
}

// ---- requests

const asked = new Feed(byId('requests-list'), (request) => {
  const wrong = request.state === 'wrong';
  const mark = request.state === 'asked' ? 'asked…' : (request.status || 'no answer') + ' · ' + request.took + ' ms';
  return entry(request.at, request.what, [request.from && 'from ' + request.from, request.conference && '“' + request.conference + '”'].filter(Boolean).join(', '),
    mark, request.state === 'asked' ? 'wait' : wrong ? 'bad' : 'good',
    [['url', request.method + ' ' + request.url], [wrong ? 'said bad' : 'said', request.said]], wrong);
});

function requestsEmpty() {
  const only = byId('requests-wrong').checked;
  const none = byId('requests-empty');
  setHidden(none, only ? Boolean(byId('requests-list').querySelector('.is-wrong')) : asked.size > 0);
  setText(none, only ? 'Nothing is wrong with what the application answered lately.'
    : 'Nothing was asked lately. The next call asks for its answer document.');
}

byId('requests-wrong').addEventListener('change', (event) => {
  byId('requests-list').classList.toggle('only-wrong', event.target.checked);
  asked.whole(event.target.checked);
  requestsEmpty();
});

export function requests(list, isSnapshot) {
  if (isSnapshot) asked.show([...list].reverse());
  else asked.put(list);
  requestsEmpty();
}

// ---- callbacks

const STATES = { pending: ['pending', 'wait'], retried: ['retrying', 'warn'], delivered: ['delivered', 'good'], dead: ['dead', 'bad'], dropped: ['dropped', 'bad'] };

const recentList = byId('callbacks-list');
let part = 'recent';
let recent = []; // the last one last
let pending = [];
let dead = [];
let counts = { pending: 0, dead: 0, oldest: 0 };

const said = (callback) => [callback.attempts > 1 && count(callback.attempts, 'attempt'), callback.said].filter(Boolean).join(': ');

const MAKE = {
  recent: (callback) => {
    const [word, className] = STATES[callback.state] || [callback.state, ''];
    return entry(callback.at, callback.what || 'callback', callback.conference && '“' + callback.conference + '”', word, className,
      [['url', callback.method + ' ' + callback.url], [className === 'good' ? '' : className === 'bad' ? 'said bad' : 'said', className === 'good' && callback.attempts < 2 ? '' : said(callback)]],
      className === 'bad');
  },
  pending: (callback) => {
    const lately = recent.find((each) => each.key === callback.key);
    return entry(callback.at, callback.what || 'callback', '“' + callback.conference + '”', sinceWords(callback.at), 'wait',
      [['url', callback.url], ['said', lately ? said(lately) : '']], false);
  },
  dead: (callback) => {
    const made = entry(callback.at, callback.what || 'callback', '“' + callback.conference + '”', callback.replay ? 'to be replayed' : 'dead',
      callback.replay ? 'wait' : 'bad', [['url', callback.url], ['said bad', said(callback)]], false);
    const replay = el('button', 'quiet replay', 'Replay', { type: 'button', 'aria-label': 'Replay ' + (callback.what || 'callback') + ' of ' + callback.conference });
    replay.disabled = Boolean(callback.replay);
    replay.addEventListener('click', () => {
      replay.disabled = true;
      order('replay', { ids: [callback.key] }, 'It is sent again within seconds.').then((done) => { replay.disabled = done; });
    });
    made.append(replay);
    return made;
  },
};

const told = new Feed(recentList, (callback) => MAKE[part](callback));

const EMPTY = {
  recent: 'No callback lately. Members who enter and leave are told to their callbackUrl.',
  pending: 'No callback is pending: the application has taken all of them.',
  dead: 'No dead letter: the application has refused none.',
};

function showPart() {
  told.show({ recent: () => [...recent].reverse(), pending: () => pending, dead: () => dead }[part]());
  emptiness();
}

function emptiness() {
  const none = byId('callbacks-empty');
  setHidden(none, told.size > 0);
  setText(none, EMPTY[part]);
  setHidden(byId('replay-all'), part !== 'dead' || dead.length < 2);
}

for (const each of document.querySelectorAll('[data-part]')) {
  each.addEventListener('click', () => {
    part = each.dataset.part;
    for (const other of document.querySelectorAll('[data-part]')) other.setAttribute('aria-pressed', String(other === each));
    showPart();
    recentList.scrollTop = 0;
  });
}

byId('replay-all').addEventListener('click', async () => {
  if (await ask({ title: 'Replay ' + count(counts.dead, 'dead letter') + '?', action: 'Replay all',
    text: 'Each is sent again, behind what waits for its conference, with the same id.' }) !== null) {
    await order('replay', { ids: 'all' }, 'They are sent again within seconds.');
  }
});

/** @param update what came: lists that it lacks are as they were */
export function callbacks(update, isSnapshot) {
  if (isSnapshot) {
    recent = update.callbacks || [];
  } else if (update.callbacks) {
    for (const callback of update.callbacks) {
      const at = recent.findIndex((each) => each.key === callback.key);
      if (at < 0) recent.push(callback);
      else recent[at] = callback;
    }
    recent = recent.slice(-MOST);
  }
  pending = update.pending || (isSnapshot ? [] : pending);
  dead = update.dead || (isSnapshot ? [] : dead);
  counts = update.counts || counts;
  setText(byId('part-pending'), String(counts.pending));
  setText(byId('part-dead'), String(counts.dead));
  byId('part-dead').classList.toggle('bad', counts.dead > 0);
  if (isSnapshot || (part !== 'recent' && update[part])) showPart();
  else if (part === 'recent' && update.callbacks) told.put(update.callbacks);
  emptiness();
  return counts;
}
