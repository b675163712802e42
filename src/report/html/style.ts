/**
 * The page's style sheet: light and dark by the reader's system, one column that never scrolls sideways,
 * and print.
 */
export const STYLE = `
:root {
  --bg: #f7f7f5; --card: #ffffff; --ink: #1b2127; --muted: #5b6570; --line: #dfe2e0; --soft: #f0f1ee;
  --violation: #b23400; --deviation: #855b00; --known: #5d5790; --note: #00619a; --conformant: #006b55;
  --undecided: #5b6570; --stack: #00619a; --peer: #5b6570; --link: #00578c;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --sans: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Roboto, "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #14181c; --card: #1b2025; --ink: #e4e7e9; --muted: #9aa5ae; --line: #333b42; --soft: #232a30;
    --violation: #ff9566; --deviation: #e9b44c; --known: #b5addf; --note: #74bdf0; --conformant: #4fcfae;
    --undecided: #9aa5ae; --stack: #74bdf0; --peer: #9aa5ae; --link: #8cc8f5;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.2rem; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.5 var(--sans); }
header, main, footer { max-width: 82rem; margin: 0 auto; padding: 0 1.5rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, pre { font-family: var(--mono); font-size: .88em; }
code, dd, td, th, .what, .title, .prose { overflow-wrap: anywhere; }
small { color: var(--muted); font-size: .82em; }
td small, th small { display: block; }
[hidden] { display: none !important; }
.sprite { position: absolute; }
.icon { width: .95em; height: .95em; flex: none; vertical-align: -.12em; margin-right: .35em; }
.icon .cut, symbol .cut { fill: none; stroke: var(--card); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
symbol .line { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
symbol .dashed { stroke-dasharray: 2.6 2.6; }
.violation { --kind: var(--violation); } .deviation { --kind: var(--deviation); } .known { --kind: var(--known); }
.note { --kind: var(--note); } .conformant { --kind: var(--conformant); } .undecided { --kind: var(--undecided); }

header { padding-top: 2rem; padding-bottom: 1.2rem; }
.brand { margin: 0; font-weight: 650; letter-spacing: .01em; } .brand span { color: var(--muted); font-weight: 400; }
h1 { font-size: 2rem; line-height: 1.2; margin: .3rem 0 1.2rem; font-weight: 650; letter-spacing: -.015em; }
h1 .icon { color: var(--kind); width: .85em; height: .85em; vertical-align: -.06em; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .8rem; letter-spacing: -.01em; }
h3 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
h4, h5 { font-size: .92rem; margin: .9rem 0 .3rem; }
.settings { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .7rem 1.5rem; margin: 0; }
.settings div { border-top: 1px solid var(--line); padding-top: .35rem; }
dt { color: var(--muted); font-size: .8rem; } dd { margin: 0; font-size: .92rem; }
.folded > summary { margin: .5rem 0; color: var(--link); }
.sysctls { margin-top: .8rem; font-size: .9rem; } .sysctls table { margin-top: .4rem; width: auto; }
summary { cursor: pointer; }

nav { position: sticky; top: 0; z-index: 2; display: flex; gap: 1.4rem; align-items: center; flex-wrap: wrap;
  padding: .5rem max(1.5rem, calc((100% - 82rem) / 2 + 1.5rem)); background: var(--bg);
  border-block: 1px solid var(--line); }
nav a { text-decoration: none; color: var(--ink); } nav a:hover { text-decoration: underline; }
nav label { margin-left: auto; color: var(--muted); font-size: .85rem; }
input { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 4px;
  padding: .15rem .5rem; width: 15rem; max-width: 100%; }

.tiles { display: flex; flex-wrap: wrap; gap: .8rem; margin-bottom: 1.4rem; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .7rem 1rem; color: var(--muted); }
.tile > b { display: block; font-size: 1.6rem; line-height: 1.15; color: var(--ink); font-weight: 600; }
.tile.list { display: grid; grid-template-columns: auto auto; gap: .15rem 1.4rem; align-items: center; }
.tile.list > span { display: flex; justify-content: space-between; gap: .8rem; }
.tile.list > span > b { color: var(--ink); }
.tile.list small { grid-column: 1 / -1; }
.chip { display: inline-block; color: var(--kind); font-weight: 600; font-size: .85rem; white-space: nowrap; }
.chips .chip { margin-right: .9rem; }
.tag { font-size: .75rem; color: var(--muted); border: 1px solid var(--line); border-radius: 3px; padding: 0 .35rem; font-weight: 400; }

.undecided-table td { overflow-wrap: anywhere; } .undecided-table td:nth-child(2) { min-width: 10em; overflow-wrap: normal; word-break: normal; }
  .undecided-table td:nth-child(3) { min-width: 16em; }
  .wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-weight: 500; font-size: .8rem; vertical-align: bottom; }
tbody th { font-weight: 600; }
tr:target td { background: var(--soft); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .zero { color: var(--muted); opacity: .55; }
td.fail { color: var(--violation); font-weight: 600; }
.scenarios th:first-child { min-width: 11rem; max-width: 24rem; }
.topic-table th:first-child { min-width: 14rem; } .topic-table th small { font-weight: 400; } .topic-table div small { display: inline; }
.sysctls th { padding-right: 2rem; overflow-wrap: normal; }
.by-requirement td:first-child { width: 13rem; } .by-requirement td:last-child { width: 18rem; }
.counts td:first-child { width: 17rem; } .outcome { white-space: nowrap; width: 9rem; } .level { white-space: nowrap; }
.prose { min-width: 16rem; max-width: 38rem; }
.bar { display: flex; gap: 1px; height: 4px; margin-top: 3px; max-width: 7rem; }
.bar i { min-width: 3px; } .bar .pass { background: var(--conformant); } .bar .fail { background: var(--violation); }
.bar .open { background: repeating-linear-gradient(90deg, var(--muted) 0 2px, transparent 2px 4px); }

.connection { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .9rem 1.2rem 1.2rem; margin: 0 0 1.2rem; }
.connection > h3 { margin: 0; display: flex; gap: .8rem; align-items: baseline; flex-wrap: wrap; }
.connection h3 .chip { font-size: .95rem; }
.self { color: var(--muted); text-decoration: none; }
.where, .endpoint { margin: .2rem 0 .6rem; color: var(--muted); font-size: .88rem; }
.where code { color: var(--ink); } .endpoint b { color: var(--ink); }
.undecided-box, .health, .cap { background: var(--soft); border-radius: 4px; padding: .5rem .9rem; font-size: .9rem; margin: .4rem 0; }
.capture { margin: .6rem 0 1rem; } .capture h4 { margin: .2rem 0; } .flaws td.number { text-align: right; }
.undecided-box ul { margin: .2rem 0 0; padding-left: 1.2rem; } .health { list-style: none; }
.topics { color: var(--muted); font-size: .84rem; } .topics ul { margin: .2rem 0 .4rem; padding-left: 1.2rem; }
.again { text-decoration: none; color: var(--kind); }

.ladder { margin-top: .8rem; font-size: .86rem; --cols: 4.4rem 5.6rem 5.2rem minmax(8rem, 21rem) minmax(26rem, 1fr); }
.ladder.plain { --cols: 4.4rem 5.6rem 5.2rem 0 minmax(26rem, 1fr); }
.row { display: grid; grid-template-columns: var(--cols); column-gap: .8rem; position: relative; }
.row > * { padding-top: var(--gap, 0); min-width: 0; }
.row.head { color: var(--muted); font-size: .78rem; padding-bottom: .2rem; }
.row.head .lane { display: flex; justify-content: space-between; gap: 1rem; border: 0; color: var(--ink); font-size: .82rem; }
.row.head .lane b { font-weight: 600; }
.frame, .time, .since { font-variant-numeric: tabular-nums; white-space: nowrap; color: var(--muted); line-height: 1.9; text-align: right; }
.row.head .frame, .row.head span:nth-child(-n+3) { text-align: right; }
.time { color: var(--ink); } .long { font-weight: 700; color: var(--ink); }
.call { text-align: right; line-height: 1.7; overflow-wrap: anywhere; }
.api { color: var(--ink); } .api i { color: var(--muted); font-style: normal; }
.lane { border-left: 2px solid var(--stack); border-right: 2px solid var(--peer); min-height: 1.6rem; }
.arrow { display: block; position: relative; text-align: center; padding: 0 1.2rem 5px; line-height: 1.45; }
.arrow::before { content: ""; position: absolute; left: 0; right: 0; bottom: 3px; border-bottom: 1.5px solid var(--peer); }
.arrow::after { content: ""; position: absolute; bottom: -1px; border: 4.5px solid transparent; }
.arrow.sent::before { border-color: var(--stack); }
.arrow.sent::after { right: -1px; border-left: 9px solid var(--stack); border-right: 0; }
.arrow.arrived::after { left: -1px; border-right: 9px solid var(--peer); border-left: 0; }
.arrow.arrived::before { border-bottom-style: dashed; }
.arrow code { font-size: .95em; } .way { color: var(--muted); font-weight: 600; }
.lane em { display: block; text-align: center; color: var(--muted); font-style: normal; font-size: .84rem; line-height: 1.9; }
.lane em.gap { color: var(--deviation); font-weight: 600; }
.lane em.end { border-bottom: 2px solid var(--line); }
.marked .frame { color: var(--kind); font-weight: 700; }
.marked .arrow code, .marked .api { background: color-mix(in srgb, var(--kind) 14%, transparent); border-radius: 3px; padding: 0 .3rem; }
.row:target { background: var(--soft); }
.hung { margin: .45rem 0 .8rem 4.4rem; }
.omitted { text-align: center; color: var(--muted); padding: .5rem; margin: .3rem 0; background:
  repeating-linear-gradient(135deg, transparent 0 6px, var(--soft) 6px 12px); }
.snapshot { text-align: left; color: var(--muted); font-size: .84rem; line-height: 1.5; }
.snapshot summary { text-align: right; } .snapshot table { font-size: .8rem; }
.snapshot caption { text-align: left; color: var(--muted); } .snapshot td, .snapshot th { padding: .05rem .6rem .05rem 0; }

.finding { border: 1px solid var(--line); border-left: 4px solid var(--kind); border-radius: 4px; background: var(--bg); font-size: .93rem; margin: .3rem 0; }
.finding > summary { padding: .45rem .8rem; display: flex; gap: .8rem; align-items: baseline; list-style-position: inside; }
.finding > summary::before { content: "+"; font-family: var(--mono); color: var(--muted); }
.finding[open] > summary::before { content: "−"; }
.finding > summary::-webkit-details-marker { display: none; }
.level { font-size: .78rem; font-weight: 600; color: var(--muted); white-space: nowrap; }
.what { font-weight: 550; }
.why { padding: 0 1rem .8rem 1.1rem; } .why ul { margin: .2rem 0; padding-left: 1.2rem; }
.meta { margin: .2rem 0 .5rem; color: var(--muted); font-size: .86rem; } .meta b, .meta code { color: var(--ink); }
.trait { border-left: 2px dotted var(--known); padding-left: .7rem; margin: .4rem 0; }
.cites { list-style: none; padding: 0 !important; }
.clauses { width: auto; } .clauses td { padding-right: 1.4rem; } .says { white-space: nowrap; }
tr.NO td { font-weight: 600; } tr.NO .says { color: var(--violation); } tr.open .says { color: var(--deviation); }
tr.yes .says { color: var(--conformant); }
.lever { color: var(--muted); } .excluded { color: var(--muted); }
.rule pre { overflow-x: auto; background: var(--soft); padding: .7rem .9rem; border-radius: 4px; margin: .4rem 0; line-height: 1.45; }
.why > .rule { margin-top: .6rem; } .rule summary { color: var(--link); }
footer { color: var(--muted); font-size: .85rem; padding-top: 2rem; padding-bottom: 3rem; }

@media (max-width: 62rem) {
  .ladder { --cols: 3.4rem 5.2rem minmax(0, 1fr); }
  .row > .since, .row.head > span:nth-child(3) { display: none; }
  .row > .call, .row > .lane { grid-column: 3; } .row > .call { text-align: left; } .row > .call:empty, .row > .lane:empty { display: none; }
  .hung { margin-left: 0; }
}
@media print {
  :root { --bg: #fff; --card: #fff; --soft: #f3f3f3; }
  body { font-size: 10.5pt; } nav { display: none; } a { color: inherit; text-decoration: none; }
  .connection { border: 0; padding: 0; } .row, .finding, tr { break-inside: avoid; } h2, h3 { break-after: avoid; }
  header, main, footer { max-width: none; padding: 0; } .wide { overflow: visible; }
}
@media print and (prefers-color-scheme: dark) {
  :root { --ink: #111; --muted: #555; --line: #ccc; --violation: #b23400; --deviation: #855b00; --known: #5d5790;
    --note: #00619a; --conformant: #006b55; --undecided: #555; --stack: #00619a; --peer: #555; --link: #111; }
}
`;
