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
    <title>{{title}} · AgentSight</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="{{styleSheet}}">
    </head>
    <body>
    <a class="skip" href="#content">Skip to the content</a>
    <header class="top"><a href="/">AgentSight</a></header>
    <main id="content">
    {{{body}}}
    </main>
    </body>
    </html>
    """

  static let messageSource = """
    <h1>{{title}}</h1>
    <p>{{text}}</p>
    """
}
