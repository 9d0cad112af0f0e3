'use strict';
// The table of all figures, sorted by any column, and the same as CSV.
const columns = [
  { name: 'Source', of: row => row.source }, { name: 'Draft', of: row => row.draft || 'none' }, { name: 'Benchmark', of: row => row.benchmark },
  { name: 'Category', of: row => row.category ?? '' }, { name: 'Configuration', of: row => row.configuration },
  { name: 'Prompts', of: row => row.prompts == null ? null : [row.prompts], whole: true }, { name: 'Failed', of: row => row.failed == null ? null : [row.failed], whole: true },
  ...metrics.map(metric => ({ name: `${metric.name} (${metric.unit})`, of: metric.of, metric: true })),
];
const sorting = { column: 2, up: true };
let tableRows = [];

function showTable(shown) {
  tableRows = shown;
  const used = columns.filter(column => shown.some(row => { const value = column.of(row); return value != null && value !== ''; }));
  const sorted = [...shown].sort((left, right) => compare(columns[sorting.column].of(left), columns[sorting.column].of(right)));
  const heads = used.map(column => {
    const at = columns.indexOf(column);
    const state = at !== sorting.column ? 'none' : sorting.up ? 'ascending' : 'descending';
    const button = element('button', { type: 'button' }, `${column.name} ${state === 'none' ? '' : sorting.up ? '▲' : '▼'}`.trim());
    button.addEventListener('click', () => {
      Object.assign(sorting, { up: sorting.column === at ? !sorting.up : true, column: at });
      showTable(tableRows);
      document.querySelectorAll('#table thead button')[used.indexOf(column)]?.focus();
      say(`Sorted by ${column.name}, ${sorting.up ? 'ascending' : 'descending'}.`);
    });
    return element('th', { scope: 'col', 'aria-sort': state, class: column.metric || column.whole ? 'number' : '' }, button);
  });
  const body = sorted.map(row => element('tr', {}, ...used.map(column => {
    const value = column.of(row);
    return column.whole ? element('td', { class: 'number' }, value == null ? '' : String(value[0])) : column.metric ? figureCell(value) : element('td', {}, String(value));
  })));
  document.getElementById('table').replaceChildren(element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...body));
}

function compare(left, right) {
  const [one, other] = [left, right].map(value => Array.isArray(value) ? value[0] : value);
  if (one == null || other == null) return (one == null) - (other == null);
  return (typeof one === 'number' ? one - other : naturally(one, other)) * (sorting.up ? 1 : -1);
}

function csvOf(shown) {
  const header = columns.flatMap(column => column.metric ? [column.name, `${column.name}, low`, `${column.name}, high`] : [column.name]);
  const lines = shown.map(row => columns.flatMap(column => {
    const value = column.of(row);
    return column.metric ? [0, 1, 2].map(at => value?.[at] ?? '') : [column.whole ? value?.[0] ?? '' : value];
  }));
  return [['Target', ...header], ...lines.map((line, at) => [shown[at].target, ...line])].map(line => line.map(quoted).join(',')).join('\r\n') + '\r\n';
}

// A spreadsheet would run text that begins like a formula; the apostrophe makes it text.
function quoted(value) {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function saveCsv() {
  const address = URL.createObjectURL(new Blob([csvOf(tableRows)], { type: 'text/csv' }));
  const link = element('a', { href: address, download: 'specbundle-figures.csv' });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  say(`Saved ${tableRows.length} rows as CSV.`);
}
