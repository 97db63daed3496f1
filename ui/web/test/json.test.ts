import { strict as assert } from "node:assert";
import { test } from "node:test";
import { at, changes, equal, own, parse, put, stringify } from "../src/core/json";

test("paths, also with dots in names", () => {
  const value = parse('{"a":{"b.c":{"d":1}},"a.b":2,"list":[{"x":3}]}');
  assert.equal(at(value, "a.b.c.d"), 1);
  assert.equal(at(value, "a.b"), 2);
  assert.equal(at(value, "list.0.x"), 3);
  assert.equal(at(value, ""), value);
  for (const path of ["nope", "a.nope", "constructor", "__proto__", "a.toString", "list.length.x"]) assert.equal(at(value, path), undefined, path);
});

test("names of the language are data", () => {
  const value = parse('{"__proto__":{"polluted":true}}');
  assert.deepEqual(own(value, "__proto__"), { polluted: true });
  const copy = {};
  put(copy, "__proto__", 1);
  assert.equal(stringify(copy), '{"__proto__":1}');
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test("writing", () => {
  assert.equal(stringify({ a: [1, "x", null], b: {}, c: undefined, d: 12345678901234567890n }), '{"a":[1,"x",null],"b":{},"d":12345678901234567890}');
  assert.equal(stringify({ a: [1, { b: 2 }] }, 2), JSON.stringify({ a: [1, { b: 2 }] }, null, 2));
  assert.equal(stringify(undefined), "null");
});

test("equality", () => {
  assert.ok(equal({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }));
  assert.ok(!equal({ a: undefined }, { b: 1 }));
  assert.ok(!equal([1], { 0: 1 }));
});

test("merge patches (RFC 7396), deep and shallow", () => {
  const before = { a: "b", c: { d: "e", f: "g" }, gone: 1, same: [1, 2] };
  const after = { a: "z", c: { d: "e", f: "h" }, same: [1, 2], added: true };
  assert.deepEqual(changes(before, after), { a: "z", c: { f: "h" }, added: true, gone: null });
  assert.deepEqual(changes(before, after, true), { a: "z", c: { d: "e", f: "h" }, added: true, gone: null });
  assert.deepEqual(changes(before, before), {});
});
