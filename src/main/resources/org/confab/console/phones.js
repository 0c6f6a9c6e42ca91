// The demo's phones: there are none with a FreeSWITCH of one's own.

import { byId, el, order, place, setClass, setHidden, setText } from './parts.js';
import { nameOfRoom } from './conferences.js';

const list = byId('phones-list');
const keypad = byId('keypad');
const known = new Map();
let numbers = '';
let hasNumbers = false; // an application of one's own has any
let pressing = null; // whose keys are shown

const send = (body) => order('phones', body);

function make(phone) {
  const box = el('li', 'phone');
  const made = { box, phone };
  made.name = el('b', 'phone-name', phone.name);
  made.where = el('span', 'where');
  made.number = el(hasNumbers ? 'select' : 'input', 'dial', '', { 'aria-label': 'Number that ' + phone.name + ' calls' });
  if (!hasNumbers) made.number.value = '1000';
  made.call = el('button', 'quiet', 'Call', { type: 'button', 'aria-label': 'Call as ' + phone.name });
  made.keys = el('button', 'quiet', 'Keys', { type: 'button', 'aria-label': 'Keys of ' + phone.name, 'aria-haspopup': 'true' });
  made.talk = el('button', 'quiet', 'Talk', { type: 'button', 'aria-pressed': 'false' });
  made.hangUp = el('button', 'quiet', 'Hang up', { type: 'button', 'aria-label': 'Hang up as ' + phone.name });
  made.call.addEventListener('click', () => send({ do: 'call', phone: phone.name, number: made.number.value }));
  made.keys.addEventListener('click', () => showKeys(made));
  made.talk.addEventListener('click', () => send({ do: made.phone.talking ? 'silence' : 'talk', phone: made.phone.key }));
  made.hangUp.addEventListener('click', () => send({ do: 'hangup', phone: made.phone.key }));
  box.append(made.name, made.where, made.number, made.call, made.talk, made.keys, made.hangUp);
  list.append(box);
  known.set(phone.name, made);
  return made;
}

function options(select, choices) {
  const before = select.value;
  select.replaceChildren(...choices.map((each) => el('option', '', each.number + '  ' + each.what, { value: each.number })));
  if (choices.some((each) => each.number === before)) select.value = before;
}

function where(phone) {
  if (!phone.where.startsWith('conference ')) return phone.where;
  const name = nameOfRoom(phone.where.slice('conference '.length));
  return name ? 'in “' + name + '”' : 'in a conference';
}

/** What is known of the phones; undefined: there are none. */
export function phones(section) {
  if (!section) return;
  setHidden(byId('phones'), false);
  setHidden(document.querySelector('.views [data-view=phones]'), false);
  const choices = JSON.stringify(section.numbers);
  const renew = choices !== numbers;
  numbers = choices;
  hasNumbers = section.numbers.length > 0;
  for (const phone of section.list) {
    const isNew = !known.has(phone.name);
    const made = known.get(phone.name) || make(phone);
    made.phone = phone;
    if (hasNumbers && (isNew || renew)) options(made.number, section.numbers);
    const up = phone.key !== '';
    if (!up && pressing === made) keypad.hidePopover();
    setClass(made.box, 'up', up);
    for (const each of [made.number, made.call]) setHidden(each, up);
    for (const each of [made.where, made.keys, made.talk, made.hangUp]) setHidden(each, !up);
    setText(made.where, where(phone));
    setText(made.talk, phone.talking ? 'Be silent' : 'Talk');
    made.talk.setAttribute('aria-pressed', String(phone.talking));
    made.talk.setAttribute('aria-label', (phone.talking ? 'Be silent as ' : 'Talk as ') + phone.name);
  }
}

function showKeys(made) {
  pressing = made;
  keypad.replaceChildren(el('p', 'menu-title', 'Keys of ' + made.phone.name));
  for (const key of '123456789*0#') {
    const button = el('button', 'key', key, { type: 'button' });
    button.addEventListener('click', () => press(key));
    keypad.append(button);
  }
  keypad.showPopover();
  place(keypad, made.keys);
  keypad.querySelector('.key').focus();
}

function press(key) {
  if (pressing) order('phones', { do: 'press', phone: pressing.phone.key, keys: key });
}

keypad.addEventListener('keydown', (event) => {
  if (/^[0-9*#]$/.test(event.key)) press(event.key);
});
keypad.addEventListener('toggle', (event) => {
  if (event.newState === 'closed' && pressing) {
    if (document.activeElement === document.body || keypad.contains(document.activeElement)) pressing.keys.focus();
    pressing = null;
  }
});
