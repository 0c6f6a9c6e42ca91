// One call's story, or a conference's: asked for once, and not kept up to date. The name is in the address after the #, which no server sees.

import { byId, el } from './dom.js';

const words = { switch: 'FreeSWITCH', command: 'command', asked: 'asked', answered: 'answered', decided: 'decided', callback: 'callback' };
const day = new Intl.DateTimeFormat([], { dateStyle: 'medium', timeStyle: 'medium' });
let asked = 0;

function said(text, wrong = false) {
  byId('said').textContent = text;
  byId('said').classList.toggle('bad', wrong);
}

function relative(ms) {
  const size = Math.abs(ms);
  const seconds = (size % 60000 / 1000).toFixed(3);
  const minutes = Math.floor(size / 60000);
  return (ms < 0 ? '-' : '') + (minutes ? minutes + ':' + seconds.padStart(6, '0') : seconds);
}

function lasted(ms) {
  return ms < 60000 ? (ms / 1000).toFixed(1) + ' s' : Math.floor(ms / 60000) + ' min ' + Math.floor(ms % 60000 / 1000) + ' s';
}

function callItem(call, label, current) {
  const item = el('li');
  if (label) item.append(el('span', 'label', label));
  if (call.call === current) {
    item.append(el('strong', 'id', call.call));
  } else {
    item.append(el('a', 'id', call.call, { href: '#' + encodeURIComponent(call.call) }));
  }
  item.append(el('span', 'facts', (call.from || call.to ? 'from ' + call.from + ' to ' + call.to + ', ' : '') + day.format(call.began)
    + (call.conferences ? ', conference ' + call.conferences : '') + (call.lasted >= 0 ? ', ' + call.ended + ' after ' + lasted(call.lasted) : '')));
  return item;
}

function entryItem(entry, began, labels) {
  const level = entry.level === 'ERROR' ? ' bad' : entry.level ? ' warn' : '';
  const item = el('li', 'step ' + entry.kind + level);
  item.append(el('time', 'when', relative(entry.at - began), { datetime: new Date(entry.at).toISOString(), title: day.format(entry.at) }));
  if (labels.size) item.append(el('span', 'label', labels.get(entry.call) || ''));
  item.append(el('span', 'kind', entry.kind === 'decided' && entry.level ? (entry.level === 'ERROR' ? 'error' : 'warning') : words[entry.kind] || entry.kind));
  const text = el('div', 'text', entry.text);
  if (entry.detail) {
    const more = el('details');
    if (entry.kind === 'answered') more.open = true;
    more.append(el('summary', '', entry.kind === 'answered' ? 'document' : 'parameters'), el('pre', '', entry.detail));
    text.append(more);
  }
  item.append(text);
  return item;
}

function show(found, name) {
  byId('calls').replaceChildren();
  byId('entries').replaceChildren();
  const where = found.segments + (found.segments === 1 ? ' segment' : ' segments') + (found.from ? ' from ' + day.format(found.from) + ' to ' + day.format(found.to) : '');
  if (found.what === 'nothing') {
    said('Nothing is known of “' + name + '”: searched ' + where + ' for a call of that id, a caller of that number and a conference of that name.', true);
    return;
  }
  const labels = new Map();
  if (found.what === 'conference') found.calls.forEach((call, index) => labels.set(call.call, '#' + (index + 1)));
  for (const call of found.calls) byId('calls').append(callItem(call, labels.get(call.call), found.what === 'call' ? found.name : ''));
  if (found.what === 'several') {
    said(found.calls.length + ' calls from ' + found.name + '.');
    return;
  }
  said((found.what === 'call' ? 'A call' : 'The conference “' + found.name + '”') + ', ' + found.entries.length + ' entries'
    + (found.leftOut ? '; ' + found.leftOut + ' earlier ones are left out' : '') + '.');
  const began = found.entries.length ? found.entries[0].at : 0;
  byId('entries').classList.toggle('labelled', labels.size > 0);
  byId('entries').append(...found.entries.map((entry) => entryItem(entry, began, labels)));
}

async function look(name) {
  const number = ++asked;
  byId('name').value = name;
  document.title = name + ' – Confab';
  said('Looking…');
  try {
    const reply = await fetch(new URL('/console/trace', location.origin).href, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Confab-Console': '1' },
      body: JSON.stringify({ name }),
      signal: AbortSignal.timeout(60000),
    });
    const found = await reply.json();
    if (number !== asked) return;
    if (reply.ok) show(found, name);
    else said(found.error || 'Confab answered with status ' + reply.status + '.', true);
  } catch (failure) {
    if (number === asked) said('Confab did not answer.', true);
  }
}

function named() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch (broken) {
    return '';
  }
}

byId('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  const name = byId('name').value.trim();
  if (name && named() === name) look(name);
  else if (name) location.hash = encodeURIComponent(name);
});
addEventListener('hashchange', () => { if (named()) look(named()); });
if (named()) look(named());
else byId('name').focus();
