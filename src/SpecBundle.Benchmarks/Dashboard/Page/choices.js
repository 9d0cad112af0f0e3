'use strict';
// What is chosen. It stands in the address too, so that a reload or a bookmark shows the same.
const choice = id => at(id).value;
const selects = ['target', 'draft', 'benchmark', 'metric', 'configuration', 'latency'];
const every = ['', 'All'];

function offer(id, entries, wanted) {
  const before = wanted ?? choice(id);
  at(id).replaceChildren(...entries.map(([value, text]) => element('option', { value }, text)));
  at(id).value = entries.some(([value]) => value === before) ? before : entries[0]?.[0] ?? '';
}

function offerTargets(wanted) {
  const measured = new Set(data.runs.map(run => run.target));
  offer('target', distinct(rows.map(row => row.target)).map(name => [name, measured.has(name) ? `${name} (measured)` : name]), wanted.target);
  offer('latency', Object.entries(latencies).map(([id, one]) => [id, one.name]), wanted.latency);
}

// Below a target stand its own drafts, benchmarks and metrics; what is wanted stays where the target has it.
function offerBelowTarget(wanted) {
  const here = rows.filter(row => row.target === choice('target'));
  const run = data.runs.find(one => one.target === choice('target'));
  const pair = data.published.find(one => one.target === choice('target'));
  const list = names => [every, ...distinct(names).filter(Boolean).sort(naturally).map(name => [name, name])];
  offer('draft', list(here.map(row => row.draft)), wanted.draft ?? run?.draft ?? pair?.draft ?? '');
  offer('benchmark', list(here.map(row => row.benchmark)), wanted.benchmark ?? run?.report.cells[0]?.workload ?? '');
  offer('configuration', list(here.map(row => row.configuration)).map(([value, text]) => [value, isBaseline(value) ? `${text} (without draft)` : text]), wanted.configuration);
  offer('metric', metrics.filter(metric => here.some(row => metric.of(row) != null)).map(metric => [metric.id, metric.name]), wanted.metric);
  at('latency').closest('label').hidden = !run;
}

const chosen = () => rows.filter(row => row.target === choice('target')
  && (!choice('draft') || row.draft === '' || row.draft === choice('draft'))
  && (!choice('benchmark') || row.benchmark === choice('benchmark'))
  && (!choice('configuration') || row.configuration === choice('configuration')));

const wantedByAddress = () => Object.fromEntries(new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : ''));

function keepInAddress() {
  const kept = new URLSearchParams(selects.map(id => [id, choice(id)]));
  if (at('categories').checked) kept.set('categories', 'yes');
  history.replaceState(null, '', `#${kept}`);
}

function takeFromAddress() {
  const wanted = wantedByAddress();
  offerTargets(wanted);
  offerBelowTarget(wanted);
  at('categories').checked = wanted.categories === 'yes';
}
