// What held and what did not: each check is one line, on standard output as it ends.
export class Verdicts {
  passed = 0;
  failed = 0;

  /** A check that finds nothing wrong passes; what it finds is told. */
  async check(name, find) {
    let wrong;
    try {
      wrong = [await find()].flat().filter(Boolean);
    } catch (error) {
      wrong = [error.message];
    }

    if (wrong.length) this.failed++; else this.passed++;
    console.log(wrong.length ? `FAILED ${name}` : `ok ${name}`);
    for (const one of [...new Set(wrong)].slice(0, 8)) console.log(`    ${one}`);
  }
}
