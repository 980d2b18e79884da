// Draws a run as an SVG: three panels over one axis of time. Nothing but text that is put together.
const [width, left, right] = [960, 64, 20];
const height = 150;
const tops = [70, 280, 490];
const bin = 2;
const colours = ['#1f77b4', '#d62728', '#2ca02c'];

/** The SVG of a run. Times are seconds from its start; a call without an account failed for its caller. */
export function draw({ seconds, accounts, phases, calls, attempts, summary }) {
  const bins = Math.ceil(seconds / bin);
  const x = (at) => left + (at / seconds) * (width - left - right);
  const inBin = (all, i) => all.filter((one) => Math.floor(one.at / bin) === i);
  const perBin = (value) => Array.from({ length: bins }, (_, i) => value(i));

  const shares = accounts.map((account) => perBin((i) => {
    const here = inBin(calls, i).filter((call) => call.account !== null);
    return here.length === 0 ? 0 : (100 * here.filter((call) => call.account === account).length) / here.length;
  }));
  const failedAttempts = perBin((i) => inBin(attempts, i).filter((attempt) => attempt.failed).length / bin);
  const failedCalls = perBin((i) => inBin(calls, i).filter((call) => call.account === null).length / bin);
  const firsts = [0.5, 0.95].map((part) => perBin((i) => {
    const sorted = inBin(calls, i).map((call) => call.first).filter((first) => first !== null).sort((a, b) => a - b);
    return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  }));

  const named = (names, series) => names.map((name, i) => ({ name, values: series[i] }));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 720" font-family="sans-serif" font-size="12" role="img" aria-label="An outage of one of three accounts">
<rect width="${width}" height="720" fill="white"/>
<text x="${left}" y="22" font-size="15">An outage of one of three accounts, as callers see it</text>
<text x="${left}" y="40" fill="#555">${summary}</text>
${phases.map((phase, i) => shade(phase, phases[i + 1]?.from ?? seconds, i, x)).join('\n')}
${panel(tops[0], 'share of the calls that an account answered, %', 100, named(accounts, shares), x)}
${panel(tops[1], 'failures a second', ceiling([...failedAttempts, ...failedCalls]), named(['attempts, at the providers', 'calls, for their callers'], [failedAttempts, failedCalls]), x)}
${panel(tops[2], 'time to first token, ms', ceiling(firsts.flat()), named(['p50', 'p95'], firsts), x)}
${axis(seconds, x)}
</svg>
`;
}

// The next of 1, 2, 5, 10, 20, … above the largest.
function ceiling(values) {
  const most = Math.max(...values, 1);
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most);
}

function shade(phase, to, i, x) {
  const fill = ['#ffffff', '#fff3d6', '#ffe0e0', '#e9f7e9'][i];
  return `<rect x="${x(phase.from)}" y="52" width="${x(to) - x(phase.from)}" height="${tops[2] + height - 52}" fill="${fill}"/>`
    + `<text x="${x(phase.from) + 4}" y="64" font-size="10" fill="#555">${phase.name}</text>`;
}

function panel(top, title, most, series, x) {
  const y = (value) => top + 20 + (height - 20) * (1 - value / most);
  const lines = series.map(({ values }, i) => {
    const points = values.map((value, at) => `${x((at + 0.5) * bin).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${colours[i]}" stroke-width="1.5"/>`;
  });
  const legend = series.map(({ name }, i) =>
    `<text x="${width - right - 4}" y="${top + 32 + 14 * i}" text-anchor="end" fill="${colours[i]}">${name}</text>`);
  const ticks = [0, 0.5, 1].map((part) =>
    `<line x1="${left}" x2="${width - right}" y1="${y(part * most)}" y2="${y(part * most)}" stroke="#ccc"/>`
    + `<text x="${left - 6}" y="${y(part * most) + 4}" text-anchor="end">${part * most}</text>`);
  return `<text x="${left}" y="${top + 12}" font-weight="bold">${title}</text>\n${ticks.join('\n')}\n${lines.join('\n')}\n${legend.join('\n')}`;
}

function axis(seconds, x) {
  const ticks = [];
  for (let at = 0; at <= seconds; at += 10)
    ticks.push(`<text x="${x(at)}" y="${tops[2] + height + 18}" text-anchor="middle">${at}</text>`);
  return `${ticks.join('')}<text x="${width / 2}" y="${tops[2] + height + 38}" text-anchor="middle">seconds</text>`;
}
