'use strict';
// What Chart.js does not draw: intervals, and the line at which nothing is gained.
const whiskers = {
  id: 'whiskers',
  afterDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales: { y } } = chart;
    ctx.save();
    ctx.lineWidth = 1.5;
    chart.data.datasets.forEach((set, index) => {
      ctx.strokeStyle = ctx.fillStyle = chart.config.type === 'bar' ? chart.options.color : set.borderColor;
      chart.getDatasetMeta(index).data.forEach((element, place) => {
        const [, low, high] = set.intervals[place] ?? [];
        if (low == null || set.data[place] == null) return;
        const top = high == null ? -Infinity : y.getPixelForValue(high);
        whisker(ctx, element.x, Math.min(y.getPixelForValue(low), area.bottom), top, area.top);
      });
    });
    ctx.restore();
  },
};

function whisker(ctx, x, bottom, top, edge) {
  const end = Math.max(top, edge);
  ctx.beginPath();
  ctx.moveTo(x, bottom); ctx.lineTo(x, end);
  ctx.moveTo(x - 4, bottom); ctx.lineTo(x + 4, bottom);
  if (top >= edge) { ctx.moveTo(x - 4, end); ctx.lineTo(x + 4, end); }
  ctx.stroke();
  if (top >= edge) return;
  ctx.beginPath();
  ctx.moveTo(x, edge - 1); ctx.lineTo(x - 5, edge + 8); ctx.lineTo(x + 5, edge + 8);
  ctx.fill();
}

const reference = {
  id: 'reference',
  beforeDatasetsDraw(chart) {
    const value = chart.options.plugins.reference?.at;
    if (value == null) return;
    const { ctx, chartArea: area, scales: { y } } = chart;
    const height = y.getPixelForValue(value);
    ctx.save();
    ctx.strokeStyle = chart.options.color;
    ctx.lineWidth = 2;
    ctx.setLineDash([6, 4]);
    ctx.beginPath(); ctx.moveTo(area.left, height); ctx.lineTo(area.right, height); ctx.stroke();
    ctx.restore();
  },
};
