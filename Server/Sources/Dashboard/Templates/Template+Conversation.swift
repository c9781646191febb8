extension Template {
  static let conversationSource = """
    <p class="back"><a href="/conversations">All conversations</a></p>
    <h1 dir="auto">{{title}}</h1>
    <dl class="facts">
    {{#facts}}
    <div><dt>{{name}}</dt><dd dir="auto">{{value}}</dd></div>
    {{/facts}}
    </dl>
    {{#isEmpty}}
    <p class="empty">Nothing was said in this conversation.</p>
    {{/isEmpty}}
    {{#days}}
    <section aria-label="{{date}}">
    <h2 class="day">{{date}}</h2>
    <ol class="transcript">
    {{#items}}
    {{#message}}
    <li class="message {{side}}">
    <p class="by"><span>{{speaker}}</span> <time datetime="{{#time}}{{machine}}{{/time}}" title="{{#time}}{{machine}}{{/time}}">{{#time}}{{time}}{{/time}}</time></p>
    <p class="text" dir="auto">{{content}}</p>
    {{#files}}<p class="file"><a href="{{path}}" download dir="auto">{{name}}</a> <span>{{size}}</span></p>{{/files}}
    {{#metadata}}<details><summary>Metadata</summary><pre>{{metadata}}</pre></details>{{/metadata}}
    </li>
    {{/message}}
    {{#action}}
    <li class="action{{#failure}} failed{{/failure}}">
    <p class="by"><span>Action</span> <time datetime="{{#time}}{{machine}}{{/time}}" title="{{#time}}{{machine}}{{/time}}">{{#time}}{{time}}{{/time}}</time></p>
    <p><strong dir="auto">{{name}}</strong>{{#duration}} <span class="duration">{{duration}}</span>{{/duration}}</p>
    {{#failure}}<p class="failure" dir="auto">{{failure}}</p>{{/failure}}
    {{#details}}<details><summary>{{name}}</summary><pre>{{value}}</pre></details>{{/details}}
    </li>
    {{/action}}
    {{#button}}
    <li class="button">
    <p class="by"><span>Button</span> <time datetime="{{#time}}{{machine}}{{/time}}" title="{{#time}}{{machine}}{{/time}}">{{#time}}{{time}}{{/time}}</time></p>
    <p><span class="label" dir="auto">{{label}}</span> <code dir="auto">{{event}} = {{value}}</code></p>
    </li>
    {{/button}}
    {{/items}}
    </ol>
    </section>
    {{/days}}
    <p class="note">Times are UTC.</p>
    """
}
