extension Template {
  static let overviewSource = """
    <div class="heading"><h1>Overview</h1><p>Days in {{zone}}; <a href="/overview/metrics">how figures are made</a>,
    <a href="{{json}}">as JSON</a></p></div>
    {{#form}}
    <nav class="choices" aria-label="Time"><ul>
    {{#presets}}<li><a href="{{path}}"{{#isHere}} aria-current="true"{{/isHere}}>{{name}}</a></li>{{/presets}}
    </ul></nav>
    <form class="query" action="/overview">
    {{> figureFields}}
    <button class="main">Show</button>
    </form>
    {{/form}}
    {{#isEmpty}}
    <p class="empty">Nothing has been tracked in this time.{{#keys}} An agent sends with a key of its own:
    <a href="{{keys}}">make one</a>.{{/keys}}</p>
    {{/isEmpty}}
    <p class="note">{{time}}, compared with {{timeBefore}}</p>
    <dl class="cards">
    {{#cards}}
    <div><dt>{{name}}</dt><dd><strong>{{value}}</strong>{{#change}} <span>{{change}}</span>{{/change}}</dd></div>
    {{/cards}}
    </dl>
    {{#bars}}
    <h2>{{name}}</h2>
    <figure class="chart">
    <svg viewBox="0 0 1000 200" preserveAspectRatio="none" role="img" aria-label="{{name}} from {{first}} to {{last}}, at most {{most}}">
    {{#bars}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"><title>{{title}}</title></rect>{{/bars}}
    </svg>
    <figcaption><span>{{first}}</span><span>at most {{most}}</span><span>{{last}}</span></figcaption>
    </figure>
    {{/bars}}
    {{#waits}}
    <h2>{{name}}</h2>
    <figure class="chart">
    <svg viewBox="0 0 1000 200" preserveAspectRatio="none" role="img" aria-label="{{name}} from {{first}} to {{last}}: median and 90 %, at most {{most}}">
    {{#lines}}<path class="{{style}}" d="{{path}}"><title>{{name}}</title></path>{{/lines}}
    </svg>
    <figcaption><span>{{first}}</span><span>median (thick) and 90 % (thin), at most {{most}}</span><span>{{last}}</span></figcaption>
    </figure>
    {{/waits}}
    {{#parts}}
    <details><summary>These charts as a table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Messages, conversations and response time">
    <table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{name}}</th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody></table></div></details>
    {{/parts}}
    {{#hours}}
    <h2>Peak hours</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Peak hours">
    <table class="hours"><caption>Messages by people, {{zone}}</caption>
    <thead><tr><td></td>{{#hours}}<th scope="col">{{.}}</th>{{/hours}}</tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{name}}</th>{{#cells}}<td class="h{{level}}" title="{{title}}"><span class="unseen">{{count}}</span></td>{{/cells}}</tr>
    {{/rows}}
    </tbody></table></div>
    {{/hours}}
    <div class="tables">
    {{#tables}}{{> barTable}}{{/tables}}
    </div>
    """

  /// The days, agent and environment of a `FigureForm`.
  static let figureFieldsSource = """
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    <label>From <input type="date" name="{{prefix}}from" value="{{from}}" required></label>
    <label>To <input type="date" name="{{prefix}}to" value="{{to}}" required></label>
    <label>Agent <select name="{{prefix}}agent"><option value="">All</option>
    {{#agents}}<option value="{{id}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/agents}}</select></label>
    <label>Environment <select name="{{prefix}}environment"><option value="">All for production</option>
    {{#environments}}<option value="{{id}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/environments}}</select></label>
    """

  /// A `BarTable`.
  static let barTableSource = """
    <section class="bars" aria-label="{{name}}" tabindex="0">
    <h2>{{name}}</h2>
    {{#isEmpty}}<p class="empty">{{#note}}{{note}}{{/note}}{{^note}}Nothing in this time.{{/note}}</p>{{/isEmpty}}
    {{^isEmpty}}<table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
    {{#rows}}<tr><th scope="row"><span dir="auto">{{name}}</span><svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width="{{width}}" height="6"/></svg></th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody></table>{{#note}}<p class="note">{{note}}</p>{{/note}}{{/isEmpty}}
    </section>
    """

  static let metricsSource = """
    <p class="back"><a href="/overview">Overview</a></p>
    <h1>How figures are made</h1>
    <p>Deleted conversations count nowhere, and of an agent's environments only those for production, unless one is
    chosen. Changes compare with as many days before.</p>
    <dl class="meanings">
    {{#.}}
    <dt>{{name}}</dt><dd>{{meaning}}</dd>
    {{/.}}
    </dl>
    """
}
