// Requests: an operation and its inputs as what fetch is told.
import type { Operation, Parameter, SecurityScheme, Server } from "./plan";
import { type Credentials, needOf, type Proof, prove } from "./auth";
import { encodeBody } from "./body";
import { stringify } from "./json";
import { accept, family } from "./media";
import { baseURL, type Choice } from "./server";
import { encode, headerText, isEmpty, pathText, plain, queryPairs } from "./style";

// Inputs are the values of a form: parameters by key, and the body.
export interface Inputs {
  params: Map<string, unknown>;
  body?: { type: string; value: unknown };
}

export interface Wire {
  method: string;
  url: string;
  headers: [string, string][];
  body?: string | Blob;
  credentials: RequestCredentials;
}

export interface Built {
  wire?: Wire;
  problems: string[]; // why it cannot be sent
}

export interface Setting {
  servers: Server[];
  schemes: Map<string, SecurityScheme>;
  choice: Choice;
  credentials: Credentials;
  here: string; // address of the page
}

export function paramKey(param: { in: string; name: string }): string {
  return `${param.in}:${param.name}`;
}

const ruled = /^(accept-charset|accept-encoding|access-control-.*|connection|content-length|cookie2?|date|dnt|expect|host|keep-alive|origin|permissions-policy|referer|set-cookie|te|trailer|transfer-encoding|upgrade|via|proxy-.*|sec-.*)$/i;

// ruledOut says why the browser, and not the page, decides about a parameter.
export function ruledOut(param: { in: string; name: string }): string | undefined {
  if (param.in === "cookie") return "Browsers do not let a page set cookies for a request. If you are signed in at the API's site, the browser sends its own.";
  if (param.in !== "header") return undefined;
  if (/^content-type$/i.test(param.name)) return "Set from the type of the body.";
  return ruled.test(param.name) ? "Browsers set this header themselves and do not let a page change it." : undefined;
}

export function build(op: Operation, inputs: Inputs, setting: Setting): Built {
  const problems: string[] = [];
  const base = baseURL(setting.servers, op, setting.choice, setting.here);
  if (base.problem !== undefined) problems.push(base.problem);
  const method = op.method.toUpperCase();
  if (!/^[!#$%&'*+.^_`|~0-9A-Z-]+$/.test(method) || ["CONNECT", "TRACE", "TRACK"].includes(method)) {
    problems.push(`Browsers do not send ${method} requests from a page.`);
  }

  const proof = prove(needOf(op, setting.schemes, setting.credentials).use, setting.schemes, setting.credentials);
  const query: string[] = [];
  const headers: [string, string][] = [];
  let path = op.path.split("#", 1)[0]!;
  for (const param of op.parameters ?? []) {
    const value = inputs.params.get(paramKey(param));
    if (param.in === "path") path = fillPath(path, param, value, problems);
    else if (value === undefined || isEmpty(value) || ruledOut(param)) continue;
    else if (supplied(proof, param)) continue;
    else if (param.in === "query") query.push(...queryPairs(param, value));
    else if (param.in === "querystring") query.push(wholeQuery(param, value));
    else if (param.in === "header") addHeader(headers, param.name, headerText(param, value), problems);
  }
  const open = /\{[^{}]*\}/.exec(path);
  if (open) problems.push(`The path needs ${open[0]}, which the description does not explain.`);

  for (const [name, value] of proof.query) query.push(`${encode(name)}=${encode(value)}`);
  for (const [name, value] of proof.headers) addHeader(headers, name, value, problems);

  if (!headers.some(([name]) => /^accept$/i.test(name))) {
    headers.push(["Accept", accept((op.responses ?? []).filter((r) => /^(2|default)/i.test(r.status)).flatMap((r) => r.content ?? []).map((m) => m.type))]);
  }
  let body: string | Blob | undefined;
  if (inputs.body) {
    const media = op.body?.content?.find((m) => m.type === inputs.body!.type) ?? { type: inputs.body.type };
    const encoded = encodeBody(media, inputs.body.value);
    body = encoded.data;
    headers.push(["Content-Type", encoded.contentType]);
    if (method === "GET" || method === "HEAD") problems.push(`The API asks for a body with ${method}, which browsers do not send.`);
  }
  if (problems.length || !base.url) return { problems };
  return { problems, wire: { method, url: address(base.url, path, query), headers, body, credentials: cookies(op, setting, proof.cookies) } };
}

// supplied says that signing in gives this value: two of one name would be
// neither.
function supplied(proof: Proof, param: Parameter): boolean {
  if (param.in === "query") return proof.query.some(([name]) => name === param.name);
  return param.in === "header" && proof.headers.some(([name]) => name.toLowerCase() === param.name.toLowerCase());
}

// cookies says whether the browser may add its own. Where the API asks for a
// user name and password it may not: the browser would open a window of its own
// as soon as the API says 401.
function cookies(op: Operation, setting: Setting, needed: boolean): RequestCredentials {
  if (needed) return "include";
  const schemes = (op.security ?? []).flatMap((uses) => uses ?? []).map((use) => setting.schemes.get(use.scheme));
  return schemes.some((s) => s?.type === "http" && s.scheme?.toLowerCase() !== "bearer") ? "omit" : "same-origin";
}

function fillPath(path: string, param: Parameter, value: unknown, problems: string[]): string {
  const text = value === undefined ? "" : pathText(param, value);
  if (text === "") problems.push(`“${param.name}” is part of the address and needs a value.`);
  // Browsers resolve these even when they are encoded.
  if (text === "." || text === "..") problems.push(`“${param.name}” cannot be “${text}”: it would lead to another address.`);
  return path.split(`{${param.name}}`).join(text);
}

function wholeQuery(param: Parameter, value: unknown): string {
  const media = param.content?.[0];
  if (media && family(media.type) === "form") return plain(encodeBody(media, value).data);
  return encode(typeof value === "string" ? value : stringify(value), true);
}

function addHeader(headers: [string, string][], name: string, value: string, problems: string[]): void {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) problems.push(`“${name}” cannot be the name of a header.`);
  // eslint-disable-next-line no-control-regex
  else if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) problems.push(`The value for the header “${name}” holds a character that headers cannot carry.`);
  else headers.push([name, value.trim()]);
}

function address(base: URL, path: string, query: string[]): string {
  const [before, after] = path.split("?", 2) as [string, string | undefined];
  const search = [base.search.slice(1), after ?? "", ...query].filter((part) => part !== "").join("&");
  const root = base.origin + base.pathname.replace(/\/+$/, "");
  return root + (before.startsWith("/") || before === "" ? before : "/" + before) + (search && "?" + search);
}
