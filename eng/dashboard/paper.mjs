// The page on paper: A4, upright, with the wide table lying.
const millimetre = 96 / 25.4;

export async function printed(visit, path) {
  const { page } = visit;
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const wrong = [];
  for (const [what, width] of [['main > :not(#figures), figure, figure canvas, #beside-table, dl, li', 182], ['#table', 277]]) {
    await page.setViewportSize({ width: Math.floor(width * millimetre), height: 1000 });
    wrong.push(...await page.evaluate(([what, width]) => [...document.querySelectorAll(what)].filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width + 1)
      .map(one => `cut off at the right: ${one.outerHTML.slice(0, 80)}`), [what, width * millimetre]));
  }

  wrong.push(...await page.evaluate(() => [
    document.documentElement.dataset.theme === 'dark' && theme() !== 'light' ? 'the charts are not light' : '',
    [...document.querySelectorAll('details.print:not([hidden])')].some(one => !one.open) ? 'findings stay folded' : '',
    [...document.querySelectorAll('.scroll')].some(one => one.checkVisibility() && one.scrollHeight > one.clientHeight + 1) ? 'a table is cut at the bottom' : '',
    ['#theme', '#csv'].some(id => document.querySelector(id).checkVisibility()) ? 'a button is printed' : '',
  ]), ...await visit.drawn());
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.pdf({ path, preferCSSPageSize: true });
  if (await page.evaluate(() => printing || document.documentElement.classList.contains('printing'))) wrong.push('the screen stays as paper');
  return [...wrong, ...visit.complaints.splice(0)];
}
