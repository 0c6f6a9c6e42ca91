// Elements. Texts that come from callers and applications are only ever set as text.

export const byId = (id) => document.getElementById(id);

/** An element with a class, a text and attributes. */
export function el(name, className = '', text = '', attributes = {}) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== '') made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
