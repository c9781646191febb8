extension Template {
  static let signInSource = """
    <div class="door">
    <h1>Sign in to {{brand}}</h1>
    {{#text}}<p>{{text}}</p>{{/text}}
    {{#isNew}}<p class="hint">Nobody can sign in yet. The collector prints a set-up link when it starts;
    <code>agentsight people invite</code> makes another.</p>{{/isNew}}
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    <form method="post" action="/sign-in">
    <input type="hidden" name="next" value="{{next}}">
    <label for="login">Sign-in name</label>
    <input id="login" name="login" value="{{login}}" autocomplete="username" autocapitalize="none" required>
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required>
    <button class="main">Sign in</button>
    </form>
    </div>
    """

  static let accountSource = """
    <h1>Account of {{name}}</h1>
    {{#notice}}<p class="notice" role="status">{{notice}}</p>{{/notice}}
    <dl class="facts"><div><dt>Sign-in name</dt><dd dir="auto">{{login}}</dd></div>
    {{#roles}}<div><dt dir="auto">{{name}}</dt><dd>{{role}}</dd></div>{{/roles}}</dl>
    <h2>Another password</h2>
    <form class="panel" method="post" action="/account/password">
    <input type="hidden" name="form_token" value="{{formToken}}">
    <input name="login" value="{{login}}" autocomplete="username" hidden>
    {{#fields}}{{> field}}{{/fields}}
    <p class="actions"><button class="main">Change the password</button></p>
    </form>
    <h2>Other browsers</h2>
    {{#others}}<form class="panel" method="post" action="/account/sessions">
    <input type="hidden" name="form_token" value="{{formToken}}">
    <p>You are signed in with {{others}}.</p>
    <p class="actions"><button>Sign out there</button></p>
    </form>{{/others}}
    {{^others}}<p class="note">You are signed in nowhere else.</p>{{/others}}
    """

  static let welcomeSource = """
    <div class="door">
    <h1>Welcome{{#client}} to {{client}}{{/client}}</h1>
    <p>{{#client}}You are invited as {{role}}.{{/client}}{{^client}}Make the account of the person who runs this collector.{{/client}}</p>
    {{#problem}}<p class="problem" role="alert">{{problem}}</p>{{/problem}}
    {{#client}}{{#present}}
    <form method="post" action="{{path}}"><input type="hidden" name="form_token" value="{{formToken}}">
    <button class="main" name="join" value="1">Join as {{present}}</button></form>
    <p>Or make another account:</p>
    {{/present}}{{/client}}
    <form method="post" action="{{path}}">
    <label for="name">Your name</label>
    <input id="name" name="name" value="{{name}}" autocomplete="name" required>
    <label for="login">Sign-in name</label>
    <input id="login" name="login" value="{{login}}" autocomplete="username" autocapitalize="none" required>
    <label for="password">Password, at least {{shortest}} characters</label>
    <input id="password" name="password" type="password" autocomplete="new-password" minlength="{{shortest}}" required>
    <button class="main">Make the account</button>
    </form>
    </div>
    """
}
