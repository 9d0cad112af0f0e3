'use strict';
// Colour is never the only sign: bars differ by their fill too, lines by their points and dashes.
const palette = {
  light: ['#0b57d0', '#b3261e', '#146c2e', '#8a5000', '#6b3fa0', '#006a6a', '#a0005f', '#4a4f57', '#3d5a00', '#7a4a3a'],
  dark: ['#8ab4f8', '#f28b82', '#81c995', '#fdc069', '#c8a5f5', '#6fd6d6', '#ff8bc9', '#c4cad3', '#c5d86d', '#d7a992'],
};
const shapes = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'crossRot', 'rectRounded', 'cross'];
const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];
const fills = { measured: ['solid', 'crossed', 'dotted'], published: ['outline', 'striped', 'chequered'] };

const colourOf = index => palette[theme()][index % palette[theme()].length];
const fillOf = (measured, index) => fills[measured ? 'measured' : 'published'][index % 3];

function fill(colour, kind) {
  if (kind === 'solid') return colour;
  const tile = element('canvas', { width: '8', height: '8' });
  const ctx = tile.getContext('2d');
  const full = kind === 'crossed' || kind === 'dotted';
  ctx.fillStyle = full ? colour : `${colour}26`;
  ctx.fillRect(0, 0, 8, 8);
  ctx.fillStyle = ctx.strokeStyle = full ? (theme() === 'dark' ? '#1b2027' : '#fff') : colour;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  if (kind === 'striped') { ctx.moveTo(-2, 10); ctx.lineTo(10, -2); ctx.moveTo(-2, 2); ctx.lineTo(2, -2); ctx.moveTo(6, 10); ctx.lineTo(10, 6); }
  if (kind === 'crossed') { ctx.moveTo(-2, -2); ctx.lineTo(10, 10); ctx.moveTo(-2, 6); ctx.lineTo(2, 10); ctx.moveTo(6, -2); ctx.lineTo(10, 2); }
  ctx.stroke();
  if (kind === 'dotted') { ctx.fillRect(1, 1, 3, 3); ctx.fillRect(5, 5, 3, 3); }
  if (kind === 'chequered') { ctx.fillRect(0, 0, 4, 4); ctx.fillRect(4, 4, 4, 4); }
  return ctx.createPattern(tile, 'repeat');
}
