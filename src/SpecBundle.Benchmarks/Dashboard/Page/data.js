'use strict';
// The data of the file as flat rows, one for each cell, measured or published; and the metrics that a row may have.
const data = JSON.parse(document.getElementById('data').textContent);

const interval = estimate => estimate == null ? null : [estimate, null, null];
const latencies = { timeToFirstToken: 'TTFT', interToken: 'ITL', interChunk: 'Between chunks', timePerOutputToken: 'TPOT', endToEnd: 'End to end' };

const metrics = [
  { id: 'acceptLength', name: 'Accept length', unit: 'tokens', of: c => c.acceptLength, text: 'Completion tokens / verify steps, a ratio of sums over the finished requests. The prefill\'s first token counts, as SGLang counts it.' },
  { id: 'tokensPerVerifyStep', name: 'Tokens per verify step', unit: 'tokens', of: c => c.tokensPerVerifyStep, text: 'The same without the first token of each answer, which the prefill makes.' },
  { id: 'outputThroughput', name: 'Output throughput', unit: 'tokens/s', of: c => c.outputThroughput, text: 'Completion tokens of all requests / wall time.' },
  { id: 'speedup', name: 'Speedup', unit: 'times', of: c => c.speedup?.overall, text: 'Against the run without draft at the same batch. Measured: paired on the prompts that finished in both, Σ tokens / Σ seconds. Published: the ratio of both throughputs.' },
  { id: 'typicalSpeedup', name: 'Speedup of the typical prompt', unit: 'times', of: c => c.speedup?.perPrompt, text: 'The geometric mean of the prompts\' speedups: each prompt weighs alike.' },
  { id: 'requestSpeed', name: 'Speed of a request', unit: 'tokens/s', of: c => c.requestSpeed, text: 'Σ completion tokens / Σ seconds from sending to the end: what one user sees.' },
  { id: 'breakEven', name: 'Break-even accept length', unit: 'tokens', of: c => c.verifyStepCost?.breakEvenAcceptLength, text: 'Below this accept length the draft slows decoding down, by what a verify step costs against a plain step.' },
  { id: 'accuracy', name: 'Accuracy', unit: 'share', of: c => c.accuracy, text: 'Right answers / scored answers.' },
  { id: 'goodput', name: 'Goodput', unit: 'requests/s', of: c => c.goodput?.requestsPerSecond, text: 'Requests that kept every service level, a second of wall time.' },
  ...Object.entries(latencies).map(([key, name]) => ({ id: key, name: `${name}, median`, unit: 's', of: c => interval(c.latencies?.[key]?.p50) })),
];

const terms = [
  ['Configuration', 'Requests at once (batch), draft steps, top-k, draft tokens. Zeros are the run without draft.'],
  ...metrics.filter(metric => metric.text).map(metric => [metric.name, metric.text]),
  ['Conditional acceptance', 'Drafts accepted at a position / verify steps in which that position was reached.'],
  ['Marginal acceptance', 'Drafts accepted at a position / all verify steps.'],
  ['TTFT', 'From the moment a request was due to its first token.'],
  ['ITL', 'Between two tokens after the first chunk; the tokens of a chunk share its wait alike.'],
  ['TPOT', '(End - first token) / (tokens - 1), one value for each request.'],
  ['Interval', 'In brackets and as whiskers: covers the true value with the report\'s confidence (95 % unless set otherwise), had other prompts of the same kind been drawn. Published figures carry none.'],
];

const configurationOf = row => row.speculation
  ? [row.batchSize, row.speculation.steps, row.speculation.topK, row.speculation.draftTokens].join() : `${row.batchSize},0,0,0`;
const isBaseline = configuration => /,0,0,0$/.test(configuration);

const measuredRows = data.runs.flatMap(run => run.report.cells.map(cell => ({
  ...cell, source: run.name, measured: true, target: run.target, draft: isBaseline(cell.configuration) ? '' : run.draft ?? '', benchmark: cell.workload })));

const publishedRows = data.published.flatMap(pair => pair.rows.map(row => {
  const base = pair.rows.find(other => !other.speculation && other.benchmark === row.benchmark && other.batchSize === row.batchSize);
  return {
    source: 'published', measured: false, target: pair.target, draft: row.draft ?? '', benchmark: row.benchmark, configuration: configurationOf(row),
    acceptLength: interval(row.acceptLength), outputThroughput: interval(row.outputThroughput),
    speedup: row.speculation && base ? { overall: interval(row.outputThroughput / base.outputThroughput) } : null,
  };
}));

const rows = [...measuredRows, ...publishedRows];
const distinct = values => [...new Set(values)];
const naturally = new Intl.Collator('en', { numeric: true }).compare;

function number(value) {
  if (value == null || !Number.isFinite(value)) return '';
  const size = Math.abs(value);
  return value.toLocaleString('en', size >= 1000 ? { maximumFractionDigits: 0 } : size >= 100 ? { maximumFractionDigits: 1 } : size >= 1 || size === 0 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumSignificantDigits: 3 });
}

const bracket = value => value?.[1] == null ? '' : `[${number(value[1])}, ${value[2] == null ? '∞' : number(value[2])}]`;
