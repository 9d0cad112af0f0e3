'use strict';
// The rows of the table, in its order, with every column: figures unrounded, intervals in columns of their own.
function csvOf(shown) {
  const header = columns.flatMap(column => column.metric ? [column.name, `${column.name}, low`, `${column.name}, high`] : [column.name]);
  const lines = shown.map(row => columns.flatMap(column => {
    const value = column.of(row);
    return column.metric ? [0, 1, 2].map(end => value?.[end] ?? '') : [Array.isArray(value) ? value[0] : value ?? ''];
  }));
  return [['Target', ...header], ...lines.map((line, index) => [shown[index].target, ...line])].map(line => line.map(quoted).join(',')).join('\r\n') + '\r\n';
}

// A spreadsheet would run text that begins like a formula; the apostrophe makes it text.
function quoted(value) {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function saveCsv() {
  const address = URL.createObjectURL(new Blob([csvOf(tableRows)], { type: 'text/csv' }));
  element('a', { href: address, download: 'specbundle-figures.csv' }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
  sayOfTable(`Saved ${plural(tableRows.length, 'row')} as specbundle-figures.csv.`);
}
