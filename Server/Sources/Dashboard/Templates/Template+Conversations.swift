extension Template {
  static let conversationsSource = """
    <div class="heading"><h1>Conversations</h1>{{#list}}{{#count}}<p>{{count}}</p>{{/count}}{{/list}}<p>Times in {{zone}}</p></div>
    {{#problems}}<p class="problem" role="alert">{{.}}</p>{{/problems}}
    {{#form}}
    <form class="filters" method="get" action="/conversations" role="search">
    <div class="search"><label class="unseen" for="text">Text in messages</label>
    <input id="text" name="text" type="search" value="{{text}}" placeholder="Text in messages" dir="auto">
    <button class="main">Show</button>{{#isNarrowed}} <a href="/conversations">Show all</a>{{/isNarrowed}}</div>
    <details{{#isOpen}} open{{/isOpen}}><summary>Filters and order</summary>
    <div class="fields">
    {{#selects}}<div><label for="{{name}}">{{label}}</label><select id="{{name}}" name="{{name}}">
    {{#options}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/options}}
    </select></div>{{/selects}}
    {{#inputs}}<div><label for="{{name}}">{{label}}</label>
    <input id="{{name}}" name="{{name}}" type="{{type}}" value="{{value}}"{{#hint}} placeholder="{{hint}}"{{/hint}}{{#hasSuggestions}} list="{{name}}-list"{{/hasSuggestions}}>
    {{#hasSuggestions}}<datalist id="{{name}}-list">{{#suggestions}}<option value="{{.}}"></option>{{/suggestions}}</datalist>{{/hasSuggestions}}</div>{{/inputs}}
    </div></details>
    </form>
    {{/form}}
    {{#saved}}
    <details class="saved"><summary>Saved filters</summary>
    {{#isEmpty}}<p class="note">None yet: filter, then save the filter here.</p>{{/isEmpty}}
    <ul>
    {{#filters}}
    <li><a href="{{path}}"{{#isHere}} aria-current="true"{{/isHere}} dir="auto">{{name}}</a>{{#isShared}} <span>for everybody</span>{{/isShared}}
    {{#mayDelete}}<form method="post" action="/conversations/filters/delete"><input type="hidden" name="form_token" value="{{formToken}}">
    <input type="hidden" name="id" value="{{id}}"><button class="quiet">Delete <span class="unseen">{{name}}</span></button></form>{{/mayDelete}}</li>
    {{/filters}}
    </ul>
    {{#query}}
    <form method="post" action="/conversations/filters"><input type="hidden" name="form_token" value="{{formToken}}">
    <input type="hidden" name="query" value="{{query}}">
    <label for="filter-name">Save this filter as</label> <input id="filter-name" name="name" maxlength="255" required>
    {{#mayShare}}<label><input type="checkbox" name="shared" value="yes"> for everybody</label>{{/mayShare}}
    <button>Save</button></form>
    {{/query}}
    </details>
    {{/saved}}
    {{#list}}
    {{#empty}}<p class="empty">{{empty}}</p>{{/empty}}
    <ol class="conversations">
    {{#conversations}}
    <li><a href="{{path}}">
    <span class="title" dir="auto">{{title}}</span>
    {{#time}}{{> minute}}{{/time}}
    {{#excerpt}}<span class="excerpt" dir="auto">{{before}}{{#match}}<mark>{{match}}</mark>{{/match}}{{after}}</span>{{/excerpt}}
    <span class="facts">{{messages}}{{#actions}} · {{actions}}{{/actions}} · {{agent}} · {{environment}}{{#customer}} ·
    <bdi>{{customer}}</bdi>{{/customer}}</span>
    </a></li>
    {{/conversations}}
    </ol>
    <nav class="pages" aria-label="More">
    {{#first}}<a href="{{first}}">First page</a>{{/first}}
    {{#next}}<a rel="next" href="{{next}}">{{nextName}}</a>{{/next}}
    </nav>
    {{/list}}
    <p class="note">Export what is shown, on all pages: <a href="{{csv}}" download>CSV</a>, <a href="{{json}}" download>JSON</a>.</p>
    """
}
