'use strict';
// Curves that only a run of one's own can tell: acceptance by position, latency, throughput against latency.
const percentiles = { p50: '50', p90: '90', p95: '95', p99: '99', max: 'longest' };

function showCurves(measured) {
  if (!measured.length) {
    for (const id of ['conditional', 'marginal', 'along', 'percentiles', 'tradeoff']) draw(id, 'line', {});
    return;
  }

  const configurations = distinct(measured.map(row => row.configuration)).sort(naturally);
  const benchmarks = distinct(measured.map(row => row.benchmark));
  const runs = distinct(measured.map(row => row.run));
  const nameOf = row => [row.configuration, benchmarks.length > 1 ? row.benchmark : '', runs.length > 1 ? row.run : ''].filter(Boolean).join(' · ');
  // A colour is a configuration; points and dashes tell benchmarks and runs.
  const looks = row => {
    const variant = benchmarks.indexOf(row.benchmark) + benchmarks.length * runs.indexOf(row.run);
    return { name: nameOf(row), colour: configurations.indexOf(row.configuration), variant, shape: benchmarks.length * runs.length > 1 ? variant : configurations.indexOf(row.configuration) };
  };
  const lines = values => measured.map(row => ({ ...looks(row), values: values(row) }));
  showPositions(measured, lines);
  showLatency(measured, lines, looks);
}

function showPositions(measured, lines) {
  const positions = Array.from({ length: Math.max(0, ...measured.map(row => row.draftPositions.length)) }, (_, index) => index + 1);
  const notes = {
    conditional: ['reached', 'Drafts accepted at a position / verify steps that reached it: how good the draft is there. Whiskers are intervals.'],
    marginal: ['all steps', 'Drafts accepted at a position / all verify steps: what the position is worth. Compare the same number of draft steps alone.'],
  };
  for (const [kind, [of, note]] of Object.entries(notes)) {
    draw(kind, 'line', {
      title: `Acceptance by draft position, ${kind}`, note, x: 'Position in the draft', y: `Accepted (% of ${of})`, digits: 1, max: 100, labels: positions,
      series: lines(row => positions.map(place => scaled(row.draftPositions[place - 1]?.[kind] ?? null, 100))),
      missing: 'None of the rows chosen has acceptance by position: a run without draft accepts nothing, and a server must tell its histogram.',
    });
  }

  const nameOf = one => `${one.fromToken}–${one.toToken - 1}`;
  const stretches = distinct(measured.flatMap(row => row.outputPositions.map(nameOf))).sort(naturally);
  draw('along', 'line', {
    title: 'Tokens per verify step along the answer', note: 'Whether the draft tires in long answers. Stretches double; few answers reach the last ones.',
    x: 'Token of the answer', y: 'Tokens per verify step (tokens)', digits: 2, labels: stretches,
    series: lines(row => stretches.map(name => row.outputPositions.find(one => nameOf(one) === name)?.tokensPerVerifyStep ?? null)),
    missing: 'None of the rows chosen has it: it takes a draft and streamed answers.',
  });
}

function showLatency(measured, lines, looks) {
  const id = choice('latency');
  const { name, digits, text } = latencies[id];
  const missing = 'None of the rows chosen has this latency: nothing was streamed.';
  draw('percentiles', 'line', {
    title: `${name} by percentile`, note: `${text} Lower is better; the stretches between percentiles are not to scale.`, x: 'Percentile', y: `${name} (ms)`, digits, labels: Object.values(percentiles),
    series: lines(row => Object.keys(percentiles).map(key => scaled(interval(row.latencies?.[id]?.[key]), 1000))), missing,
  });
  draw('tradeoff', 'scatter', {
    title: `Output throughput against ${name} (median)`, note: 'One point for each configuration; better is up and to the left. Whiskers are the throughput\'s intervals.',
    x: `${name}, median (ms)`, y: 'Output throughput (tokens/s)', xDigits: digits, digits: 1, labels: ['throughput'],
    series: measured.map(row => ({ ...looks(row), x: [(row.latencies?.[id]?.p50 ?? NaN) * 1000], values: [row.latencies?.[id] ? row.figures.output_throughput ?? null : null] })), missing,
  });
}
