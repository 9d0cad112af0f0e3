'use strict';
// Each chart: a caption, what it shows, a canvas with a text alternative, a legend, and the same numbers as a table.
const charts = new Map();

function draw(id, kind, spec) {
  const figure = at(id);
  charts.get(id)?.destroy();
  charts.delete(id);
  const series = (spec.series ?? []).filter(one => one.values.some(value => value != null));
  const many = kind === 'line' && series.length > 8 ? ` ${series.length} lines hide each other: choose one benchmark, draft or configuration.` : '';
  const caption = element('figcaption', {}, spec.title, ...spec.note ? [element('span', { class: 'chart-note' }, spec.note + many)] : []);
  figure.hidden = !spec.title;
  figure.replaceChildren(caption);
  if (figure.hidden) return;
  if (series.length === 0) {
    figure.append(element('p', { class: 'note' }, spec.missing));
    return;
  }

  const canvas = element('canvas', { role: 'img', 'aria-label': spoken(spec, series) });
  const sets = series.map(one => dataset(kind, one));
  figure.append(element('div', { class: 'canvas' }, canvas), legend(kind, sets), chartTable(spec, series));
  charts.set(id, new Chart(canvas, { type: kind, data: { labels: spec.labels, datasets: sets }, options: options(kind, spec, series), plugins: [whiskers, reference, pointNames, barNames, apart] }));
}

function dataset(kind, one) {
  const colour = colourOf(one.colour);
  return {
    label: one.name, mark: one.mark, intervals: one.values, borderColor: colour, borderWidth: 2, spanGaps: true,
    data: one.values.map((value, place) => value == null ? null : one.x ? { x: one.x[place], y: value[0] } : value[0]),
    backgroundColor: kind === 'bar' ? fill(colour, one.fill) : colour, borderDash: dashes[(one.variant ?? 0) % dashes.length],
    pointStyle: shapes[(one.shape ?? one.colour) % shapes.length], pointRadius: kind === 'scatter' ? 7 : 4, tension: 0, maxBarThickness: 48,
  };
}

function options(kind, spec, series) {
  const style = getComputedStyle(document.documentElement);
  const ink = printing ? '#000' : style.getPropertyValue('--ink').trim();
  const line = printing ? '#ccc' : style.getPropertyValue('--line').trim();
  // An interval that few prompts leave wide must not flatten the figures: its whisker is cut at the top, the table has its end.
  const values = series.flatMap(one => one.values.filter(Boolean));
  const top = Math.max(spec.reference ?? 0, Math.min(Math.max(...values.map(value => value[2] ?? value[0])) * 1.03, Math.max(...values.map(value => value[0])) * 2));
  const axis = title => ({ title: { display: true, text: title, color: ink }, ticks: { color: ink }, grid: { color: line } });
  return {
    animation: false, responsive: true, maintainAspectRatio: false, color: ink,
    scales: { x: { ...axis(spec.x), grace: kind === 'scatter' ? '12%' : 0, offset: kind !== 'scatter' }, y: { ...axis(spec.y), beginAtZero: true, suggestedMax: top, max: spec.max } },
    plugins: {
      // The legend is HTML: its names wrap, and a phone's width cuts none.
      legend: { display: false },
      reference: { at: spec.reference },
      tooltip: { callbacks: { label: item => ` ${item.dataset.label}: ${withInterval(item.dataset.intervals[item.dataIndex], spec.digits)}` } },
    },
  };
}

function legend(kind, sets) {
  return element('ul', { class: 'legend' }, ...sets.map(set => {
    const swatch = element('canvas', { width: '36', height: '14', 'aria-hidden': 'true' });
    const ctx = swatch.getContext('2d');
    Object.assign(ctx, { fillStyle: set.backgroundColor, strokeStyle: set.borderColor, lineWidth: 2 });
    if (kind === 'bar') {
      ctx.fillRect(5, 1, 26, 12); ctx.strokeRect(5, 1, 26, 12);
    } else {
      ctx.setLineDash(set.borderDash);
      ctx.beginPath();
      if (kind === 'line') { ctx.moveTo(0, 7); ctx.lineTo(36, 7); }
      ctx.stroke();
      ctx.setLineDash([]);
      Chart.helpers.drawPoint(ctx, { pointStyle: set.pointStyle, radius: 5, borderWidth: 2, rotation: 0 }, 18, 7);
    }

    return element('li', {}, swatch, element('span', {}, set.label));
  }));
}

function spoken(spec, series) {
  const said = series.slice(0, 4).map(one => `${one.name}: ${spec.labels.map((label, place) => one.values[place] ? `${label} ${number(one.values[place][0], spec.digits)}` : '').filter(Boolean).join(', ')}`);
  const rest = series.length > 4 ? ` And ${series.length - 4} more.` : '';
  return `${spec.title}, ${spec.y}. ${said.join('. ')}.${rest} All numbers are in the table below the chart.`;
}

function chartTable(spec, series) {
  // Points have two figures each: one row for a point.
  const places = series[0].x ? [spec.x, spec.y] : spec.labels;
  const heads = series[0].x ? ['Configuration', ...places] : [spec.x, ...series.map(one => one.name)];
  const body = series[0].x
    ? series.map(one => [one.name, figureCell(interval(one.x[0]), spec.xDigits), figureCell(one.values[0], spec.digits)])
    : places.map((label, place) => [String(label), ...series.map(one => figureCell(one.values[place], spec.digits))]);
  const table = element('table', {}, element('caption', {}, series[0].x ? spec.title : `${spec.title}, ${spec.y}`),
    element('thead', {}, element('tr', {}, ...heads.map((name, place) => element('th', { scope: 'col', class: place ? 'number' : '' }, name)))),
    element('tbody', {}, ...body.map(([name, ...cells]) => element('tr', {}, element('th', { scope: 'row' }, name), ...cells))));
  return element('details', {}, element('summary', {}, 'The numbers of this chart'), scrollable(`Numbers: ${spec.title}`, table));
}
