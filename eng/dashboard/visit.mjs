// A dashboard opened from disk, with the network off and every complaint of the browser kept.
import { pathToFileURL } from 'node:url';

export class Visit {
  complaints = [];

  static async open(browser, axe, path, { width = 1280, scheme = 'light', hash = '', script = true } = {}) {
    const visit = new Visit();
    visit.axe = axe;
    visit.context = await browser.newContext({ offline: true, colorScheme: scheme, viewport: { width, height: 800 }, javaScriptEnabled: script });
    const page = visit.page = await visit.context.newPage();
    page.on('console', line => { if (['error', 'warning'].includes(line.type())) visit.complaints.push(`console: ${line.text()}`); });
    page.on('pageerror', error => visit.complaints.push(`error: ${error.message}`));
    page.on('request', request => { if (!/^(file|data|blob):/.test(request.url())) visit.complaints.push(`asked for ${request.url()}`); });
    await page.goto(pathToFileURL(path).href + hash);
    return visit;
  }

  close() { return this.context.close(); }

  /** Serious and critical findings of axe, what is wider than the window, and what the browser complained of until now. */
  async wrong() {
    const { page } = this;
    await page.evaluate(this.axe);
    const found = (await page.evaluate(() => axe.run())).violations.filter(one => ['serious', 'critical'].includes(one.impact));
    return [
      ...this.complaints.splice(0),
      ...found.map(one => `axe ${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 140)).join(' | ')}`),
      ...await this.drawn(),
      await page.evaluate(() => { const over = document.documentElement.scrollWidth - innerWidth; return over > 0 ? `the page scrolls sideways by ${over} px` : ''; }),
    ];
  }

  /** Each chart to be seen is drawn, has words and a table with as many figures; one that is not drawn says why. */
  drawn() {
    return this.page.evaluate(() => [...document.querySelectorAll('figure:not([hidden])')].flatMap(figure => {
      const chart = charts.get(figure.id);
      if (!figure.querySelector('figcaption')?.textContent.trim()) return `${figure.id} has no caption`;
      if (!chart) return figure.querySelector('.note')?.textContent.trim() ? [] : `${figure.id} is empty and does not say why`;
      const canvas = figure.querySelector('.canvas canvas');
      const shown = chart.data.datasets.flatMap(set => set.data.filter(value => value != null && !Number.isNaN(value.x ?? 0))).length;
      const told = [...figure.querySelectorAll('tbody td.number')].filter(cell => cell.textContent !== '–').length;
      return [
        canvas.getAttribute('role') !== 'img' || !/\d/.test(canvas.getAttribute('aria-label')) ? `${figure.id} has no text alternative` : '',
        canvas.clientWidth < 150 || canvas.clientHeight < 150 ? `${figure.id} is drawn at ${canvas.clientWidth} x ${canvas.clientHeight}` : '',
        !chart.options.scales.x.title.text || !chart.options.scales.y.title.text ? `${figure.id} has an axis without a title` : '',
        figure.querySelectorAll('.legend li').length !== chart.data.datasets.length ? `${figure.id}'s legend is not its series` : '',
        shown === 0 ? `${figure.id} shows nothing` : '',
        told !== shown * (chart.config.type === 'scatter' ? 2 : 1) ? `${figure.id} draws ${shown} figures and tells ${told}` : '',
      ];
    }).filter(Boolean));
  }

  options(id) { return this.page.$$eval(`#${id} option`, list => list.map(one => one.value)); }

  text(id) { return this.page.locator(`#${id}`).innerText(); }
}
