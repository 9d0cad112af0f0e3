'use strict';
// Once, since no choice changes them: definitions, and the settings and versions of each run.
function showSettings() {
  at('definitions').append(...terms.flatMap(([name, text]) => entry(name, text)));
  at('settings').append(element('dl', {}, ...entry('This page', `SpecBundle for .NET ${data.version}`), ...entry('Published figures', data.publishedSource)),
    ...data.runs.flatMap(run => [element('h3', {}, `Run ${run.name}`),
      element('dl', {}, ...entry('target', run.target), ...entry('draft', run.draft ?? 'none'), ...run.settings.flatMap(one => entry(one.key, one.value)))]));
  at('subtitle').textContent = data.runs.length
    ? data.runs.map(run => `${run.name}: ${run.target}${run.draft ? ` with ${run.draft}` : ''}`).join('; ')
    : 'The published results, with no run of one\'s own beside them';
}
