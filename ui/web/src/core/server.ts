// Servers: base URLs with variables.
import type { Operation, Server } from "./plan";

// Choice is what the user picked: one of the description's servers with values
// for its variables, or a URL of their own.
export interface Choice {
  index: number;
  variables: Map<string, string>;
  custom?: string;
}

export function firstChoice(): Choice {
  return { index: 0, variables: new Map() };
}

export function fill(server: Server, variables: Map<string, string>): string {
  return server.url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const declared = server.variables?.find((v) => v.name === name);
    return variables.get(name) ?? declared?.default ?? whole;
  });
}

// baseURL is where an operation's path is appended. An operation with servers
// of its own goes there, unless the user typed a server.
export function baseURL(servers: Server[], op: Operation | undefined, choice: Choice, here: string): Base {
  let text: string;
  if (choice.custom) text = choice.custom;
  else if (op?.servers?.length) text = fill(op.servers[0]!, choice.variables);
  else text = fill(servers[choice.index] ?? servers[0] ?? { url: "/" }, choice.variables);
  text = text.trim();
  const relative = !/^[a-z][a-z0-9+.-]*:/i.test(text) && !text.startsWith("//");
  if (relative && here.startsWith("file:")) {
    return { problem: `The API's address, “${text}”, is relative to where this page is served from, but the page was opened from a file. Enter the API's full address under Server, or serve the page from the API's host.` };
  }
  let url: URL;
  try {
    url = new URL(text.startsWith("//") && here.startsWith("file:") ? "https:" + text : text, here);
  } catch {
    return { problem: `The server “${text}” is not a valid address. Choose another one under Server.` };
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { problem: `The server “${text}” is not an http or https address, so a browser cannot call it.` };
  }
  if (url.username || url.password) {
    return { problem: "The server's address holds a user name, which browsers do not allow. Use Sign in instead." };
  }
  url.hash = "";
  return { url };
}

export type Base = { url: URL; problem?: undefined } | { url?: undefined; problem: string };
