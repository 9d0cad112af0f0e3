'use strict';
// The metrics that a row may have, as the library's table of them says, and the other words of the page. The minor ones
// have no column on paper, which is not wide enough for all.
const figureOf = id => row => row.figures[id] ?? null;
const tableMetrics = data.metrics.map(metric => ({ ...metric, name: metric.isLatency ? `${metric.name}, median` : metric.name, minor: metric.isMinor, of: figureOf(metric.id) }));
const metrics = tableMetrics.filter(metric => !metric.isCount);
const latencies = Object.fromEntries(data.metrics.filter(metric => metric.isLatency).map(metric => [metric.id, metric]));
const publishedMetrics = ['accept_length', 'output_throughput', 'speedup'];

const confidences = [...new Set(data.runs.map(run => `${+(100 * run.report.confidence).toFixed(1)} %`))];
const intervalText = `In brackets and as whiskers: covers the true value with a confidence of ${confidences.join(' or ') || '95 %'}, had other prompts of the same kind been drawn; not what else changed on the machine between two runs. ` + 'A whisker that ends in an arrow goes beyond the chart. Published figures and latencies carry none.';
const publishedText = 'Published figures stand as they were published: on the H200, by the release\'s own benchmark; GPU count, SGLang release, temperature and intervals were not published. A throughput compares with yours on the same hardware alone, a speedup is the ratio of two throughputs, and even an accept length moves with the prompts drawn, their template and the length of answers.';
const terms = [
  ['Configuration', 'Requests at once (batch), draft steps, top-k, draft tokens. Zeros are the run without draft.'],
  ...tableMetrics.map(metric => [metric.name, metric.text]),
  ['Conditional acceptance', 'Drafts accepted at a position / verify steps in which that position was reached.'],
  ['Marginal acceptance', 'Drafts accepted at a position / all verify steps. Compare it between runs with the same number of draft steps alone.'],
  ['Interval', intervalText],
  ['Published', publishedText],
];
