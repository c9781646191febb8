extension StyleSheet {
  /// Forms and lists of things with buttons.
  static let settings = """

    .panel, .rows { background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin: 0 0 1.5rem; }
    .panel, .rows, .notice { max-width: 50rem; }
    .panel { padding: 1rem 1.25rem 1.25rem; }
    .field { margin: 0 0 1rem; }
    .field label:not(.tick) { display: block; font-weight: 600; margin-bottom: .25rem; }
    .field input:not([type=checkbox], [type=number], [type=file]), .field select, .field textarea { width: 100%; max-width: 28rem; }
    .field input[type=number] { width: 8rem; }
    .field input[type=file] { border-style: dashed; width: 28rem; }
    .hint { color: var(--quiet); font-size: .875rem; }
    .field .hint { margin: .25rem 0 0; }
    [aria-invalid] { border-color: var(--failure); border-width: 2px; }
    .tick { display: inline-flex; align-items: baseline; gap: .375rem; margin-top: .25rem; }
    .actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0; }
    .notice { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 8px; padding: .75rem 1rem; margin: 0 0 1.5rem; }
    .notice p { margin: 0; overflow-wrap: anywhere; }
    .notice p + p, .notice .preview { margin-top: .5rem; }
    .preview { background: var(--paper); border-radius: 8px; padding: 1rem 1.25rem; }
    .preview h2 { margin: 0 0 .5rem; }
    .preview p + p { margin-top: .75rem; }
    .sample { display: inline-block; background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; cursor: default; }
    .picture { max-height: 4rem; max-width: 100%; background: var(--paper); border-radius: 4px; }
    .rows { list-style: none; padding: 0; }
    .rows:empty { display: none; }
    .rows li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1rem; padding: .625rem 1rem; overflow-wrap: anywhere; }
    .rows li + li { border-top: 1px solid var(--line); }
    .rows form { display: flex; flex-wrap: wrap; gap: .375rem; }
    """
}
