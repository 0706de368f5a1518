/**
 * The picture's own style sheet, light and dark in one, by the page's palette (web/app/styles/colours.css): an SVG in an
 * `<img>` sees nothing of the page around it. Where it stands within a page, the page's choice of theme holds.
 */
const LIGHT = `--paper:#fdfcf9;--raised:#fff;--sunken:#f6f4ee;--ink:#24272c;--soft:#595f68;--line:#c9c4b8;--cable:#6f757e;--bar-soft:#595f68;--accent:#1d5b8f;--bar:#1d5b8f;--wash:#e9f0f7;--good:#22703c;--bad:#b3261e;--warn:#85580a;--new:#fbf0c4`;
const DARK = `--paper:#17191d;--raised:#1d2025;--sunken:#121417;--ink:#dcdfe3;--soft:#a3a9b2;--line:#474e57;--cable:#8d949e;--bar-soft:#6b727c;--accent:#83b9ea;--bar:#4a7ba8;--wash:#1f2b37;--good:#7fcb98;--bad:#f2948c;--warn:#e0b868;--new:#3a3720`;

const MONO = `ui-monospace,"SF Mono","Cascadia Mono","JetBrains Mono","DejaVu Sans Mono",Menlo,Consolas,"Liberation Mono",monospace`;

export const STYLE = [
  `.picture{${LIGHT}}`,
  `@media (prefers-color-scheme:dark){.picture{${DARK}}}`,
  `:root[data-theme="light"] .picture{${LIGHT}}`,
  `:root[data-theme="dark"] .picture{${DARK}}`,
  `.picture text{font-family:${MONO};fill:var(--ink);font-variant-ligatures:none}`,
  '.picture .paper{fill:var(--paper)}',
  '.picture .title{font-size:13px}.picture .name-size{font-size:11.5px}.picture .label{font-size:11px}.picture .note{font-size:10px}',
  '.picture .strong{font-weight:600}',
  '.picture .fact{fill:var(--soft)}',
  '.picture .state{fill:var(--bad)}',
  '.picture .host>rect{fill:var(--raised);stroke:var(--line);stroke-width:1.25}',
  '.picture .namespace>rect{fill:var(--sunken);stroke:var(--cable)}',
  '.picture .port>rect{fill:var(--raised);stroke:var(--cable)}',
  '.picture .nat>rect{fill:var(--wash);stroke:none}',
  '.picture .bridge>rect{fill:var(--wash);stroke:var(--accent)}',
  '.picture .router>rect{fill:var(--raised);stroke:var(--soft);stroke-width:1.25}',
  '.picture .fold>rect{fill:none;stroke:var(--line);stroke-dasharray:2 3}',
  '.picture .down>rect{fill:var(--sunken);stroke:var(--soft);stroke-dasharray:3 2.5}',
  '.picture .minor>rect{stroke:var(--line)}',
  '.picture .minor .name,.picture .minor .state{fill:var(--soft)}',
  '.picture .no-carrier>rect{stroke:var(--warn);stroke-dasharray:9 2.5}',
  '.picture .no-carrier .state{fill:var(--warn)}',
  '.picture path{fill:none;stroke:var(--cable);stroke-width:1.5}',
  '.picture .segment path{stroke:var(--bar-soft);stroke-width:6;stroke-linecap:round}',
  '.picture .bar path{stroke:var(--bar);stroke-width:5;stroke-linecap:round}',
  '.picture .dock path{stroke:var(--accent)}',
  '.picture .tunnel path{stroke:var(--accent);stroke-dasharray:5 4}',
  '.picture .line.down path:not(.halo){stroke:var(--line);stroke-dasharray:2 4}',
  '.picture .line.no-carrier path:not(.halo){stroke:var(--line)}',
  '.picture .line path.halo{stroke:var(--raised);stroke-width:6}',
  '.picture .tap{fill:var(--bar-soft)}',
  '.picture .ring{fill:var(--paper);stroke:var(--accent)}',
  '.picture .added>rect,.picture .changed>rect{fill:var(--new)}',
  '.picture .added>rect{stroke:var(--good);stroke-width:2}',
  '.picture .changed>rect{stroke:var(--warn);stroke-width:2}',
  '.picture .removed>rect{stroke:var(--bad);stroke-width:2}',
  '.picture .added path:not(.halo){stroke:var(--good)}',
  '.picture .removed path:not(.halo){stroke:var(--bad)}',
].join('\n');
