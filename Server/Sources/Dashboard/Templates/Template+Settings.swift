extension Template {
  /// The head of every page of the settings; `page` is the rest.
  static let settingsHeadSource = """
    <h1>Settings</h1>
    {{#menu}}<nav class="choices" aria-label="Settings"><ul>
    {{#entries}}<li><a href="{{path}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a></li>{{/entries}}
    </ul></nav>{{/menu}}
    """

  static let fieldSource = """
    <div class="field">
    <label for="{{name}}">{{label}}</label>
    {{#hasChoices}}<select id="{{name}}" name="{{name}}">
    {{#choices}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/choices}}
    </select>{{/hasChoices}}{{^hasChoices}}{{#isLong}}<textarea id="{{name}}" name="{{name}}" rows="3"
    aria-describedby="{{name}}-hint"{{#problem}} aria-invalid="true"{{/problem}}>{{value}}</textarea>{{/isLong}}
    {{^isLong}}<input id="{{name}}" name="{{name}}" type="{{type}}" value="{{value}}" autocomplete="{{autocomplete}}"
    aria-describedby="{{name}}-hint"{{#problem}} aria-invalid="true"{{/problem}}{{#isRequired}} required{{/isRequired}}{{#hasSuggestions}} list="{{name}}-list"{{/hasSuggestions}}>{{/isLong}}{{/hasChoices}}
    {{#hasSuggestions}}<datalist id="{{name}}-list">{{#suggestions}}<option value="{{.}}">{{/suggestions}}</datalist>{{/hasSuggestions}}
    <p class="hint" id="{{name}}-hint">{{#problem}}<span class="problem">{{problem}}</span> {{/problem}}{{hint}}</p>
    </div>
    """

  static let brandSettingsSource = """
    {{> settingsHead}}
    {{#page}}
    {{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}
    {{#isPreview}}<div class="notice" role="status">
    <p><strong>This is a preview.</strong> The page around it has the new name, pictures and colours; nothing is saved yet.</p>
    <div class="preview" aria-label="The sign-in page">
    <h2>Sign in to {{name}}</h2>
    {{#signInText}}<p>{{signInText}}</p>{{/signInText}}
    <p><span class="button sample">Sign in</span></p>
    </div></div>{{/isPreview}}
    <form class="panel" method="post" action="/settings/brand" enctype="multipart/form-data">
    <input type="hidden" name="form_token" value="{{formToken}}">
    {{#fields}}{{> field}}{{/fields}}
    {{#pictures}}<div class="field">
    <label for="{{name}}">{{label}}</label>
    {{#path}}<p><img class="picture" src="{{path}}" alt="The present one"></p>{{/path}}
    {{#draft}}<input type="hidden" name="{{name}}_draft" value="{{draft}}">{{/draft}}
    <input id="{{name}}" name="{{name}}" type="file" accept="image/png,image/jpeg,image/webp" aria-describedby="{{name}}-hint">
    <p class="hint" id="{{name}}-hint">{{#problem}}<span class="problem">{{problem}}</span> {{/problem}}{{hint}}</p>
    {{#canRemove}}<label class="tick"><input type="checkbox" name="remove_{{name}}" value="1"{{#isRemoved}} checked{{/isRemoved}}> Remove it</label>{{/canRemove}}
    </div>{{/pictures}}
    <p class="actions"><button class="main" name="save" value="1">Save</button>
    <button name="preview" value="1">Preview</button></p>
    </form>
    {{/page}}
    """

  static let retentionSettingsSource = """
    {{> settingsHead}}
    {{#page}}
    {{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}
    <p>A conversation is removed, with everything that belongs to it, when nothing of it has arrived for so many days.</p>
    <form class="panel" method="post" action="/settings/retention">
    <input type="hidden" name="form_token" value="{{formToken}}">
    {{#fields}}{{> field}}{{/fields}}
    {{#isLoss}}<div class="problem" role="alert"><p>This shortens how long conversations are kept. What is older is
    removed within the hour, and nothing brings it back.</p>
    <label class="tick"><input type="checkbox" name="confirm" value="1"> Remove it</label></div>{{/isLoss}}
    <p class="actions"><button class="main">Save</button></p>
    </form>
    {{/page}}
    """

  static let figureSettingsSource = """
    {{> settingsHead}}
    {{#page}}
    {{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}
    <form class="panel" method="post" action="/settings/figures">
    <input type="hidden" name="form_token" value="{{formToken}}">
    {{#fields}}{{> field}}{{/fields}}
    <p class="actions"><button class="main">Save</button></p>
    </form>
    {{/page}}
    """

  static let clientSettingsSource = """
    {{> settingsHead}}
    {{#page}}
    <ul class="rows">
    {{#clients}}<li><strong dir="auto">{{name}}</strong>
    <form method="post" action="/choose-client"><input type="hidden" name="form_token" value="{{formToken}}">
    <input type="hidden" name="client" value="{{id}}"><input type="hidden" name="next" value="/settings/brand">
    <button>Set up<span class="unseen"> {{name}}</span></button></form></li>{{/clients}}
    </ul>
    <h2>Another client</h2>
    <form class="panel" method="post" action="/settings/clients">
    <input type="hidden" name="form_token" value="{{formToken}}">
    {{#fields}}{{> field}}{{/fields}}
    <p class="actions"><button class="main">Make the client</button></p>
    </form>
    {{/page}}
    """
}
