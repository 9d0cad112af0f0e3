'use strict';
// Each chart: a caption, a canvas with a text alternative, and the same numbers as a table.
const palette = { light: ['#0b57d0', '#b3261e', '#146c2e', '#8a5000', '#6b3fa0', '#006a6a', '#a0005f', '#4a4f57'], dark: ['#8ab4f8', '#f28b82', '#81c995', '#fdc069', '#c8a5f5', '#6fd6d6', '#ff8bc9', '#c4cad3'] };
const charts = new Map();
const shapes = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'crossRot'];
let printing = false;

const theme = () => printing ? 'light' : document.documentElement.dataset.theme ?? 'light';

const whiskers = {
  id: 'whiskers',
  afterDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales: { y } } = chart;
    ctx.save();
    ctx.beginPath(); ctx.rect(area.left, area.top, area.right - area.left, area.bottom - area.top); ctx.clip();
    ctx.lineWidth = 1.5;
    chart.data.datasets.forEach((set, index) => {
      if (!chart.isDatasetVisible(index) || !set.intervals) return;
      ctx.strokeStyle = chart.config.type === 'bar' ? chart.options.color : set.borderColor;
      chart.getDatasetMeta(index).data.forEach((element, at) => {
        const [, low, high] = set.intervals[at] ?? [];
        if (low == null || set.data[at] == null) return;
        const [bottom, top] = [y.getPixelForValue(low), high == null ? area.top : y.getPixelForValue(high)];
        ctx.beginPath();
        ctx.moveTo(element.x, bottom); ctx.lineTo(element.x, top);
        for (const end of [bottom, top]) { ctx.moveTo(element.x - 4, end); ctx.lineTo(element.x + 4, end); }
        ctx.stroke();
      });
    });
    ctx.restore();
  },
};

function draw(id, kind, spec) {
  const figure = document.getElementById(id);
  charts.get(id)?.destroy();
  charts.delete(id);
  const series = spec.series.filter(one => one.values.some(value => value != null));
  figure.hidden = series.length === 0;
  figure.replaceChildren();
  if (figure.hidden) return;
  const canvas = element('canvas', { role: 'img', 'aria-label': spoken(spec, series) });
  const box = element('div', { class: 'canvas' }, canvas);
  figure.append(element('figcaption', {}, spec.title), box, asTable(spec, series));
  charts.set(id, new Chart(canvas, { type: kind, data: { labels: spec.labels, datasets: series.map((one, at) => dataset(kind, one, at)) }, options: options(spec, series), plugins: [whiskers] }));
}

function dataset(kind, one, at) {
  const colour = palette[theme()][(one.colour ?? at) % 8];
  const values = one.values.map(value => value == null ? null : one.points ? { x: value[3], y: value[0] } : value[0]);
  return {
    label: one.name, data: values, intervals: one.values, borderColor: colour, borderWidth: 2, spanGaps: true,
    backgroundColor: one.published ? `${colour}33` : colour, borderDash: one.published ? [4, 3] : [],
    pointStyle: shapes[at % shapes.length], pointRadius: kind === 'scatter' ? 7 : 4, tension: 0, maxBarThickness: 48,
  };
}

function options(spec, series) {
  const style = getComputedStyle(document.documentElement);
  const ink = printing ? '#000' : style.getPropertyValue('--ink').trim();
  const line = printing ? '#ccc' : style.getPropertyValue('--line').trim();
  // An interval that few prompts leave wide must not flatten the figures: its whisker is cut at the top, the table has its end.
  const values = series.flatMap(one => one.values.filter(Boolean));
  const top = Math.min(Math.max(...values.map(value => value[2] ?? value[0])) * 1.03, Math.max(...values.map(value => value[0])) * 2);
  const axis = title => ({ title: { display: true, text: title, color: ink }, ticks: { color: ink }, grid: { color: line } });
  return {
    animation: false, responsive: true, maintainAspectRatio: false, color: ink,
    scales: { x: axis(spec.x), y: { ...axis(spec.y), beginAtZero: true, suggestedMax: top, max: spec.max } },
    plugins: { legend: { display: true, position: 'bottom', labels: { color: ink, usePointStyle: true, boxHeight: 8, font: { size: 11 } } },
      tooltip: { callbacks: { label: at => `${at.dataset.label}: ${number(at.parsed.y)} ${bracket(at.dataset.intervals[at.dataIndex])}` } } },
  };
}

const spoken = (spec, series) => `${spec.title}. ${series.slice(0, 4).map(one =>
  `${one.name}: ${spec.labels.map((label, at) => one.values[at] ? `${label} ${number(one.values[at][0])}` : '').filter(Boolean).join(', ')}`).join('. ')}. All numbers are in the table below the chart.`;

function asTable(spec, series) {
  const head = element('tr', {}, element('th', { scope: 'col' }, spec.x), ...series.map(one => element('th', { scope: 'col', class: 'number' }, one.name)));
  const body = spec.labels.map((label, at) => element('tr', {}, element('th', { scope: 'row' }, String(label)), ...series.map(one => figureCell(one.values[at]))));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
  return element('details', {}, element('summary', {}, 'The numbers of this chart'), element('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Numbers: ${spec.title}` }, table));
}

// Text enters the page here alone, as text.
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function figureCell(value) {
  const cell = element('td', { class: 'number' }, number(value?.[0]));
  if (bracket(value)) cell.append(element('span', { class: 'interval' }, bracket(value)));
  return cell;
}
