import { strict as assert } from "node:assert";
import { test } from "node:test";
import type { Schema } from "../src/core/plan";
import { fillable, shared, undescribed } from "../src/core/fill";
import { SchemaBook } from "../src/core/schema";

const text: Schema = { types: ["string"] };
const object = (...names: string[]): Schema => ({ types: ["object"], properties: names.map((name) => ({ name, schema: text })) });
const book = new SchemaBook(new Map([["Loop", { properties: [{ name: "next", schema: { ref: "Loop" } }] }]]));

test("a form is filled with what can be sent back", () => {
  const loaded = { id: 1, name: "a", extra: { kept: true } };
  assert.deepEqual(fillable(book, object("name"), object("id", "name"), loaded), { name: "a", extra: { kept: true } });
  assert.deepEqual(fillable(book, object("id", "name"), object("id", "name"), loaded), loaded);
  assert.deepEqual(fillable(book, { types: ["object"] }, object("id", "name"), loaded), loaded); // anything may be sent
  const list = (of: Schema): Schema => ({ types: ["array"], items: of });
  assert.deepEqual(fillable(book, list(object("name")), list(object("id", "name")), [loaded]), [{ name: "a", extra: { kept: true } }]);
  const either: Schema = { oneOf: [object("name"), object("title")] };
  assert.deepEqual(fillable(book, either, object("id", "name", "title"), { id: 1, title: "t" }), { title: "t" });
});

test("filling comes to an end", () => {
  let value = {};
  for (let i = 0; i < 5000; i++) value = { next: value };
  assert.ok(fillable(book, { ref: "Loop" }, { ref: "Loop" }, value));
});

test("members that nothing describes", () => {
  const flat = book.flat(object("a"));
  assert.deepEqual(undescribed(flat, { a: "1", b: 2, __proto__x: 3 }), [["b", 2], ["__proto__x", 3]]);
  assert.deepEqual(undescribed(book.flat({ ...object("a"), additionalProperties: { never: true } }), { b: 2 }), []);
  assert.deepEqual(undescribed(flat, "text"), []);
});

test("another variant keeps what it shares, exactly", () => {
  const file = new Blob(["x"]);
  const flat = book.flat({ properties: [{ name: "id", schema: { types: ["integer"] } }, { name: "kind", schema: { const: "b" } }, { name: "file", schema: { types: ["string"], format: "binary" } }] });
  const before = { id: 12345678901234567890n, kind: "a", old: 1, file };
  assert.deepEqual(shared(book, flat, before), { id: 12345678901234567890n, file });
});
