// Opens dashboards from disk in headless Chromium with the network off and uses every control; see docs/dashboard.md.
// node eng/look-at-dashboard.mjs MODULES OUT PAGE.html...   (MODULES holds playwright-core and axe-core; pictures go to OUT)
// One line a check, "ok NAME" or "FAILED NAME" with what was found below; the last one is "N checks passed, N failed".
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { everyChoice, everySort, nothingFits, reload, theRest } from './dashboard/controls.mjs';
import { saved } from './dashboard/csv.mjs';
import { path as keys, tabs } from './dashboard/keyboard.mjs';
import { printed } from './dashboard/paper.mjs';
import { Verdicts } from './dashboard/verdicts.mjs';
import { Visit } from './dashboard/visit.mjs';

const [modules, out, ...pages] = process.argv.slice(2).map(path => resolve(path));
const require = createRequire(join(modules, 'node_modules', 'x.js'));
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;
const verdicts = new Verdicts();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** One check on a fresh visit, so that none rests on what another left behind. */
const check = (name, find, path, how) => verdicts.check(name, async () => {
  const visit = await Visit.open(browser, axe, path, how);
  try {
    return await find(visit);
  } finally {
    await visit.close();
  }
});

// Two at once: a check waits for the browser most of the time.
await Promise.all([0, 1].map(async () => { while (pages.length) await look(pages.shift()); }));
await browser.close();
console.log(`${verdicts.passed} checks passed, ${verdicts.failed} failed`);
process.exit(verdicts.failed ? 1 : 0);

async function look(path) {
  const name = basename(path, '.html');
  const targets = await targetsOf(path);
  const everything = { hash: `#${new URLSearchParams({ target: targets[0], draft: '', benchmark: '' })}` };
  for (const [look, how] of Object.entries({ light: {}, dark: { scheme: 'dark' }, phone: { width: 390 } })) {
    const picture = join(out, `${name}-${look}.png`);
    await check(`${name}: ${look}`, async visit => { await visit.page.screenshot({ path: picture, fullPage: true }); return visit.wrong(); }, path, how);
    await check(`${name}: ${look}, all benchmarks and drafts at once, everything unfolded`, async visit => {
      await visit.page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });
      return visit.wrong();
    }, path, { ...how, hash: `#${new URLSearchParams({ target: targets[0], draft: '', benchmark: '', metric: 'speedup', categories: 'yes' })}` });
    await check(`${name}: ${look}, another target`, visit => visit.wrong(), path, { ...how, hash: `#${new URLSearchParams({ target: targets.at(-1), benchmark: '', configuration: '' })}` });
  }

  await check(`${name}: the smallest phone, dark`, visit => visit.wrong(), path, { width: 320, scheme: 'dark' });
  await check(`${name}: every option of every choice`, visit => everyChoice(visit, targets), path);
  await check(`${name}: every header sorts both ways`, everySort, path);
  await check(`${name}: every header of all benchmarks and drafts`, everySort, path, everything);
  await check(`${name}: the CSV is the table`, visit => saved(visit, join(out, `${name}.csv`)), path);
  await check(`${name}: the CSV with categories, sorted otherwise`, async visit => {
    await visit.page.locator('#table thead button').last().click();
    return saved(visit, join(out, `${name}-all.csv`));
  }, path, { hash: `#${new URLSearchParams({ target: targets[0], draft: '', benchmark: '', categories: 'yes' })}` });
  await check(`${name}: theme, categories and folds`, theRest, path, everything);
  await check(`${name}: choices that nothing fits`, nothingFits, path);
  await check(`${name}: a reload keeps what is chosen`, reload, path);
  await check(`${name}: Tab meets every control`, tabs, path);
  await check(`${name}: the keyboard alone`, keys, path);
  await check(`${name}: paper`, visit => printed(visit, join(out, `${name}-print.pdf`)), path, { scheme: 'dark' });
  await check(`${name}: without scripts it says so`, async visit => [await visit.page.locator('noscript').innerText() ? '' : 'it is blank', ...visit.complaints], path, { script: false });
}

/** All targets of a page without a run; else those that were measured, and one that was not. */
async function targetsOf(path) {
  const visit = await Visit.open(browser, axe, path);
  const [all, measured] = await visit.page.evaluate(() => [[...document.querySelectorAll('#target option')].map(one => one.value), [...new Set(data.runs.map(run => run.target))]]);
  await visit.close();
  return measured.length ? [...measured, all.find(target => !measured.includes(target))] : all;
}
