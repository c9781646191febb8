extension Template {
  static let conversationSource = """
    <p class="back"><a href="/conversations">All conversations</a></p>
    <h1 dir="auto">{{title}}</h1>
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    {{#newLink}}<div class="news" role="status"><p>Whoever has this link can read the conversation, nothing else. It is shown this once.</p>
    <label>Link to share <input readonly value="{{newLink}}"></label></div>{{/newLink}}
    <dl class="facts">
    {{#facts}}
    <div><dt>{{name}}</dt><dd dir="auto">{{#time}}{{> minute}}{{/time}}{{^time}}{{value}}{{/time}}</dd></div>
    {{/facts}}
    </dl>
    {{#usage}}<details class="usage"><summary>Tokens and cost</summary><table><thead><tr><th scope="col">Model</th><th scope="col">Tokens</th><th scope="col">Cost</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row" dir="auto">{{model}}</th><td>{{counts}}</td><td>{{cost}}</td></tr>{{/rows}}
    </tbody></table></details>{{/usage}}
    {{#desk}}{{> desk}}{{/desk}}
    <details class="desk"><summary>Link to this page</summary>
    <label>Copy it; it opens for those who may see this conversation. <input readonly value="{{link}}"></label></details>
    {{#transcript}}{{> transcript}}{{/transcript}}
    <section aria-label="Feedback and tickets">
    {{#feedbacks}}<p class="note">Feedback: {{sentiment}}, {{by}}, {{#time}}{{> minute}}{{/time}}{{#comment}}: <q dir="auto">{{comment}}</q>{{/comment}}</p>
    {{/feedbacks}}
    {{#tickets}}<p class="note">Ticket: <bdi>{{title}}</bdi>, {{status}}</p>
    {{/tickets}}
    </section>
    """

  static let sharedSource = """
    <h1 dir="auto">{{title}}</h1>
    <dl class="facts">
    {{#facts}}
    <div><dt>{{name}}</dt><dd dir="auto">{{#time}}{{> minute}}{{/time}}{{^time}}{{value}}{{/time}}</dd></div>
    {{/facts}}
    </dl>
    {{#transcript}}{{> transcript}}{{/transcript}}
    """

  /// A `ConversationDesk`.
  static let deskSource = """
    <details class="desk"><summary>Rename, mark, give feedback, open a ticket, share</summary>
    <form method="post" action="{{path}}/name"><input type="hidden" name="form_token" value="{{formToken}}">
    <label>Name <input name="name" value="{{name}}" maxlength="255" required></label> <button>Rename</button></form>
    <form method="post" action="{{path}}/mark"><input type="hidden" name="form_token" value="{{formToken}}">
    {{#isMarked}}<button name="marked" value="0">Remove the mark</button>{{/isMarked}}{{^isMarked}}<button name="marked" value="1">Mark it</button>{{/isMarked}}</form>
    <form method="post" action="{{path}}/feedback"><input type="hidden" name="form_token" value="{{formToken}}"><input type="hidden" name="once" value="{{once}}">
    <label>Feedback <select name="sentiment"><option value="positive">positive</option><option value="neutral">neutral</option><option value="negative">negative</option></select></label>
    <label>Comment <input name="comment" maxlength="5000"></label> <button>Give feedback</button></form>
    <form method="post" action="{{path}}/tickets"><input type="hidden" name="form_token" value="{{formToken}}"><input type="hidden" name="once" value="{{once}}">
    <label>Ticket <input name="title" maxlength="255" required></label>
    <label>Priority <select name="priority"><option value="low">low</option><option value="medium" selected>medium</option><option value="high">high</option></select></label>
    <button>Open a ticket</button></form>
    <form method="post" action="{{path}}/share"><input type="hidden" name="form_token" value="{{formToken}}">
    <label>A link for anybody, for days <select name="days">{{#lifetimes}}<option>{{.}}</option>{{/lifetimes}}</select></label> <button>Make a link</button></form>
    {{#shares}}<form method="post" action="{{path}}/unshare"><input type="hidden" name="form_token" value="{{formToken}}">
    <span>A link by <bdi>{{madeBy}}</bdi> opens this until {{#until}}{{> minute}}{{/until}}.</span> <button name="share" value="{{id}}">Revoke it</button></form>{{/shares}}
    </details>
    """

  /// A `TranscriptPages.Page`.
  static let transcriptSource = """
    {{#isEmpty}}
    <p class="empty">Nothing was said in this conversation.</p>
    {{/isEmpty}}
    {{#days}}
    <section aria-label="{{date}}">
    <h2 class="day">{{date}}</h2>
    <ol class="transcript">
    {{#items}}
    {{#gap}}<li class="gap">{{gap}}</li>{{/gap}}
    {{#message}}
    <li class="message {{side}}" id="{{anchor}}">
    <p class="by"><span>{{speaker}}</span>{{#wait}} <span class="duration">{{wait}}</span>{{/wait}} {{#time}}<time datetime="{{machine}}" title="{{exact}}">{{time}}</time>{{/time}}</p>
    <p class="text" dir="auto">{{content}}</p>
    {{#files}}<p class="file">{{#address}}<a href="{{address}}" download dir="auto">{{filename}}</a>{{/address}}{{^address}}<bdi>{{filename}}</bdi>{{/address}} <span>{{size}}</span></p>{{/files}}
    {{#details}}<details><summary>{{name}}</summary><pre>{{value}}</pre></details>{{/details}}
    {{#trace}}{{> trace}}{{/trace}}
    </li>
    {{/message}}
    {{#action}}
    <li class="action{{#failure}} failed{{/failure}}" id="{{anchor}}">
    <p class="by"><span>Action</span> {{#time}}<time datetime="{{machine}}" title="{{exact}}">{{time}}</time>{{/time}}</p>
    <p><strong dir="auto">{{name}}</strong>{{#duration}} <span class="duration">{{duration}}</span>{{/duration}}</p>
    {{#failure}}<p class="failure" dir="auto">{{failure}}</p>{{/failure}}
    {{#details}}<details><summary>{{name}}</summary><pre>{{value}}</pre></details>{{/details}}
    {{#trace}}{{> trace}}{{/trace}}
    </li>
    {{/action}}
    {{#button}}
    <li class="button" id="{{anchor}}">
    <p class="by"><span>Button</span> {{#time}}<time datetime="{{machine}}" title="{{exact}}">{{time}}</time>{{/time}}</p>
    <p><span class="label" dir="auto">{{label}}</span> <code dir="auto">{{event}} = {{value}}</code></p>
    {{#trace}}{{> trace}}{{/trace}}
    </li>
    {{/button}}
    {{/items}}
    </ol>
    </section>
    {{/days}}
    <nav class="pages" aria-label="Pages of the transcript">
    {{#earlier}}<a rel="prev" href="{{earlier}}">Earlier</a>{{/earlier}}
    {{#position}}<span>{{position}}</span>{{/position}}
    {{#later}}<a rel="next" href="{{later}}">Later</a>{{/later}}
    </nav>
    <p class="note">Times in {{zone}}.</p>
    """

  /// A `TraceView`.
  static let traceSource = """
    <details class="trace"><summary>{{summary}}</summary><table><thead><tr><th scope="col">Span</th><th scope="col">Start</th><th scope="col">Duration</th></tr></thead><tbody>
    {{#rows}}<tr><th scope="row" class="depth{{depth}}"><span dir="auto">{{name}}</span>{{#isFailure}} <span class="failure">error</span>{{/isFailure}}<svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true"><rect x="{{x}}" width="{{width}}" height="8"/></svg></th><td>{{start}}</td><td>{{duration}}</td></tr>
    {{/rows}}</tbody></table>{{#rest}}<p class="note">{{rest}}</p>{{/rest}}</details>
    """
}
