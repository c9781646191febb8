extension StyleSheet {
  static let figures = """

    .query { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem .75rem; margin: 0 0 1rem; }
    .query label { display: flex; flex-direction: column; font-size: .8125rem; color: var(--quiet); }
    .query input, .query select { color: var(--ink); font-size: 1rem; height: 2.5rem; }
    .query .problem { flex-basis: 100%; margin: 0; }
    .chart path { fill: none; stroke: var(--accent); stroke-width: 3; vector-effect: non-scaling-stroke; }
    .chart path.high { stroke-width: 1; }
    .meanings dt { margin-top: .875rem; color: var(--ink); font-size: 1rem; font-weight: 600; }
    .meanings dd { max-width: 42rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
    th { font-weight: 500; text-align: left; }
    thead th { color: var(--quiet); font-size: .8125rem; vertical-align: bottom; }
    td { text-align: right; }
    td, th { padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
    thead * + th { text-align: right; }
    caption { text-align: left; color: var(--quiet); font-size: .8125rem; }
    .hours td, .hours th { padding: .125rem; border: 0; }
    .hours thead th { text-align: center; }
    .hours tbody td { position: relative; min-width: 1.25rem; height: 1.5rem; border-radius: 4px; background: var(--card); border: 1px solid var(--line); }
    \((1...8).map { ".hours tbody td.h\($0) { background: color-mix(in srgb, var(--accent) \(100 * $0 / 8)%, var(--card)); }" }.joined(separator: "\n"))
    fieldset { border: 1px solid var(--line); border-radius: 12px; padding: .5rem 1rem; margin: 0 0 .75rem; }
    .compare { margin: 0 0 1.5rem; }
    .comparison { width: 100%; }
    .comparison thead th { min-width: 7rem; }
    .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); gap: .5rem 1.5rem; }
    .bars { min-width: 0; overflow-x: auto; }
    .bars table { width: 100%; }
    .bars th[scope=row] { overflow-wrap: anywhere; min-width: 6rem; }
    .bars td { white-space: nowrap; }
    .bars svg { display: block; width: 100%; height: .375rem; }
    .bars rect { fill: var(--accent); }
    """
}
