extension Template {
  /// What all pages share. `body` comes from another template and is HTML already.
  static let frameSource = """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    {{#frame}}
    <title>{{title}} · {{brandName}}</title>
    <link rel="icon" href="{{icon}}">
    <link rel="stylesheet" href="{{styleSheet}}">
    <link rel="stylesheet" href="{{brandSheet}}">
    </head>
    <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top">
    <a class="brand" href="/">{{#logo}}<img src="{{logo}}" alt="" height="28">{{/logo}}{{brandName}}</a>
    {{#person}}
    <nav aria-label="Pages"><ul>
    {{#navigation}}<li><a href="{{path}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a></li>{{/navigation}}
    </ul></nav>
    <div class="person">
    {{#canChoose}}<form method="post" action="/choose-client">
    <input type="hidden" name="form_token" value="{{formToken}}">
    <label class="unseen" for="client">Client</label>
    <select id="client" name="client">{{#clients}}<option value="{{id}}"{{#isChosen}} selected{{/isChosen}}>{{name}}</option>{{/clients}}</select>
    <button>Show</button></form>{{/canChoose}}
    <a href="/account"><span class="unseen">Account of </span>{{name}}</a>
    <form method="post" action="/sign-out"><input type="hidden" name="form_token" value="{{formToken}}">
    <button class="quiet">Sign out</button></form>
    </div>
    {{/person}}
    </header>
    {{/frame}}
    <main id="content">
    {{{body}}}
    </main>
    </body>
    </html>
    """

  /// A `PageTime`, to the minute.
  static let minuteSource = #"<time datetime="{{machine}}" title="{{exact}}">{{minute}}</time>"#

  static let messageSource = """
    <h1>{{title}}</h1>
    <p>{{text}}</p>
    """
}
