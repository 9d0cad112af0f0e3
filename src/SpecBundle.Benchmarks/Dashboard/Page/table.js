'use strict';
// The table of all figures, sorted by any column.
const columns = [
  { name: 'Benchmark', of: row => row.benchmark }, { name: 'Configuration', of: row => row.configuration },
  { name: 'Figures', of: row => row.measured ? 'measured' : 'published' }, { name: 'Run', of: row => row.run || null, long: true },
  { name: 'Category', of: row => row.category ?? null },
  ...tableMetrics.map(metric => ({ name: metric.unit ? `${metric.name} (${metric.unit})` : metric.name, of: metric.of, digits: metric.digits, minor: metric.minor, metric: !metric.isCount })),
  { name: 'Draft', of: row => row.draft || 'none', long: true },
];
const sorting = { column: 0, up: true };
const sayOfTable = text => { at('table-status').textContent = text; };
let tableRows = [];

function showTable(shown) {
  tableRows = [...shown].sort((left, right) => compare(columns[sorting.column].of(left), columns[sorting.column].of(right)));
  const used = columns.filter(column => shown.some(row => column.of(row) != null));
  const heads = used.map(column => element('th', { scope: 'col', 'aria-sort': stateOf(column), class: classOf(column) }, sorter(column, used)));
  const body = tableRows.map(row => element('tr', {}, ...used.map((column, index) => {
    const value = column.of(row);
    const cell = index === 0 ? element('th', { scope: 'row' }, value) : column.digits != null ? figureCell(value, column.digits) : element('td', {}, value ?? '–');
    if (index > 0) cell.className = classOf(column);
    return cell;
  })));
  at('table').replaceChildren(element('caption', { class: 'hidden' }, 'All figures of what is chosen'), element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...body));
  at('empty').hidden = shown.length > 0;
}

const classOf = column => [column.digits == null ? '' : 'number', column.minor ? 'minor' : '', column.long ? 'long' : ''].filter(Boolean).join(' ');
const stateOf = column => columns.indexOf(column) !== sorting.column ? 'none' : sorting.up ? 'ascending' : 'descending';

function sorter(column, used) {
  const state = stateOf(column);
  const arrow = state === 'none' ? [] : [element('span', { 'aria-hidden': 'true' }, state === 'ascending' ? ' ▲' : ' ▼')];
  const button = element('button', { type: 'button' }, column.name, ...arrow);
  button.addEventListener('click', () => {
    const chosen = columns.indexOf(column);
    Object.assign(sorting, { up: sorting.column === chosen ? !sorting.up : true, column: chosen });
    showTable(tableRows);
    document.querySelectorAll('#table thead button')[used.indexOf(column)]?.focus();
    sayOfTable(`Sorted by ${column.name}, ${sorting.up ? 'ascending' : 'descending'}.`);
  });
  return button;
}

// What is not known stands last, whichever way.
function compare(left, right) {
  const [one, other] = [left, right].map(value => Array.isArray(value) ? value[0] : value);
  if (one == null || other == null) return (one == null) - (other == null);
  return (typeof one === 'number' ? one - other : naturally(one, other)) * (sorting.up ? 1 : -1);
}
