'use strict';
// How figures are written: always with the same digits for one metric, so that a column or an axis reads at a glance.
const interval = estimate => estimate == null ? null : [estimate, null, null];
const scaled = (value, factor) => value == null ? null : value.map(end => end == null ? null : Number((end * factor).toPrecision(12)));
const number = (value, digits = 2) => value == null || !Number.isFinite(value) ? '' : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const bracket = (value, digits) => value?.[1] == null ? '' : `[${number(value[1], digits)}, ${value[2] == null ? '∞' : number(value[2], digits)}]`;
const withInterval = (value, digits) => value == null ? '–' : [number(value[0], digits), bracket(value, digits)].filter(Boolean).join(' ');
const distinct = values => [...new Set(values)];
const naturally = new Intl.Collator('en', { numeric: true }).compare;
const plural = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;
