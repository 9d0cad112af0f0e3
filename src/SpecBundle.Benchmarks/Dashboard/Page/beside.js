'use strict';
// Every measured row beside the published one of the same draft, benchmark and configuration.
function besidePairs(whole) {
  return whole.filter(row => row.measured).map(mine => [mine, whole.find(row => !row.measured && row.draft === mine.draft
    && row.configuration === mine.configuration && row.benchmark.toLowerCase() === mine.benchmark.toLowerCase())]).filter(pair => pair[1]);
}

function showBeside(whole) {
  const measured = whole.filter(row => row.measured);
  const pairs = besidePairs(whole);
  const published = rows.some(row => !row.measured && row.target === choice('target'));
  at('beside').hidden = data.runs.length === 0;
  at('beside-note').textContent = !published ? `Nothing was published of ${choice('target')}.`
    : !measured.length ? 'No run among those of this page fits the choices.'
      : !pairs.length ? 'No measured row has a published one of the same draft, benchmark and configuration.'
        : `${pairs.length} of ${measured.length} measured rows have a published one of the same draft, benchmark and configuration. "Inside" says whether the published figure lies in the measured interval.`;
  const shown = metrics.filter(metric => publishedMetrics.includes(metric.id) && pairs.some(([mine, theirs]) => metric.of(mine) && metric.of(theirs)));
  const group = element('tr', {}, ...['Benchmark', 'Configuration', ...data.runs.length > 1 ? ['Run'] : []].map(name => element('th', { scope: 'col', rowspan: '2' }, name)),
    ...shown.map(metric => element('th', { scope: 'colgroup', colspan: '3', class: 'number' }, `${metric.name} (${metric.unit})`)));
  const heads = element('tr', {}, ...shown.flatMap(() => ['Measured', 'Published', 'Inside'].map(name => element('th', { scope: 'col', class: 'number' }, name))));
  const body = pairs.map(([mine, theirs]) => element('tr', {}, element('th', { scope: 'row' }, mine.benchmark), element('td', {}, mine.configuration), ...data.runs.length > 1 ? [element('td', { class: 'long' }, mine.run)] : [],
    ...shown.flatMap(metric => {
      const [one, other] = [metric.of(mine), metric.of(theirs)];
      return [figureCell(one, metric.digits), figureCell(other, metric.digits), element('td', { class: 'number' }, inside(one, other))];
    })));
  at('beside-table').replaceChildren(...pairs.length ? [element('caption', {}, 'Measured beside published'), element('thead', {}, group, heads), element('tbody', {}, ...body)] : []);
  at('beside-scroll').hidden = pairs.length === 0;
}

function inside(measured, published) {
  if (measured?.[1] == null || published == null) return '–';
  if (published[0] < measured[1]) return 'no, lower';
  return measured[2] != null && published[0] > measured[2] ? 'no, higher' : 'yes';
}
