// Every control, and what must follow from using it.
const below = ['draft', 'benchmark', 'metric', 'configuration', 'latency'];

/** Every option of every select, below every target that is asked for. */
export async function everyChoice(visit, targets) {
  const { page } = visit;
  const wrong = [];
  for (const target of targets) {
    await page.selectOption('#target', target);
    for (const id of below) {
      if (!await page.locator(`#${id}`).isVisible()) continue;
      const before = await page.inputValue(`#${id}`);
      for (const value of await visit.options(id)) {
        await page.selectOption(`#${id}`, value);
        const where = `${target}, ${id} ${value || 'All'}`;
        wrong.push(...visit.complaints.splice(0).map(text => `${where}: ${text}`), ...(await visit.drawn()).map(text => `${where}: ${text}`), await follows(page, id, value).then(text => text && `${where}: ${text}`));
      }

      await page.selectOption(`#${id}`, before);
    }
  }

  return wrong;
}

// The table and the address show what was chosen.
const follows = (page, id, value) => page.evaluate(([id, value]) => {
  if (new URLSearchParams(location.hash.slice(1)).get(id) !== value) return 'the address does not have it';
  if (!document.getElementById('status').textContent.includes(document.getElementById('target').value)) return 'the status does not tell the target';
  const columns = { benchmark: 'Benchmark', configuration: 'Configuration' };
  const heads = [...document.querySelectorAll('#table thead th')].map(head => head.textContent.replace(/ [▲▼]$/, ''));
  const place = heads.indexOf(columns[id]);
  const cells = place < 0 || !value ? [] : [...document.querySelectorAll('#table tbody tr')].map(row => row.children[place].textContent);
  return cells.some(cell => cell !== value) ? 'the table shows other rows' : '';
}, [id, value]);

/** Every header, both ways, with the keyboard: what is unknown stands last, and it is said. */
export async function everySort(visit) {
  const { page } = visit;
  const wrong = [];
  for (let head = 0; head < await page.locator('#table thead button').count(); head++) {
    for (let press = 0; press < 2; press++) {
      await page.locator('#table thead button').nth(head).focus();
      await page.keyboard.press('Enter');
      wrong.push(await page.evaluate(head => {
        const th = document.querySelectorAll('#table thead th')[head];
        const name = th.textContent.replace(/ [▲▼]$/, '');
        const way = th.getAttribute('aria-sort');
        if (!['ascending', 'descending'].includes(way)) return `${name}: aria-sort is ${way}`;
        if (document.querySelectorAll('#table thead th:not([aria-sort=none])').length !== 1) return `${name}: more than one column says that it is sorted`;
        if (document.activeElement !== th.querySelector('button')) return `${name}: the focus is lost`;
        if (document.getElementById('table-status').textContent !== `Sorted by ${name}, ${way}.`) return `${name}: it is not said`;
        const texts = [...document.querySelectorAll('#table tbody tr')].map(row => row.children[head].firstChild.textContent);
        const known = texts.filter(text => text !== '–');
        if (texts.slice(known.length).some(text => text !== '–')) return `${name}: what is unknown does not stand last`;
        const values = th.classList.contains('number') ? known.map(text => Number(text.replaceAll(',', ''))) : known;
        const order = new Intl.Collator('en', { numeric: true });
        const sign = way === 'ascending' ? 1 : -1;
        return values.every((value, place) => place === 0 || sign * (typeof value === 'number' ? value - values[place - 1] : order.compare(value, values[place - 1])) >= 0) ? '' : `${name} is not sorted ${way}`;
      }, head));
    }
  }

  return [...wrong, ...visit.complaints.splice(0)];
}

/** The theme, the categories, and everything that folds. */
export async function theRest(visit) {
  const { page } = visit;
  const wrong = [];
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await ground();
  await page.click('#theme');
  if (await page.getAttribute('#theme', 'aria-pressed') !== 'true' || await ground() === before) wrong.push('the theme does not turn dark');
  await page.click('#theme');
  if (await ground() !== before) wrong.push('the theme does not turn back');
  if (await page.locator('#categories').isVisible()) {
    const rows = await page.locator('#table tbody tr').count();
    await page.check('#categories');
    if (await page.locator('#table tbody tr').count() <= rows) wrong.push('no row of a category appears');
    await page.uncheck('#categories');
  }

  for (const summary of await page.$$('summary')) {
    if (!await summary.isVisible()) continue;
    await summary.focus();
    await page.keyboard.press('Enter');
    if (!await summary.evaluate(one => one.parentElement.open)) wrong.push(`"${await summary.innerText()}" does not open`);
  }

  return [...wrong, ...visit.complaints.splice(0)];
}

/** What is chosen outlives a reload. */
export async function reload(visit) {
  const { page } = visit;
  for (const id of ['target', 'benchmark', 'metric', 'configuration']) await page.selectOption(`#${id}`, (await visit.options(id)).at(-1));
  const read = () => page.evaluate(() => [...document.querySelectorAll('#controls select')].map(one => one.value).join(' / '));
  const before = await read();
  await page.reload();
  return [await read() === before ? '' : `before: ${before}; after: ${await read()}`, ...visit.complaints.splice(0)];
}

/** Choices that nothing fits together: the page says so, and how to get out. */
export async function nothingFits(visit) {
  const { page } = visit;
  const pair = await page.evaluate(() => {
    const here = rows.filter(row => row.target === document.getElementById('target').value);
    const names = key => [...new Set(here.map(row => row[key]))];
    return names('benchmark').flatMap(benchmark => names('configuration').map(configuration => ({ benchmark, configuration })))
      .find(pair => !here.some(row => row.benchmark === pair.benchmark && row.configuration === pair.configuration));
  });
  if (!pair) return [];
  await page.selectOption('#draft', '');
  for (const [id, value] of Object.entries(pair)) await page.selectOption(`#${id}`, value);
  const said = [await page.locator('#empty').isVisible(), (await page.locator('#bars .note').innerText()).includes('All')];
  return [said.every(Boolean) ? '' : 'it is not said', ...await visit.wrong()];
}
