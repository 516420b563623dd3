// The real servers, on free ports with databases in a folder of their own.
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { ROOT } from "./tools.mjs";

const PYTHON = process.env.BROWSER_TESTS_PYTHON ?? join(ROOT, ".venv/bin/python");

export class Puente {
  /** Starts both servers; they answer when this resolves. `elsewhere` is the origin of another site that may use them. */
  static async start(port, elsewhere) {
    const puente = new Puente();
    puente.folder = mkdtempSync(join(tmpdir(), "puente-browser-"));
    puente.port = port;
    const [actionPort] = await freePorts(1);
    const script = join(ROOT, "tests/browser/serve.py");
    puente.process = spawn(PYTHON, [script, puente.folder, port, actionPort, elsewhere], { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"] });
    puente.lines = createInterface({ input: puente.process.stdout })[Symbol.asyncIterator]();
    await puente.tell("start");
    return puente;
  }

  /** As `kill` and `start` of serve.py. */
  async tell(word) {
    this.process.stdin.write(`${word}\n`);
    const { value } = await this.lines.next();
    if (value !== (word === "start" ? "ready" : "killed")) throw new Error(`Puente did not ${word}; see ${this.folder}/servers.log`);
  }

  /** What `python -m bot leads ...` prints. */
  async leads(...words) {
    const env = { ...process.env, DATABASE_URL: `sqlite:///${this.folder}/leads.db` };
    const { stdout } = await promisify(execFile)(PYTHON, ["-m", "bot", "leads", ...words], { cwd: ROOT, env });
    return stdout;
  }

  async stop() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.stdin.end();
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** TCP ports nobody uses. */
export async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(servers.map((server) => new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)))));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
