extension Template {
  static let compareSource = """
    <div class="heading"><h1>Compare</h1><p>Days in {{zone}}; <a href="/overview/metrics">how figures are made</a></p></div>
    <form class="compare" action="/compare">
    {{#forms}}
    <fieldset class="query"><legend>{{name}}</legend>
    {{#form}}{{> figureFields}}{{/form}}
    </fieldset>
    {{/forms}}
    <button class="main">Compare</button>
    </form>
    <div class="scroll" tabindex="0" role="region" aria-label="Comparison">
    <table class="comparison"><thead><tr><td></td>
    {{#sides}}<th scope="col"><span dir="auto">{{what}}</span><br>{{time}}</th>{{/sides}}<th scope="col">First beside second</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row">{{name}}</th>{{#values}}<td>{{.}}</td>{{/values}}<td>{{difference}}</td></tr>
    {{/rows}}
    </tbody></table></div>
    """
}
