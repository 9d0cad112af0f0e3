// Opens dashboards from disk in headless Chromium with the network off and uses every control; see docs/dashboard.md.
// node eng/look-at-dashboard.mjs MODULES OUT PAGE.html...   (MODULES holds playwright-core and axe-core)
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
const [modules, out, ...pages] = process.argv.slice(2).map(path => resolve(path));
const require = createRequire(join(modules, 'node_modules', 'x.js'));
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;
const problems = [];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const path of pages) {
  const name = basename(path, '.html');
  for (const [look, width, scheme] of [['light', 1280, 'light'], ['dark', 1280, 'dark'], ['phone', 360, 'light']]) {
    const context = await browser.newContext({ offline: true, colorScheme: scheme, viewport: { width, height: 800 } });
    const page = await context.newPage();
    page.on('console', line => { if (['error', 'warning'].includes(line.type())) problems.push(`${name} ${look}: ${line.text()}`); });
    page.on('pageerror', error => problems.push(`${name} ${look}: ${error.message}`));
    page.on('request', request => { if (!/^(file|data|blob):/.test(request.url())) problems.push(`${name} ${look}: asked for ${request.url()}`); });
    await page.goto(pathToFileURL(path).href);
    await page.screenshot({ path: join(out, `${name}-${look}.png`), fullPage: true });
    await page.evaluate(axe);
    for (const found of (await page.evaluate(() => axe.run())).violations.filter(one => ['serious', 'critical'].includes(one.impact)))
      problems.push(`${name} ${look}: axe ${found.id}: ${found.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(' | ')}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) problems.push(`${name} ${look}: the page scrolls sideways by ${wide} px`);
    if (look === 'light') {
      await page.emulateMedia({ media: 'print' });
      await page.pdf({ path: join(out, `${name}-print.pdf`), format: 'A4' });
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      await page.screenshot({ path: join(out, `${name}-print.png`), fullPage: true });
      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      await page.emulateMedia({ media: 'screen' });
      for (const id of ['metric', 'latency', 'configuration', 'draft', 'benchmark', 'target'])
        for (const value of await page.$$eval(`#${id} option`, list => list.map(one => one.value))) await page.selectOption(`#${id}`, value);
      await page.check('#categories');
      const heads = await page.$$('#table thead button');
      for (let at = 0; at < heads.length; at++) { await page.locator('#table thead button').nth(at).focus(); await page.keyboard.press('Enter'); }
      await page.click('#theme');
      for (const summary of await page.$$('summary')) if (await summary.isVisible()) await summary.click();
      const [saved] = await Promise.all([page.waitForEvent('download'), page.click('#csv')]);
      await saved.saveAs(join(out, `${name}.csv`));
    }
    await context.close();
  }
}
await browser.close();
problems.forEach(problem => console.error(problem));
console.log(`${pages.length} pages, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
