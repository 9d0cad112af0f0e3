'use strict';
// Names beside points and inside bars, so that nobody has to match colours; and lines that would hide each other, moved apart.
const pointNames = {
  id: 'pointNames',
  afterDatasetsDraw(chart) {
    // Beyond a dozen they would lie upon each other; the legend has them all.
    if (chart.config.type !== 'scatter' || chart.data.datasets.length > 12) return;
    const { ctx, chartArea: area } = chart;
    ctx.save();
    ctx.fillStyle = chart.options.color;
    ctx.font = '11px system-ui, sans-serif';
    ctx.textBaseline = 'middle';
    chart.data.datasets.forEach((set, index) => chart.getDatasetMeta(index).data.forEach(({ x, y }) => {
      const left = x + 12 + ctx.measureText(set.label).width > area.right;
      ctx.textAlign = left ? 'right' : 'left';
      ctx.fillText(set.label, x + (left ? -12 : 12), y);
    }));
    ctx.restore();
  },
};

const barNames = {
  id: 'barNames',
  afterDatasetsDraw(chart) {
    if (chart.config.type !== 'bar' || chart.data.datasets.length < 2) return;
    const { ctx } = chart;
    const card = theme() === 'dark' ? '#1b2027' : '#ffffff';
    ctx.save();
    ctx.font = '10px system-ui, sans-serif';
    ctx.textBaseline = 'middle';
    chart.data.datasets.forEach((set, index) => chart.getDatasetMeta(index).data.forEach((bar, place) => {
      const long = ctx.measureText(set.mark).width + 8;
      if (set.data[place] == null || bar.width < 13 || bar.base - bar.y < long) return;
      ctx.save();
      ctx.translate(bar.x, bar.base - 4);
      ctx.rotate(-Math.PI / 2);
      // Over a pattern the letters need ground of their own.
      if (typeof set.backgroundColor !== 'string') { ctx.fillStyle = card; ctx.fillRect(-2, -6, long - 4, 12); }
      ctx.fillStyle = typeof set.backgroundColor === 'string' ? card : chart.options.color;
      ctx.fillText(set.mark, 0, 0);
      ctx.restore();
    }));
    ctx.restore();
  },
};

// Lines of several configurations meet at the same place: a few pixels apart their points and whiskers can be told.
const apart = {
  id: 'apart',
  afterDatasetsUpdate(chart) {
    if (chart.config.type !== 'line') return;
    const count = chart.data.datasets.length;
    const step = Math.min(7, 36 / count);
    for (let index = 0; index < count; index++) {
      for (const point of chart.getDatasetMeta(index).data) point.x += (index - (count - 1) / 2) * step;
    }
  },
};
