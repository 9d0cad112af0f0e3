'use strict';
// What speaks for and against the figures: the best configuration, warnings, then notes.
function showFindings() {
  const runs = data.runs.filter(run => run.target === choice('target'));
  const benchmark = choice('benchmark');
  const fits = one => (!benchmark || one.workload === benchmark) && (!choice('configuration') || !one.configuration || one.configuration === choice('configuration'));
  const prefix = run => data.runs.length > 1 ? `${run.name}, ` : '';
  const best = runs.flatMap(run => run.report.best.filter(one => !benchmark || one.workload === benchmark).map(one => `${prefix(run)}${bestText(one, run.report.findings.some(found => found.kind === 'BusyMachine' && found.workload === one.workload))}`));
  const notes = runs.flatMap(run => run.notes.map(note => `${prefix(run)}${note}`));
  const all = runs.flatMap(run => run.report.findings.map(one => ({ ...one, run })));
  const found = severity => all.filter(one => one.severity === severity && fits(one)).map(one => `${prefix(one.run)}${one.workload} at ${one.configuration}: ${one.text}`);
  const [warnings, remarks] = [found('Warning'), found('Note')];
  const list = (id, texts, kind) => at(id).replaceChildren(...texts.map(text => element('li', { class: kind === 'Warning' ? 'warning' : '' }, element('strong', {}, `${kind}. `), text)));
  list('best-list', best, 'Best');
  list('run-list', notes, 'Of the run');
  // A page of warnings would hide the figures they are about.
  list('warning-list', warnings.slice(0, 4), 'Warning');
  list('more-list', warnings.slice(4), 'Warning');
  at('more').hidden = warnings.length < 5;
  at('more-summary').textContent = plural(warnings.length - 4, 'more warning');
  list('note-list', remarks, 'Note');
  at('notes').hidden = remarks.length === 0;
  at('notes-summary').textContent = `${plural(remarks.length, 'note')}: worth knowing, though the figures stand`;
  const others = all.length - warnings.length - remarks.length;
  at('other-findings').textContent = others ? `${plural(others, 'more finding')} on other benchmarks or configurations of this target: choose All to read them.` : '';
  at('findings').hidden = runs.length === 0;
  at('no-findings').hidden = best.length + notes.length + warnings.length + remarks.length > 0;
}

function bestText(one, isBusy) {
  const lead = `${one.workload}, batch ${one.batchSize}: ${one.configuration} ${isBusy ? 'was the fastest on a busy machine' : 'is the fastest'}, ${number(one.lead[0])} times as fast as ${one.runnerUp} ${bracket(one.lead)} on ${plural(one.prompts, 'prompt')}; `;
  return lead + (one.indistinguishable.length ? `it can't be told from ${one.indistinguishable.join(' and ')}.` : isBusy ? 'the intervals do not cover what else the machine did.' : 'surely the fastest of those that ran.');
}
