'use strict';
// What is chosen, and what follows from it.
const at = id => document.getElementById(id);
const choice = id => at(id).value;
const say = text => { at('status').textContent = text; };
const every = ['', 'All'];
const shortName = name => name.split('/').pop();

function fill(id, entries, wanted) {
  const before = wanted ?? choice(id);
  at(id).replaceChildren(...entries.map(([value, text]) => element('option', { value }, text)));
  at(id).value = entries.some(([value]) => value === before) ? before : entries[0]?.[0] ?? '';
}

function fillBelowTarget(first) {
  const here = rows.filter(row => row.target === choice('target'));
  const run = data.runs.find(one => one.target === choice('target'));
  const pair = data.published.find(one => one.target === choice('target'));
  fill('draft', [every, ...distinct(here.map(row => row.draft)).filter(Boolean).map(name => [name, name])], first ? run?.draft ?? pair?.draft ?? '' : undefined);
  const benchmarks = distinct(here.map(row => row.benchmark)).sort(naturally).map(name => [name, name]);
  fill('benchmark', [every, ...benchmarks], first ? run?.report.cells[0]?.workload ?? '' : undefined);
  fill('configuration', [every, ...distinct(here.map(row => row.configuration)).sort(naturally).map(name => [name, isBaseline(name) ? `${name} (without draft)` : name])]);
  fill('metric', metrics.filter(metric => here.some(row => metric.of(row) != null)).map(metric => [metric.id, metric.name]));
}

const chosen = () => rows.filter(row => row.target === choice('target')
  && (!choice('draft') || row.draft === '' || row.draft === choice('draft'))
  && (!choice('benchmark') || row.benchmark === choice('benchmark'))
  && (!choice('configuration') || row.configuration === choice('configuration')));

function show() {
  const all = chosen();
  const whole = all.filter(row => row.category == null);
  const measured = whole.filter(row => row.measured);
  showBars(whole);
  showMeasured(measured);
  showTable(at('categories').checked ? all : whole);
  showFindings();
  const warning = data.published.find(pair => pair.target === choice('target'))?.warning;
  at('warning').hidden = !warning;
  at('warning').textContent = warning ? `Published figures: ${warning}` : '';
  at('no-run').hidden = measured.length > 0;
  say(`${measured.length} measured and ${whole.length - measured.length} published cells of ${choice('target')}.`);
}

function seriesOf(list, key, labels, labelOf, valueOf) {
  return distinct(list.map(key)).sort(naturally).map(name => {
    const mine = list.filter(row => key(row) === name);
    return { name, published: !mine[0].measured, values: labels.map(label => mine.map(row => labelOf(row) === label ? valueOf(row) : null).find(value => value != null) ?? null) };
  });
}

function showBars(whole) {
  const metric = metrics.find(one => one.id === choice('metric'));
  if (!metric) return draw('bars', 'bar', { labels: [], series: [] });
  const having = whole.filter(row => metric.of(row) != null);
  const one = choice('benchmark');
  const labelOf = row => one ? row.configuration : row.benchmark;
  const labels = distinct(having.map(labelOf)).sort(naturally);
  const drafts = distinct(having.map(row => row.draft).filter(Boolean)).length > 1;
  const key = row => [one ? '' : row.configuration, drafts ? shortName(row.draft) || 'without draft' : '', row.source].filter(Boolean).join(' · ');
  draw('bars', 'bar', { title: `${metric.name}${one ? `, ${one}` : ''}: measured beside published`, x: one ? 'Configuration' : 'Benchmark', y: metric.unit, labels, series: seriesOf(having, key, labels, labelOf, metric.of) });
}

function showMeasured(measured) {
  const several = { benchmarks: distinct(measured.map(row => row.benchmark)).length > 1, runs: distinct(measured.map(row => row.source)).length > 1 };
  const nameOf = row => [row.configuration, several.benchmarks ? row.benchmark : '', several.runs ? row.source : ''].filter(Boolean).join(' · ');
  const lines = (labels, values) => measured.map((row, colour) => ({ name: nameOf(row), colour, values: values(row, labels) }));
  const positions = Array.from({ length: Math.max(0, ...measured.map(row => row.draftPositions.length)) }, (_, index) => index + 1);
  for (const kind of ['conditional', 'marginal']) {
    draw(kind, 'line', { title: `Acceptance by draft position, ${kind}`, x: 'Position in the draft', y: 'share', max: 1, labels: positions, series: lines(positions, row => positions.map(place => row.draftPositions[place - 1]?.[kind] ?? null)) });
  }
  const stretches = distinct(measured.flatMap(row => row.outputPositions.map(one => `${one.fromToken}–${one.toToken - 1}`))).sort(naturally);
  draw('along', 'line', { title: 'Tokens per verify step along the answer', x: 'Token of the answer', y: 'tokens', labels: stretches, series: lines(stretches, row => stretches.map(name => row.outputPositions.find(one => `${one.fromToken}–${one.toToken - 1}` === name)?.tokensPerVerifyStep ?? null)) });
  const latency = choice('latency');
  const percentiles = { p50: '50', p90: '90', p95: '95', p99: '99', max: '100' };
  draw('percentiles', 'line', { title: `${latencies[latency]}: percentiles`, x: 'Percentile', y: 's', labels: Object.values(percentiles), series: lines(null, row => Object.keys(percentiles).map(key => interval(row.latencies?.[latency]?.[key]))) });
  draw('tradeoff', 'scatter', { title: `Throughput against ${latencies[latency]} (median)`, x: `${latencies[latency]}, median (s)`, y: 'tokens/s', labels: ['Throughput'],
    series: measured.map((row, colour) => ({ name: nameOf(row), colour, points: true, values: [row.outputThroughput && row.latencies?.[latency] ? [...row.outputThroughput, row.latencies[latency].p50] : null] })) });
}

function showFindings() {
  const matches = one => (!choice('benchmark') || one.workload === choice('benchmark')) && (!choice('configuration') || !one.configuration || one.configuration === choice('configuration'));
  const runs = data.runs.filter(run => run.target === choice('target'));
  const best = runs.flatMap(run => run.report.best.filter(one => !choice('benchmark') || one.workload === choice('benchmark')).map(one => element('li', {},
    `${one.workload}, batch ${one.batchSize}: ${one.configuration} is the fastest, ${number(one.lead[0])} times ${one.runnerUp} ${bracket(one.lead)} on ${one.prompts} prompts; ${one.indistinguishable.length ? `it cannot be told from ${one.indistinguishable.join(' and ')}` : 'surely the best of those that ran'}.`)));
  const findings = runs.flatMap(run => run.report.findings.filter(matches).map(one => element('li', { class: one.severity === 'Warning' ? 'finding-warning' : '' },
    `${one.severity}, ${one.workload} at ${one.configuration}: ${one.text}`)));
  at('finding-list').replaceChildren(...best, ...findings);
  at('findings').hidden = best.length + findings.length === 0;
}

function showSettings() {
  at('definitions').append(...terms.flatMap(([name, text]) => [element('dt', {}, name), element('dd', {}, text)]));
  const entry = (name, text) => [element('dt', {}, name), element('dd', {}, text)];
  at('settings').append(element('dl', {}, ...entry('SpecBundle', data.version), ...entry('Published figures', data.publishedSource),
    ...data.runs.flatMap(run => [...entry('Run', `${run.name}: ${run.target} with ${run.draft ?? 'no draft'}`), ...run.settings.flatMap(one => entry(one.key, one.value))])));
  at('subtitle').textContent = data.runs.length ? data.runs.map(run => `${run.name}: ${shortName(run.target)}`).join('; ') : 'Published results; no run of one\'s own';
}

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  at('theme').setAttribute('aria-pressed', String(name === 'dark'));
}

const dark = matchMedia('(prefers-color-scheme: dark)');
setTheme(dark.matches ? 'dark' : 'light');
dark.addEventListener('change', () => { setTheme(dark.matches ? 'dark' : 'light'); show(); });
at('theme').addEventListener('click', () => { setTheme(theme() === 'dark' ? 'light' : 'dark'); show(); });
addEventListener('beforeprint', () => { printing = true; show(); });
addEventListener('afterprint', () => { printing = false; show(); });
at('controls').addEventListener('submit', event => event.preventDefault());
at('controls').addEventListener('change', event => { if (event.target.id === 'target') fillBelowTarget(true); show(); });
at('categories').addEventListener('change', show);
at('csv').addEventListener('click', saveCsv);
fill('target', distinct(rows.map(row => row.target)).map(name => [name, name]));
fill('latency', Object.entries(latencies));
fillBelowTarget(true);
showSettings();
show();
