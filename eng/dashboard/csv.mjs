// The CSV that the page saves, read as a spreadsheet does, against the table that is shown.
import { readFile } from 'node:fs/promises';

export function parse(text) {
  const rows = [[]];
  let field = '';
  let inside = false;
  const end = () => { rows.at(-1).push(field); field = ''; };
  for (let place = 0; place < text.length; place++) {
    const letter = text[place];
    if (inside) {
      if (letter === '"' && text[place + 1] === '"') { field += '"'; place++; } else if (letter === '"') inside = false; else field += letter;
    } else if (letter === '"') inside = true;
    else if (letter === ',') end();
    else if (letter === '\n') { end(); rows.push([]); } else if (letter !== '\r') field += letter;
  }

  return rows.slice(0, -1);
}

/** As many rows as the table, in its order, each figure with its interval, and nothing that a spreadsheet would run. */
export async function saved(visit, path) {
  const { page } = visit;
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 5_000 }), page.click('#csv')]);
  await download.saveAs(path);
  const [header, ...lines] = parse(await readFile(path, 'utf8'));
  const shown = await page.evaluate(() => ({
    heads: [...document.querySelectorAll('#table thead th')].map(head => head.textContent.replace(/ [▲▼]$/, '')),
    rows: [...document.querySelectorAll('#table tbody tr')].map(row => [...row.children].map(cell => cell.textContent)),
    target: document.getElementById('target').value, said: document.getElementById('table-status').textContent,
  }));
  const wrong = [lines.length === shown.rows.length ? '' : `${lines.length} rows where the table has ${shown.rows.length}`, shown.said.includes(`Saved ${lines.length} row`) ? '' : 'it is not said that it was saved'];
  if (new Set(header).size !== header.length) wrong.push('two columns have one name');
  lines.forEach((line, place) => {
    if (line.length !== header.length) wrong.push(`row ${place} has ${line.length} fields for ${header.length} columns`);
    if (line[0] !== shown.target) wrong.push(`row ${place} is of ${line[0]}`);
    wrong.push(...line.filter(field => /^[=+@\t\r]|^-(?![\d.])/.test(field)).map(field => `a spreadsheet would run ${field}`));
    shown.heads.forEach((head, column) => {
      const figure = name => { const text = line[header.indexOf(name)]; return text === '' ? null : Number(text); };
      const cell = shown.rows[place]?.[column] ?? '';
      const start = header.indexOf(head);
      if (start < 0) wrong.push(`no column ${head}`);
      else if (header[start + 1] === `${head}, low`) wrong.push(agrees(cell, [figure(head), figure(`${head}, low`), figure(`${head}, high`)], `${head}, row ${place}`));
      else if (line[start].replace(/^'/, '') !== cell.replaceAll(',', '') && line[start].replace(/^'/, '') !== cell && !(line[start] === '' && cell === '–') && !close(cell, Number(line[start]))) wrong.push(`${head}, row ${place}: ${line[start]} is shown as ${cell}`);
    });
  });
  return [...wrong, ...visit.complaints.splice(0)];
}

// What is shown is the figure rounded to the digits that are shown.
function close(text, value) {
  const digits = text.split('.')[1]?.length ?? 0;
  return Math.abs(Number(text.replaceAll(',', '')) - value) <= 0.5000001 * 10 ** -digits;
}

function agrees(cell, [estimate, low, high], where) {
  if (estimate == null) return cell === '–' ? '' : `${where}: nothing is shown as ${cell}`;
  const [, first, from, to] = /^([\d.,-]+)(?: \[([\d.,-]+), ([\d.,∞-]+)\])?$/.exec(cell.replace(/(\d),(\d{3})/g, '$1$2').replace(/(\d),(\d{3})/g, '$1$2')) ?? [];
  if (first == null || !close(first, estimate)) return `${where}: ${estimate} is shown as ${cell}`;
  if (low == null) return from == null ? '' : `${where}: an interval appears that is not saved: ${cell}`;
  return from != null && close(from, low) && (high == null ? to === '∞' : close(to, high)) ? '' : `${where}: [${low}, ${high}] is shown as ${cell}`;
}
