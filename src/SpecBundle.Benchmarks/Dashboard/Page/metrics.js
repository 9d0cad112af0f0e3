'use strict';
// The metrics that a row may have: unit, digits and definition in one place; and the other words of the page. The minor ones
// have no column on paper, which is not wide enough for all.
const latencies = {
  timeToFirstToken: { name: 'TTFT', digits: 1, text: 'Time to first token: from the moment a request was due.' },
  interToken: { name: 'ITL', digits: 2, text: 'Between two tokens after the first chunk; the tokens of a chunk share its wait alike.' },
  interChunk: { name: 'Between chunks', digits: 2, text: 'Between two chunks that brought tokens: with speculation a verify step, which a reader sees as one jerk.' },
  timePerOutputToken: { name: 'TPOT', digits: 2, text: 'Time per output token: (end - first token) / (tokens - 1), one value for each request.' },
  endToEnd: { name: 'End to end', digits: 1, text: 'From the moment a request was due to its end.' },
};

const up = 'Higher is better.';
const down = 'Lower is better.';
const metrics = [
  { id: 'acceptLength', name: 'Accept length', unit: 'tokens', digits: 2, better: up, of: c => c.acceptLength, text: 'Completion tokens / verify steps, a ratio of sums over the finished requests. The prefill\'s first token counts, as SGLang counts it. Without a draft there is none.' },
  { id: 'tokensPerVerifyStep', name: 'Tokens per verify step', minor: true, unit: 'tokens', digits: 2, better: up, of: c => c.tokensPerVerifyStep, text: 'The accept length without the first token of each answer, which the prefill makes.' },
  { id: 'outputThroughput', name: 'Output throughput', unit: 'tokens/s', digits: 1, better: up, of: c => c.outputThroughput, text: 'Completion tokens of all requests / wall time.' },
  { id: 'speedup', name: 'Speedup', unit: 'times', digits: 2, better: up, reference: 1, of: c => c.speedup?.overall, text: 'Against the run without draft at the same batch; below 1 the draft slows the server down. Measured: paired on the prompts that finished in both, Σ tokens / Σ seconds. Published: the ratio of both throughputs, not paired.' },
  { id: 'typicalSpeedup', name: 'Speedup of the typical prompt', minor: true, unit: 'times', digits: 2, better: up, reference: 1, of: c => c.speedup?.perPrompt, text: 'The geometric mean of the prompts\' speedups: each prompt weighs alike.' },
  { id: 'requestSpeed', name: 'Speed of a request', unit: 'tokens/s', digits: 1, better: up, of: c => c.requestSpeed, text: 'Σ completion tokens / Σ seconds from sending to the end: what one user sees.' },
  { id: 'breakEven', name: 'Break-even accept length', minor: true, unit: 'tokens', digits: 2, better: down, of: c => c.verifyStepCost?.breakEvenAcceptLength, text: 'Below this accept length the draft slows decoding down, by what a verify step costs against a plain step.' },
  { id: 'accuracy', name: 'Accuracy', unit: '%', digits: 1, better: up, of: c => scaled(c.accuracy, 100), text: 'Right answers / scored answers.' },
  { id: 'goodput', name: 'Goodput', minor: true, unit: 'requests/s', digits: 2, better: up, of: c => c.goodput?.requestsPerSecond, text: 'Requests that kept every service level, a second of wall time.' },
  ...Object.entries(latencies).map(([id, { name, digits, text }]) => ({ id, name: `${name}, median`, unit: 'ms', digits, better: down, minor: id.startsWith('inter'), of: c => scaled(interval(c.latencies?.[id]?.p50), 1000), text })),
];
const publishedMetrics = ['acceptLength', 'outputThroughput', 'speedup'];

const confidences = [...new Set(data.runs.map(run => `${+(100 * run.report.confidence).toFixed(1)} %`))];
const intervalText = `In brackets and as whiskers: covers the true value with a confidence of ${confidences.join(' or ') || '95 %'}, had other prompts of the same kind been drawn; not what else changed on the machine between two runs. ` + 'A whisker that ends in an arrow goes beyond the chart. Published figures and latencies carry none.';
const publishedText = 'Published figures stand as they were published: on the H200, by the release\'s own benchmark; GPU count, SGLang release, temperature and intervals were not published. A throughput compares with yours on the same hardware alone, a speedup is the ratio of two throughputs, and even an accept length moves with the prompts drawn, their template and the length of answers.';
const terms = [
  ['Configuration', 'Requests at once (batch), draft steps, top-k, draft tokens. Zeros are the run without draft.'],
  ...metrics.map(metric => [metric.name, metric.text]),
  ['Conditional acceptance', 'Drafts accepted at a position / verify steps in which that position was reached.'],
  ['Marginal acceptance', 'Drafts accepted at a position / all verify steps. Compare it between runs with the same number of draft steps alone.'],
  ['Paired prompts', 'Prompts that finished with and without the draft: the speedup rests on them.'],
  ['Same answers', 'Of the answers known with and without the draft, how many are equal.'],
  ['Interval', intervalText],
  ['Published', publishedText],
];
