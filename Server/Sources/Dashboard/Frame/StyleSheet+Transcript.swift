extension StyleSheet {
  static let transcript = """

    .desk, .news { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .5rem 1rem; margin: 0 0 .75rem; max-width: 50rem; }
    .usage { margin: 0 0 .75rem; }
    .desk form { display: flex; flex-wrap: wrap; align-items: end; gap: .5rem; margin: .75rem 0; }
    .desk label, .news label { display: flex; flex-direction: column; flex: 1 1 10rem; font-size: .8125rem; color: var(--quiet); }
    .desk input, .desk select, .news input { width: 100%; color: var(--ink); font-size: 1rem; }
    .transcript li.gap { align-self: center; background: none; border: 0; padding: 0; color: var(--quiet); font-size: .8125rem; }
    .trace table { width: 100%; }
    .trace th[scope=row] { width: 70%; overflow-wrap: anywhere; }
    .trace td { white-space: nowrap; }
    .trace svg { display: block; width: 100%; height: .5rem; background: var(--paper); }
    .trace rect { fill: var(--accent); }
    \((1...4).map { ".trace .depth\($0) > span:first-child { padding-left: \($0)rem; }" }.joined(separator: "\n"))
    @media print {
      :root {
        color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --quiet: #444; --line: #bbb; --person: #eef1fb;
        --action: #faf6e8; --failure: #b3261e;
      }
      .top nav, .top .person, .skip, .back, .desk, .news, .query, .choices, .pages, main form, details:not([open]) { display: none; }
      .transcript li, .chart, .cards > div, tr { break-inside: avoid; }
    }
    """
}
