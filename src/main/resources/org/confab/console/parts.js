// What every part of the page uses. Texts that come from callers and applications are only ever set as text.

import { byId, el } from './dom.js';

export { byId, el };

/** Touches the page only where it differs. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setHidden(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

export function setClass(node, name, on) {
  if (node.classList.contains(name) !== on) node.classList.toggle(name, on);
}

// ---- times

let ahead = 0; // the service's clock compared with ours, in ms

export function serverTime(at) {
  ahead = at - Date.now();
}

const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const clockWithSeconds = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short' });

const isToday = (at) => new Date(at).toDateString() === new Date().toDateString();

export const timeOf = (at) => (isToday(at) ? '' : day.format(at) + ' ') + clock.format(at);

export const exactTimeOf = (at) => (isToday(at) ? '' : day.format(at) + ' ') + clockWithSeconds.format(at);

/** How long since, in words that are right for a while. */
export function sinceWords(at) {
  const minutes = Math.max(0, Math.floor((Date.now() + ahead - at) / 60000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes + ' min';
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? hours + ' h ' + String(minutes % 60).padStart(2, '0') : Math.floor(hours / 24) + ' days';
}

export const count = (number, one, many = one + 's') => number + ' ' + (number === 1 ? one : many);

// ---- notes

/** Tells something at the page's edge; what went wrong stays longer. */
export function note(text, wrong = false) {
  const shown = el('p', wrong ? 'note bad' : 'note', text);
  const away = el('button', 'away', '×', { type: 'button', 'aria-label': 'Dismiss' });
  away.addEventListener('click', () => shown.remove());
  shown.append(away);
  const notes = byId('notes');
  while (notes.children.length > 3) notes.firstElementChild.remove();
  notes.append(shown);
  setTimeout(() => shown.remove(), wrong ? 12000 : 4000);
}

// ---- orders

const url = (path) => new URL('/console/' + path, location.origin).href; // the page's own may hold a password

/** Gives an order, and tells what became of it. */
export async function order(path, body, done) {
  try {
    const reply = await fetch(url(path), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Confab-Console': '1' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(15000),
    });
    if (reply.ok) {
      if (done) note(done);
      return true;
    }
    const said = await reply.json().catch(() => ({}));
    note(said.error || 'Confab answered with status ' + reply.status + '.', true);
  } catch (failure) {
    note('Confab did not answer; whether it was done is not known.', true);
  }
  return false;
}

// ---- the dialog

let settle = () => {};

/**
 * Asks before something that hurts, or for a text. Has what was typed (an empty text if nothing was asked for), or null if the person thought better of it.
 */
export function ask({ title, text, action, danger = false, field = null }) {
  const dialog = byId('dialog');
  byId('dialog-title').textContent = title;
  byId('dialog-text').textContent = text;
  const doIt = byId('dialog-do');
  doIt.textContent = action;
  doIt.className = danger ? 'danger' : 'primary';
  byId('dialog-field').hidden = !field;
  const input = byId('dialog-input');
  input.required = Boolean(field);
  input.type = field ? field.type : 'text';
  input.value = field ? field.value : '';
  byId('dialog-label').textContent = field ? field.label : '';
  dialog.returnValue = '';
  dialog.showModal();
  (field ? input : byId('dialog-cancel')).focus();
  return new Promise((resolve) => { settle = resolve; });
}

byId('dialog-cancel').addEventListener('click', () => byId('dialog').close());
byId('dialog-form').addEventListener('submit', (event) => {
  event.preventDefault();
  byId('dialog').close('yes');
});
byId('dialog').addEventListener('close', () => settle(byId('dialog').returnValue === 'yes' ? byId('dialog-input').value : null));

// ---- the menu

const menu = byId('menu');
let opener = null;

/** Shows choices at a button: [label, action, danger], or null for a line between them. */
export function showMenu(button, label, choices) {
  menu.replaceChildren();
  menu.setAttribute('aria-label', label);
  menu.append(el('p', 'menu-title', label, { 'aria-hidden': 'true' }));
  for (const choice of choices) {
    if (!choice) {
      menu.append(el('div', 'line', '', { role: 'separator' }));
      continue;
    }
    const [text, action, danger] = choice;
    const item = el('button', danger ? 'item danger' : 'item', text, { type: 'button', role: 'menuitem', tabindex: '-1' });
    item.addEventListener('click', () => {
      menu.hidePopover();
      action();
    });
    menu.append(item);
  }
  opener = button;
  menu.showPopover();
  place(menu, button);
  menu.querySelector('.item').focus();
}

/** Below the button, or above it; within the window. On a narrow screen the style sheet decides. */
export function place(popover, button) {
  const at = button.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const below = at.bottom + 4 + size.height <= innerHeight;
  popover.style.left = Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8)) + 'px';
  popover.style.top = Math.max(8, below ? at.bottom + 4 : at.top - 4 - size.height) + 'px';
}

menu.addEventListener('keydown', (event) => {
  const items = [...menu.querySelectorAll('.item')];
  const here = items.indexOf(document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[next % items.length].focus();
  } else if (event.key === 'Tab') {
    event.preventDefault();
    menu.hidePopover();
  }
});
menu.addEventListener('toggle', (event) => {
  if (event.newState === 'closed' && opener && opener.isConnected && (document.activeElement === document.body || menu.contains(document.activeElement))) {
    opener.focus();
  }
});
