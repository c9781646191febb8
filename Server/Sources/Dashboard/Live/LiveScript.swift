/// The script of the live page, and of the first page that waits for the first message. It puts texts into the
/// page as texts; there is nothing in it that reads markup.
enum LiveScript {
  static let path = "/assets/live-\(fingerprint(of: source)).js"

  static let source = """
    "use strict";
    (() => {
      const live = document.querySelector("[data-events]");
      if (!live || !window.EventSource) return;
      const state = document.getElementById("live-state");
      const most = 100;
      let waiting = null;

      const element = (name, text, kind) => {
        const node = document.createElement(name);
        if (kind) node.className = kind;
        if (text !== undefined) node.textContent = text;
        return node;
      };

      const item = (message) => {
        const node = element("li", undefined, "message " + message.side);
        const by = element("p", undefined, "by");
        const time = element("time", message.time);
        time.dateTime = message.machine;
        time.title = message.exact;
        by.append(element("span", message.speaker), time);
        const text = element("p", message.text, "text");
        text.dir = "auto";
        const link = element("a", message.title);
        link.href = message.path;
        link.dir = "auto";
        const where = element("p", undefined, "where");
        where.append(link, " · " + message.facts);
        node.append(by, text, where);
        return node;
      };

      const show = (messages, isWhole) => {
        if (live.dataset.arrival) {
          if (messages.length > 0) location.assign(live.dataset.arrival);
          return;
        }
        if (waiting) {
          waiting = (isWhole ? [] : waiting).concat(messages).slice(-most);
          return;
        }
        if (isWhole) live.replaceChildren();
        for (const message of messages) live.prepend(item(message));
        while (live.children.length > most) live.lastElementChild.remove();
        const empty = document.getElementById("live-empty");
        if (empty && live.children.length > 0) empty.hidden = true;
      };

      const say = (text) => { if (state) state.textContent = text; };
      const source = new EventSource(live.dataset.events);
      source.onopen = () => say(live.dataset.arrival
        ? "This page turns into the dashboard when it arrives."
        : "Connected: what is said appears here by itself.");
      source.onerror = () => say(source.readyState === EventSource.CLOSED
        ? "The connection has ended. Load the page anew." : "The connection is lost; trying again.");
      source.addEventListener("messages", (event) => show(JSON.parse(event.data), false));
      source.addEventListener("snapshot", (event) => show(JSON.parse(event.data), true));
      source.addEventListener("end", () => {
        source.close();
        say("You are signed out, or may not see this any longer. Load the page anew.");
      });

      const pause = document.getElementById("live-pause");
      if (pause) {
        pause.hidden = false;
        pause.addEventListener("click", () => {
          if (waiting) {
            const messages = waiting;
            waiting = null;
            show(messages, false);
          } else {
            waiting = [];
          }
          pause.setAttribute("aria-pressed", String(waiting !== null));
          pause.textContent = waiting ? "Go on" : "Pause";
        });
      }
    })();
    """
}
