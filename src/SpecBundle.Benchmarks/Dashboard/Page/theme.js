'use strict';
// Light, dark, and paper, which is always light.
let printing = false;
const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = () => printing ? 'light' : document.documentElement.dataset.theme ?? 'light';

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  at('theme').setAttribute('aria-pressed', String(name === 'dark'));
}

// Before paper is laid out the charts are drawn at its width, and what is folded is opened.
function setPrinting(on) {
  printing = on;
  document.documentElement.classList.toggle('printing', on);
  for (const folded of document.querySelectorAll('details.print')) {
    if (on) folded.dataset.wasOpen = folded.open;
    folded.open = on || folded.dataset.wasOpen === 'true';
  }
}
