// The page with nothing but a keyboard.

/** Tab goes through every control in the order of the page, each with a visible focus, and leaves at the end. */
export async function tabs(visit) {
  const { page } = visit;
  const wrong = [];
  const expected = await page.evaluate(() => [...document.querySelectorAll('a[href], button, select, input, summary, [tabindex="0"]')]
    .filter(one => one.checkVisibility()).map((one, place) => { one.dataset.place = place; return place; }));
  const met = [];
  for (let press = 0; press < expected.length + 5; press++) {
    await page.keyboard.press('Tab');
    const on = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body || one.dataset.place == null) return null;
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      return { place: Number(one.dataset.place), text: one.outerHTML.slice(0, 80), ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2, seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth };
    });
    if (!on) break;
    met.push(on.place);
    if (!on.ring) wrong.push(`no visible focus: ${on.text}`);
    if (!on.seen) wrong.push(`the focus is outside the window: ${on.text}`);
  }

  if (met.join() !== expected.join()) wrong.push(`Tab met ${met.length} of ${expected.length} controls, in the order ${met.join()}`);
  return [...wrong, ...visit.complaints.splice(0)];
}

/** The skip link leads to the figures; a select, a header and the CSV answer to keys alone. */
export async function path(visit) {
  const { page } = visit;
  const wrong = [];
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  if (await page.evaluate(() => document.activeElement.id) !== 'main') wrong.push('the skip link does not lead to the figures');
  await page.locator('#metric').focus();
  const before = await page.locator('#bars figcaption').innerText();
  await page.keyboard.press('ArrowDown');
  if (await page.locator('#bars figcaption').innerText() === before) wrong.push('a key on the metric changes no chart');
  if (await page.evaluate(() => document.activeElement.id) !== 'metric') wrong.push('the focus is lost with a choice');
  await page.locator('#csv').focus();
  const [saved] = await Promise.all([page.waitForEvent('download', { timeout: 5_000 }), page.keyboard.press('Enter')]);
  if (!/\.csv$/.test(saved.suggestedFilename())) wrong.push('a key on the button saves no CSV');
  return [...wrong, ...visit.complaints.splice(0)];
}
