'use strict';
// What follows from the choices, and who listens to what.
function show() {
  const all = chosen();
  const whole = all.filter(row => row.category == null);
  const measured = whole.filter(row => row.measured);
  const warning = data.published.find(pair => pair.target === choice('target'))?.warning;
  showFindings();
  showBars(whole);
  showCurves(measured);
  showBeside(whole);
  showTable(at('categories').checked ? all : whole);
  at('warning').hidden = !warning;
  at('warning').textContent = warning ? `Published figures: ${warning}` : '';
  at('published-note').hidden = !whole.some(row => !row.measured);
  at('no-run').hidden = measured.length > 0;
  at('no-run').textContent = data.runs.length ? 'Acceptance by draft position, latency and throughput against latency are shown of runs of one\'s own alone, and none fits these choices.'
    : 'Acceptance by draft position, latency and throughput against latency were not published: a run of one\'s own shows them here (specbundle bench, then specbundle dashboard FOLDER).';
  at('categories').closest('label').hidden = all.length === whole.length;
  at('status').textContent = `${plural(measured.length, 'measured row')} and ${whole.length - measured.length} published of ${choice('target')}${choice('draft') ? ` with ${choice('draft')}` : ''}.`;
}

function changed(event) {
  // A new target starts from its own draft; benchmark, metric and configuration stay where it has them.
  if (event.target.id === 'target') offerBelowTarget({ benchmark: choice('benchmark'), configuration: choice('configuration'), metric: choice('metric') });
  keepInAddress();
  show();
}

setTheme(dark.matches ? 'dark' : 'light');
dark.addEventListener('change', () => { setTheme(dark.matches ? 'dark' : 'light'); show(); });
at('theme').addEventListener('click', () => { setTheme(theme() === 'dark' ? 'light' : 'dark'); show(); });
addEventListener('beforeprint', () => { setPrinting(true); show(); });
addEventListener('afterprint', () => { setPrinting(false); show(); });
addEventListener('hashchange', () => { if (location.hash.includes('=')) { takeFromAddress(); show(); } });
at('controls').addEventListener('submit', event => event.preventDefault());
at('controls').addEventListener('change', changed);
at('categories').addEventListener('change', changed);
at('csv').addEventListener('click', saveCsv);
at('published-note').textContent = publishedText;
takeFromAddress();
showSettings();
show();
