'use strict';
// The data of the file as flat rows, one for each cell, measured or published.
const data = JSON.parse(document.getElementById('data').textContent);

const configurationOf = row => row.speculation
  ? [row.batchSize, row.speculation.steps, row.speculation.topK, row.speculation.draftTokens].join() : `${row.batchSize},0,0,0`;
const isBaseline = configuration => /,0,0,0$/.test(configuration);

const measuredRows = data.runs.flatMap((run, place) => run.report.cells.map((cell, index) => ({
  ...cell, figures: data.figures[place][index], latencies: data.latencies[place][index], run: run.name, measured: true, target: run.target, draft: isBaseline(cell.configuration) ? '' : run.draft ?? '', benchmark: cell.workload })));

const publishedRows = data.published.flatMap(pair => pair.rows.map(row => {
  const base = pair.rows.find(other => !other.speculation && other.benchmark === row.benchmark && other.batchSize === row.batchSize);
  return {
    run: '', measured: false, target: pair.target, draft: row.draft ?? '', benchmark: row.benchmark, configuration: configurationOf(row),
    figures: {
      accept_length: interval(row.acceptLength), output_throughput: interval(row.outputThroughput),
      speedup: row.speculation && base ? interval(row.outputThroughput / base.outputThroughput) : null,
    },
  };
}));

const rows = [...measuredRows, ...publishedRows];

// A run may be called anything, "published" too: what was measured always says so.
const originOf = row => !row.measured ? 'published' : data.runs.length > 1 ? `measured: ${row.run}` : 'measured';
const shortName = name => name.split('/').pop();
