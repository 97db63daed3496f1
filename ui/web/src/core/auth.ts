// Credentials, and which of them a request needs. Requirements are alternatives
// (OR), each of several schemes together (AND).
import type { Operation, SecurityScheme } from "./plan";

export type Credential = { user?: string; secret: string };
export type Credentials = Map<string, Credential>;

export interface Need {
  use: string[]; // schemes to apply
  missing: string[][]; // alternatives with what each still lacks; empty where nothing is needed
}

// byBrowser are schemes whose proof the browser sends by itself.
export function byBrowser(scheme: SecurityScheme): boolean {
  return scheme.type === "mutualTLS" || (scheme.type === "apiKey" && scheme.in === "cookie");
}

export function isBasic(scheme: SecurityScheme): boolean {
  return scheme.type === "http" && scheme.scheme?.toLowerCase() === "basic";
}

function ready(name: string, schemes: Map<string, SecurityScheme>, given: Credentials): boolean {
  const scheme = schemes.get(name);
  if (!scheme) return false;
  if (byBrowser(scheme)) return true;
  const credential = given.get(name);
  return !!credential && (credential.secret !== "" || (isBasic(scheme) && !!credential.user));
}

// needOf takes the first alternative that can be met. One that asks for
// nothing comes last: who filled in a key wants it used.
export function needOf(op: Operation, schemes: Map<string, SecurityScheme>, given: Credentials): Need {
  const alternatives = (op.security ?? []).map((uses) => (uses ?? []).map((use) => use.scheme));
  const asking = alternatives.filter((names) => names.length > 0);
  for (const names of asking) {
    if (names.every((name) => ready(name, schemes, given))) return { use: names, missing: [] };
  }
  if (asking.length < alternatives.length || asking.length === 0) return { use: [], missing: [] };
  return { use: [], missing: asking.map((names) => names.filter((name) => !ready(name, schemes, given))) };
}

// asks says whether an operation wants to know who calls.
export function asks(op: Operation): boolean {
  return (op.security ?? []).some((uses) => uses?.length > 0);
}

export interface Proof {
  headers: [string, string][];
  query: [string, string][];
  cookies: boolean; // the browser's own are needed
}

export function prove(use: string[], schemes: Map<string, SecurityScheme>, given: Credentials): Proof {
  const proof: Proof = { headers: [], query: [], cookies: false };
  for (const name of use) {
    const scheme = schemes.get(name);
    if (!scheme) continue;
    if (byBrowser(scheme)) {
      proof.cookies = true;
      continue;
    }
    const credential = given.get(name);
    if (!credential) continue;
    if (scheme.type === "apiKey") {
      (scheme.in === "query" ? proof.query : proof.headers).push([scheme.name ?? name, credential.secret]);
    } else {
      proof.headers.push(["Authorization", authorization(scheme, credential)]);
    }
  }
  return proof;
}

function authorization(scheme: SecurityScheme, credential: Credential): string {
  const secret = credential.secret.trim();
  if (isBasic(scheme)) return "Basic " + base64(`${credential.user ?? ""}:${credential.secret}`);
  if (scheme.type === "http" && scheme.scheme?.toLowerCase() !== "bearer") return secret;
  return /^bearer\s/i.test(secret) ? secret : "Bearer " + secret;
}

export function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

// masked are credentials that say what belongs in a place without saying it:
// for showing and copying a request.
export function masked(given: Credentials, schemes: Map<string, SecurityScheme>): Credentials {
  return new Map(
    [...given].map(([name]) => {
      const scheme = schemes.get(name);
      return [name, { user: scheme && isBasic(scheme) ? "USER" : undefined, secret: placeholder(name) }];
    }),
  );
}

function placeholder(name: string): string {
  return "YOUR_" + (name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "").toUpperCase() || "SECRET");
}
