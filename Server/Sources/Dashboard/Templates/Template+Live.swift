extension Template {
  static let liveSource = """
    <div class="heading"><h1>Live</h1><p>{{active}} in the last five minutes; times in {{zone}}</p></div>
    <p class="note"><span id="live-state" role="status">The latest messages, newest first.</span>
    <a href="/live">Look again</a> <button id="live-pause" type="button" aria-pressed="false" hidden>Pause</button></p>
    {{#isEmpty}}
    <p class="empty" id="live-empty">Nothing has been said yet.</p>
    {{/isEmpty}}
    <div role="log" aria-label="Messages, newest first">
    <ol class="live" data-events="{{events}}">
    {{#messages}}
    <li class="message {{side}}">
    <p class="by"><span>{{speaker}}</span> {{#time}}{{> minute}}{{/time}}</p>
    <p class="text" dir="auto">{{text}}</p>
    <p class="where"><a href="{{path}}" dir="auto">{{title}}</a> · {{facts}}</p>
    </li>
    {{/messages}}
    </ol>
    </div>
    <script src="{{script}}" defer></script>
    """

  static let startSource = """
    <h1>Send the first conversation</h1>
    <p data-events="{{events}}" data-arrival="/overview"><span id="live-state" role="status">This page turns into the
    dashboard when it arrives.</span> <a href="/">Look again</a></p>
    {{#keys}}<p>An agent sends with a key of its own: <a href="{{keys}}">make one</a>{{#mayMakeClients}}, or where the
    collector runs: <code>agentsight keys create --agent NAME</code>{{/mayMakeClients}}.</p>{{/keys}}
    {{^keys}}<p>Ask an owner for a key for your agent, or whoever runs this collector
    (<code>agentsight keys create --agent NAME</code>).</p>{{/keys}}
    <p>Put it and this address where trackers look for them:</p>
    <pre><code>export AGENTSIGHT_API_KEY=ags_... AGENTSIGHT_API_ENDPOINT={{endpoint}}</code></pre>
    {{#examples}}
    <h2>{{language}}</h2>
    <pre><code>{{code}}</code></pre>
    {{/examples}}
    <script src="{{script}}" defer></script>
    """
}
