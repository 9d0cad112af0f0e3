'use strict';
const at = id => document.getElementById(id);

// Text enters the page here alone, as text.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function figureCell(value, digits) {
  const cell = element('td', { class: 'number' }, value?.[0] == null ? '–' : number(value[0], digits));
  if (bracket(value, digits)) cell.append(' ', element('span', { class: 'interval' }, bracket(value, digits)));
  return cell;
}

const scrollable = (label, table) => element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, table);
const entry = (name, text) => [element('dt', {}, name), element('dd', {}, text)];
