extension Template {
  static let overviewSource = """
    <div class="heading"><h1>Overview</h1><p>Days in {{zone}}; <a href="/overview/metrics">how figures are made</a></p></div>
    {{#days}}<nav class="choices" aria-label="Time"><ul>
    {{#choices}}<li><a href="{{path}}"{{#isHere}} aria-current="true"{{/isHere}}>{{name}}</a></li>{{/choices}}
    </ul></nav>{{/days}}
    {{#isEmpty}}
    <p class="empty">Nothing has been tracked in this time. Make a key with <code>agentsight keys create --agent NAME</code>
    and give it to your agent.</p>
    {{/isEmpty}}
    <dl class="cards">
    {{#cards}}
    <div><dt>{{name}}</dt><dd><strong>{{value}}</strong>{{#change}} <span>{{change}}</span>{{/change}}</dd></div>
    {{/cards}}
    </dl>
    {{#chart}}
    <h2>Messages per day</h2>
    <figure class="chart">
    <svg viewBox="0 0 1000 200" preserveAspectRatio="none" role="img" aria-label="Messages per day from {{first}} to {{last}}, at most {{most}} on one day">
    {{#bars}}<rect x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"><title>{{title}}</title></rect>{{/bars}}
    </svg>
    <figcaption><span>{{first}}</span><span>at most {{most}} on one day</span><span>{{last}}</span></figcaption>
    </figure>
    {{/chart}}
    """

  static let metricsSource = """
    <p class="back"><a href="/overview">Overview</a></p>
    <h1>How figures are made</h1>
    <p>Deleted conversations count nowhere, and of an agent's environments only those for production.</p>
    <dl>
    {{#.}}
    <dt>{{name}}</dt><dd>{{meaning}}</dd>
    {{/.}}
    </dl>
    """
}
