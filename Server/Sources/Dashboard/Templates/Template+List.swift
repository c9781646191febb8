extension Template {
  static let listSource = """
    <div class="heading"><h1>Conversations</h1><p>{{count}}</p></div>
    {{#isEmpty}}
    <p class="empty">Nothing has been tracked yet. Make a key with <code>agentsight keys create --agent NAME</code>
    and give it to your agent.</p>
    {{/isEmpty}}
    <ol class="conversations">
    {{#conversations}}
    <li><a href="{{path}}">
    <span class="title" dir="auto">{{title}}</span>
    <time datetime="{{#time}}{{machine}}{{/time}}">{{#time}}{{minute}}{{/time}} UTC</time>
    <span class="facts">{{messages}}{{#actions}} · {{actions}}{{/actions}} · {{agent}} · {{environment}}{{#customer}} ·
    <bdi>{{customer}}</bdi>{{/customer}}</span>
    </a></li>
    {{/conversations}}
    </ol>
    <nav class="pages" aria-label="Pages">
    {{#newer}}<a rel="prev" href="{{newer}}">Newer</a>{{/newer}}
    <span>{{position}}</span>
    {{#older}}<a rel="next" href="{{older}}">Older</a>{{/older}}
    </nav>
    """
}
