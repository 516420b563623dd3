// A website in front of Puente: pages of the test's own, everything else passed on. Each has an origin of its own, and so
// storage of its own, and an address of its own, so that the limits per address count for one test only.
import { createServer, request } from "node:http";
import { connect } from "node:net";

let visitors = 0;

export class Site {
  /** Listens on a port, or on any; `puente` is the port of the real server. */
  static async open(puente, port = 0) {
    const site = new Site();
    Object.assign(site, { puente, pages: new Map(), requests: [], sockets: new Set(), cut: false, webSockets: true });
    site.address = `198.51.100.${++visitors}`;
    site.server = createServer((asked, answer) => site.answer(asked, answer));
    site.server.on("upgrade", (asked, socket) => site.upgrade(asked, socket));
    site.server.on("connection", (socket) => {
      site.sockets.add(socket);
      socket.on("close", () => site.sockets.delete(socket));
    });
    await new Promise((resolve) => site.server.listen(port, "127.0.0.1", resolve));
    site.origin = `http://127.0.0.1:${site.server.address().port}`;
    return site;
  }

  /** Serves a page of the test's own. */
  page(path, html, headers = {}) {
    this.pages.set(path, { html, headers });
    return this.origin + path;
  }

  /** A plain page of a company with the widget on it. */
  fixture({ attributes = "", html = 'lang="en"', body = "", head = "", headers = {}, widget = "/widget.js", path = "/fixture.html" } = {}) {
    const document = `<!doctype html><html ${html}><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}
<script async src="${widget}" data-id="test" data-privacy="https://example.com/privacy" ${attributes}></script></head>
<body><main><h1>A page</h1><p><a id="first" href="#x">A link</a></p>${body}</main></body></html>`;
    return this.page(path, document, headers);
  }

  /** Breaks every connection and lets none be made, until it is called with false. */
  interrupt(on = true) {
    this.cut = on;
    if (on) for (const socket of this.sockets) socket.destroy();
  }

  async close() {
    this.interrupt();
    await new Promise((resolve) => this.server.close(resolve));
  }

  answer(asked, answer) {
    const path = asked.url.split("?")[0];
    this.requests.push(path);
    if (this.cut) return asked.socket.destroy();
    const own = this.pages.get(path);
    if (own) {
      answer.writeHead(200, { "content-type": "text/html; charset=utf-8", ...own.headers });
      return answer.end(own.html);
    }
    if (path === "/favicon.ico") return answer.writeHead(204).end();
    const onward = request({ port: this.puente, host: "127.0.0.1", path: asked.url, method: asked.method, headers: this.headers(asked) }, (given) => {
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    return asked.pipe(onward);
  }

  upgrade(asked, socket) {
    this.requests.push("websocket");
    if (this.cut || !this.webSockets) return socket.destroy();
    const onward = connect(this.puente, "127.0.0.1", () => {
      const headers = Object.entries(this.headers(asked)).map(([name, value]) => `${name}: ${value}\r\n`);
      onward.write(`GET ${asked.url} HTTP/1.1\r\n${headers.join("")}\r\n`);
      onward.pipe(socket).pipe(onward);
    });
    for (const [one, other] of [[socket, onward], [onward, socket]]) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
    return undefined;
  }

  headers(asked) {
    return { ...asked.headers, "x-forwarded-for": this.address };
  }
}
