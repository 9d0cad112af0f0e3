// Chats on the page of the web example in headless Chromium; see eng/prove-chat-page.sh.
// node eng/look-at-chat.mjs MODULES OUT ADDRESS   (MODULES holds playwright-core and axe-core; a picture goes to OUT)
// One line a check, "ok NAME" or "FAILED NAME" with what was found below; the last one is "N checks passed, N failed".
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Verdicts } from './dashboard/verdicts.mjs';

const [modules, out, address] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'node_modules', 'x.js'));
const { chromium } = require('playwright-core');
const axe = require('axe-core').source;
const verdicts = new Verdicts();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 800, height: 800 } });
const complaints = [];
page.on('console', line => { if (['error', 'warning'].includes(line.type())) complaints.push(`console: ${line.text()}`); });
page.on('pageerror', error => complaints.push(`error: ${error.message}`));
const sent = [];
page.on('request', request => { if (request.method() === 'POST') sent.push(request.postDataJSON()); });
await page.goto(address);

// Every length that the answer had on the page.
await page.evaluate(() => {
  window.lengths = [];
  new MutationObserver(() => lengths.push(document.querySelector('.assistant:last-of-type')?.textContent.length ?? 0)).observe(document.querySelector('#talk'), { childList: true, subtree: true, characterData: true });
});

await verdicts.check('an answer comes piece by piece, with its figures below', async () => {
  const answer = await ask('Tom has 3 apples and buys 4 more. How many apples does Tom have?', 1);
  const lengths = new Set(await page.evaluate(() => lengths));
  const figures = await page.locator('small').last().innerText();
  return [
    /\d/.test(answer) ? '' : `the answer is '${answer}'`,
    lengths.size > 3 ? '' : `it came in ${lengths.size} pieces`,
    /^\d+ tokens, accept length \d\.\d\d$/.test(figures) ? '' : `the figures are '${figures}'`,
  ];
});
await verdicts.check('the second turn brings the first', async () => {
  const first = await page.locator('.assistant').first().innerText();
  await ask('And with 2 more?', 2);
  return [JSON.stringify(sent[1]?.map(turn => turn.role)) === '["user","assistant","user"]' && sent[1][1].content === first ? '' : `it sent ${JSON.stringify(sent[1])}`];
});
await verdicts.check('a page that leaves ends its answer, and the server goes on', async () => {
  await page.locator('#question').fill('How many?');
  await page.locator('button').click();
  await page.reload();
  return [await ask('A box holds 6 pens. How many pens are in 4 boxes?', 1) ? '' : 'nothing came'];
});
await verdicts.check('nothing is wrong with the page', async () => {
  await page.screenshot({ path: join(resolve(out), 'chat.png'), fullPage: true });
  await page.evaluate(axe);
  const found = (await page.evaluate(() => axe.run())).violations.filter(one => ['serious', 'critical'].includes(one.impact));
  return [...complaints, ...found.map(one => `axe ${one.id}: ${one.nodes[0].html}`)];
});
await browser.close();
console.log(`${verdicts.passed} checks passed, ${verdicts.failed} failed`);
process.exit(verdicts.failed ? 1 : 0);

/** Types a question, and waits for the figures that end its answer. */
async function ask(question, turn) {
  await page.locator('#question').fill(question);
  await page.locator('button').click();
  await page.locator('small').nth(turn - 1).waitFor({ timeout: 60_000 });
  await page.locator('button:enabled').waitFor();
  return page.locator('.assistant').nth(turn - 1).innerText();
}
