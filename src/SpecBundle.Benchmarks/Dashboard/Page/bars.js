'use strict';
// Bars: the chosen metric, measured beside published.
function showBars(whole) {
  const metric = metrics.find(one => one.id === choice('metric'));
  const having = metric ? whole.filter(row => metric.of(row) != null) : [];
  const one = choice('benchmark');
  const labelOf = row => one ? row.configuration : row.benchmark;
  const labels = distinct(having.map(labelOf)).sort(naturally);
  // Colours and fills are those of the target, whatever is chosen of it: they stay when a choice changes.
  const here = rows.filter(row => row.target === choice('target'));
  const configurations = distinct(here.map(row => row.configuration)).sort(naturally);
  const drafts = distinct(having.map(row => row.draft).filter(Boolean)).length > 1;
  const nameOf = row => [one ? '' : row.configuration, originOf(row), drafts ? shortName(row.draft) || 'without draft' : ''].filter(Boolean).join(' · ');
  const kindOf = row => `${originOf(row)} ${row.draft}`;
  const kinds = distinct(having.filter(row => row.draft || one).map(kindOf));
  const fillIn = row => Math.max(0, distinct(having.filter(other => other.measured === row.measured && other.draft).map(kindOf)).indexOf(kindOf(row)));
  const series = distinct(having.map(nameOf)).sort(naturally).map(name => {
    const mine = having.filter(row => nameOf(row) === name);
    const [first] = mine;
    return {
      name, mark: one ? originOf(first) : first.configuration, fill: fillOf(first.measured, fillIn(first)), colour: one ? kinds.indexOf(kindOf(first)) : configurations.indexOf(first.configuration),
      values: labels.map(label => { const row = mine.find(each => labelOf(each) === label); return row ? metric.of(row) : null; }),
    };
  });
  const sides = [having.some(row => row.measured) ? 'measured' : '', having.some(row => !row.measured) ? 'published' : ''].filter(Boolean).join(' beside ');
  draw('bars', 'bar', {
    title: metric ? `${metric.name}${one ? ` on ${one}` : ''}${sides ? `, ${sides}` : ''}` : 'No figures',
    note: metric ? `${metric.text} ${metric.better}` : '', x: one ? 'Configuration (batch, steps, top-k, draft tokens)' : 'Benchmark', y: metric ? `${metric.name} (${metric.unit})` : '',
    digits: metric?.digits, reference: metric?.reference, labels, series,
    missing: whole.length ? 'None of the rows chosen has this figure; choose another metric, benchmark or configuration.' : 'Nothing was measured or published with these choices together; set one of them to All.',
  });
}
