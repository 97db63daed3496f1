import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { Operation } from "../src/core/plan";
import { complete, follow, hrefOf, parseRoute } from "../src/core/link";
import { fromInput, toInput } from "../src/core/time";
import { humanise, moment, safeLink, short } from "../src/core/text";
import { checkNumber, checkText, patternOf, readNumber } from "../src/core/validate";
import type { Flat } from "../src/core/schema";

const flat = (rules: Partial<Flat>): Flat => ({ name: "", nullable: false, properties: new Map(), groups: [], ...rules });

test("names become words", () => {
  for (const [name, words] of [["created_at", "Created at"], ["bookId", "Book ID"], ["HTTPServer", "HTTP server"], ["x-api-key", "X API key"], ["__", "__"], ["isbn13Code", "Isbn13 code"]]) {
    assert.equal(humanise(name!), words);
  }
});

test("only addresses that open nothing but a page or a mail are links", () => {
  for (const bad of ["javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "blob:x", "no link", "/relative"]) {
    assert.equal(safeLink(bad), undefined, bad);
  }
  assert.equal(safeLink("https://a.test/x y"), "https://a.test/x%20y");
  assert.equal(safeLink("mailto:a@b.test"), "mailto:a@b.test");
});

test("addresses of the page go there and back", () => {
  const query: [string, string][] = [["id", "a/b c&d=é"], ["__proto__", "x"]];
  const href = hrefOf("op", "get /things/{id}?#", query);
  const route = parseRoute(href);
  assert.ok(route.to === "operation");
  assert.equal(route.id, "get /things/{id}?#");
  assert.deepEqual([...route.query], query);
  assert.deepEqual(parseRoute(""), { to: "home" });
  assert.deepEqual(parseRoute("#/op/"), { to: "home" });
  assert.equal(parseRoute("#/r/%E0%A4%A").to, "resource"); // broken encoding is no reason to throw
});

test("links take their inputs from the row, the screen, or a constant", () => {
  const target: Operation = { id: "get", method: "GET", path: "/{a}/{b}", parameters: [{ name: "a", in: "path", required: true }, { name: "b", in: "path", required: true }, { name: "c", in: "query" }] };
  const link = { operation: "get", params: [{ name: "a", from: "item", value: "owner.id" }, { name: "b", from: "input", value: "shop" }, { name: "c", from: "const", value: "full" }] };
  assert.deepEqual([...follow(link, target, { owner: { id: 7n } }, new Map([["shop", "s"]]))!], [["a", "7"], ["b", "s"], ["c", "full"]]);
  assert.equal(follow(link, target, { owner: null }, new Map([["shop", "s"]])), undefined);
  assert.ok(!complete(target, new Map([["a", "1"]])));
  assert.ok(complete(target, new Map([["a", "1"], ["b", "2"]])));
});

test("bounds in words", () => {
  assert.equal(checkText(flat({ maxLength: 2 }), "a👍b"), "Use at most 2 characters.");
  assert.equal(checkText(flat({ maxLength: 3 }), "a👍b"), undefined);
  assert.match(checkText(flat({ pattern: "^\\d+$" }), "x")!, /form/);
  assert.equal(checkText(flat({ pattern: "([" }), "x"), undefined); // not a pattern: the server decides
  assert.equal(checkText(flat({ pattern: "(?<!x)\\A[[:alpha:]" }), "x"), undefined);
  assert.equal(patternOf("(a+)+$"), undefined); // could run for ever
  assert.match(checkText(flat({ format: "uuid" }), "1")!, /UUID/);
  assert.equal(checkNumber(flat({ exclusiveMinimum: 0 }), 0), "Use more than 0.");
  assert.equal(checkNumber(flat({ multipleOf: 0.01 }), 19.99), undefined);
  assert.equal(checkNumber(flat({ multipleOf: 5 }), 12), "Use a multiple of 5.");
});

test("numbers as typed", () => {
  assert.equal(readNumber(" 12 ", true), 12);
  assert.equal(readNumber("9007199254740993", true), 9007199254740993n);
  assert.equal(readNumber("1.5", true), "Enter a whole number.");
  assert.equal(readNumber("1e3", false), 1000);
  for (const bad of ["", "abc", "0x10", "1,5", "Infinity", "NaN"]) assert.equal(typeof readNumber(bad, false), "string", bad);
});

test("dates go into inputs and out again", () => {
  assert.equal(toInput("2024-02-29", "date"), "2024-02-29");
  const there = toInput("2024-02-29T10:00:00Z", "datetime");
  assert.equal(fromInput(there, "datetime"), "2024-02-29T10:00:00Z");
  assert.equal(toInput("nonsense", "datetime"), "");
  assert.equal(moment(1700000000)!.toISOString(), "2023-11-14T22:13:20.000Z");
  assert.equal(moment("garbage"), undefined);
});

test("long texts end at a word", () => {
  assert.equal(short("one two three", 8), "one two…");
  assert.equal(short("short", 8), "short");
});
