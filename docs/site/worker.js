// Browsers start no Worker in a page that was opened as a file, and the search is one. There its script runs in
// a hidden frame of the same page instead.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.document.open();
      inside.document.write("<body></body>");
      // What a worker's script may call: messages to its owner, and further scripts.
      inside.postMessage = (data) => {
        const event = new MessageEvent("message", {data});
        this.dispatchEvent(event);
        if (this.onmessage) this.onmessage(event);
      };
      inside.importScripts = (...urls) => urls.reduce((before, one) => before.then(() => load(inside, one)),
                                                      Promise.resolve());
      inside.document.close();
      this.ready = load(inside, url);
    }
    postMessage(data) {
      this.ready.then(() => {
        const event = new MessageEvent("message", {data: structuredClone(data)});
        this.frame.contentWindow.dispatchEvent(event);
      });
    }
    terminate() { this.frame.remove(); }
  };
  function load(inside, url) {
    return new Promise((resolve) => {
      const script = inside.document.createElement("script");
      script.src = url;
      script.onload = resolve;
      inside.document.body.append(script);
    });
  }
}
