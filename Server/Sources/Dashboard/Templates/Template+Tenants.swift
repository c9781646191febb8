extension Template {
  static let peopleSettingsSource = """
    {{> settingsHead}}
    {{#page}}
    {{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    {{#link}}<div class="notice" role="status"><p>Give this link to whom you invite as {{role}}. It is shown this once,
    and works once, within a week.</p><p><code>{{address}}</code></p></div>{{/link}}
    <ul class="rows">
    {{#people}}<li><span><strong dir="auto">{{name}}</strong> <span class="hint" dir="auto">{{login}}{{#isSelf}}, you{{/isSelf}}</span></span>
    <form method="post" action="/settings/people/{{id}}"><input type="hidden" name="form_token" value="{{formToken}}">
    <select name="role" aria-label="Role of {{name}}">{{#roles}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/roles}}</select>
    <button>Change<span class="unseen"> the role of {{name}}</span></button>
    <button class="quiet" name="remove" value="1">Remove<span class="unseen"> {{name}}</span></button></form></li>{{/people}}
    </ul>
    {{^people}}<p class="empty">Nobody has an account for this client yet. Operators see it without one.</p>{{/people}}
    <h2>Open invitations</h2>
    <ul class="rows">
    {{#invitations}}<li><span>{{#note}}<strong dir="auto">{{note}}</strong>{{/note}}{{^note}}Somebody{{/note}}, as {{role}},
    <span class="hint">until {{#until}}{{> minute}}{{/until}}</span></span>
    <form method="post" action="/settings/invitations/{{id}}"><input type="hidden" name="form_token" value="{{formToken}}">
    <button class="quiet">Withdraw<span class="unseen"> the invitation {{note}}</span></button></form></li>{{/invitations}}
    </ul>
    {{^invitations}}<p class="empty">None.</p>{{/invitations}}
    <h2>Invite somebody</h2>
    <form class="panel" method="post" action="/settings/people/invite">
    <input type="hidden" name="form_token" value="{{formToken}}">
    {{#fields}}{{> field}}{{/fields}}
    <p class="actions"><button class="main">Make a link</button></p>
    </form>
    {{/page}}
    """

  static let keySettingsSource = """
    {{> settingsHead}}
    {{#page}}
    {{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}
    {{#key}}<div class="notice" role="status"><p>This is the new key. It is shown this once; nobody can look it up later.</p>
    <p><code>{{key}}</code></p></div>{{/key}}
    <ul class="rows">
    {{#keys}}<li><span><strong dir="auto">{{name}}</strong> <code>{{prefix}}…</code>
    <span class="hint">{{role}}, for <bdi>{{agent}}</bdi>, since {{#created}}{{date}}{{/created}}{{#revoked}}, revoked on {{date}}{{/revoked}}</span></span>
    {{^revoked}}<form method="post" action="/settings/keys/{{id}}"><input type="hidden" name="form_token" value="{{formToken}}">
    <button class="quiet">Revoke<span class="unseen"> {{name}} {{prefix}}</span></button></form>{{/revoked}}</li>{{/keys}}
    </ul>
    {{^keys}}<p class="empty">There are no keys yet. An agent needs one to send.</p>{{/keys}}
    <h2>Another key</h2>
    <form class="panel" method="post" action="/settings/keys">
    <input type="hidden" name="form_token" value="{{formToken}}">
    {{#fields}}{{> field}}{{/fields}}
    <p class="actions"><button class="main">Make the key</button></p>
    </form>
    {{/page}}
    """

  static let environmentSettingsSource = """
    {{> settingsHead}}
    {{#page}}
    {{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    {{#isEmpty}}<p class="empty">There are no agents yet. <a href="/settings/keys">Make a key</a> for the first one.</p>{{/isEmpty}}
    {{#agents}}
    <h2 dir="auto">{{name}}</h2>
    <ul class="rows">
    {{#environments}}<li><span><code>{{slug}}</code>{{#isProduction}} <span class="hint">counts in figures</span>{{/isProduction}}</span>
    <form method="post" action="/settings/environments"><input type="hidden" name="form_token" value="{{formToken}}">
    <input type="hidden" name="agent" value="{{agent}}"><input type="hidden" name="slug" value="{{slug}}">
    <input name="name" value="{{name}}" size="14" aria-label="Name of {{slug}} of {{agentName}}" autocomplete="off" required>
    <button name="action" value="rename">Rename<span class="unseen"> {{slug}} of {{agentName}}</span></button>
    {{#canDelete}}<button class="quiet" name="action" value="delete">Delete<span class="unseen"> {{slug}} of {{agentName}}</span></button>{{/canDelete}}</form></li>{{/environments}}
    </ul>
    {{/agents}}
    {{^isEmpty}}
    <h2>Another environment</h2>
    <form class="panel" method="post" action="/settings/environments">
    <input type="hidden" name="form_token" value="{{formToken}}">
    {{#fields}}{{> field}}{{/fields}}
    <p><label class="tick"><input type="checkbox" name="production" value="1"> Count its conversations in figures</label></p>
    <p class="actions"><button class="main" name="action" value="create">Make the environment</button></p>
    </form>
    {{/isEmpty}}
    {{/page}}
    """
}
