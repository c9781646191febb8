extension StyleSheet {
  static let source = """
    :root {
      color-scheme: light dark;
      --paper: #f6f7f9; --card: #fff; --ink: #1b2130; --quiet: #5a6377; --line: #dde1e9;
      --accent: #3557d6; --on-accent: #fff; --person: #e3e9fd; --action: #fdf6e3; --failure: #b3261e;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #12151c; --card: #1b202a; --ink: #e8ebf2; --quiet: #9aa4b8; --line: #2e3543;
        --accent: #93a9ff; --on-accent: #000; --person: #27335c; --action: #2c2718; --failure: #ff8a80;
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0; background: var(--paper); color: var(--ink);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
    }
    a { color: var(--accent); }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
    .skip { position: absolute; left: -999px; }
    .skip:focus { left: 1rem; top: .5rem; background: var(--card); padding: .25rem .75rem; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    .top {
      display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1.5rem; background: var(--card);
      border-bottom: 1px solid var(--line); padding: .5rem max(1rem, 50% - 35rem);
    }
    .top .brand { display: flex; align-items: center; gap: .5rem; font-weight: 650; color: var(--ink); text-decoration: none; }
    .top nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
    .top nav a { display: block; padding: .25rem .625rem; border-radius: 8px; color: var(--quiet); text-decoration: none; }
    .top nav a[aria-current] { background: var(--paper); color: var(--ink); font-weight: 600; }
    .top .person { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-left: auto; }
    .top .person a { color: var(--quiet); text-decoration: none; padding: .25rem .625rem; }
    .top .person a:hover { text-decoration: underline; }
    .top form { display: flex; gap: .25rem; }

    button, input, select, textarea { font: inherit; color: inherit; }
    input, select, textarea { background: var(--card); border: 1px solid var(--quiet); border-radius: 8px; padding: .375rem .5rem; max-width: 100%; }
    button, .button { background: var(--card); border: 1px solid var(--quiet); border-radius: 8px; padding: .375rem .75rem; cursor: pointer; color: inherit; text-decoration: none; }
    button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
    button.quiet { border-color: transparent; color: var(--quiet); }
    .door { max-width: 24rem; margin: 3rem auto; }
    .door form { display: flex; flex-direction: column; gap: .25rem; }
    .door input { margin-bottom: .75rem; }
    .problem { color: var(--failure); }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem 1rem 4rem; }
    h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0 1rem; overflow-wrap: anywhere; }
    .heading { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; }
    .heading p, .note, .back, .empty { color: var(--quiet); }
    code, pre { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
    ol { list-style: none; margin: 0; padding: 0; }

    .conversations { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
    .conversations:empty { display: none; }
    .conversations li + li { border-top: 1px solid var(--line); }
    .conversations a {
      display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .75rem 1rem;
      color: inherit; text-decoration: none;
    }
    .conversations a:hover { background: var(--paper); }
    .conversations .title { font-weight: 600; overflow-wrap: anywhere; }
    .conversations time, .conversations .facts { color: var(--quiet); font-size: .875rem; }
    .conversations .facts, .conversations .excerpt { grid-column: 1 / -1; overflow-wrap: anywhere; }
    mark { background: color-mix(in srgb, var(--accent) 22%, transparent); color: inherit; border-radius: 3px; padding: 0 .125rem; }
    .pages { display: flex; justify-content: center; gap: 1.5rem; margin-top: 1rem; color: var(--quiet); }

    .filters, .saved { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .75rem 1rem; margin: 0 0 1rem; }
    .search { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-bottom: .5rem; }
    .search input { flex: 1 1 14rem; min-width: 0; }
    .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .5rem 1rem; margin-top: .5rem; }
    .fields label { display: block; font-size: .8125rem; color: var(--quiet); }
    .fields input, .fields select { width: 100%; box-sizing: border-box; }
    .saved ul { list-style: none; margin: .5rem 0; padding: 0; }
    .saved li, .saved li form { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .75rem; }
    .saved li span { color: var(--quiet); font-size: .8125rem; }
    .saved a { overflow-wrap: anywhere; }

    .live { display: flex; flex-direction: column; gap: .5rem; }
    .live li { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .5rem .875rem .625rem; }
    .live li.person { background: var(--person); border-color: transparent; }
    .live li.action { background: var(--action); border-style: dashed; }
    .live p { margin: 0; overflow-wrap: anywhere; }
    .where { color: var(--quiet); font-size: .8125rem; }
    .where a { color: inherit; }

    .choices ul { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 0 0 1rem; padding: 0; }
    .choices a { display: block; padding: .25rem .75rem; border: 1px solid var(--line); border-radius: 999px; color: inherit; text-decoration: none; }
    .choices a[aria-current] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
    .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11rem, 50% - .375rem), 1fr)); gap: .75rem; margin: 0 0 1.5rem; }
    .cards > div { display: flex; flex-direction: column; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: .75rem 1rem; }
    .cards dt { flex: 1; }
    .cards dd { min-height: 3.75rem; }
    .cards strong { display: block; font-size: clamp(1.125rem, 5vw, 1.5rem); font-variant-numeric: tabular-nums; }
    .cards span { color: var(--quiet); font-size: .8125rem; }
    h2 { font-size: 1.125rem; }
    .chart { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem; }
    .chart svg { display: block; width: 100%; height: 12rem; }
    .chart rect { fill: var(--accent); }
    .chart figcaption span:not(:nth-child(2)) { white-space: nowrap; }
    .chart figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; color: var(--quiet); font-size: .8125rem; }

    dl.facts { display: flex; flex-wrap: wrap; gap: .75rem 2rem; margin: 0 0 1.5rem; }
    dt { color: var(--quiet); font-size: .8125rem; }
    dd { margin: 0; overflow-wrap: anywhere; }
    .day { font-size: .8125rem; font-weight: 500; color: var(--quiet); text-align: center; margin: 1.5rem 0 .5rem; }
    .transcript, .day { max-width: 50rem; }
    .transcript { display: flex; flex-direction: column; gap: .75rem; }
    .transcript li {
      max-width: min(85%, 40rem); align-self: flex-start; background: var(--card);
      border: 1px solid var(--line); border-radius: 14px; padding: .5rem .875rem .625rem;
    }
    .transcript li.person { align-self: flex-end; background: var(--person); border-color: transparent; }
    .transcript li.action { background: var(--action); border-style: dashed; }
    .transcript li.action.failed { border-color: var(--failure); }
    .transcript li.button { align-self: flex-end; border-style: dashed; }
    .transcript li.system { align-self: center; }
    .transcript p { margin: 0; overflow-wrap: anywhere; }
    .by { display: flex; gap: .75rem; font-size: .8125rem; color: var(--quiet); }
    .by time { margin-left: auto; font-variant-numeric: tabular-nums; }
    .text { white-space: pre-wrap; }
    .duration, .file span { color: var(--quiet); }
    .failure { color: var(--failure); }
    .label { border: 1px solid var(--accent); color: var(--accent); border-radius: 999px; padding: 0 .625rem; }
    summary { cursor: pointer; color: var(--quiet); font-size: .875rem; }
    main > pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; max-width: 50rem; }
    pre { margin: .25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
    @media (max-width: 30rem) {
      .conversations a { grid-template-columns: 1fr; }
      .transcript li { max-width: 94%; }
    }
    @media print {
      .top, .back, .pages, .skip { display: none; }
      .transcript li { break-inside: avoid; max-width: 100%; }
    }
    """
}
